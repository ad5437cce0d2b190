//! Values that have one of several forms (`oneOf`, `anyOf`).
//!
//! A union says what each of its forms looks like from outside ([`Form`]), and one visitor, shared by all unions, finds
//! the form of a value: by its JSON type, then by the member that tells it or by members that one form alone has. Where
//! the type tells, nothing is buffered. Where nothing tells, all that can be are tried, and the one that leaves the
//! fewest loose ends is taken. A value of no form is kept as it is.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::wire::trial;

/// The JSON types that a form may have, as a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    /// Null.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(2);
    /// Numbers without a fraction.
    pub const INTEGER: Self = Self(4);
    /// Numbers of all kinds.
    pub const NUMBER: Self = Self(4 | 8);
    /// Strings.
    pub const STRING: Self = Self(16);
    /// Lists.
    pub const ARRAY: Self = Self(32);
    /// Objects.
    pub const OBJECT: Self = Self(64);
    /// Everything.
    pub const ANY: Self = Self(127);

    /// The types of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether they have a type in common.
    const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) => Self::of_number(number.as_f64().unwrap_or_default()),
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// An integer may be spelled with a fraction of zero.
    fn of_number(number: f64) -> Self {
        if number.fract() == 0.0 { Self::INTEGER } else { Self(8) }
    }
}

/// What one form of a union looks like from outside.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    name: &'static str,
    types: Types,
    /// The member that tells the form; empty where none does.
    tag: &'static str,
    tags: &'static [&'static str],
    sign: &'static str,
}

impl Form {
    /// A form of these types; an error calls it by its name.
    #[must_use]
    pub const fn of(name: &'static str, types: Types) -> Self {
        Self { name, types, tag: "", tags: &[], sign: "" }
    }

    /// The form has one of these values at this member, which tells it.
    #[must_use]
    pub const fn tagged(self, tag: &'static str, tags: &'static [&'static str]) -> Self {
        Self { tag, tags, ..self }
    }

    /// The form has this member, and no other form has it.
    #[must_use]
    pub const fn with(self, sign: &'static str) -> Self {
        Self { sign, ..self }
    }

    /// What an object says of being of this form: yes, no, or nothing.
    fn told(&self, members: &Map<String, Value>) -> Option<bool> {
        if !self.tag.is_empty() {
            let tag = members.get(self.tag)?;
            return Some(match tag {
                Value::String(text) => self.tags.contains(&text.as_str()),
                other => self.tags.contains(&other.to_string().as_str()),
            });
        }
        (!self.sign.is_empty()).then(|| members.contains_key(self.sign))
    }
}

/// A value that has one of several forms.
pub trait Union: Sized {
    /// What an error calls this type.
    const NAME: &'static str;
    /// The forms, in the order of the schema.
    const FORMS: &'static [Form];

    /// Reads a value of the form at the place `form` of [`Self::FORMS`].
    ///
    /// # Errors
    /// The value does not have this form.
    fn read<'de, D: Deserializer<'de>>(form: usize, from: D) -> Result<Self, D::Error>;

    /// A value of no form.
    fn other(value: Value) -> Self;
}

/// Reads a value of a union.
///
/// # Errors
/// The value says which form it has, and does not have it.
pub fn decode<'de, D: Deserializer<'de>, T: Union>(from: D) -> Result<T, D::Error> {
    from.deserialize_any(UnionVisitor(PhantomData))
}

struct UnionVisitor<T>(PhantomData<T>);

impl<'de, T: Union> Visitor<'de> for UnionVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a value ({})", T::NAME)
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        choose(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        choose(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        choose(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        choose(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        choose(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        choose(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<T, E> {
        choose(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        let from = SeqAccessDeserializer::new(items);
        match only::<T>(Types::ARRAY) {
            Some(form) => read(form, from),
            None => choose(Value::deserialize(from)?),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        let from = MapAccessDeserializer::new(members);
        match only::<T>(Types::OBJECT) {
            Some(form) => read(form, from),
            None => choose(Value::deserialize(from)?),
        }
    }
}

/// The only form that has this type, where a value of it can be nothing else.
fn only<T: Union>(types: Types) -> Option<usize> {
    let mut forms = (0..).zip(T::FORMS).filter(|(_, form)| form.types.meets(types));
    let (place, form) = forms.next()?;
    (forms.next().is_none() && form.tag.is_empty()).then_some(place)
}

/// Reads a value that says which form it has: if it does not, that is an error.
fn read<'de, D: Deserializer<'de>, T: Union>(form: usize, from: D) -> Result<T, D::Error> {
    T::read(form, from).map_err(|error| {
        let name = T::FORMS.get(form).map_or(T::NAME, |form| form.name);
        D::Error::custom(format_args!("{error} (`{}` in the form `{name}`)", T::NAME))
    })
}

/// Finds the form of a value and reads it.
fn choose<T: Union, E: Error>(value: Value) -> Result<T, E> {
    let types = Types::of(&value);
    let mut candidates: Vec<usize> =
        (0..).zip(T::FORMS).filter(|(_, form)| form.types.meets(types)).map(first).collect();
    if let Some(members) = value.as_object() {
        candidates = told::<T>(&candidates, members);
    }
    if let ([form], true) = (candidates.as_slice(), value.is_object() || value.is_array()) {
        return read(*form, &value).map_err(E::custom);
    }
    let read = |form: usize| T::read(form, &value);
    Ok(trial::best(candidates.into_iter(), read).unwrap_or_else(|| T::other(value)))
}

fn first<A, B>(pair: (A, B)) -> A {
    pair.0
}

/// The candidates that an object is told to be of; otherwise those that it may be of.
fn told<T: Union>(candidates: &[usize], members: &Map<String, Value>) -> Vec<usize> {
    let saying = |wanted: Option<bool>| -> Vec<usize> {
        let forms = candidates.iter().copied();
        forms.filter(|form| T::FORMS.get(*form).is_some_and(|form| form.told(members) == wanted)).collect()
    };
    match saying(Some(true)) {
        told if told.is_empty() => saying(None),
        told => told,
    }
}

/// Implements what reads types that implement [`Union`]. Where it is called, [`super::prelude`] has to be in scope.
macro_rules! union {
    ($($type:ty),+ $(,)?) => {$(
        impl wire::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                union::decode(from)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                union::decode(from)
            }
        }
    )+};
}

pub(crate) use union;
