//! Types and the schemas they were made from.

use std::sync::OnceLock;

use serde_json::Value;

/// A document that travels with the types made from it. It is parsed when it is first asked for.
///
/// A reader of JSON goes no deeper than 127 levels. A document that is nested deeper is written in parts: an array of
/// the document, null in the place of what lies too deep, and of pairs, each of a JSON pointer and the value that
/// belongs there.
pub struct Source {
    text: &'static str,
    parsed: OnceLock<Value>,
}

impl Source {
    /// A document in JSON, whole or in parts.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, parsed: OnceLock::new() }
    }

    /// The whole document.
    pub fn document(&self) -> &Value {
        // The text was written by the generator; were it not JSON, a null is what a look-up in it finds anyway.
        self.parsed.get_or_init(|| match serde_json::from_str(self.text) {
            Ok(Value::Array(parts)) => joined(parts),
            read => read.unwrap_or(Value::Null),
        })
    }
}

/// A document from its parts, the outer ones of which come first.
fn joined(parts: Vec<Value>) -> Value {
    let mut parts = parts.into_iter();
    let mut document = parts.next().unwrap_or_default();
    for mut part in parts {
        let value = part.get_mut(1).map(Value::take).unwrap_or_default();
        let pointer = part.get(0).and_then(Value::as_str);
        if let Some(place) = pointer.and_then(|pointer| document.pointer_mut(pointer)) {
            *place = value;
        }
    }
    document
}

/// A type that knows the schema it was made from.
pub trait Described {
    /// The document that holds the schema.
    const SOURCE: &'static Source;
    /// Where in that document the schema stands (JSON pointer, RFC 6901).
    const POINTER: &'static str;

    /// The schema, with all that it says: descriptions, constraints, defaults, rules.
    #[must_use]
    fn schema() -> &'static Value {
        Self::SOURCE.document().pointer(Self::POINTER).unwrap_or(&Value::Null)
    }
}
