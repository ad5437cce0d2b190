//! Reading values from text, as the type that is read asks for it.
//!
//! A parameter is text whatever its type is: `5` is a number where one is asked for, and a string where that is. So the
//! type decides, by what it asks its deserializer for.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

use super::given::Given;

/// How deep the members of a parameter may be nested.
const DEPTH: usize = 32;

/// A text, or the members of a list or an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    Text(String),
    Node(Vec<(String, Tree)>),
}

impl Tree {
    /// Puts a text at the end of these steps.
    pub(super) fn insert(&mut self, steps: &[&str], text: String) {
        let [step, rest @ ..] = steps else {
            *self = Self::Text(text);
            return;
        };
        if let Self::Text(_) = self {
            *self = Self::Node(Vec::new());
        }
        let Self::Node(members) = self else { return };
        let known = members.iter().position(|(name, _)| name == step && !step.is_empty());
        let at = known.unwrap_or_else(|| {
            members.push(((*step).to_owned(), Self::Node(Vec::new())));
            members.len() - 1
        });
        if let Some((_, member)) = members.get_mut(at).filter(|_| rest.len() < DEPTH) {
            member.insert(rest, text);
        }
    }

    /// The JSON value that it most likely is, where the type does not say.
    fn guess(&self) -> Value {
        match self {
            Self::Text(text) => match serde_json::from_str(text) {
                Ok(value @ (Value::Bool(_) | Value::Number(_))) => value,
                _ => Value::String(text.clone()),
            },
            Self::Node(members) if self.is_list() => {
                members.iter().map(|(_, member)| member.guess()).collect()
            }
            Self::Node(members) => {
                Value::Object(members.iter().map(|(name, member)| (name.clone(), member.guess())).collect())
            }
        }
    }

    fn is_list(&self) -> bool {
        let Self::Node(members) = self else { return false };
        !members.is_empty() && members.iter().all(|(name, _)| name.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.guess().deserialize_any(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => visitor.visit_string(text),
            Self::Node(_) => self.guess().deserialize_any(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Node(members) => {
                visitor.visit_seq(SeqDeserializer::new(members.into_iter().map(|(_, member)| member)))
            }
            // Lists within lists have no style: they are JSON.
            Self::Text(text) => {
                serde_json::from_str::<Value>(&text).unwrap_or(Value::String(text)).deserialize_seq(visitor)
            }
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Node(members) => visitor.visit_map(MapDeserializer::new(members.into_iter())),
            Self::Text(text) => {
                serde_json::from_str::<Value>(&text).unwrap_or(Value::String(text)).deserialize_map(visitor)
            }
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.guess().deserialize_newtype_struct(name, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl Given {
    /// It as a type asks for it, if it is there.
    fn present(self, take: fn(&Self) -> Tree) -> Result<Tree, Error> {
        if self.is_absent() { Err(Error::custom("is required and missing")) } else { Ok(take(&self)) }
    }

    /// It as what it looks like.
    fn guess(&self) -> Tree {
        match (self.texts.len(), self.members.is_empty()) {
            (0, false) => self.object(),
            (0 | 1, _) => self.scalar(),
            _ => self.list(),
        }
    }
}

impl<'de> Deserializer<'de> for Given {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.present(Self::guess)?.deserialize_any(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.present(Self::scalar)?.deserialize_string(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_absent() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.present(Self::list)?.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.present(Self::object)?.deserialize_map(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.present(Self::guess)?.deserialize_newtype_struct(name, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Given {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
