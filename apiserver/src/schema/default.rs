//! Defaulting, and the dropping of nulls where null is no value.

use serde_json::Value;

use super::Schema;

/// Fills in defaults, then drops the nulls that remain where null is not allowed.
pub fn apply(value: &mut Value, schema: &Schema) {
    fill(value, schema);
    drop_nulls(value, schema);
}

/// Whether a null stands where null is not a value.
fn stray_null(value: &Value, schema: &Schema) -> bool {
    value.is_null() && !schema.nullable
}

fn fill(value: &mut Value, schema: &Schema) {
    match value {
        Value::Object(map) => {
            for (name, member) in &schema.members {
                let missing = map.get(name).is_none_or(|v| stray_null(v, member));
                if let (true, Some(default)) = (missing, &member.default) {
                    map.insert(name.clone(), default.clone());
                }
            }
            for (name, value) in map.iter_mut() {
                if let Some(member) = schema.member(name) {
                    fill_place(value, member);
                }
            }
        }
        Value::Array(list) => {
            if let Some(items) = &schema.items {
                list.iter_mut().for_each(|item| fill_place(item, items));
            }
        }
        _ => {}
    }
}

fn fill_place(value: &mut Value, schema: &Schema) {
    if let (true, Some(default)) = (stray_null(value, schema), &schema.default) {
        *value = default.clone();
    }
    fill(value, schema);
}

fn drop_nulls(value: &mut Value, schema: &Schema) {
    match value {
        Value::Object(map) => {
            map.retain(|name, value| !schema.member(name).is_some_and(|s| stray_null(value, s)));
            for (name, value) in map.iter_mut() {
                if let Some(member) = schema.member(name) {
                    drop_nulls(value, member);
                }
            }
        }
        Value::Array(list) => {
            if let Some(items) = &schema.items {
                list.iter_mut().for_each(|item| drop_nulls(item, items));
            }
        }
        _ => {}
    }
}
