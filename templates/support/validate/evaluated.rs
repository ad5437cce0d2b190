//! Members and items that no part of a schema is about (`unevaluatedProperties`, `unevaluatedItems`).

use std::collections::BTreeSet;

use serde_json::Value;

use super::walk::{Walk, schemas};

/// What the parts of a schema are about.
#[derive(Default)]
struct Evaluated<'a> {
    members: BTreeSet<&'a str>,
    items: BTreeSet<usize>,
}

impl<'a> Evaluated<'a> {
    fn all_members(&mut self, value: &'a Value) {
        self.members.extend(value.as_object().into_iter().flatten().map(|(name, _)| name.as_str()));
    }

    fn all_items(&mut self, value: &Value) {
        self.items.extend(0..value.as_array().map_or(0, Vec::len));
    }
}

impl Walk<'_> {
    /// Checks what is left when all other keywords have been looked at.
    pub(super) fn check_unevaluated(&mut self, value: &Value, schema: &Value) {
        let keywords = (schema.get("unevaluatedProperties"), schema.get("unevaluatedItems"));
        if keywords == (None, None) {
            return;
        }
        let mut known = Evaluated::default();
        self.collect(value, schema, &mut known);
        if let (Some(rest), Some(members)) = (keywords.0, value.as_object()) {
            for (name, value) in members.iter().filter(|(name, _)| !known.members.contains(name.as_str())) {
                self.step(name, |walk| walk.visit_rest("unevaluatedProperties", value, rest));
            }
        }
        if let (Some(rest), Some(items)) = (keywords.1, value.as_array()) {
            for (index, item) in items.iter().enumerate().filter(|(index, _)| !known.items.contains(index)) {
                self.step(index, |walk| walk.visit_rest("unevaluatedItems", item, rest));
            }
        }
    }

    fn visit_rest(&mut self, keyword: &'static str, value: &Value, rest: &Value) {
        match rest {
            Value::Bool(false) => self.report(keyword, "is nothing that the schema knows"),
            rest => self.visit(value, rest),
        }
    }

    /// Notes what a schema and those within it are about, as far as the value fits them.
    fn collect<'v>(&mut self, value: &'v Value, schema: &Value, known: &mut Evaluated<'v>) {
        if self.spent() {
            return;
        }
        let depth = self.deeper();
        self.collect_own(value, schema, known);
        let mut parts: Vec<&Value> = self.referred(schema).into_iter().collect();
        parts.extend(schemas(schema, "allOf"));
        for keyword in ["anyOf", "oneOf"] {
            parts.extend(schemas(schema, keyword).iter().filter(|part| self.fault(value, part).is_none()));
        }
        if let Some(condition) = schema.get("if") {
            let branch = self.branch(value, condition);
            parts.extend((branch == "then").then_some(condition));
            parts.extend(schema.get(branch));
        }
        let dependent = schema.get("dependentSchemas").and_then(Value::as_object).into_iter().flatten();
        parts.extend(dependent.filter(|(name, _)| value.get(name).is_some()).map(|(_, schema)| schema));
        for part in parts {
            if part.get("unevaluatedProperties").is_some() {
                known.all_members(value);
            }
            if part.get("unevaluatedItems").is_some() {
                known.all_items(value);
            }
            self.collect(value, part, known);
        }
        self.shallower(depth);
    }

    /// Notes what the keywords for members and items are about.
    fn collect_own<'v>(&mut self, value: &'v Value, schema: &Value, known: &mut Evaluated<'v>) {
        if schema.get("additionalProperties").is_some() {
            known.all_members(value);
        }
        let patterns: Vec<&String> = schema
            .get("patternProperties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
            .collect();
        for (name, _) in value.as_object().into_iter().flatten() {
            let is_named = schema.get("properties").is_some_and(|named| named.get(name).is_some());
            if is_named || patterns.iter().any(|pattern| self.is_match(pattern, name)) {
                known.members.insert(name);
            }
        }
        if schema.get("items").is_some() {
            known.all_items(value);
        }
        known.items.extend(0..schemas(schema, "prefixItems").len());
        if let (Some(wanted), Some(items)) = (schema.get("contains"), value.as_array()) {
            let contained = |(index, item)| self.fault(item, wanted).is_none().then_some(index);
            known.items.extend(items.iter().enumerate().filter_map(contained));
        }
    }
}
