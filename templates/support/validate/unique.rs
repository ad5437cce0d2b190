//! When two values are the same.

use std::collections::HashMap;
use std::fmt::Write;

use serde_json::{Number, Value};

use super::number;

/// Whether two values are the same, however their numbers are spelled and their members ordered.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    left == right || canonical(left).is_some_and(|text| canonical(right) == Some(text))
}

/// A text that two values share if and only if they are the same.
pub(super) fn canonical(value: &Value) -> Option<String> {
    let mut text = String::new();
    write_value(value, &mut text, super::DEPTH).then_some(text)
}

/// Writes a value; false if it is nested too deep, in which case the check of its parts says so.
fn write_value(value: &Value, to: &mut String, depth: usize) -> bool {
    if depth == 0 {
        return false;
    }
    match value {
        Value::Number(number) => write_number(number, to),
        Value::Array(items) => {
            to.push('[');
            let whole = items.iter().all(|item| {
                let written = write_value(item, to, depth - 1);
                to.push(',');
                written
            });
            to.push(']');
            return whole;
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            to.push('{');
            let whole = members.into_iter().all(|(name, value)| {
                let _ = write!(to, "{name:?}:");
                let written = write_value(value, to, depth - 1);
                to.push(',');
                written
            });
            to.push('}');
            return whole;
        }
        other => {
            let _ = write!(to, "{other}");
        }
    }
    true
}

fn write_number(number: &Number, to: &mut String) {
    let _ = match number::whole(number) {
        Some(whole) => write!(to, "{whole}"),
        None => write!(to, "{number}"),
    };
}

/// A text for the members of `item` that tell it from the others of its list. A member that is missing counts as its
/// default; where it has none, the item has no such text.
pub(super) fn keys_of(item: &Value, keys: &[&str], schema: &Value) -> Option<String> {
    let mut text = String::new();
    for key in keys {
        let default = || schema.get("properties")?.get(key)?.get("default");
        let value = item.get(key).or_else(default)?;
        text.push_str(&canonical(value)?);
        text.push('\n');
    }
    (!text.is_empty()).then_some(text)
}

/// The places of the texts that were there before, each with the place of the first.
pub(super) fn repeated(texts: impl Iterator<Item = Option<String>>) -> Vec<(usize, usize)> {
    let mut first = HashMap::new();
    let mut found = Vec::new();
    for (index, text) in texts.enumerate() {
        let Some(text) = text else { continue };
        match first.get(&text) {
            Some(&earlier) => found.push((earlier, index)),
            None => {
                first.insert(text, index);
            }
        }
    }
    found
}
