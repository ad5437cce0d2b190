//! The types of values, for kinds that the real server decodes into types of its own: what does not fit is not even read.

use serde_json::Value;

use super::{Kind, Schema};
use crate::text::json;

/// Refuses a value of another type than its schema declares; `path` begins with the kind.
pub fn check(value: &Value, schema: &Schema, path: &str) -> Result<(), String> {
    if value.is_null() {
        return Ok(());
    }
    let fits = match schema.kind {
        None => true,
        Some(Kind::Object) => value.is_object(),
        Some(Kind::Array) => value.is_array(),
        Some(Kind::String) => value.is_string(),
        Some(Kind::Boolean) => value.is_boolean(),
        Some(Kind::Integer) => value.is_i64() || value.is_u64(),
        Some(Kind::Number) => value.is_number(),
    };
    if !fits {
        let wanted = schema.kind.map_or("", Kind::name);
        return Err(format!(
            "json: cannot unmarshal {} into Go struct field {path} of type {wanted}",
            json::kind(value)
        ));
    }
    match value {
        Value::Object(map) => map.iter().try_for_each(|(name, value)| match schema.member(name) {
            Some(member) => check(value, member, &format!("{path}.{name}")),
            None => Ok(()),
        }),
        Value::Array(list) => match &schema.items {
            Some(items) => list.iter().try_for_each(|item| check(item, items, path)),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}
