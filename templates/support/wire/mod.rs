//! Reading and writing objects member by member, so that nothing is lost.
//!
//! A generated struct says which members it has ([`Object`]); one visitor, shared by all of them, does the rest. The
//! shared visitor keeps members that the schema does not name, tells absent from null, reports missing members, and
//! puts the JSON pointer of the place in front of every error. That is less code for the compiler than a derived
//! implementation for each struct, and nothing is buffered on the way.

mod containers;
mod fields;
pub mod foreign;
mod object;
mod write;

use std::fmt;

use serde::de::{Deserializer, MapAccess};

use super::Unknown;

pub use containers::Seed;
pub use fields::{ignored, nullable, optional, required};
pub use object::{Present, object};
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

    /// Called once all members are read, with what was noted about them.
    fn finish(&mut self, _present: &Present) {}
}

/// What comes of reading the value of a member.
pub type Read<'de, A> = Result<Seen, <A as MapAccess<'de>>::Error>;

/// What the value of a member turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A value that its field holds.
    Value,
    /// A null that its field cannot hold.
    Null,
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

pub(crate) fn missing<E: serde::de::Error>(member: &str) -> E {
    at(member, E::custom("is required and missing"))
}
