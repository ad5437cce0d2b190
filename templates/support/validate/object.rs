//! The constraints of objects.

use serde_json::{Map, Value};

use super::count::Count;
use super::dialect::Dialect;
use super::walk::{Walk, schemas};

/// The members that every object of Kubernetes has without its schema naming them.
const IMPLIED: [&str; 3] = ["apiVersion", "kind", "metadata"];

impl Walk<'_> {
    /// Checks an object and all its members.
    pub(super) fn check_object(&mut self, members: &Map<String, Value>, schema: &Value) {
        self.check_count(members.len(), schema, &Count::MEMBERS);
        self.check_required(members, schema);
        if schema.get("x-kubernetes-embedded-resource").and_then(Value::as_bool) == Some(true) {
            self.check_embedded(members);
        }
        let names = schema.get("propertyNames");
        for (name, value) in members {
            if let Some(names) = names {
                self.step(name, |walk| walk.visit(&Value::from(name.as_str()), names));
            }
            self.check_member(name, value, schema);
        }
        self.check_dependent(members, schema);
    }

    /// Checks a member by all schemas that are about it.
    fn check_member(&mut self, name: &str, value: &Value, schema: &Value) {
        let named = schema.get("properties").and_then(|named| named.get(name));
        let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
        let matching: Vec<&Value> =
            patterns.filter(|(pattern, _)| self.is_match(pattern, name)).map(|(_, schema)| schema).collect();
        let is_known = named.is_some() || !matching.is_empty();
        for schema in named.into_iter().chain(matching) {
            self.step(name, |walk| walk.visit(value, schema));
        }
        match schema.get("additionalProperties").filter(|_| !is_known) {
            Some(Value::Bool(false)) => self.check_unknown(name, schema),
            Some(rest) => self.step(name, |walk| walk.visit(value, rest)),
            None => {}
        }
    }

    /// Whether a name has the form of a pattern; one that is no pattern fits none.
    pub(super) fn is_match(&self, pattern: &str, name: &str) -> bool {
        super::pattern::find(pattern, name, self.flavour()).unwrap_or(false)
    }

    /// Checks what members ask for beside them.
    fn check_dependent(&mut self, members: &Map<String, Value>, schema: &Value) {
        let required = schema.get("dependentRequired").and_then(Value::as_object).into_iter().flatten();
        for (name, wanted) in required.filter(|(name, _)| members.contains_key(*name)) {
            for missing in wanted.as_array().into_iter().flatten().filter_map(Value::as_str) {
                if !members.contains_key(missing) {
                    let fault = format!("is required beside {name}, and missing");
                    self.step(missing, |walk| walk.report("dependentRequired", fault));
                }
            }
        }
    }

    fn check_required(&mut self, members: &Map<String, Value>, schema: &Value) {
        let required = schema.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) && !self.is_of_other_side(name, schema) {
                self.step(name, |walk| walk.report("required", "is required and missing"));
            }
        }
    }

    /// Whether a member is one that only the other side sends (`readOnly`, `writeOnly`).
    fn is_of_other_side(&self, name: &str, schema: &Value) -> bool {
        let Some(keyword) = self.side().others() else { return false };
        let member = schema.get("properties").and_then(|named| named.get(name));
        let is_marked = |schema: &Value| schema.get(keyword).and_then(Value::as_bool) == Some(true);
        member.is_some_and(|member| {
            let parts = schemas(member, "allOf").iter().chain([member]);
            parts.into_iter().any(|part| is_marked(part) || self.referred(part).is_some_and(is_marked))
        })
    }

    fn check_unknown(&mut self, name: &str, schema: &Value) {
        let preserved =
            schema.get("x-kubernetes-preserve-unknown-fields").and_then(Value::as_bool) == Some(true);
        let implied = self.dialect() == Dialect::Kubernetes && self.at_root() && IMPLIED.contains(&name);
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
}
