//! Reading and writing objects member by member, so that nothing is lost.
//!
//! A generated struct says which members it has ([`Object`]); one visitor, shared by all of them, does the rest. The
//! shared visitor keeps members that the schema does not name, tells absent from null, reports missing members, and
//! puts the JSON pointer of the place in front of every error. That is less code for the compiler than a derived
//! implementation for each struct, and nothing is buffered on the way.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::{Nullable, Unknown};

/// A value that can be read with the place of an error in its message.
///
/// It differs from [`serde::Deserialize`] in the errors: their message begins with the JSON pointer (RFC 6901) from
/// the value being read to the fault, as in `/spec/mtls/mode: invalid type: integer`.
pub trait Decode: Sized {
    /// Reads one value.
    ///
    /// # Errors
    /// The value is of another type than the schema says, or lacks a required member.
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

/// A struct with one field for each member that its schema names.
pub trait Object: Sized {
    /// The wire names of the members, in the order of the schema.
    const MEMBERS: &'static [&'static str];
    /// The places in [`Self::MEMBERS`] of the members that must be there, ascending.
    const REQUIRED: &'static [usize] = &[];
    /// What an error calls this type.
    const NAME: &'static str;

    /// A value to read into: optional members absent, required ones with a filling that is never handed out.
    fn blank() -> Self;

    /// Reads the value of the member at `index` of [`Self::MEMBERS`].
    ///
    /// # Errors
    /// Those of the reader, and values of the wrong type.
    fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, from: &mut A) -> Result<Seen, A::Error>;

    /// Where the members go that the schema does not name.
    fn unknown(&mut self) -> &mut Unknown;

    /// Called once all members are read, with what was noted about them.
    fn finish(&mut self, _present: &Present) {}
}

/// What the value of a member turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A value that its field holds.
    Value,
    /// A null that its field cannot hold.
    Null,
}

/// Reads an object.
///
/// # Errors
/// It is not an object, a member does not fit its schema, or a required member is missing.
pub fn object<'de, D: Deserializer<'de>, T: Object>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        let mut value = T::blank();
        let mut present = Present::default();
        let mut next = 0;
        while let Some(name) = members.next_key_seed(Name { members: T::MEMBERS, next })? {
            match name {
                Known::At(index) => {
                    let name = T::MEMBERS[index];
                    let seen = value.read(index, &mut members).map_err(|error| at(name, error))?;
                    if seen == Seen::Null {
                        value.unknown().insert(name, Value::Null);
                    }
                    present.insert(index);
                    next = index + 1;
                }
                Known::No(name) => {
                    let member = members.next_value::<Value>()?;
                    value.unknown().insert(name, member);
                }
            }
        }
        match T::REQUIRED.iter().find(|&&index| !present.contains(index)) {
            Some(&index) => Err(missing(T::MEMBERS[index])),
            None => {
                value.finish(&present);
                Ok(value)
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
    #[must_use]
    pub fn contains(&self, index: usize) -> bool {
        let word = match index.checked_sub(64) {
            None => self.first,
            Some(index) => self.rest.get(index / 64).copied().unwrap_or(0),
        };
        word >> (index % 64) & 1 == 1
    }
}

enum Known {
    At(usize),
    No(String),
}

/// Finds the place of a member's name. Documents mostly keep the order of the schema, so the member after the last one
/// is tried first.
struct Name {
    members: &'static [&'static str],
    next: usize,
}

impl Name {
    fn find(&self, name: &str) -> Option<usize> {
        if self.members.get(self.next) == Some(&name) {
            return Some(self.next);
        }
        self.members.iter().position(|member| *member == name)
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

    fn visit_str<E>(self, name: &str) -> Result<Known, E> {
        Ok(self.find(name).map_or_else(|| Known::No(name.to_owned()), Known::At))
    }

    fn visit_string<E>(self, name: String) -> Result<Known, E> {
        Ok(self.find(&name).map_or(Known::No(name), Known::At))
    }
}

/// Reads a required member.
///
/// # Errors
/// The value is not of the type of the field.
pub fn required<'de, A: MapAccess<'de>, T: Decode>(field: &mut T, from: &mut A) -> Result<Seen, A::Error> {
    *field = from.next_value_seed(Seed::new())?;
    Ok(Seen::Value)
}

/// Reads an optional member that has no null of its own.
///
/// # Errors
/// The value is neither null nor of the type of the field.
pub fn optional<'de, A: MapAccess<'de>, T: Decode>(
    field: &mut Option<T>,
    from: &mut A,
) -> Result<Seen, A::Error> {
    *field = from.next_value_seed(Seed::new())?;
    Ok(if field.is_some() { Seen::Value } else { Seen::Null })
}

/// Reads an optional member that may be null.
///
/// # Errors
/// The value is neither null nor of the type of the field.
pub fn nullable<'de, A: MapAccess<'de>, T: Decode>(
    field: &mut Nullable<T>,
    from: &mut A,
) -> Result<Seen, A::Error> {
    let value: Option<T> = from.next_value_seed(Seed::new())?;
    *field = value.map_or(Nullable::Null, Nullable::Value);
    Ok(Seen::Value)
}

/// Passes over the value of a member.
///
/// # Errors
/// Those of the reader.
pub fn ignored<'de, A: MapAccess<'de>>(from: &mut A) -> Result<Seen, A::Error> {
    from.next_value::<IgnoredAny>()?;
    Ok(Seen::Value)
}

/// Begins to write an object.
///
/// # Errors
/// Those of the writer.
pub fn write<S: Serializer>(to: S, unknown: &Unknown) -> Result<Members<'_, S::SerializeMap>, S::Error> {
    Ok(Members { to: to.serialize_map(None)?, unknown, nulls: 0 })
}

/// An object being written, member by member in the order of the schema.
pub struct Members<'a, M> {
    to: M,
    unknown: &'a Unknown,
    /// How many of the unknown members were written already, as the null of a member that the schema names.
    nulls: usize,
}

impl<'a, M: SerializeMap> Members<'a, M> {
    /// The members that the schema does not name.
    #[must_use]
    pub const fn unknown(&self) -> &'a Unknown {
        self.unknown
    }

    /// Writes a member that is always there.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn required<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.to.serialize_entry(name, value)
    }

    /// Writes a member that may be absent.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        match value {
            Some(value) => self.to.serialize_entry(name, value),
            None => self.absent(name),
        }
    }

    /// Writes a member that may be absent or null.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn nullable<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Nullable<T>,
    ) -> Result<(), M::Error> {
        match value {
            Nullable::Absent => Ok(()),
            Nullable::Null => self.to.serialize_entry(name, &()),
            Nullable::Value(value) => self.to.serialize_entry(name, value),
        }
    }

    /// Writes the null that a member of this name was read with, if it was.
    ///
    /// # Errors
    /// Those of the writer.
    fn absent(&mut self, name: &'static str) -> Result<(), M::Error> {
        match self.unknown.get(name) {
            Some(Value::Null) => {
                self.nulls += 1;
                self.to.serialize_entry(name, &())
            }
            _ => Ok(()),
        }
    }

    /// Writes the members that the schema does not name (`members` are those that it does), and ends the object.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn end(mut self, members: &'static [&'static str]) -> Result<M::Ok, M::Error> {
        if self.unknown.len() > self.nulls {
            for (name, value) in self.unknown.iter().filter(|(name, _)| !members.contains(name)) {
                self.to.serialize_entry(name, value)?;
            }
        }
        self.to.end()
    }
}

/// Reads one value through [`Decode`], where serde asks for a seed.
pub struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    /// A seed for one value of type `T`.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Default for Seed<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'de, T: Decode> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::decode(from)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        // The number of items is what the input says of itself: it is believed up to a bound.
        let mut list = Vec::with_capacity(items.size_hint().unwrap_or(0).min(1024));
        loop {
            match items.next_element_seed(Seed::new()) {
                Ok(Some(item)) => list.push(item),
                Ok(None) => return Ok(list),
                Err(error) => return Err(at(list.len(), error)),
            }
        }
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(MapVisitor(PhantomData))
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for MapVisitor<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<BTreeMap<String, T>, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(name) = entries.next_key::<String>()? {
            match entries.next_value_seed(Seed::new()) {
                Ok(value) => map.insert(name, value),
                Err(error) => return Err(at(name, error)),
            };
        }
        Ok(map)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_option(OptionVisitor(PhantomData))
    }
}

struct OptionVisitor<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Option<T>, D::Error> {
        T::decode(from).map(Some)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::decode(from).map(Self::new)
    }
}

/// Lets a type that has an implementation of [`serde::Deserialize`] of its own be read as a part of others. Where it is
/// called, this module has to be in scope as `wire`.
macro_rules! decode_as_deserialize {
    ($($type:ty),+ $(,)?) => {$(
        impl wire::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(from)
            }
        }
    )+};
}

/// Implements [`Decode`] and [`serde::Deserialize`] for types that implement [`Object`]. Where it is called, this module
/// has to be in scope as `wire`.
macro_rules! decode_object {
    ($($type:ty),+ $(,)?) => {$(
        impl wire::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                wire::object(from)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                wire::object(from)
            }
        }
    )+};
}

pub(crate) use {decode_as_deserialize, decode_object};

mod own {
    use super::super::wire;

    super::decode_as_deserialize!(bool, f64, String, serde_json::Value);
}

/// Puts one step of a JSON pointer in front of an error.
pub(crate) fn at<E: serde::de::Error>(step: impl fmt::Display, error: E) -> E {
    let (step, error) = (step.to_string(), error.to_string());
    let step = step.replace('~', "~0").replace('/', "~1");
    let colon = if error.starts_with('/') { "" } else { ": " };
    E::custom(format_args!("/{step}{colon}{error}"))
}

fn missing<E: serde::de::Error>(member: &str) -> E {
    at(member, E::custom("is required and missing"))
}
