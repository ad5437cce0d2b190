//! The rules of the kinds of Kubernetes that hold data: config maps and secrets.

use serde_json::{Map, Value};

use crate::call::Call;
use crate::field::{FaultKind, FieldError, FieldPath};
use crate::object::{Meta, set_member};
use crate::status::ApiError;

/// The most bytes that all entries may hold together.
const LIMIT: usize = 1024 * 1024;
const KEY: &str = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or \
    'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/// Completes and checks a new object.
pub fn create(call: &Call, object: &mut Value) -> Result<(), ApiError> {
    complete(call, object);
    refuse(call, object, entries(call, object))
}

/// Completes and checks a changed object.
pub fn update(call: &Call, object: &mut Value, old: &Value) -> Result<(), ApiError> {
    complete(call, object);
    let mut errors = entries(call, object);
    errors.extend(immutable(call, object, old));
    refuse(call, object, errors)
}

fn refuse(call: &Call, object: &Value, errors: Vec<FieldError>) -> Result<(), ApiError> {
    if errors.is_empty() { Ok(()) } else { Err(ApiError::invalid(&call.kind(object.name()), &errors)) }
}

fn is_kind(call: &Call, kind: &str) -> bool {
    call.definition().group.is_empty() && call.definition().names.kind == kind
}

/// The texts of a secret move to its data, which is in base64.
fn complete(call: &Call, object: &mut Value) {
    if !is_kind(call, "Secret") {
        return;
    }
    let texts = object.get("stringData").and_then(Value::as_object).cloned().unwrap_or_default();
    set_member(object, "stringData", None);
    if texts.is_empty() {
        return;
    }
    let mut data = object.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
    for (name, text) in texts {
        data.insert(name, encoded(text.as_str().unwrap_or_default()).into());
    }
    set_member(object, "data", Some(data.into()));
}

fn encoded(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// The faults of the names of entries, and of their size.
fn entries(call: &Call, object: &Value) -> Vec<FieldError> {
    if !is_kind(call, "ConfigMap") && !is_kind(call, "Secret") {
        return Vec::new();
    }
    let (mut errors, mut size) = (Vec::new(), 0);
    let none = Map::new();
    for member in ["data", "binaryData"] {
        let map = object.get(member).and_then(Value::as_object).unwrap_or(&none);
        for (name, value) in map {
            size += value.as_str().map_or(0, str::len);
            let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            if name.is_empty() || !name.chars().all(inside) {
                errors.push(FieldError::invalid(
                    &FieldPath::new(member).key(name),
                    &name.as_str().into(),
                    KEY,
                ));
            }
        }
    }
    if size > LIMIT {
        let detail = format!("may not be more than {LIMIT} bytes");
        errors.push(FieldError::bare(FaultKind::TooLong, &FieldPath::default(), detail));
    }
    errors
}

/// What may not change: the type of a secret, and all of what is declared immutable.
fn immutable(call: &Call, object: &Value, old: &Value) -> Vec<FieldError> {
    let differs = |member: &str| object.get(member) != old.get(member);
    let mut errors = Vec::new();
    if is_kind(call, "Secret") && differs("type") {
        let value = object.get("type").unwrap_or(&Value::Null);
        errors.push(FieldError::invalid(&FieldPath::new("type"), value, "field is immutable"));
    }
    if old.get("immutable") == Some(&Value::Bool(true)) {
        let fixed = ["immutable", "data", "binaryData"].into_iter().filter(|m| differs(m));
        let detail = "field is immutable when `immutable` is set";
        errors.extend(fixed.map(|m| FieldError::forbidden(&FieldPath::new(m), detail)));
    }
    errors
}
