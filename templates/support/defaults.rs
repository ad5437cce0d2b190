//! Filling in the defaults of a schema, as an API server does before it checks anything.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::schema::Described;

/// How deep a value is looked into. An API server takes no value that is nested as deep.
const DEPTH: usize = 512;

/// A type whose schema has defaults to fill in.
pub trait Defaults: Described + Serialize + DeserializeOwned {
    /// Gives every member that is absent the default that the schema has for it, in nested values and items too.
    ///
    /// # Errors
    /// A default in the schema does not fit the type that the schema describes.
    fn apply_defaults(&mut self) -> Result<(), serde_json::Error> {
        let mut value = serde_json::to_value(&*self)?;
        apply(&mut value, Self::schema());
        *self = serde_json::from_value(value)?;
        Ok(())
    }
}

impl<T: Described + Serialize + DeserializeOwned> Defaults for T {}

/// Takes out each null that the schema does not allow and fills in each default whose member is absent.
pub fn apply(value: &mut Value, schema: &Value) {
    apply_within(value, schema, DEPTH);
}

fn apply_within(value: &mut Value, schema: &Value, depth: usize) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Object(members) => {
            fill_in(members, schema);
            members
                .retain(|name, value| !(value.is_null() && member(schema, name).is_some_and(refuses_null)));
            for (name, value) in members {
                if let Some(schema) = member(schema, name) {
                    apply_within(value, schema, depth - 1);
                }
            }
        }
        Value::Array(items) => {
            let Some(schema) = schema.get("items") else { return };
            items.iter_mut().for_each(|item| apply_within(item, schema, depth - 1));
        }
        _ => {}
    }
}

/// Adds the defaults of the members that are absent, or null where null is not allowed.
fn fill_in(members: &mut Map<String, Value>, schema: &Value) {
    for (name, schema) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let Some(default) = schema.get("default") else { continue };
        let absent = members.get(name).is_none_or(|value| value.is_null() && refuses_null(schema));
        if absent {
            members.insert(name.clone(), default.clone());
        }
    }
}

/// The schema of a member, named or not.
pub(crate) fn member<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    let named = schema.get("properties").and_then(|named| named.get(name));
    named.or_else(|| schema.get("additionalProperties").filter(|rest| rest.is_object()))
}

fn refuses_null(schema: &Value) -> bool {
    schema.get("nullable").and_then(Value::as_bool) != Some(true)
}
