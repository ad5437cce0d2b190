//! The types of metadata: what a body may say there, and what is dropped.

use serde_json::{Map, Value};

use crate::text::json::kind;

/// The type of a member.
#[derive(Clone, Copy)]
enum Type {
    Text,
    Time,
    Integer,
    Flag,
    TextMap,
    TextList,
    AnyObject,
    List(&'static Fields),
}

type Fields = [(&'static str, Type)];

const OBJECT_META: &Fields = &[
    ("name", Type::Text),
    ("generateName", Type::Text),
    ("namespace", Type::Text),
    ("selfLink", Type::Text),
    ("uid", Type::Text),
    ("resourceVersion", Type::Text),
    ("generation", Type::Integer),
    ("creationTimestamp", Type::Time),
    ("deletionTimestamp", Type::Time),
    ("deletionGracePeriodSeconds", Type::Integer),
    ("labels", Type::TextMap),
    ("annotations", Type::TextMap),
    ("ownerReferences", Type::List(OWNER)),
    ("finalizers", Type::TextList),
    ("managedFields", Type::List(MANAGED)),
];

const OWNER: &Fields = &[
    ("apiVersion", Type::Text),
    ("kind", Type::Text),
    ("name", Type::Text),
    ("uid", Type::Text),
    ("controller", Type::Flag),
    ("blockOwnerDeletion", Type::Flag),
];

const MANAGED: &Fields = &[
    ("manager", Type::Text),
    ("operation", Type::Text),
    ("apiVersion", Type::Text),
    ("time", Type::Time),
    ("fieldsType", Type::Text),
    ("fieldsV1", Type::AnyObject),
    ("subresource", Type::Text),
];

/// Brings the metadata of an object into shape: unknown members are dropped and returned with their paths, empty ones
/// vanish. The error is that of a decoder which meets another type than it expects.
pub fn normalise(object: &mut Value) -> Result<Vec<String>, String> {
    let mut unknown = Vec::new();
    let Some(metadata) = object.get_mut("metadata") else {
        return Ok(unknown);
    };
    match metadata {
        Value::Null => *metadata = Value::Object(Map::new()),
        Value::Object(map) => members(map, OBJECT_META, ("ObjectMeta", "metadata"), &mut unknown)?,
        other => return Err(mismatch(other, "Go value", "v1.ObjectMeta")),
    }
    unknown.sort();
    Ok(unknown)
}

fn members(
    map: &mut Map<String, Value>,
    fields: &Fields,
    at: (&str, &str),
    unknown: &mut Vec<String>,
) -> Result<(), String> {
    let names: Vec<String> = map.keys().cloned().collect();
    for name in names {
        let path = format!("{}.{name}", at.1);
        let Some((_, kind)) = fields.iter().find(|(field, _)| *field == name) else {
            map.remove(&name);
            unknown.push(path);
            continue;
        };
        let Some(value) = map.get_mut(&name) else { continue };
        member(value, *kind, (&format!("{}.{name}", at.0), &path), unknown)?;
        if is_empty(value, *kind) {
            map.remove(&name);
        }
    }
    Ok(())
}

/// Whether Go would leave the value out when it writes.
fn is_empty(value: &Value, kind: Type) -> bool {
    match (value, kind) {
        (Value::Null, _) => true,
        (Value::String(text), _) => text.is_empty(),
        (Value::Object(map), Type::TextMap) => map.is_empty(),
        (Value::Array(list), _) => list.is_empty(),
        _ => false,
    }
}

fn member(value: &mut Value, kind: Type, at: (&str, &str), unknown: &mut Vec<String>) -> Result<(), String> {
    let place = || format!("Go struct field {}", at.0);
    match (kind, &mut *value) {
        (_, Value::Null)
        | (Type::Text, Value::String(_))
        | (Type::Flag, Value::Bool(_))
        | (Type::AnyObject, Value::Object(_)) => Ok(()),
        (Type::Time, Value::String(text)) => time(text),
        (Type::Integer, Value::Number(n)) if !n.is_f64() => Ok(()),
        (Type::TextMap, Value::Object(map)) => map.values_mut().try_for_each(|v| text_value(v, &place())),
        (Type::TextList, Value::Array(list)) => list.iter_mut().try_for_each(|v| text_value(v, &place())),
        (Type::List(fields), Value::Array(list)) => {
            list.iter_mut().enumerate().try_for_each(|(i, item)| match item {
                Value::Object(map) => members(map, fields, (at.0, &format!("{}[{i}]", at.1)), unknown),
                Value::Null => Ok(()),
                other => Err(mismatch(other, &place(), "struct")),
            })
        }
        (kind, other) => Err(mismatch(other, &place(), go_type(kind))),
    }
}

fn text_value(value: &mut Value, place: &str) -> Result<(), String> {
    match value {
        Value::String(_) => Ok(()),
        Value::Null => {
            *value = Value::from("");
            Ok(())
        }
        other => Err(mismatch(other, place, "string")),
    }
}

/// A time in the one form in which it is kept.
fn time(text: &mut String) -> Result<(), String> {
    if text.is_empty() {
        return Ok(());
    }
    match text.parse::<jiff::Timestamp>() {
        Ok(time) => *text = time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        Err(_) => {
            return Err(format!(
                "parsing time {text:?} as \"2006-01-02T15:04:05Z07:00\": cannot parse {text:?}"
            ));
        }
    }
    Ok(())
}

fn go_type(kind: Type) -> &'static str {
    match kind {
        Type::Text | Type::Time => "string",
        Type::Integer => "int64",
        Type::Flag => "bool",
        Type::TextMap => "map[string]string",
        Type::TextList => "[]string",
        Type::AnyObject => "map[string]interface {}",
        Type::List(_) => "[]struct",
    }
}

fn mismatch(value: &Value, place: &str, wanted: &str) -> String {
    let found = kind(value);
    if place == "Go value" {
        return format!("json: cannot unmarshal {found} into Go value of type {wanted}");
    }
    format!("json: cannot unmarshal {found} into {place} of type {wanted}")
}
