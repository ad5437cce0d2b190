//! Members of which an object has one at a time, or one set of them: one field of a struct, flat in the document.

use serde::de::{Error, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::super::Unknown;
use super::{Decode, Held, HeldSeed, Members, Read, Seen, write};

/// What comes of reading a member of a choice: that choice, unless the value is a null which the member cannot be.
pub type Picked<'de, A, C> = Result<(Option<C>, Seen), <A as MapAccess<'de>>::Error>;

/// One of several members, or sets of members, that exclude each other.
///
/// A document that has several of them all the same is kept as well: such members are held as JSON.
pub trait Choice: Sized {
    /// The wire names of the members.
    const MEMBERS: &'static [&'static str];

    /// Reads the value of the member at the place `at` of [`Self::MEMBERS`].
    ///
    /// # Errors
    /// Those of the reader, and values of the wrong type.
    fn read<'de, A: MapAccess<'de>>(at: usize, from: &mut A) -> Picked<'de, A, Self>;

    /// Writes the member at the place `at`, if it is there.
    ///
    /// # Errors
    /// Those of the writer.
    fn write<M: SerializeMap>(&self, at: usize, to: &mut Members<'_, M>) -> Result<(), M::Error>;

    /// The choice of several members at once, if these are they.
    fn complete(_members: &Unknown) -> Option<Self> {
        None
    }

    /// Members that the schema does not allow together.
    fn other(members: Unknown) -> Self;

    /// The members, if the schema does not allow them together.
    fn as_other(&self) -> Option<&Unknown>;

    /// The members, if the schema does not allow them together; else the choice.
    ///
    /// # Errors
    /// The members are allowed.
    fn into_other(self) -> Result<Unknown, Self>;
}

/// Implements what [`Choice`] asks of the variant that holds members as JSON. Where it is called, this module has to be in
/// scope as `wire`.
macro_rules! choice_other {
    () => {
        fn other(members: Unknown) -> Self {
            Self::Other(members)
        }

        fn as_other(&self) -> Option<&Unknown> {
            match self {
                Self::Other(members) => Some(members),
                _ => None,
            }
        }

        fn into_other(self) -> Result<Unknown, Self> {
            match self {
                Self::Other(members) => Ok(members),
                chosen => Err(chosen),
            }
        }
    };
}

pub(crate) use choice_other;

/// Reads one of the members of a choice that may be left out.
///
/// # Errors
/// The value is not of the type of the member.
pub fn choose<'de, A: MapAccess<'de>, C: Choice>(
    chosen: &mut Option<C>,
    at: usize,
    from: &mut A,
) -> Read<'de, A> {
    let (Some(read), seen) = C::read(at, from)? else { return Ok(Seen::Null) };
    *chosen = Some(match chosen.take() {
        None => read,
        Some(before) => together(before, read).map_err(A::Error::custom)?,
    });
    Ok(seen)
}

/// Reads one of the members of a choice that must be made.
///
/// # Errors
/// The value is not of the type of the member.
pub fn choose_required<'de, A: MapAccess<'de>, C: Choice>(
    chosen: &mut C,
    at: usize,
    from: &mut A,
) -> Read<'de, A> {
    let (Some(read), seen) = C::read(at, from)? else { return Ok(Seen::Null) };
    let before = std::mem::replace(chosen, C::other(Unknown::new()));
    *chosen = match before.as_other() {
        Some(none) if none.is_empty() => read,
        _ => together(before, read).map_err(A::Error::custom)?,
    };
    Ok(seen)
}

/// What there is where a member is read after others. A member that comes twice counts as it came last, as any other does.
fn together<C: Choice>(before: C, read: C) -> serde_json::Result<C> {
    let further = flat(&read)?;
    let mut members = match before.into_other() {
        Ok(members) => members,
        Err(typed) => flat(&typed)?,
    };
    if members.iter().all(|(name, _)| further.get(name).is_some()) {
        return Ok(read);
    }
    members.append(further);
    Ok(C::complete(&members).unwrap_or_else(|| C::other(members)))
}

/// The members of a choice as JSON.
fn flat<C: Choice>(choice: &C) -> serde_json::Result<Unknown> {
    match serde_json::to_value(Flat(choice))? {
        Value::Object(members) => Ok(members.into_iter().collect()),
        _ => Ok(Unknown::new()),
    }
}

/// A choice as an object of its own.
struct Flat<'a, C>(&'a C);

impl<C: Choice> Serialize for Flat<'_, C> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let none = Unknown::new();
        let mut to = write(to, &none)?;
        for at in 0..C::MEMBERS.len() {
            self.0.write(at, &mut to)?;
        }
        to.end(&[])
    }
}

/// Reads a member that is a choice by itself.
///
/// # Errors
/// The value is neither null nor of the type of the member.
pub fn chosen<'de, A: MapAccess<'de>, T: Decode, C>(variant: fn(T) -> C, from: &mut A) -> Picked<'de, A, C> {
    let (value, seen) = parts(from.next_value_seed(HeldSeed::<Option<T>>::new())?);
    Ok((value.map(variant), seen))
}

/// Reads a member that is a choice by itself and may be null.
///
/// # Errors
/// The value is neither null nor of the type of the member.
pub fn chosen_nullable<'de, A: MapAccess<'de>, T: Decode, C>(
    variant: fn(Option<T>) -> C,
    from: &mut A,
) -> Picked<'de, A, C> {
    let (value, seen) = parts(from.next_value_seed(HeldSeed::new())?);
    Ok((Some(variant(value)), seen))
}

/// Reads a member that is a choice together with others. Until they are all there, it is held as JSON.
///
/// # Errors
/// The value is neither null nor of the type of the member.
pub fn part<'de, A: MapAccess<'de>, T: Decode + Serialize, C: Choice>(
    at: usize,
    from: &mut A,
) -> Picked<'de, A, C> {
    let (value, seen) = parts(from.next_value_seed(HeldSeed::<Option<T>>::new())?);
    let Some(value) = value else { return Ok((None, seen)) };
    let value = serde_json::to_value(value).map_err(A::Error::custom)?;
    Ok((Some(C::other(Unknown::from_iter([(C::MEMBERS[at], value)]))), seen))
}

fn parts<T>(held: Held<T>) -> (T, Seen) {
    match held {
        Held::Whole(value) => (value, Seen::Value),
        Held::Nearest(value, read) => (value, Seen::Beyond(read)),
    }
}

/// A member of a choice of several, from its JSON.
pub fn member<T: Decode>(members: &Unknown, name: &str) -> Option<T> {
    T::decode(members.get(name)?).ok()
}
