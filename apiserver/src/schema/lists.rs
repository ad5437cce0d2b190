//! Lists that are sets or maps hold no duplicates.

use std::collections::HashMap;

use serde_json::Value;

use super::{ListType, Schema};
use crate::field::{FaultKind, FieldError, FieldPath};
use crate::text::json;

/// The duplicates in the sets and maps below a value.
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
            for (name, value) in map {
                if let Some(member) = schema.member(name) {
                    let declared = schema.members.contains_key(name);
                    let below = if declared { path.child(name) } else { path.key(name) };
                    walk(value, member, &below, errors);
                }
            }
        }
        Value::Array(list) => {
            duplicates(list, schema, path, errors);
            if let Some(items) = &schema.items {
                list.iter().enumerate().for_each(|(i, item)| walk(item, items, &path.index(i), errors));
            }
        }
        _ => {}
    }
}

fn duplicates(list: &[Value], schema: &Schema, path: &FieldPath, errors: &mut Vec<FieldError>) {
    if let (ListType::Map(_), Some((i, item))) = (&schema.list, not_an_object(list)) {
        let detail = "must be an object for an array of list-type map";
        return errors.push(FieldError::invalid(&path.index(i), item, detail));
    }
    let mut times: HashMap<String, usize> = HashMap::new();
    for (i, item) in list.iter().enumerate() {
        let key = match &schema.list {
            ListType::Atomic => return,
            ListType::Set => item.clone(),
            ListType::Map(keys) => key_of(item, keys),
        };
        let seen = times.entry(json::canonical(&key)).or_default();
        *seen += 1;
        // However often it comes again, it is named once.
        if *seen == 2 {
            errors.push(FieldError::with_value(FaultKind::Duplicate, &path.index(i), &key, ""));
        }
    }
}

/// The first item that can have no keys.
fn not_an_object(list: &[Value]) -> Option<(usize, &Value)> {
    list.iter().enumerate().find(|(_, item)| !item.is_object() && !item.is_null())
}

/// The members by which an item is known; defaults are filled in already where there are any.
fn key_of(item: &Value, keys: &[String]) -> Value {
    Value::Object(keys.iter().filter_map(|k| Some((k.clone(), item.get(k)?.clone()))).collect())
}
