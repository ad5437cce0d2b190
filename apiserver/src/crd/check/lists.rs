//! The types of lists and maps: which there are, and what their items must be.

use serde_json::Value;

use super::{flag, given, list, text};
use crate::field::{FieldError, FieldPath};

const LIST: &str = "x-kubernetes-list-type";
const MAP: &str = "x-kubernetes-map-type";
const KEYS: &str = "x-kubernetes-list-map-keys";

/// The faults of one node.
pub fn faults(schema: &Value, path: &FieldPath) -> Vec<FieldError> {
    let mut errors = Vec::new();
    errors.extend(of_kind(schema, MAP, &path.child("type")));
    errors.extend(of_kind(schema, LIST, &path.child("type")));
    errors.extend(known(schema, MAP, &["atomic", "granular"], path));
    errors.extend(known(schema, LIST, &["atomic", "set", "map"], path));
    let kind = text(schema, LIST);
    if !list(schema, KEYS).is_empty() && kind != "map" {
        let (place, detail) = (path.child(LIST), "must be map if x-kubernetes-list-map-keys is non-empty");
        errors.push(match kind {
            "" => FieldError::required(&place, detail),
            _ => FieldError::invalid(&place, &kind.into(), detail),
        });
    }
    match kind {
        "set" => errors.extend(set(schema, path)),
        "map" => errors.extend(map(schema, path)),
        _ => {}
    }
    if let ("set" | "map", Some(items)) = (kind, given(schema, "items"))
        && flag(items, "nullable")
    {
        let detail = format!("cannot be nullable when x-kubernetes-list-type is {kind}");
        errors.push(FieldError::forbidden(&path.child("items").child("nullable"), detail));
    }
    errors
}

/// A type of list stands at a list, a type of map at an object.
fn of_kind(schema: &Value, keyword: &str, path: &FieldPath) -> Option<FieldError> {
    let expected = if keyword == LIST { "array" } else { "object" };
    given(schema, keyword)?;
    let detail = format!("must be {expected} if {keyword} is specified");
    match text(schema, "type") {
        kind if kind == expected => None,
        "" => Some(FieldError::required(path, detail)),
        kind => Some(FieldError::invalid(path, &kind.into(), detail)),
    }
}

fn known(schema: &Value, keyword: &str, known: &[&str], path: &FieldPath) -> Option<FieldError> {
    let value = given(schema, keyword).filter(|v| !v.as_str().is_some_and(|v| known.contains(&v)))?;
    let known: Vec<Value> = known.iter().map(|k| Value::from(*k)).collect();
    Some(FieldError::not_supported(&path.child(keyword), value, &known))
}

/// The items of a set are known by their whole value, so nobody owns a part of one.
fn set(schema: &Value, path: &FieldPath) -> Option<FieldError> {
    let items = given(schema, "items")?;
    let (keyword, fine) = match text(items, "type") {
        "array" => (LIST, matches!(text(items, LIST), "" | "atomic")),
        "object" => (MAP, text(items, MAP) == "atomic"),
        _ => return None,
    };
    let detail = "must be atomic as item of a list with x-kubernetes-list-type=set";
    let shown = items.get(keyword).unwrap_or(&Value::Null);
    (!fine).then(|| FieldError::invalid(&path.child("items").child(keyword), shown, detail))
}

fn map(schema: &Value, path: &FieldPath) -> Vec<FieldError> {
    let (keys, place) = (list(schema, KEYS), path.child(KEYS));
    let mut errors = Vec::new();
    if keys.is_empty() {
        errors.push(FieldError::required(&place, "must not be empty if x-kubernetes-list-type is map"));
    }
    let Some(items) = given(schema, "items") else {
        let detail = "must have a schema if x-kubernetes-list-type is map";
        errors.push(FieldError::required(&path.child("items"), detail));
        return errors;
    };
    let kind = text(items, "type");
    if kind != "object" {
        let detail = "must be object if parent array's x-kubernetes-list-type is map";
        errors.push(FieldError::invalid(&path.child("items").child("type"), &kind.into(), detail));
        return errors;
    }
    for (i, key) in keys.iter().enumerate() {
        errors.extend(map_key(items, key, path));
        if keys.iter().take(i).any(|k| k == key) {
            errors.push(FieldError::invalid(
                &place,
                &Value::from(keys.to_vec()),
                "must not contain duplicate entries",
            ));
        }
    }
    errors
}

/// A key is a scalar member of every item: required, or with a default.
fn map_key(items: &Value, key: &Value, path: &FieldPath) -> Vec<FieldError> {
    let name = key.as_str().unwrap_or_default();
    let Some(member) = items.get("properties").and_then(|p| p.get(name)) else {
        let detail = "entries must all be names of item properties";
        return vec![FieldError::invalid(&path.child(KEYS), key, detail)];
    };
    let place = path.child("items").child("properties").key(name);
    let mut errors = Vec::new();
    if matches!(text(member, "type"), "array" | "object") {
        let detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
        errors.push(FieldError::invalid(&place.child("type"), &text(member, "type").into(), detail));
    }
    if !list(items, "required").contains(key) && given(member, "default").is_none() {
        let detail = "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property";
        errors.push(FieldError::required(&place.child("default"), detail));
    }
    if flag(member, "nullable") {
        let detail = "this property is in x-kubernetes-list-map-keys, so it cannot be nullable";
        errors.push(FieldError::forbidden(&place.child("nullable"), detail));
    }
    errors
}
