//! An object as it is stored against an object as it is served.

use serde_json::Value;

use super::{set_member, set_meta};
use crate::crd::Definition;
use crate::schema::default;
use crate::store::Stored;

/// A stored object as a version serves it. Between versions nothing but `apiVersion` differs (strategy `None`).
pub fn served(stored: &Stored, definition: &Definition, version: &str) -> Value {
    let mut object = (*stored.value).clone();
    if let Some(storage) = definition.stored() {
        default::apply(&mut object, &storage.schema);
    }
    set_meta(&mut object, "resourceVersion", stored.revision.to_string());
    set_version(&mut object, definition, version);
    object
}

/// An object as it is written to the store.
pub fn stored(object: &Value, definition: &Definition) -> Value {
    let mut object = object.clone();
    set_meta(&mut object, "resourceVersion", Value::Null);
    set_version(&mut object, definition, &definition.storage);
    object
}

/// The same object in another version.
pub fn set_version(object: &mut Value, definition: &Definition, version: &str) {
    set_member(object, "apiVersion", Some(definition.api_version(version).into()));
}
