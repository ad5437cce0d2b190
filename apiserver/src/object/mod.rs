//! Objects: their metadata, and the rules that hold for every kind.

pub mod convert;
pub mod metadata;
pub mod rules;

use serde_json::{Map, Value};

/// Read access to what every object has.
pub trait Meta {
    /// A text in the metadata; empty when absent.
    fn meta_text(&self, name: &str) -> &str;
    /// A member of the metadata.
    fn meta(&self, name: &str) -> Option<&Value>;
    /// The name.
    fn name(&self) -> &str {
        self.meta_text("name")
    }
    /// Whether the object is being deleted.
    fn is_deleting(&self) -> bool {
        !self.meta_text("deletionTimestamp").is_empty()
    }
    /// The finalizers.
    fn finalizers(&self) -> Vec<&str>;
}

impl Meta for Value {
    fn meta(&self, name: &str) -> Option<&Value> {
        self.get("metadata")?.get(name)
    }

    fn meta_text(&self, name: &str) -> &str {
        self.meta(name).and_then(Value::as_str).unwrap_or_default()
    }

    fn finalizers(&self) -> Vec<&str> {
        let list = self.meta("finalizers").and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

/// The metadata, made if it is missing.
pub fn metadata_mut(object: &mut Value) -> &mut Map<String, Value> {
    child_mut(map_mut(object), "metadata")
}

/// A value as a map; anything else is replaced by an empty one.
fn map_mut(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    value.as_object_mut().expect("it was made a map just before")
}

fn child_mut<'a>(map: &'a mut Map<String, Value>, name: &str) -> &'a mut Map<String, Value> {
    map_mut(map.entry(name).or_insert(Value::Null))
}

/// Sets a member of the metadata, or with null removes it.
pub fn set_meta(object: &mut Value, name: &str, value: impl Into<Value>) {
    let value = value.into();
    let metadata = metadata_mut(object);
    if value.is_null() {
        metadata.remove(name);
    } else {
        metadata.insert(name.to_owned(), value);
    }
}

/// Sets a member of the object, or with none removes it.
pub fn set_member(object: &mut Value, name: &str, value: Option<Value>) {
    let map = map_mut(object);
    match value {
        Some(value) => map.insert(name.to_owned(), value),
        None => map.remove(name),
    };
}

/// An object of these members, which are moved: the macro `json!` would copy them.
pub fn object_of<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The present moment as objects carry it.
pub fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
