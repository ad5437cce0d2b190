//! The constraints of lists and objects.

use serde_json::{Map, Value};

use super::unique;
use super::walk::{Walk, brief};

/// The members that every object has without its schema naming them.
const IMPLIED: [&str; 3] = ["apiVersion", "kind", "metadata"];

impl Walk<'_> {
    /// Checks a list and all its items.
    pub(super) fn check_items(&mut self, items: &[Value], schema: &Value) {
        self.check_count(items.len(), schema, &Count::ITEMS);
        if schema.get("uniqueItems").and_then(Value::as_bool) == Some(true) {
            self.check_set("uniqueItems", items);
        }
        match schema.get("x-kubernetes-list-type").and_then(Value::as_str) {
            Some("set") => self.check_set("x-kubernetes-list-type", items),
            Some("map") => self.check_keys(items, schema),
            _ => {}
        }
        let Some(each) = schema.get("items") else { return };
        for (index, item) in items.iter().enumerate() {
            self.step(index, |walk| walk.visit(item, each));
        }
    }

    fn check_set(&mut self, keyword: &'static str, items: &[Value]) {
        for (first, again) in unique::repeated(items.iter().map(unique::canonical)) {
            let message =
                format!("is the same as item {first} ({})", items.get(again).map_or_else(String::new, brief));
            self.step(again, |walk| walk.report(keyword, message));
        }
    }

    /// Checks that no two items of a list have the same keys (`x-kubernetes-list-map-keys`).
    fn check_keys(&mut self, items: &[Value], schema: &Value) {
        let keys = schema.get("x-kubernetes-list-map-keys").and_then(Value::as_array);
        let keys: Vec<&str> = keys.into_iter().flatten().filter_map(Value::as_str).collect();
        let each = schema.get("items").unwrap_or(&Value::Null);
        for (first, again) in unique::repeated(items.iter().map(|item| unique::keys_of(item, &keys, each))) {
            let message = format!("has the same {} as item {first}", keys.join(" and "));
            self.step(again, |walk| walk.report("x-kubernetes-list-type", message));
        }
    }

    /// Checks an object and all its members.
    pub(super) fn check_object(&mut self, members: &Map<String, Value>, schema: &Value) {
        self.check_count(members.len(), schema, &Count::MEMBERS);
        self.check_required(members, schema);
        if schema.get("x-kubernetes-embedded-resource").and_then(Value::as_bool) == Some(true) {
            self.check_embedded(members);
        }
        let named = schema.get("properties").and_then(Value::as_object);
        let rest = schema.get("additionalProperties");
        for (name, value) in members {
            match (named.and_then(|named| named.get(name)), rest) {
                (Some(schema), _) => self.step(name, |walk| walk.visit(value, schema)),
                (None, Some(Value::Bool(false))) => self.check_unknown(name, schema),
                (None, Some(rest)) => self.step(name, |walk| walk.visit(value, rest)),
                (None, None) => {}
            }
        }
    }

    fn check_required(&mut self, members: &Map<String, Value>, schema: &Value) {
        let required = schema.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                self.step(name, |walk| walk.report("required", "is required and missing"));
            }
        }
    }

    fn check_unknown(&mut self, name: &str, schema: &Value) {
        let preserved =
            schema.get("x-kubernetes-preserve-unknown-fields").and_then(Value::as_bool) == Some(true);
        let implied = self.at_root() && IMPLIED.contains(&name);
        if !(preserved || implied) {
            self.step(name, |walk| {
                walk.report("additionalProperties", "is not a member that the schema knows")
            });
        }
    }

    /// Checks that an object has what makes it one of Kubernetes (`x-kubernetes-embedded-resource`).
    fn check_embedded(&mut self, members: &Map<String, Value>) {
        for name in ["apiVersion", "kind"] {
            let fault = match members.get(name) {
                None => "is required and missing, as in every Kubernetes object",
                Some(Value::String(text)) if text.is_empty() => "must not be empty",
                Some(Value::String(_)) => continue,
                Some(_) => "must be a string, as in every Kubernetes object",
            };
            self.step(name, |walk| walk.report("x-kubernetes-embedded-resource", fault));
        }
        if members.get("metadata").is_some_and(|metadata| !metadata.is_object()) {
            self.step("metadata", |walk| {
                walk.report(
                    "x-kubernetes-embedded-resource",
                    "must be an object, as in every Kubernetes object",
                );
            });
        }
    }

    /// Checks how many items or members there are.
    fn check_count(&mut self, found: usize, schema: &Value, count: &Count) {
        let bound = |keyword| schema.get(keyword).and_then(super::number::as_count);
        if bound(count.least).is_some_and(|least| (found as u64) < least) {
            self.report(
                count.least,
                format!("has {found} {}, fewer than {}", count.what, schema[count.least]),
            );
        }
        if bound(count.most).is_some_and(|most| (found as u64) > most) {
            self.report(count.most, format!("has {found} {}, more than {}", count.what, schema[count.most]));
        }
    }
}

/// The keywords that bound a number of things, and what the things are called.
struct Count {
    least: &'static str,
    most: &'static str,
    what: &'static str,
}

impl Count {
    const ITEMS: Self = Self { least: "minItems", most: "maxItems", what: "items" };
    const MEMBERS: Self = Self { least: "minProperties", most: "maxProperties", what: "members" };
}
