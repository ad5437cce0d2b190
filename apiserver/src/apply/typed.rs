//! Values seen through their schema: what is one value as a whole, and what has parts that are owned separately.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::set::{Element, Set};
use crate::schema::{Additional, Kind, ListType, Schema};
use crate::text::json;

/// A schema, or none for a place that is declared nowhere: there objects have parts and lists have not.
pub type Shape<'a> = Option<&'a Schema>;

/// How a value is owned.
pub enum Parts<'a> {
    /// As a whole.
    Whole,
    /// By member.
    Members(&'a Map<String, Value>),
    /// By item.
    Items(&'a [Value]),
}

/// How a value is owned under a shape.
pub fn parts<'a>(value: &'a Value, shape: Shape) -> Parts<'a> {
    match value {
        Value::Object(map) if !shape.is_some_and(|s| s.atomic_map) => Parts::Members(map),
        Value::Array(list) if shape.is_some_and(|s| s.list != ListType::Atomic) => Parts::Items(list),
        _ => Parts::Whole,
    }
}

/// The shape of a member.
pub fn member<'a>(shape: Shape<'a>, name: &str) -> Shape<'a> {
    shape.and_then(|s| s.member(name))
}

/// The shape of the items.
pub fn items(shape: Shape) -> Shape {
    shape.and_then(|s| s.items.as_deref())
}

/// Whether a member is declared by its name.
pub fn is_declared(shape: Shape, name: &str) -> bool {
    shape.is_some_and(|s| s.members.contains_key(name))
}

/// What an item is known by.
pub fn element(item: &Value, list: Shape) -> Element {
    let Some(ListType::Map(keys)) = list.map(|s| &s.list) else {
        return Element::value(item);
    };
    let default = |key: &String| items(list).and_then(|s| s.members.get(key)?.default.clone());
    let pairs = keys.iter().filter_map(|k| Some((k.clone(), item.get(k).cloned().or_else(|| default(k))?)));
    Element::key(pairs.collect())
}

/// All the places that a value gives a value to.
pub fn field_set(value: &Value, shape: Shape) -> Set {
    let mut set = Set::default();
    match parts(value, shape) {
        Parts::Whole => set.member = true,
        Parts::Members(map) => {
            for (name, value) in map {
                let mut below = field_set(value, member(shape, name));
                let hollow = value.is_null() || value.as_object().is_some_and(Map::is_empty);
                below.member |= hollow || !is_declared(shape, name);
                set.put(Element::field(name), below);
            }
        }
        Parts::Items(list) => {
            for item in list {
                let mut below = field_set(item, items(shape));
                below.member = true;
                set.put(element(item, shape), below);
            }
        }
    }
    set
}

/// Adds every declared member that has places below it.
pub fn with_named_members(set: &Set, shape: Shape) -> Set {
    let mut out = Set { member: set.member, ..Set::default() };
    for (element, below) in &set.below {
        let name = element.field_name();
        let next = name.map_or_else(|| items(shape), |n| member(shape, n));
        let mut below = with_named_members(below, next);
        below.member |= name.is_some_and(|n| is_declared(shape, n));
        out.below.insert(element.clone(), below);
    }
    out
}

/// The set with every place that the shape makes one value in the place of what is below it. The other way round nothing
/// changes: who owned the whole goes on to own it.
pub fn whole_where_atomic(set: &Set, shape: Shape) -> Set {
    let is_atomic =
        shape.is_some_and(|s| s.atomic_map || s.kind == Some(Kind::Array) && s.list == ListType::Atomic);
    if is_atomic && !set.below.is_empty() {
        return Set::leaf();
    }
    let mut out = Set { member: set.member, ..Set::default() };
    for (element, below) in &set.below {
        let next = element.field_name().map_or_else(|| items(shape), |n| member(shape, n));
        out.below.insert(element.clone(), whole_where_atomic(below, next));
    }
    out
}

/// Whether lists may hold an item twice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Duplicates {
    /// They may: what is stored may be older than its schema.
    Allowed,
    /// They may not.
    Refused,
}

/// Why a value cannot be seen through a shape, place by place; nothing where it can.
pub fn check(value: &Value, shape: Shape, duplicates: Duplicates) -> Vec<String> {
    let mut faults = Vec::new();
    visit(value, shape, "", &mut Visit { duplicates, faults: &mut faults });
    faults
}

/// What is common to a walk over a value.
struct Visit<'a> {
    duplicates: Duplicates,
    faults: &'a mut Vec<String>,
}

fn visit(value: &Value, shape: Shape, path: &str, state: &mut Visit) {
    let Some(schema) = shape.filter(|_| !value.is_null()) else {
        return;
    };
    if let Some(fault) = misfit(value, schema) {
        return state.faults.push(format!("{path}: {fault}"));
    }
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let path = format!("{path}.{name}");
                match schema.member(name) {
                    Some(member) => visit(value, Some(member), &path, state),
                    None if is_open(schema) => {}
                    None => state.faults.push(format!("{path}: field not declared in schema")),
                }
            }
        }
        Value::Array(list) => visit_items(list, schema, path, state),
        _ => {}
    }
}

fn is_open(schema: &Schema) -> bool {
    let free = schema.members.is_empty() && matches!(schema.additional, Additional::None);
    schema.preserve || free || matches!(schema.additional, Additional::Any)
}

fn visit_items(list: &[Value], schema: &Schema, path: &str, state: &mut Visit) {
    let mut seen = HashSet::new();
    for (i, item) in list.iter().enumerate() {
        let mut step = format!("[{i}]");
        if schema.list != ListType::Atomic {
            if let Some(fault) = nameless(item, schema) {
                state.faults.push(format!("{path}: element {i}: {fault}"));
                continue;
            }
            let element = element(item, Some(schema));
            step = element.shown();
            if !seen.insert(element) && state.duplicates == Duplicates::Refused {
                state.faults.push(format!("{path}: duplicate entries for key {step}"));
            }
        }
        visit(item, schema.items.as_deref(), &format!("{path}{step}"), state);
    }
}

/// Why an item of a list cannot be told from the others.
fn nameless(item: &Value, list: &Schema) -> Option<String> {
    let ListType::Map(keys) = &list.list else {
        let form = match item {
            Value::Null => "a null",
            Value::Object(_) => "a map",
            Value::Array(_) => "a list",
            _ => return None,
        };
        return Some(format!("associative list without keys has {form} element"));
    };
    if item.is_null() {
        return Some("associative list with keys may not have a null element".into());
    }
    if !item.is_object() {
        return Some("associative list with keys may not have non-map elements".into());
    }
    let has_default = |key: &String| {
        list.items.as_ref().and_then(|s| s.members.get(key)).is_some_and(|s| s.default.is_some())
    };
    let missing = keys.iter().find(|key| item.get(*key).is_none_or(Value::is_null) && !has_default(key))?;
    Some(format!(
        "associative list with keys has an element that omits key field {missing:?} (and doesn't have default value)"
    ))
}

/// Why a value is not of the type that its schema asks for.
fn misfit(value: &Value, schema: &Schema) -> Option<String> {
    let fits = match schema.kind? {
        Kind::Object => value.is_object(),
        Kind::Array => value.is_array(),
        Kind::String => value.is_string(),
        Kind::Integer | Kind::Number => value.is_number(),
        Kind::Boolean => value.is_boolean(),
    };
    let expected = match schema.kind? {
        Kind::Object => "map",
        Kind::Array => "list",
        Kind::Integer | Kind::Number => {
            return (!fits).then(|| format!("expected numeric (int or float), got {}", json::go_type(value)));
        }
        Kind::String => {
            let shown = format!("&value.valueUnstructured{{Value:{value}}}");
            return (!fits).then(|| format!("expected string, got {shown}"));
        }
        Kind::Boolean => "boolean",
    };
    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    (!fits).then(|| format!("expected {expected}, got &{{{shown}}}"))
}
