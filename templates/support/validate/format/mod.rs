//! The formats of strings. Those of numbers are ranges, and belong to the numbers.

mod kubernetes;
mod open;

use serde_json::Value;

use super::dialect::Dialect;
use super::pattern::{self, Flavour};
use super::walk::{Walk, brief};

/// Checks the format of a string.
pub(super) fn check(walk: &mut Walk<'_>, value: &Value, schema: &Value) {
    let (Some(format), Some(text)) = (schema.get("format").and_then(Value::as_str), value.as_str()) else {
        return;
    };
    // A text beside `x-kubernetes-int-or-string` has no format: the format is that of the integer.
    let either = schema.get("x-kubernetes-int-or-string").and_then(Value::as_bool) == Some(true);
    let fits = match walk.dialect() {
        Dialect::Kubernetes => kubernetes::fits,
        Dialect::OpenApi | Dialect::JsonSchema => open::fits,
    };
    if !either && !fits(format, text) {
        walk.report("format", format!("is {}, which is not of the format {format}", brief(value)));
    }
}

/// Whether a text has the form that one of the patterns of these files describes.
fn matches(text: &str, form: &str) -> bool {
    // The patterns are constants, and the tests use each: none fails to compile.
    pattern::find(form, text, Flavour::Go).unwrap_or(true)
}
