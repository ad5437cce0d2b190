//! Types and the schemas they were made from.

use std::sync::OnceLock;

use serde_json::Value;

/// A document that travels with the types made from it. It is parsed when it is first asked for.
pub struct Source {
    text: &'static str,
    parsed: OnceLock<Value>,
}

impl Source {
    /// A document in JSON.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, parsed: OnceLock::new() }
    }

    /// The whole document.
    pub fn document(&self) -> &Value {
        // The text was written by the generator; were it not JSON, a null is what a look-up in it finds anyway.
        self.parsed.get_or_init(|| serde_json::from_str(self.text).unwrap_or(Value::Null))
    }
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
