//! Making a value for a schema.

use proptest::prelude::RngExt;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use specwright_templates::support::validate::{Dialect, Violation, violations_in};

use super::Values;
use super::schema::{has_conditions, is_true, one_form, parts, within, word, words};

/// How often a value is made again if it does not meet a condition over its parts.
const ATTEMPTS: usize = 40;

/// How deep a document is: beyond that, only what must be there is made.
const DEPTH: usize = 24;

/// About how many values a document has: beyond that, only what must be there is made.
const SIZE: usize = 300;

pub(super) struct Maker<'a> {
    pub(super) runner: &'a mut TestRunner,
    pub(super) values: Values,
    document: &'a Value,
    left: usize,
    depth: usize,
}

impl<'a> Maker<'a> {
    pub(super) fn new(runner: &'a mut TestRunner, values: Values, document: &'a Value) -> Self {
        Self { runner, values, document, left: SIZE, depth: 0 }
    }

    pub(super) const fn document(&self) -> &'a Value {
        self.document
    }

    /// How the keywords of the schemas are to be read.
    pub(super) fn dialect(&self) -> Dialect {
        Dialect::of(self.document)
    }

    /// What is wrong with a value.
    pub(super) fn violations(&self, value: &Value, schema: &Value) -> Vec<Violation> {
        violations_in(value, schema, self.document)
    }

    pub(super) fn whole(&mut self, schema: &Value, kind: Option<(&str, &str)>) -> Value {
        let mut document = self.value(schema);
        if let (Some((api_version, kind)), Value::Object(members)) = (kind, &mut document) {
            members.insert("apiVersion".to_owned(), json!(api_version));
            members.insert("kind".to_owned(), json!(kind));
            let metadata = self.metadata();
            members.insert("metadata".to_owned(), metadata);
        }
        document
    }

    /// Whether documents may have what types and servers take beyond the schema.
    pub(super) fn takes_more(&self) -> bool {
        self.values == Values::Later
    }

    /// True in one of `of` cases.
    pub(super) fn chance(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.runner.rng().random_range(0..bound.max(1))
    }

    pub(super) fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }

    /// Whether the document is as large as it should get.
    pub(super) fn is_full(&self) -> bool {
        self.left == 0 || self.depth > DEPTH
    }

    /// A value that a schema allows.
    pub(super) fn value(&mut self, schema: &Value) -> Value {
        self.left = self.left.saturating_sub(1);
        // A type that must hold another of its kind has no values.
        if self.depth > 3 * DEPTH {
            return Value::Null;
        }
        self.depth += 1;
        let value = self.resolved(schema);
        self.depth -= 1;
        value
    }

    fn resolved(&mut self, schema: &Value) -> Value {
        let schema = &within(schema, self.document);
        if !has_conditions(schema) {
            return self.attempt(schema);
        }
        let mut value = Value::Null;
        for _ in 0..ATTEMPTS {
            value = self.attempt(schema);
            if self
                .violations(&value, schema)
                .iter()
                .all(|found| found.keyword == "enum" && self.takes_more())
            {
                break;
            }
        }
        value
    }

    fn attempt(&mut self, schema: &Value) -> Value {
        let listed = parts(schema, "enum");
        if is_true(schema, "nullable")
            && self.dialect() != Dialect::JsonSchema
            && self.chance(8)
            && (listed.is_empty() || listed.contains(&Value::Null))
        {
            return Value::Null;
        }
        if is_true(schema, "x-kubernetes-int-or-string") {
            return self.integer_or_string(schema);
        }
        let document = self.document;
        let form = one_form(schema, document, &mut |bound| self.below(bound));
        if let Some(constant) = form.get("const") {
            return constant.clone();
        }
        match parts(&form, "enum") {
            [] => self.plain(&form),
            listed => self.listed(listed),
        }
    }

    fn plain(&mut self, form: &Value) -> Value {
        let types = words(form, "type");
        let ty = if types.is_empty() { word(form, "type").to_owned() } else { self.pick(&types).clone() };
        match ty.as_str() {
            "null" => Value::Null,
            "object" => self.object(form),
            "array" => self.list(form),
            "string" => Value::String(self.text(form)),
            "integer" => self.integer(form),
            "number" => self.number(form),
            "boolean" => Value::Bool(self.chance(2)),
            _ if form.get("properties").is_some() => self.object(form),
            _ => self.anything(3),
        }
    }

    fn listed(&mut self, listed: &[Value]) -> Value {
        let text = listed.iter().all(|value| value.is_string() || value.is_null());
        if text && self.takes_more() && self.chance(4) {
            let later = ["", "LATER", "später", "with \"quotes\" and \\"];
            return json!(self.pick(&later));
        }
        self.pick(listed).clone()
    }

    fn integer_or_string(&mut self, schema: &Value) -> Value {
        match self.chance(2) {
            true => self.integer(&json!({"type": "integer"})),
            false => Value::String(self.text(schema)),
        }
    }

    /// Any JSON.
    pub(super) fn anything(&mut self, depth: usize) -> Value {
        let scalars =
            [json!(null), json!(true), json!(0), json!(-1.5), json!(""), json!("äöü 🦀"), json!(u64::MAX)];
        match self.below(if depth == 0 { 1 } else { 3 }) {
            0 => self.pick(&scalars).clone(),
            1 => (0..self.below(3)).map(|_| self.anything(depth - 1)).collect(),
            _ => {
                let names = ["a", "", "type", "a/b~c", "ключ"];
                let members =
                    (0..self.below(3)).map(|_| ((*self.pick(&names)).to_owned(), self.anything(depth - 1)));
                Value::Object(members.collect())
            }
        }
    }
}
