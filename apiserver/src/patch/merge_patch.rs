//! JSON merge patch: members of the patch replace members of the document, null removes them.

use serde_json::{Map, Value};

use crate::status::ApiError;
use crate::text::{Parsed, json};

/// Reads a patch.
pub fn read(body: &[u8]) -> Result<Parsed, ApiError> {
    let decoding = |why: &str| ApiError::bad_request(format!("error decoding patch: {why}"));
    let parsed = json::parse(body).map_err(|e| decoding(&e))?;
    match &parsed.value {
        Value::Object(_) => Ok(parsed),
        Value::Null => Err(ApiError::bad_request("Invalid JSON Patch")),
        other => {
            let found = json::kind(other);
            Err(decoding(&format!(
                "json: cannot unmarshal {found} into Go value of type map[string]interface {{}}"
            )))
        }
    }
}

/// Lays a patch over a document.
pub fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(map) = target.as_object_mut() else { return };
    for (name, value) in patch {
        if value.is_null() {
            map.remove(name);
        } else {
            merge(map.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}
