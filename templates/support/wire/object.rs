//! The visitor that reads every object.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::{Object, Seen, at, missing};

/// Reads an object.
///
/// # Errors
/// It is not an object, a member does not fit its schema, or a required member is missing.
pub fn object<'de, D: Deserializer<'de>, T: Object>(from: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    from.deserialize_map(ObjectVisitor(&mut value))?;
    Ok(value)
}

/// Reads into a value that stays where it is: objects are large, and a reader's frames would hold copies of it.
struct ObjectVisitor<'a, T>(&'a mut T);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let value = self.0;
        let mut present = Present::default();
        let mut next = 0;
        while let Some(name) = members.next_key_seed(Name { members: T::MEMBERS, next })? {
            match name {
                Known::At(index) => {
                    let name = T::MEMBERS[index];
                    match value.read(index, &mut members).map_err(|error| at(name, error))? {
                        Seen::Value => {}
                        Seen::Null => _ = value.unknown().insert(name, Value::Null),
                        Seen::Beyond(number) => _ = value.unknown().insert(name, number),
                    }
                    present.insert(index);
                    next = index + 1;
                }
                Known::No(name) => value.read_other(name, &mut members)?,
            }
        }
        match T::REQUIRED.iter().find(|&&index| !present.contains(index)) {
            Some(&index) => Err(missing(T::MEMBERS[index])),
            None => {
                value.finish(&present);
                Ok(())
            }
        }
    }
}

/// The places of the members that an object had.
#[derive(Debug, Default)]
pub struct Present {
    first: u64,
    rest: Vec<u64>,
}

impl Present {
    #[inline]
    fn insert(&mut self, index: usize) {
        match index.checked_sub(64) {
            None => self.first |= 1 << index,
            Some(index) => {
                if self.rest.len() <= index / 64 {
                    self.rest.resize(index / 64 + 1, 0);
                }
                self.rest[index / 64] |= 1 << (index % 64);
            }
        }
    }

    /// Whether the member at `index` was there.
    #[inline]
    #[must_use]
    pub fn contains(&self, index: usize) -> bool {
        let word = match index.checked_sub(64) {
            None => self.first,
            Some(index) => self.rest.get(index / 64).copied().unwrap_or(0),
        };
        word >> (index % 64) & 1 == 1
    }
}

/// The name of a member.
enum Known {
    /// One of those that were expected, by its place among them.
    At(usize),
    /// Another.
    No(String),
}

/// Finds the place of a member's name. Documents mostly keep the order of the schema, so the search begins behind the
/// member that came last.
struct Name {
    /// The names that are expected.
    members: &'static [&'static str],
    /// The place of the one that is tried first; it may be behind the last.
    next: usize,
}

impl Name {
    #[inline]
    fn find(&self, name: &str) -> Option<usize> {
        let (before, after) = self.members.split_at_checked(self.next)?;
        let place = |members: &[&str]| members.iter().position(|member| *member == name);
        place(after).map(|index| index + self.next).or_else(|| place(before))
    }
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Known;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Known, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Known;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Known, E> {
        Ok(self.find(name).map_or_else(|| Known::No(name.to_owned()), Known::At))
    }

    fn visit_string<E>(self, name: String) -> Result<Known, E> {
        Ok(self.find(&name).map_or(Known::No(name), Known::At))
    }
}
