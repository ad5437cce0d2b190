//! Making a value for a schema.

use proptest::prelude::RngExt;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use specwright_templates::support::validate::violations;

use super::Values;
use super::schema::{has_conditions, is_true, one_form, parts, word};

/// How often a value is made again if it does not meet a condition over its parts.
const ATTEMPTS: usize = 40;

/// About how many values a document has: beyond that, only what must be there is made.
const SIZE: usize = 300;

pub(super) struct Maker<'a> {
    pub(super) runner: &'a mut TestRunner,
    pub(super) values: Values,
    left: usize,
}

impl<'a> Maker<'a> {
    pub(super) fn new(runner: &'a mut TestRunner, values: Values) -> Self {
        Self { runner, values, left: SIZE }
    }

    pub(super) fn document(&mut self, schema: &Value, kind: Option<(&str, &str)>) -> Value {
        let mut document = self.value(schema);
        if let (Some((api_version, kind)), Value::Object(members)) = (kind, &mut document) {
            members.insert("apiVersion".to_owned(), json!(api_version));
            members.insert("kind".to_owned(), json!(kind));
            let metadata = self.metadata();
            members.insert("metadata".to_owned(), metadata);
        }
        document
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
        self.left == 0
    }

    /// A value that a schema allows.
    pub(super) fn value(&mut self, schema: &Value) -> Value {
        self.left = self.left.saturating_sub(1);
        if !has_conditions(schema) {
            return self.attempt(schema);
        }
        let mut value = Value::Null;
        for _ in 0..ATTEMPTS {
            value = self.attempt(schema);
            if violations(&value, schema)
                .iter()
                .all(|found| found.keyword == "enum" && self.values == Values::Later)
            {
                break;
            }
        }
        value
    }

    fn attempt(&mut self, schema: &Value) -> Value {
        let listed = parts(schema, "enum");
        if is_true(schema, "nullable")
            && self.chance(8)
            && (listed.is_empty() || listed.contains(&Value::Null))
        {
            return Value::Null;
        }
        if is_true(schema, "x-kubernetes-int-or-string") {
            return self.integer_or_string(schema);
        }
        let form = one_form(schema, &mut |bound| self.below(bound));
        match parts(&form, "enum") {
            [] => self.plain(&form),
            listed => self.listed(listed),
        }
    }

    fn plain(&mut self, form: &Value) -> Value {
        match word(form, "type") {
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
        if text && self.values == Values::Later && self.chance(4) {
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
