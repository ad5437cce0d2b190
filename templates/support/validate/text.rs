//! The constraints of strings.

use serde_json::Value;

use super::walk::{Walk, brief};
use super::{number, pattern};

/// Checks a string.
pub(super) fn check(walk: &mut Walk<'_>, value: &str, schema: &Value) {
    check_length(walk, value, schema);
    let Some(pattern) = schema.get("pattern").and_then(Value::as_str) else { return };
    match pattern::find(pattern, value, walk.flavour()) {
        Ok(true) => {}
        Ok(false) => {
            let value = brief(&Value::from(value));
            walk.report("pattern", format!("is {value}, which does not match the pattern {pattern}"));
        }
        Err(error) => walk.report("pattern", error),
    }
}

/// Lengths count Unicode scalar values, as the API server counts them.
fn check_length(walk: &mut Walk<'_>, value: &str, schema: &Value) {
    let bound = |keyword| schema.get(keyword).and_then(number::as_count);
    let (least, most) = (bound("minLength"), bound("maxLength"));
    if least.is_none() && most.is_none() {
        return;
    }
    let length = value.chars().count() as u64;
    if let Some(least) = least.filter(|least| length < *least) {
        walk.report("minLength", format!("is {length} characters long, shorter than {least}"));
    }
    if let Some(most) = most.filter(|most| length > *most) {
        walk.report("maxLength", format!("is {length} characters long, longer than {most}"));
    }
}
