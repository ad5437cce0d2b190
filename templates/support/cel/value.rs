//! Values as rules see them.

use std::collections::HashMap;
use std::sync::Arc;

use kube_cel::cel::functions::time;
use kube_cel::cel::objects::{Key, Map, OptionalValue};
use kube_cel::cel::{Context, Value as Cel};
use serde_json::{Number, Value};

use super::super::defaults::member;
use super::super::formats::Base64;
use super::super::validate::DEPTH;

/// What `oldSelf` is in a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OldSelf {
    /// The old value; the rule does not run where there is none.
    Plain,
    /// An optional that holds the old value if there is one (`optionalOldSelf`).
    Optional,
}

/// What the rules of one place are about.
pub(super) struct Subject<'a> {
    value: &'a Value,
    old: Option<&'a Value>,
    new_cel: Cel,
    old_cel: Option<Cel>,
}

impl<'a> Subject<'a> {
    pub(super) fn new(schema: &Value, value: &'a Value, old: Option<&'a Value>) -> Self {
        let (new_cel, old_cel) = (read(value, schema), old.map(|old| read(old, schema)));
        Self { value, old, new_cel, old_cel }
    }

    /// Whether there is a value that this one replaces.
    pub(super) fn is_change(&self) -> bool {
        self.old.is_some()
    }

    /// Whether it replaces a value that is the same.
    pub(super) fn is_unchanged(&self) -> bool {
        self.old == Some(self.value)
    }

    /// The number of entries in the longest list or map.
    pub(super) fn longest(&self) -> usize {
        longest(self.value, DEPTH).max(self.old.map_or(0, |old| longest(old, DEPTH)))
    }

    /// Gives the values their names.
    pub(super) fn bind(&self, scope: &mut Context<'_>, old_self: OldSelf) {
        scope.add_variable_from_value("self", self.new_cel.clone());
        match (old_self, &self.old_cel) {
            (OldSelf::Optional, old) => {
                let old = old.clone().map_or_else(OptionalValue::none, OptionalValue::of);
                scope.add_variable_from_value("oldSelf", Cel::Opaque(Arc::new(old)));
            }
            (OldSelf::Plain, Some(old)) => scope.add_variable_from_value("oldSelf", old.clone()),
            (OldSelf::Plain, None) => {}
        }
    }
}

/// The number of entries in the longest list or map of a value.
fn longest(value: &Value, depth: usize) -> usize {
    let Some(depth) = depth.checked_sub(1) else { return 0 };
    let within =
        |parts: &mut dyn Iterator<Item = &Value>| parts.map(|part| longest(part, depth)).max().unwrap_or(0);
    match value {
        Value::Array(items) => items.len().max(within(&mut items.iter())),
        Value::Object(members) => members.len().max(within(&mut members.values())),
        _ => 0,
    }
}

/// A value in the types of the language.
fn read(value: &Value, schema: &Value) -> Cel {
    read_within(value, schema, DEPTH)
}

fn read_within(value: &Value, schema: &Value, depth: usize) -> Cel {
    let Some(depth) = depth.checked_sub(1) else { return Cel::Null };
    match value {
        Value::Null => Cel::Null,
        Value::Bool(value) => Cel::Bool(*value),
        Value::Number(number) => read_number(number, schema),
        Value::String(text) => read_text(text, schema),
        Value::Array(items) => {
            let schema = schema.get("items").unwrap_or(&Value::Null);
            Cel::List(Arc::new(items.iter().map(|item| read_within(item, schema, depth)).collect()))
        }
        Value::Object(members) => read_members(members, schema, depth),
    }
}

fn read_members(members: &serde_json::Map<String, Value>, schema: &Value, depth: usize) -> Cel {
    // The names in a map are data; the names of members are identifiers in rules, and escaped where they could be none.
    let is_map = schema.get("additionalProperties").is_some_and(|rest| *rest != Value::Bool(false));
    let entries = members.iter().map(|(name, value)| {
        let key = if is_map { name.clone() } else { identifier(name) };
        let schema = member(schema, name).unwrap_or(&Value::Null);
        (Key::String(Arc::new(key)), read_within(value, schema, depth))
    });
    Cel::Map(Map { map: Arc::new(entries.collect::<HashMap<_, _>>()) })
}

/// Numbers that the schema does not call integers are doubles, whether or not they have a fraction.
fn read_number(number: &Number, schema: &Value) -> Cel {
    let double = || Cel::Float(number.as_f64().unwrap_or(f64::NAN));
    if schema.get("type").and_then(Value::as_str) == Some("number") {
        return double();
    }
    let whole = super::super::validate::whole(number);
    whole.and_then(|whole| i64::try_from(whole).ok()).map_or_else(double, Cel::Int)
}

/// A text that does not have its format stays a text: the other constraints refuse it.
fn read_text(text: &str, schema: &Value) -> Cel {
    let whole = || Arc::new(text.to_owned());
    let read = match schema.get("format").and_then(Value::as_str) {
        _ if schema.get("x-kubernetes-int-or-string").is_some() => None,
        // The language tells the parts of a moment in UTC.
        Some("date-time") => {
            text.parse().ok().and_then(|utc: jiff::Timestamp| time::timestamp(utc.to_string().into()).ok())
        }
        Some("date") => time::timestamp(Arc::new(format!("{text}T00:00:00Z"))).ok(),
        Some("duration") => time::duration(whole()).ok(),
        Some("byte") => read_bytes(text),
        _ => None,
    };
    read.unwrap_or_else(|| Cel::String(whole()))
}

/// Reads base64, as the members of a `Secret` have it.
fn read_bytes(text: &str) -> Option<Cel> {
    Some(Cel::Bytes(Arc::new(Base64::from(text).bytes().ok()?)))
}

/// The name of a member as rules write it.
fn identifier(name: &str) -> String {
    const RESERVED: [&str; 21] = [
        "true",
        "false",
        "null",
        "in",
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ];
    if RESERVED.contains(&name) {
        return format!("__{name}__");
    }
    let name = name.replace("__", "__underscores__");
    name.replace('.', "__dot__").replace('-', "__dash__").replace('/', "__slash__")
}
