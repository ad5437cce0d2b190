//! JSON documents made from a schema, as `proptest` strategies: right ones, right ones with what a later version may
//! bring, and wrong ones.

mod list;
mod make;
mod metadata;
mod mutate;
mod number;
mod object;
mod same;
mod schema;
mod text;
mod tree;

use proptest::strategy::{NewTree, Strategy};
use proptest::test_runner::TestRunner;
use serde_json::Value;

pub use mutate::{Fault, mutate, scramble};
pub use same::same;
pub use tree::DocumentTree;

/// Which values documents have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Those that the schema allows.
    Allowed,
    /// Besides, strings that an enumeration does not list, as a later version of the API may have them, and null for metadata.
    Later,
}

/// Documents of a schema.
///
/// They have all of the members that the schema names, some, or none; members that it does not name, in every object
/// that may have them; lists and maps that are absent and empty; null where it is allowed; numbers at their bounds and
/// integers spelled `1.0`; unicode in keys and texts; moments with fractions and offsets.
#[derive(Clone, Debug)]
pub struct Documents<'a> {
    schema: &'a Value,
    values: Values,
    kind: Option<(&'a str, &'a str)>,
    /// What the references of the schema point into.
    document: &'a Value,
}

impl<'a> Documents<'a> {
    /// Documents of a schema.
    #[must_use]
    pub const fn of(schema: &'a Value) -> Self {
        Self { schema, values: Values::Allowed, kind: None, document: &Value::Null }
    }

    /// With these values.
    #[must_use]
    pub const fn with(mut self, values: Values) -> Self {
        self.values = values;
        self
    }

    /// With references that point into this document, whose dialect the schema has.
    #[must_use]
    pub const fn within(mut self, document: &'a Value) -> Self {
        self.document = document;
        self
    }

    /// With what makes a document an object of Kubernetes: its API version, its kind and metadata.
    #[must_use]
    pub const fn of_kind(mut self, api_version: &'a str, kind: &'a str) -> Self {
        self.kind = Some((api_version, kind));
        self
    }
}

impl<'a> Strategy for Documents<'a> {
    type Tree = DocumentTree<'a>;
    type Value = Value;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let document = make::Maker::new(runner, self.values, self.document).whole(self.schema, self.kind);
        Ok(DocumentTree::new(document, self.schema, self.document))
    }
}
