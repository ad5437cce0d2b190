//! Values seen through their schema: what is one value as a whole, and what has parts that are owned separately.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::set::{Element, Set};
use crate::schema::{Additional, Kind, ListType, Schema};

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

/// Whether a value can be seen through a shape at all; the error names the place.
pub fn check(value: &Value, shape: Shape, path: &str, duplicates: Duplicates) -> Result<(), String> {
    let Some(schema) = shape.filter(|_| !value.is_null()) else {
        return Ok(());
    };
    kind(value, schema, path)?;
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let path = format!("{path}.{name}");
                match schema.member(name) {
                    Some(member) => check(value, Some(member), &path, duplicates)?,
                    None if is_open(schema) => {}
                    None => return Err(format!("{path}: field not declared in schema")),
                }
            }
        }
        Value::Array(list) => check_items(list, schema, path, duplicates)?,
        _ => {}
    }
    Ok(())
}

fn is_open(schema: &Schema) -> bool {
    let free = schema.members.is_empty() && matches!(schema.additional, Additional::None);
    schema.preserve || free || matches!(schema.additional, Additional::Any)
}

fn check_items(list: &[Value], schema: &Schema, path: &str, duplicates: Duplicates) -> Result<(), String> {
    let mut seen = HashSet::new();
    for (i, item) in list.iter().enumerate() {
        let path = format!("{path}[{i}]");
        check(item, schema.items.as_deref(), &path, duplicates)?;
        if schema.list == ListType::Atomic {
            continue;
        }
        let element = element(item, Some(schema));
        if duplicates == Duplicates::Refused && seen.contains(&element) {
            return Err(format!("{path}: duplicate entries for key {element:?}"));
        }
        seen.insert(element);
    }
    Ok(())
}

fn kind(value: &Value, schema: &Schema, path: &str) -> Result<(), String> {
    let fits = match schema.kind {
        None => true,
        Some(Kind::Object) => value.is_object(),
        Some(Kind::Array) => value.is_array(),
        Some(Kind::String) => value.is_string(),
        Some(Kind::Integer | Kind::Number) => value.is_number(),
        Some(Kind::Boolean) => value.is_boolean(),
    };
    let expected = match schema.kind {
        Some(Kind::Object) => "map",
        Some(Kind::Array) => "list",
        other => other.map_or("", Kind::name),
    };
    if fits { Ok(()) } else { Err(format!("{path}: expected {expected}, got {value}")) }
}
