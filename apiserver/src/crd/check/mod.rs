//! Whether a definition may be served: what apiextensions.k8s.io/v1 refuses, at the same fields.
//!
//! A part that is the same in all versions is checked once, and its faults stand at the definition (`spec.validation`)
//! instead of at each version (`spec.versions[0].schema`), because that is how the real server keeps it.

mod conversion;
mod defaults;
mod formats;
mod keywords;
mod lists;
mod names;
mod paths;
mod rules;
mod spec;
mod structural;
mod update;
mod versions;

pub use formats::unknown as unknown_formats;
pub use names::approved;
use serde_json::Value;

use crate::field::{FieldError, FieldPath};

/// The faults of a definition that is created.
pub fn create(crd: &Value) -> Vec<FieldError> {
    let mut errors = names::of_object(crd);
    errors.extend(spec::faults(crd, None));
    errors.extend(update::stored_versions(crd));
    errors
}

/// The faults of a definition that takes the place of an older one.
pub fn update(crd: &Value, old: &Value) -> Vec<FieldError> {
    let mut errors = spec::faults(crd, Some(old));
    errors.extend(update::immutable(crd, old));
    errors.extend(update::stored_versions(crd));
    errors
}

/// A text member; empty when it is absent.
fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Whether a member is true.
fn flag(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// The items of a member; none when it is absent.
fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The members of a member, by name.
fn entries<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value.get(name).and_then(Value::as_object).into_iter().flatten()
}

/// A member that says something: neither absent nor null.
fn given<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.get(name).filter(|v| !v.is_null())
}

/// A fault for each thing that is wrong with a text.
fn all(path: &FieldPath, value: &str, faults: Vec<String>) -> Option<FieldError> {
    (!faults.is_empty()).then(|| FieldError::invalid(path, &value.into(), faults.join(",")))
}
