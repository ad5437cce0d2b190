//! The schemas that travel with the types: what is reachable of each document, at the pointers that it has there.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{Key, Lowering};
use crate::read::open_api::Dialect;
use crate::read::tree::{Node, NodeValue};

/// Keywords that say something to a reader and nothing about values.
const PROSE: [&str; 6] = ["description", "title", "example", "examples", "externalDocs", "xml"];

impl Lowering<'_> {
    /// Gives each document the schemas that its types are made from.
    pub(super) fn texts(&mut self) {
        // Files that others take parts from are of the dialect of those.
        let dialects = self.library.documents().iter().map(|document| document.dialect);
        let usual = dialects.clone().find(|dialect| *dialect != Dialect::Parts).unwrap_or(Dialect::V31);
        let own = |dialect| if dialect == Dialect::Parts { usual } else { dialect };
        let mut texts: Vec<Value> = dialects.map(|dialect| mark(own(dialect))).collect();
        let mut seen: HashSet<Key> = HashSet::new();
        for view in self.named.iter().chain(&self.inline) {
            let Some(index) = self.library.index(view.place.source) else { continue };
            if seen.insert(view.node)
                && let Some(text) = texts.get_mut(index)
            {
                put(text, view.place.pointer.as_str(), schema(view.node));
            }
        }
        for (document, text) in self.api.documents.iter_mut().zip(texts) {
            document.schemas = text;
        }
    }
}

/// A document that says of which dialect its schemas are.
fn mark(dialect: Dialect) -> Value {
    let (key, version) = match dialect {
        Dialect::Swagger => ("swagger", "2.0"),
        Dialect::V30 => ("openapi", "3.0.0"),
        Dialect::V31 | Dialect::Parts => ("openapi", "3.1.0"),
    };
    Value::Object(Map::from_iter([(key.to_owned(), version.into())]))
}

/// Puts a value at a pointer. On the way there are objects alone: a pointer finds an item of a list in one, too.
fn put(text: &mut Value, pointer: &str, value: Value) {
    let mut at = text;
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        match at {
            Value::Object(members) => at = members.entry(step).or_insert_with(|| Value::Object(Map::new())),
            Value::Array(items) => match step.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
                Some(item) => at = item,
                None => return,
            },
            _ => return,
        }
    }
    match (&*at, value) {
        // What stands there already is a part of this, or this a part of it.
        (Value::Object(members), value) if members.is_empty() => *at = value,
        (Value::Object(_), Value::Object(more)) => {
            if let Value::Object(members) = at {
                more.into_iter().for_each(|(key, value)| _ = members.entry(key).or_insert(value));
            }
        }
        _ => {}
    }
}

/// A schema without what says nothing about values. The recursion is bounded by the depth that the readers allow.
fn schema(node: &Node) -> Value {
    let NodeValue::Object(members) = &node.value else { return node.to_json() };
    let kept = members.iter().filter(|member| {
        let key = member.key.as_str();
        !PROSE.contains(&key)
            && (!key.starts_with("x-") || key.starts_with("x-kubernetes-") || key == "x-nullable")
    });
    let kept = kept.map(|member| {
        let value = match member.key.as_str() {
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
                by_name(&member.value)
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => listed(&member.value),
            "items" if matches!(member.value.value, NodeValue::Array(_)) => listed(&member.value),
            "items"
            | "additionalProperties"
            | "not"
            | "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "schema" => schema(&member.value),
            _ => member.value.to_json(),
        };
        (member.key.clone(), value)
    });
    Value::Object(kept.collect())
}

fn by_name(node: &Node) -> Value {
    let members = node.members().iter();
    Value::Object(members.map(|member| (member.key.clone(), schema(&member.value))).collect())
}

fn listed(node: &Node) -> Value {
    Value::Array(node.items().iter().map(schema).collect())
}
