//! Reading and writing objects member by member, so that nothing is lost.
//!
//! A generated struct says which members it has ([`Object`]); one visitor, shared by all of them, does the rest. The
//! shared visitor keeps members that the schema does not name, tells absent from null, reports missing members, and
//! puts the JSON pointer of the place in front of every error. That is less code for the compiler than a derived
//! implementation for each struct, and nothing is buffered on the way.

mod choice;
mod containers;
mod fields;
pub mod foreign;
mod object;
pub(crate) mod trial;
mod tuple;
mod write;

use std::fmt;

use serde::de::{Deserializer, MapAccess};
pub use serde::ser::SerializeMap;
use serde_json::Value;

use super::Unknown;

pub(crate) use choice::choice_other;
pub use choice::{Choice, Picked, choose, choose_required, chosen, chosen_nullable, member, part};
pub use containers::{HeldSeed, Seed};
pub use fields::{entry, ignored, nullable, optional, required};
pub use object::{Present, object};
pub(crate) use tuple::decode_tuple;
pub use tuple::{Items, Tuple, item, rest, tuple, write_tuple};
pub use write::{Members, write};

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

    /// Reads one value into a field that stands beside other members, where what it has no room for can be kept.
    ///
    /// # Errors
    /// Those of [`Self::decode`], less values that are of the right type and too large for this one.
    fn decode_held<'de, D: Deserializer<'de>>(from: D) -> Result<Held<Self>, D::Error> {
        Self::decode(from).map(Held::Whole)
    }
}

/// A value that was read, and whether its type had room for all of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Held<T> {
    /// All of it is here.
    Whole(T),
    /// It is beyond the range of its type: the nearest value that is not, and what was read.
    Nearest(T, Value),
}

impl<T> Held<T> {
    /// The same value in another type.
    pub fn map<U>(self, into: impl FnOnce(T) -> U) -> Held<U> {
        match self {
            Self::Whole(value) => Held::Whole(into(value)),
            Self::Nearest(value, read) => Held::Nearest(into(value), read),
        }
    }
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

    /// Reads the value of the member at the place `at` of [`Self::MEMBERS`].
    ///
    /// # Errors
    /// Those of the reader, and values of the wrong type.
    fn read<'de, A: MapAccess<'de>>(&mut self, at: usize, from: &mut A) -> Read<'de, A>;

    /// Where the members go that the schema does not name.
    fn unknown(&mut self) -> &mut Unknown;

    /// Reads a member that the schema does not name. A type whose other members have a type of their own keeps them apart.
    ///
    /// # Errors
    /// Those of the reader, and values of the wrong type.
    fn read_other<'de, A: MapAccess<'de>>(&mut self, name: String, from: &mut A) -> Result<(), A::Error> {
        let member = from.next_value::<Value>()?;
        trial::note_loose_end();
        self.unknown().insert(name, member);
        Ok(())
    }

    /// Called once all members are read, with what was noted about them.
    fn finish(&mut self, _present: &Present) {}
}

/// What comes of reading the value of a member.
pub type Read<'de, A> = Result<Seen, <A as MapAccess<'de>>::Error>;

/// What the value of a member turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A value that its field holds.
    Value,
    /// A null that its field cannot hold.
    Null,
    /// A number that is beyond the range of its field, which holds the nearest one.
    Beyond(Value),
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

    super::decode_as_deserialize!(bool, f32, f64, String, serde_json::Value);
}

/// Puts one step of a JSON pointer in front of an error.
pub(crate) fn at<E: serde::de::Error>(step: impl fmt::Display, error: E) -> E {
    let (step, error) = (step.to_string(), error.to_string());
    let step = step.replace('~', "~0").replace('/', "~1");
    let colon = if error.starts_with('/') { "" } else { ": " };
    E::custom(format_args!("/{step}{colon}{error}"))
}

pub(crate) fn missing<E: serde::de::Error>(member: &str) -> E {
    at(member, E::custom("is required and missing"))
}
