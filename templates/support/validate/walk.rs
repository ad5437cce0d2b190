//! The walk over a value and its schema, side by side.

use std::fmt;

use serde_json::Value;

use super::dialect::Dialect;
use super::pattern::Flavour;
use super::side::Side;
use super::violation::{Reason, Violation};
use super::{format, number, text};

/// How deep values and schemas may be nested.
pub const DEPTH: usize = 512;

/// How many pairs of a value and a schema one check looks at.
pub const STEPS: usize = 2_000_000;

/// A check under way.
pub(super) struct Walk<'a> {
    /// What references point into.
    document: &'a Value,
    dialect: Dialect,
    side: Side,
    /// The place of the value being looked at.
    pointer: String,
    found: Vec<Violation>,
    depth: usize,
    /// How many more pairs of a value and a schema may be looked at.
    steps: usize,
    /// The first limit that was reached: what lies beyond it passes unchecked, so it is a violation at the end.
    limit: Option<Violation>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(document: &'a Value, side: Side) -> Self {
        let (dialect, pointer, found) = (Dialect::of(document), String::new(), Vec::new());
        Self { document, dialect, side, pointer, found, depth: 0, steps: STEPS, limit: None }
    }

    pub(super) const fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(super) const fn side(&self) -> Side {
        self.side
    }

    /// Whose patterns the schemas have.
    pub(super) const fn flavour(&self) -> Flavour {
        match self.dialect {
            Dialect::Kubernetes => Flavour::Go,
            Dialect::OpenApi | Dialect::JsonSchema => Flavour::Script,
        }
    }

    pub(super) fn finish(mut self) -> Vec<Violation> {
        self.found.extend(self.limit);
        self.found
    }

    /// Notes that the value at hand breaks a keyword of its schema.
    pub(super) fn report(&mut self, keyword: &'static str, message: impl Into<String>) {
        let violation = self.violation(keyword, message);
        self.found.push(violation);
    }

    fn violation(&self, keyword: &'static str, message: impl Into<String>) -> Violation {
        let (pointer, message) = (self.pointer.clone(), message.into());
        Violation { pointer, keyword, reason: Reason::of(keyword), message }
    }

    /// Whether the value at hand is the whole value.
    pub(super) fn at_root(&self) -> bool {
        self.pointer.is_empty()
    }

    /// Looks at a part of the value at hand.
    pub(super) fn step(&mut self, step: impl fmt::Display, look: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        push_step(&mut self.pointer, step);
        look(self);
        self.pointer.truncate(length);
    }

    /// Goes a level deeper in schemas that are about the same value; returns what [`Self::shallower`] needs.
    pub(super) const fn deeper(&mut self) -> usize {
        let depth = self.depth;
        self.depth += 1;
        depth
    }

    /// Goes back.
    pub(super) const fn shallower(&mut self, depth: usize) {
        self.depth = depth;
    }

    /// What is found by looking at something that does not count for itself.
    pub(super) fn aside(&mut self, look: impl FnOnce(&mut Self)) -> Vec<Violation> {
        let before = std::mem::take(&mut self.found);
        look(self);
        std::mem::replace(&mut self.found, before)
    }

    /// Checks a value against a schema.
    pub(super) fn visit(&mut self, value: &Value, schema: &Value) {
        if self.spent() {
            return;
        }
        self.depth += 1;
        match schema {
            Value::Bool(false) => self.report("not", "no value is allowed here"),
            _ => {
                let reference = schema.get("$ref").and_then(Value::as_str);
                if let Some(reference) = reference {
                    self.follow(value, reference);
                }
                // What stands beside a reference counts in JSON Schema alone.
                if reference.is_none() || self.dialect == Dialect::JsonSchema {
                    self.check(value, schema);
                }
            }
        }
        self.depth -= 1;
    }

    /// Whether a limit of the check is reached.
    pub(super) fn spent(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        let limit = if self.depth >= DEPTH {
            ("depth", format!("is nested more than {DEPTH} levels deep and was not checked"))
        } else if self.steps == 0 {
            ("size", "is too large: what follows was not checked".to_owned())
        } else {
            return false;
        };
        if self.limit.is_none() {
            self.limit = Some(self.violation(limit.0, limit.1));
        }
        true
    }

    fn follow(&mut self, value: &Value, reference: &str) {
        match resolve(self.document, reference) {
            Some(schema) => self.visit(value, schema),
            None => self.report("$ref", format!("its schema refers to `{reference}`, which is not there")),
        }
    }

    /// The schema that a schema refers to, if it does.
    pub(super) fn referred(&self, schema: &Value) -> Option<&'a Value> {
        resolve(self.document, schema.get("$ref")?.as_str()?)
    }

    fn check(&mut self, value: &Value, schema: &Value) {
        self.check_enum(value, schema);
        if value.is_null() && self.dialect.has_nullable() && is_nullable(schema) {
            return;
        }
        self.check_constant(value, schema);
        if !self.check_type(value, schema) {
            return;
        }
        match value {
            Value::Number(value) => number::check(self, value, schema),
            Value::String(value) => text::check(self, value, schema),
            Value::Array(items) => self.check_items(items, schema),
            Value::Object(members) => self.check_object(members, schema),
            Value::Null | Value::Bool(_) => {}
        }
        format::check(self, value, schema);
        self.check_combinations(value, schema);
        self.check_conditions(value, schema);
        self.check_unevaluated(value, schema);
    }

    fn check_enum(&mut self, value: &Value, schema: &Value) {
        let Some(allowed) = schema.get("enum").and_then(Value::as_array) else { return };
        if allowed.iter().any(|allowed| super::unique::equal(allowed, value)) {
            return;
        }
        let listed: Vec<String> = allowed.iter().take(20).map(brief).collect();
        let more = if allowed.len() > 20 { ", ..." } else { "" };
        self.report("enum", format!("is {}, but must be one of {}{more}", brief(value), listed.join(", ")));
    }

    fn check_constant(&mut self, value: &Value, schema: &Value) {
        let Some(constant) = schema.get("const") else { return };
        if !super::unique::equal(constant, value) {
            self.report("const", format!("is {}, but must be {}", brief(value), brief(constant)));
        }
    }

    /// Checks the type; further constraints of a value of the wrong type say nothing.
    fn check_type(&mut self, value: &Value, schema: &Value) -> bool {
        let expected = types(schema);
        if expected.is_empty() || expected.iter().any(|name| is_type(value, name)) {
            return true;
        }
        match value {
            Value::Null => self.report("nullable", format!("is null, but must be {}", expected.join(" or "))),
            _ => self.report("type", format!("is {}, but must be {}", type_of(value), expected.join(" or "))),
        }
        false
    }
}

/// The schemas in a list of them.
pub(super) fn schemas<'a>(schema: &'a Value, keyword: &str) -> &'a [Value] {
    schema.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The schema that a reference into `document` names.
pub(crate) fn resolve<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    let pointer = reference.strip_prefix('#')?;
    document.pointer(pointer).or_else(|| document.pointer(&percent_decoded(pointer)?))
}

/// A pointer in a URI may have its signs written as two hexadecimal digits each.
fn percent_decoded(pointer: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(pointer.len());
    let mut rest = pointer;
    while let Some((plain, after)) = rest.split_once('%') {
        bytes.extend_from_slice(plain.as_bytes());
        bytes.push(u8::from_str_radix(after.get(..2)?, 16).ok()?);
        rest = after.get(2..)?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

/// Whether null is a value.
pub(super) fn is_nullable(schema: &Value) -> bool {
    // Swagger 2.0 has no word for it but this one, which many have agreed on.
    let nullable = schema.get("nullable").or_else(|| schema.get("x-nullable"));
    nullable.and_then(Value::as_bool).unwrap_or(false)
}

/// The types that a schema allows; none where it says nothing of types.
pub(super) fn types(schema: &Value) -> Vec<&str> {
    if schema.get("x-kubernetes-int-or-string").and_then(Value::as_bool) == Some(true) {
        return vec!["integer", "string"];
    }
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_type(value: &Value, name: &str) -> bool {
    match name {
        "integer" => number::is_integer(value),
        "number" => value.is_number(),
        "" => true,
        _ => type_of(value) == name,
    }
}

/// The type of a value in the words of a schema.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) if number::is_integer(value) => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A value as a message shows it: short.
pub(super) fn brief(value: &Value) -> String {
    match value {
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) if text.chars().count() > 60 => {
            let start: String = text.chars().take(60).collect();
            format!("{:?}...", start)
        }
        Value::String(text) => format!("{text:?}"),
        _ => value.to_string(),
    }
}

/// Adds one step to a JSON pointer.
pub(crate) fn push_step(pointer: &mut String, step: impl fmt::Display) {
    pointer.push('/');
    pointer.push_str(&step.to_string().replace('~', "~0").replace('/', "~1"));
}
