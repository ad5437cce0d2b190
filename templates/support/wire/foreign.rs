//! Members of types that come from elsewhere and know nothing of [`Decode`](super::Decode): they are read and written by their
//! own implementations of serde.
//!
//! Such a type may not hold all that a document says: members that it does not know, moments to the fraction of a second. What
//! comes out of it is compared with what went in, and where that differs, the member is kept as it was read, beside the
//! typed value. It is written back for as long as the typed value says the same. Where that was changed, what it has no
//! room for is put back around it: into objects by the names of members, into lists by items that are still the same
//! or have the same `type`, `name` or `key`.

use serde::de::{DeserializeOwned, Error, MapAccess};
use serde::ser::{Serialize, SerializeMap};
use serde_json::{Map, Value};

use super::super::Nullable;
use super::{Members, Seen};

/// Reads a required member.
///
/// # Errors
/// The type refuses the value.
pub fn required<'de, A: MapAccess<'de>, T: DeserializeOwned + Serialize>(
    field: &mut T,
    from: &mut A,
) -> Result<Seen, A::Error> {
    let read: Value = from.next_value()?;
    *field = decode(&read).map_err(A::Error::custom)?;
    match serde_json::to_value(&*field) {
        Ok(said) if said == read => Ok(Seen::Value),
        _ => Ok(Seen::Beyond(read)),
    }
}

/// Reads an optional member that has no null of its own.
///
/// # Errors
/// The type refuses the value.
pub fn optional<'de, A: MapAccess<'de>, T: DeserializeOwned + Serialize>(
    field: &mut Option<T>,
    from: &mut A,
) -> Result<Seen, A::Error> {
    let seen = required(field, from)?;
    Ok(if field.is_some() { seen } else { Seen::Null })
}

/// Reads an optional member that may be null.
///
/// # Errors
/// The type refuses the value.
pub fn nullable<'de, A: MapAccess<'de>, T: DeserializeOwned + Serialize>(
    field: &mut Nullable<T>,
    from: &mut A,
) -> Result<Seen, A::Error> {
    let mut value = None;
    let seen = required(&mut value, from)?;
    *field = value.map_or(Nullable::Null, Nullable::Value);
    Ok(seen)
}

/// Writes a required member.
///
/// # Errors
/// Those of the writer.
pub fn write<M: SerializeMap, T: DeserializeOwned + Serialize>(
    to: &mut Members<'_, M>,
    name: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    to.with_kept(name, value, whole)
}

/// Writes an optional member that has no null of its own.
///
/// # Errors
/// Those of the writer.
pub fn write_optional<M: SerializeMap, T: DeserializeOwned + Serialize>(
    to: &mut Members<'_, M>,
    name: &'static str,
    value: &Option<T>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => write(to, name, value),
        None => to.optional(name, value),
    }
}

/// Writes an optional member that may be null.
///
/// # Errors
/// Those of the writer.
pub fn write_nullable<M: SerializeMap, T: DeserializeOwned + Serialize>(
    to: &mut Members<'_, M>,
    name: &'static str,
    value: &Nullable<T>,
) -> Result<(), M::Error> {
    match value {
        Nullable::Value(value) => write(to, name, value),
        Nullable::Absent | Nullable::Null => to.nullable(name, value),
    }
}

/// Reads a value. Types that come from elsewhere may not know that `1.0` is an integer.
fn decode<T: DeserializeOwned>(read: &Value) -> serde_json::Result<T> {
    T::deserialize(read).or_else(|error| T::deserialize(&in_integers(read)).map_err(|_| error))
}

/// A value with its whole numbers spelled as integers. The recursion is as deep as the value.
fn in_integers(value: &Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 2_f64.powi(63) => {
                Value::from(float as i64)
            }
            _ => value.clone(),
        },
        Value::Array(items) => items.iter().map(in_integers).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), in_integers(value))).collect()
        }
        other => other.clone(),
    }
}

/// A value together with what its type has no room for.
fn whole<T: DeserializeOwned + Serialize>(value: &T, kept: &Value) -> Value {
    let said = serde_json::to_value(value).unwrap_or_default();
    match decode::<T>(kept).map(serde_json::to_value) {
        Ok(Ok(before)) => restored(said, &before, kept),
        _ => said,
    }
}

/// What is said now, where `before` was what the type said of `kept`. The recursion is as deep as the value.
fn restored(said: Value, before: &Value, kept: &Value) -> Value {
    match (said, before, kept) {
        (said, before, kept) if said == *before => kept.clone(),
        (Value::Object(said), Value::Object(before), Value::Object(kept)) => {
            Value::Object(restored_members(said, before, kept))
        }
        (Value::Array(said), Value::Array(before), Value::Array(kept)) if before.len() == kept.len() => {
            restored_items(said, before, kept)
        }
        (said, ..) => said,
    }
}

fn restored_members(
    said: Map<String, Value>,
    before: &Map<String, Value>,
    kept: &Map<String, Value>,
) -> Map<String, Value> {
    let member = |(name, said): (String, Value)| match (before.get(&name), kept.get(&name)) {
        (Some(before), Some(kept)) => (name, restored(said, before, kept)),
        _ => (name, said),
    };
    let mut whole: Map<String, Value> = said.into_iter().map(member).collect();
    for (name, value) in kept.iter().filter(|(name, _)| !before.contains_key(*name)) {
        whole.entry(name).or_insert_with(|| value.clone());
    }
    whole
}

fn restored_items(said: Vec<Value>, before: &[Value], kept: &[Value]) -> Value {
    let item = |said: Value| {
        let same = before.iter().position(|before| *before == said);
        match same.or_else(|| before.iter().position(|before| have_one_name(&said, before))) {
            Some(same) => restored(said, &before[same], &kept[same]),
            None => said,
        }
    };
    said.into_iter().map(item).collect()
}

/// Whether two items are about the same thing, by what items are usually named by.
fn have_one_name(said: &Value, before: &Value) -> bool {
    let name = ["type", "name", "key"].into_iter().find(|name| before.get(name).is_some());
    name.is_some_and(|name| said.get(name) == before.get(name))
}
