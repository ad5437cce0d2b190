//! Strategic merge patch: a merge patch that knows which lists have items with names.
//!
//! Beside members it holds directives: `$patch` replaces or deletes, `$retainKeys` drops the other members,
//! `$deleteFromPrimitiveList/x` takes items out of a set, `$setElementOrder/x` orders the items of a list.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::schema::{ListType, Schema};

/// The names under which directives stand.
const PATCH: &str = "$patch";
const RETAIN: &str = "$retainKeys";
const DELETE_FROM: &str = "$deleteFromPrimitiveList/";
const ORDER: &str = "$setElementOrder/";

/// Lays a patch over a document of a schema.
pub fn merge(target: &mut Value, patch: &Value, schema: Option<&Schema>) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Some(map) = target.as_object_mut() {
        merge_map(map, patch, schema);
    }
}

fn merge_map(map: &mut Map<String, Value>, patch: &Map<String, Value>, schema: Option<&Schema>) {
    match patch.get(PATCH).and_then(Value::as_str) {
        Some("delete") => return map.clear(),
        Some("replace") => map.clear(),
        _ => {}
    }
    if let Some(retained) = patch.get(RETAIN).and_then(Value::as_array) {
        map.retain(|name, _| retained.iter().any(|r| r == name));
    }
    for (name, value) in patch.iter().filter(|(name, _)| !name.starts_with('$')) {
        let member = schema.and_then(|s| s.member(name));
        match value {
            Value::Null => {
                map.remove(name);
            }
            Value::Array(items) => {
                let present = map.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()));
                let list = present.as_array().cloned().unwrap_or_default();
                *present = merge_list(list, items, member).into();
            }
            other => merge(map.entry(name.clone()).or_insert(Value::Null), other, member),
        }
    }
    for (name, items) in patch {
        let items = items.as_array().map_or(&[][..], Vec::as_slice);
        if let Some(list) =
            name.strip_prefix(DELETE_FROM).and_then(|n| map.get_mut(n)).and_then(Value::as_array_mut)
        {
            list.retain(|item| !items.contains(item));
        }
        if let Some(name) = name.strip_prefix(ORDER)
            && let Some(list) = map.get_mut(name).and_then(Value::as_array_mut)
        {
            order(list, items, key_of(schema.and_then(|s| s.member(name))));
        }
    }
}

/// The member by which the items of a list are known, if they are.
fn key_of(schema: Option<&Schema>) -> Option<&str> {
    match schema.map(|s| &s.list) {
        Some(ListType::Map(keys)) => keys.first().map(String::as_str),
        _ => None,
    }
}

fn merge_list(mut list: Vec<Value>, patch: &[Value], schema: Option<&Schema>) -> Vec<Value> {
    let directive = |item: &Value| item.get(PATCH).and_then(Value::as_str).map(str::to_owned);
    if patch.iter().any(|item| directive(item).as_deref() == Some("replace")) {
        return patch.iter().filter(|item| directive(item).is_none()).cloned().collect();
    }
    let Some(key) = key_of(schema) else {
        if schema.is_none_or(|s| s.list != ListType::Set) {
            return patch.to_vec();
        }
        let new: Vec<Value> = patch.iter().filter(|item| !list.contains(item)).cloned().collect();
        list.extend(new);
        return list;
    };
    for item in patch {
        let place = list.iter().position(|i| i.get(key) == item.get(key));
        match (directive(item).as_deref(), place) {
            (Some("delete"), _) => list.retain(|i| i.get(key) != item.get(key)),
            (_, Some(place)) => {
                if let Some(present) = list.get_mut(place) {
                    merge(present, item, schema.and_then(|s| s.items.as_deref()));
                }
            }
            (_, None) => list.push(item.clone()),
        }
    }
    list
}

/// Brings the items that are named into their order; the others keep their place among them.
fn order(list: &mut [Value], wanted: &[Value], key: Option<&str>) {
    let name = |item: &Value| key.map_or_else(|| Some(item.clone()), |k| item.get(k).cloned());
    let names: Vec<Option<Value>> = wanted.iter().map(name).collect();
    let rank = |item: &Value| names.iter().position(|n| *n == name(item));
    list.sort_by(|a, b| match (rank(a), rank(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
}

#[cfg(test)]
mod tests;
