//! `metadata.managedFields`: who owns what, since when.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::set::Set;

/// How a manager writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Server-side apply.
    Apply,
    /// Everything else.
    Update,
}

/// Who writes. An applier is the same manager in every version; others are told apart by version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// How.
    pub operation: Operation,
    /// The name.
    pub manager: String,
    /// The version written in; empty for appliers.
    pub version: String,
    /// The subresource written to; empty for the object itself.
    pub subresource: String,
}

/// What a manager owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The version of the paths.
    pub version: String,
    /// The places.
    pub set: Set,
    /// The last change.
    pub time: String,
}

/// All managers of an object.
pub type Managers = BTreeMap<Key, Entry>;

/// Reads managed fields; none where an entry is not of the known form.
pub fn decode(fields: Option<&Value>) -> Option<Managers> {
    let list = fields.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().map(decode_entry).collect()
}

fn decode_entry(entry: &Value) -> Option<(Key, Entry)> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let operation = match text("operation").as_str() {
        "Apply" => Operation::Apply,
        "Update" => Operation::Update,
        _ => return None,
    };
    let empty = json!({});
    let set = Set::from_fields(entry.get("fieldsV1").unwrap_or(&empty))?;
    let version = if operation == Operation::Apply { String::new() } else { text("apiVersion") };
    let key = Key { operation, manager: text("manager"), version, subresource: text("subresource") };
    Some((key, Entry { version: text("apiVersion"), set, time: text("time") }))
}

/// Writes managed fields: appliers first, then by time.
pub fn encode(managers: &Managers) -> Value {
    let mut all: Vec<(&Key, &Entry)> = managers.iter().collect();
    all.sort_by(|(a, x), (b, y)| {
        let rank = |k: &Key| (k.manager.clone(), k.subresource.clone());
        (a.operation, &x.time, rank(a), &x.version).cmp(&(b.operation, &y.time, rank(b), &y.version))
    });
    Value::Array(all.into_iter().map(|(key, entry)| encode_entry(key, entry)).collect())
}

fn encode_entry(key: &Key, entry: &Entry) -> Value {
    let operation = if key.operation == Operation::Apply { "Apply" } else { "Update" };
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        if value.as_str() != Some("") {
            out.insert(name.to_owned(), value);
        }
    };
    put("manager", key.manager.as_str().into());
    put("operation", operation.into());
    put("apiVersion", entry.version.as_str().into());
    put("time", entry.time.as_str().into());
    put("fieldsType", "FieldsV1".into());
    put("fieldsV1", entry.set.to_fields());
    put("subresource", key.subresource.as_str().into());
    Value::Object(out)
}
