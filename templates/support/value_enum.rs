//! Enumerations of values that are not all strings, open to values that they do not know.

use std::fmt;

use serde::de::{Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::wire::trial;

/// A value that an enumeration lists.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// A null, beside other values.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// An integer beyond the others.
    Unsigned(u64),
    /// Any other number.
    Number(f64),
    /// A string.
    Text(&'static str),
    /// A list or an object, by its text.
    Json(&'static str),
}

impl Scalar {
    /// Whether a value is the same, however its number is spelled.
    fn is(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Boolean(one), Value::Bool(other)) => one == *other,
            (Self::Text(one), Value::String(other)) => one == other,
            (Self::Integer(one), Value::Number(_)) if value.is_i64() => Some(one) == value.as_i64(),
            (Self::Integer(one), Value::Number(_)) => Some(one as f64) == value.as_f64(),
            (Self::Unsigned(one), Value::Number(_)) if value.is_u64() => Some(one) == value.as_u64(),
            (Self::Unsigned(one), Value::Number(_)) => Some(one as f64) == value.as_f64(),
            (Self::Number(one), Value::Number(_)) => Some(one) == value.as_f64(),
            (Self::Json(text), Value::Array(_) | Value::Object(_)) => parsed(text) == *value,
            _ => false,
        }
    }

    /// Whether a value is of the same type.
    fn is_like(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Boolean(_) => value.is_boolean(),
            Self::Integer(_) | Self::Unsigned(_) | Self::Number(_) => value.is_number(),
            Self::Text(_) => value.is_string(),
            Self::Json(_) => value.is_array() || value.is_object(),
        }
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Null => to.serialize_unit(),
            Self::Boolean(value) => to.serialize_bool(value),
            Self::Integer(value) => to.serialize_i64(value),
            Self::Unsigned(value) => to.serialize_u64(value),
            Self::Number(value) => to.serialize_f64(value),
            Self::Text(value) => to.serialize_str(value),
            Self::Json(text) => parsed(text).serialize(to),
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Unsigned(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Text(value) | Self::Json(value) => f.write_str(value),
        }
    }
}

/// A value by its text, which the generator wrote.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// An enumeration of values, open to others of the same types, which a later version of its schema may add.
pub trait ValueEnum: Clone + PartialEq + 'static {
    /// The values that the schema names, in its order.
    const KNOWN: &'static [(Self, Scalar)];

    /// The value that the schema does not name, if it is one.
    fn as_other(&self) -> Option<&Value>;

    /// One that the schema does not name.
    fn other(value: Value) -> Self;
}

/// The value of the schema, where it is one.
pub fn scalar<T: ValueEnum>(value: &T) -> Option<Scalar> {
    T::KNOWN.iter().find(|(known, _)| known == value).map(|(_, scalar)| *scalar)
}

/// Reads a value of an enumeration.
///
/// # Errors
/// The value is of a type that none of the values of the enumeration has.
pub fn decode<'de, D: Deserializer<'de>, T: ValueEnum>(from: D) -> Result<T, D::Error> {
    let value: Value = serde::Deserialize::deserialize(from)?;
    if let Some((known, _)) = T::KNOWN.iter().find(|(_, scalar)| scalar.is(&value)) {
        return Ok(known.clone());
    }
    if !T::KNOWN.iter().any(|(_, scalar)| scalar.is_like(&value)) {
        let known: Vec<String> = T::KNOWN.iter().take(10).map(|(_, scalar)| scalar.to_string()).collect();
        return Err(D::Error::custom(format_args!("is {value}, expected one of {}", known.join(", "))));
    }
    trial::note_loose_end();
    Ok(T::other(value))
}

/// Writes a value of an enumeration.
///
/// # Errors
/// Those of the writer.
pub fn encode<S: Serializer, T: ValueEnum>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    match value.as_other() {
        Some(other) => other.serialize(to),
        None => scalar(value).serialize(to),
    }
}

/// Implements what an enumeration of values is expected to have, for types that implement [`ValueEnum`]. Where it is
/// called, [`super::prelude`] has to be in scope.
macro_rules! value_enum {
    ($($type:ty),+ $(,)?) => {$(
        impl $type {
            /// Whether the schema names this value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                value_enum::ValueEnum::as_other(self).is_none()
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match (value_enum::ValueEnum::as_other(self), value_enum::scalar(self)) {
                    (None, Some(known)) => known.fmt(f),
                    (other, _) => other.unwrap_or(&Value::Null).fmt(f),
                }
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                value_enum::encode(self, to)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                value_enum::decode(from)
            }
        }

        impl wire::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                value_enum::decode(from)
            }
        }
    )+};
}

pub(crate) use value_enum;
