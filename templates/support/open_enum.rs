//! Enumerations of strings that keep a value they do not know.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Visitor};

use super::wire::trial;

/// An enumeration of strings, open to values that a later version of its schema adds.
pub trait OpenEnum: Clone + 'static {
    /// The values that the schema names, in its order.
    const KNOWN: &'static [Self];

    /// The text of this value, as it stands in a document.
    fn text(&self) -> &str;

    /// The value for a text that the schema does not name.
    fn other(text: String) -> Self;
}

/// The value for `text`: one that the schema names, if there is one.
pub fn from_text<T: OpenEnum>(text: &str) -> Option<T> {
    T::KNOWN.iter().find(|known| known.text() == text).cloned()
}

/// Reads a value of an enumeration.
///
/// # Errors
/// The value is not a string.
pub fn decode<'de, D: Deserializer<'de>, T: OpenEnum>(from: D) -> Result<T, D::Error> {
    from.deserialize_str(EnumVisitor(PhantomData))
}

struct EnumVisitor<T>(PhantomData<T>);

impl<T: OpenEnum> Visitor<'_> for EnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(from_text(text).unwrap_or_else(|| other(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<T, E> {
        Ok(from_text(&text).unwrap_or_else(|| other(text)))
    }
}

fn other<T: OpenEnum>(text: String) -> T {
    trial::note_loose_end();
    T::other(text)
}

/// Implements what a string enumeration is expected to have, for types that implement [`OpenEnum`]. Where it is called,
/// [`super::prelude`] has to be in scope.
macro_rules! open_enum {
    ($($type:ty),+ $(,)?) => {$(
        impl $type {
            /// The text of this value, as it stands in a document.
            #[must_use]
            pub fn as_str(&self) -> &str {
                OpenEnum::text(self)
            }

            /// Whether the schema names this value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                open_enum::from_text::<Self>(self.as_str()).is_some()
            }
        }

        impl ::std::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                open_enum::from_text(text)
                    .unwrap_or_else(|| OpenEnum::other(text.to_owned()))
            }
        }

        impl ::std::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                open_enum::from_text(&text)
                    .unwrap_or_else(|| OpenEnum::other(text))
            }
        }

        impl ::std::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                open_enum::decode(from)
            }
        }

        impl wire::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                open_enum::decode(from)
            }
        }
    )+};
}

pub(crate) use open_enum;
