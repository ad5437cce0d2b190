//! Objects within objects (`x-kubernetes-embedded-resource`): their type and their metadata are held to the same rules.

use serde_json::Value;

use super::Schema;
use crate::field::{FieldError, FieldPath};
use crate::object::rules;

/// The faults of the embedded objects below a value.
pub fn validate(value: &Value, schema: &Schema) -> Vec<FieldError> {
    validate_at(value, schema, &FieldPath::default())
}

/// The same for a value at a place.
pub fn validate_at(value: &Value, schema: &Schema, path: &FieldPath) -> Vec<FieldError> {
    let mut errors = Vec::new();
    walk(value, schema, path, &mut errors);
    errors
}

fn walk(value: &Value, schema: &Schema, path: &FieldPath, errors: &mut Vec<FieldError>) {
    match value {
        Value::Object(map) => {
            if schema.embedded {
                object(value, path, errors);
            }
            for (name, value) in map {
                if let Some(member) = schema.member(name) {
                    walk(value, member, &path.child(name), errors);
                }
            }
        }
        Value::Array(list) => {
            if let Some(items) = &schema.items {
                list.iter().enumerate().for_each(|(i, item)| walk(item, items, &path.index(i), errors));
            }
        }
        _ => {}
    }
}

fn object(value: &Value, path: &FieldPath, errors: &mut Vec<FieldError>) {
    for name in ["apiVersion", "kind"] {
        match value.get(name).and_then(Value::as_str) {
            None | Some("") => errors.push(FieldError::required(&path.child(name), "must not be empty")),
            Some(_) => {}
        }
    }
    if let Some(metadata) = value.get("metadata") {
        errors.extend(rules::common(metadata, &path.child("metadata")));
    }
}
