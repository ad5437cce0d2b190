//! Objects within objects (`x-kubernetes-embedded-resource`): their type and their metadata are held to the same rules.

use serde_json::Value;

use super::Schema;
use crate::field::{FieldError, FieldPath};
use crate::object::{metadata, rules};

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
                    let declared = schema.members.contains_key(name);
                    let below = if declared { path.child(name) } else { path.key(name) };
                    walk(value, member, &below, errors);
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
    for (name, rule) in [("apiVersion", version as fn(&str) -> Option<String>), ("kind", kind)] {
        let place = path.child(name);
        match value.get(name) {
            None => errors.push(FieldError::required(&place, "")),
            Some(Value::String(text)) if text.is_empty() => errors.push(FieldError::required(&place, "")),
            Some(Value::String(text)) => {
                errors.extend(rule(text).map(|why| FieldError::invalid(&place, &text.as_str().into(), why)));
            }
            Some(other) => errors.push(FieldError::invalid(&place, other, "must be a string")),
        }
    }
    if let Some(metadata) = value.get("metadata") {
        errors.extend(rules::embedded(metadata, &path.child("metadata")));
    }
}

fn version(text: &str) -> Option<String> {
    (text.matches('/').count() > 1).then(|| format!("unexpected GroupVersion string: {text}"))
}

fn kind(text: &str) -> Option<String> {
    let faults = rules::dns_1035_label(&text.to_lowercase());
    let start = "may have mixed case, but should otherwise match: ";
    (!faults.is_empty()).then(|| format!("{start}{}", faults.join(",")))
}

/// Brings the metadata of embedded objects into shape; answers the paths of what was dropped there.
pub fn normalise(value: &mut Value, schema: &Schema) -> Result<Vec<String>, String> {
    let mut dropped = Vec::new();
    shape(value, schema, "", &mut dropped)?;
    Ok(dropped)
}

fn shape(value: &mut Value, schema: &Schema, path: &str, dropped: &mut Vec<String>) -> Result<(), String> {
    if schema.embedded && value.get("metadata").is_some() {
        let given = value.get("metadata").cloned().unwrap_or_default();
        let found = metadata::normalise(value).map_err(|why| {
            FieldError::invalid(&FieldPath::new(path).child("metadata"), &given, why).to_string()
        })?;
        dropped.extend(found.into_iter().map(|inside| format!("{path}.{inside}")));
    }
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                schema.member(name).map_or(Ok(()), |member| shape(value, member, &below, dropped))?;
            }
            Ok(())
        }
        Value::Array(list) => {
            let Some(items) = &schema.items else { return Ok(()) };
            list.iter_mut()
                .enumerate()
                .try_for_each(|(i, v)| shape(v, items, &format!("{path}[{i}]"), dropped))
        }
        _ => Ok(()),
    }
}
