//! A schema as written in a CRD to the nodes used here.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Additional, Bound, Checks, Exclusive, Kind, ListType, Pattern, Schema, Size};

/// Deeper schemas than this are refused.
const MAX_DEPTH: usize = 200;

/// Reads `openAPIV3Schema`.
pub fn parse(source: &Value) -> Result<Schema, String> {
    node(source, 0)
}

fn node(source: &Value, depth: usize) -> Result<Schema, String> {
    if depth > MAX_DEPTH {
        return Err(format!("the schema is nested deeper than {MAX_DEPTH} levels"));
    }
    let Some(map) = source.as_object() else {
        return Err("a schema must be an object".into());
    };
    let has_rules =
        map.get("x-kubernetes-validations").and_then(Value::as_array).is_some_and(|r| !r.is_empty());
    let flag = |key: &str| map.get(key).and_then(Value::as_bool).unwrap_or(false);
    Ok(Schema {
        source: if has_rules { source.clone() } else { Value::Null },
        kind: kind(map),
        nullable: flag("nullable"),
        default: map.get("default").cloned(),
        members: members(map, depth)?,
        additional: additional(map.get("additionalProperties"), depth)?,
        items: child(map, "items", depth)?,
        preserve: flag("x-kubernetes-preserve-unknown-fields"),
        embedded: flag("x-kubernetes-embedded-resource"),
        int_or_string: flag("x-kubernetes-int-or-string"),
        list: list_type(map),
        atomic_map: text(map, "x-kubernetes-map-type") == Some("atomic"),
        has_rules,
        checks: checks(map, depth)?,
    })
}

fn text<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    map.get(key).and_then(Value::as_str)
}

fn kind(map: &Map<String, Value>) -> Option<Kind> {
    let all = [Kind::Object, Kind::Array, Kind::String, Kind::Integer, Kind::Number, Kind::Boolean];
    let name = text(map, "type")?;
    all.into_iter().find(|k| k.name() == name)
}

fn members(map: &Map<String, Value>, depth: usize) -> Result<BTreeMap<String, Schema>, String> {
    let Some(properties) = map.get("properties").and_then(Value::as_object) else {
        return Ok(BTreeMap::new());
    };
    properties.iter().map(|(name, s)| Ok((name.clone(), node(s, depth + 1)?))).collect()
}

fn additional(value: Option<&Value>, depth: usize) -> Result<Additional, String> {
    match value {
        None | Some(Value::Bool(false) | Value::Null) => Ok(Additional::None),
        Some(Value::Bool(true)) => Ok(Additional::Any),
        Some(schema) => Ok(Additional::Of(Box::new(node(schema, depth + 1)?))),
    }
}

fn child(map: &Map<String, Value>, key: &str, depth: usize) -> Result<Option<Box<Schema>>, String> {
    map.get(key).map(|s| node(s, depth + 1).map(Box::new)).transpose()
}

fn children(map: &Map<String, Value>, key: &str, depth: usize) -> Result<Vec<Schema>, String> {
    let list = map.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().map(|s| node(s, depth + 1)).collect()
}

fn texts(map: &Map<String, Value>, key: &str) -> Vec<String> {
    let list = map.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn list_type(map: &Map<String, Value>) -> ListType {
    match text(map, "x-kubernetes-list-type") {
        Some("set") => ListType::Set,
        Some("map") => ListType::Map(texts(map, "x-kubernetes-list-map-keys")),
        _ => ListType::Atomic,
    }
}

fn bound(map: &Map<String, Value>, key: &str, exclusive: &str) -> Option<Bound> {
    let value = map.get(key)?.as_f64()?;
    let outside = map.get(exclusive).and_then(Value::as_bool).unwrap_or(false);
    Some(Bound { value, exclusive: if outside { Exclusive::Yes } else { Exclusive::No } })
}

fn size(map: &Map<String, Value>, min: &str, max: &str) -> Size {
    let read = |key: &str| map.get(key).and_then(Value::as_u64);
    Size { min: read(min), max: read(max) }
}

fn checks(map: &Map<String, Value>, depth: usize) -> Result<Checks, String> {
    Ok(Checks {
        format: text(map, "format").map(str::to_owned),
        minimum: bound(map, "minimum", "exclusiveMinimum"),
        maximum: bound(map, "maximum", "exclusiveMaximum"),
        multiple_of: map.get("multipleOf").and_then(Value::as_f64),
        length: size(map, "minLength", "maxLength"),
        items: size(map, "minItems", "maxItems"),
        properties: size(map, "minProperties", "maxProperties"),
        unique: map.get("uniqueItems").and_then(Value::as_bool).unwrap_or(false),
        pattern: text(map, "pattern").map(Pattern::new),
        one_of_values: map.get("enum").and_then(Value::as_array).cloned(),
        required: texts(map, "required"),
        all_of: children(map, "allOf", depth)?,
        any_of: children(map, "anyOf", depth)?,
        one_of: children(map, "oneOf", depth)?,
        not: child(map, "not", depth)?,
    })
}
