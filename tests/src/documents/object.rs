//! Objects and maps.

use serde_json::{Map, Value, json};

use super::make::Maker;
use super::schema::{AVOIDED, count, is_true, words};

/// The names of members that schemas do not have, and keys of maps.
const NAMES: [&str; 10] =
    ["x-later", "a", "80", "app.kubernetes.io/name", "ключ", "🦀", "a/b~c", "Mode", "with space", ""];

impl Maker<'_> {
    pub(super) fn object(&mut self, schema: &Value) -> Value {
        let mut members = self.named(schema);
        if is_true(schema, "x-kubernetes-embedded-resource") {
            members.insert("apiVersion".to_owned(), json!("apps/v1"));
            members.insert("kind".to_owned(), json!("Deployment"));
            members.insert("metadata".to_owned(), json!({"name": "embedded"}));
        }
        match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => {}
            Some(rest @ Value::Object(_)) => self.entries(&mut members, schema, rest),
            _ => self.unnamed(&mut members, schema),
        }
        Value::Object(members)
    }

    /// Members that the schema names: all, some, or those that must be there.
    fn named(&mut self, schema: &Value) -> Map<String, Value> {
        let (required, avoided) = (words(schema, "required"), words(schema, AVOIDED));
        let one_in = *self.pick(&[1, 2, 2, 3, 4, usize::MAX]);
        let mut members = Map::new();
        for (name, schema) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let wanted = !self.is_full() && self.chance(one_in) && !avoided.contains(name);
            if wanted || required.contains(name) {
                members.insert(name.clone(), self.value(schema));
            }
        }
        members
    }

    /// Entries of a map, none at all included.
    fn entries(&mut self, members: &mut Map<String, Value>, schema: &Value, each: &Value) {
        let most = count(schema, "maxProperties").unwrap_or(4).min(4);
        let least = count(schema, "minProperties").unwrap_or(0);
        let wanted = least.max(if self.is_full() { 0 } else { self.below(most + 1) });
        for round in 0..wanted * 3 {
            if members.len() >= wanted {
                break;
            }
            let name = if round < wanted { (*self.pick(&NAMES)).to_owned() } else { format!("key-{round}") };
            let value = self.value(each);
            members.insert(name, value);
        }
    }

    /// Members that the schema does not name.
    fn unnamed(&mut self, members: &mut Map<String, Value>, schema: &Value) {
        let free = schema.get("properties").is_none();
        if schema.get("maxProperties").is_some() || self.is_full() || !(free || self.chance(3)) {
            return;
        }
        for _ in 0..=self.below(2) {
            let name = *self.pick(&NAMES);
            let known = schema.get("properties").is_some_and(|named| named.get(name).is_some());
            if !known {
                let value = self.anything(2);
                members.insert(name.to_owned(), value);
            }
        }
    }
}
