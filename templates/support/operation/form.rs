//! Forms, and queries, which are spelled alike.

use std::collections::BTreeSet;

use serde::de::value::MapDeserializer;
use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

use super::Fault;
use super::given::{Coding, Given};
use super::incoming::pair;
use super::style::{self, Spelling, Style};

/// How a member of a form is spelled, where it is not spelled as usual.
#[derive(Clone, Copy, Debug)]
pub struct Encoding {
    /// The member.
    pub name: &'static str,
    /// How it is spelled.
    pub spelling: Spelling,
}

fn spelling(name: &str, encodings: &[Encoding]) -> Spelling {
    let own = encodings.iter().find(|encoding| encoding.name == name);
    own.map_or(Spelling::exploded(Style::Form), |encoding| encoding.spelling)
}

/// The names and texts of a query or a form, as they came.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&').filter(|piece| !piece.is_empty()).map(pair).collect()
}

/// What the pairs of a query or a form give for a name.
pub(super) fn given(pairs: &[(String, String)], name: &str, spelling: Spelling, claimed: &[&str]) -> Given {
    let coding = Coding::Form;
    let mut given = Given { spelling, coding, texts: Vec::new(), members: Vec::new() };
    for (raw, text) in pairs {
        let key = coding.decode(raw);
        match spelling.style {
            Style::Members if !claimed.contains(&key.as_str()) => {
                given.members.push((raw.clone(), text.clone()))
            }
            Style::DeepObject if is_within(&key, name) => {
                given.members.push((key[name.len()..].to_owned(), text.clone()));
            }
            _ if key == name => given.texts.push(text.clone()),
            _ => {}
        }
    }
    given
}

/// Whether a name is that of a member of a deep object, as in `name[step]`.
fn is_within(key: &str, name: &str) -> bool {
    key.strip_prefix(name).is_some_and(|rest| rest.starts_with('['))
}

/// Writes a form.
pub(super) fn write(value: &Value, encodings: &[Encoding]) -> Result<String, Fault> {
    let Value::Object(members) = value else { return Err(Fault::body("only an object can be a form")) };
    let pairs = members.iter().flat_map(|(name, value)| style::pairs(name, value, spelling(name, encodings)));
    Ok(pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"))
}

/// A form to read.
pub(super) fn read(body: &[u8], encodings: &'static [Encoding]) -> Form {
    Form { pairs: pairs(&String::from_utf8_lossy(body)), encodings }
}

/// A form to read.
pub(super) struct Form {
    pairs: Vec<(String, String)>,
    encodings: &'static [Encoding],
}

impl Form {
    /// The members of the form, each by its name.
    fn members(&self) -> Vec<(String, Given)> {
        let names: BTreeSet<String> = self.pairs.iter().map(|(raw, _)| self.name(raw)).collect();
        let member = |name: String| {
            let given = given(&self.pairs, &name, spelling(&name, self.encodings), &[]);
            (name, given)
        };
        names.into_iter().map(member).collect()
    }

    /// The member that a parameter belongs to.
    fn name(&self, raw: &str) -> String {
        let name = Coding::Form.decode(raw);
        let is_deep = |encoding: &&Encoding| encoding.spelling.style == Style::DeepObject;
        let mut deep = self.encodings.iter().filter(is_deep);
        deep.find(|encoding| is_within(&name, encoding.name))
            .map_or(name.clone(), |encoding| encoding.name.to_owned())
    }
}

impl<'de> Deserializer<'de> for Form {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(self.members().into_iter()))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
