//! Sets and keyed lists in rules: they are equal whatever the order of their items, and what is added to them joins them.
//!
//! The evaluator knows lists of one kind. So a comparison or a sum whose left side is known to hold sets or keyed lists, by
//! the schema, becomes a call of a function that is told which.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use kube_cel::cel::common::ast::operators::{ADD, EQUALS, LOGICAL_NOT, NOT_EQUALS};
use kube_cel::cel::common::ast::{Expr, IdedExpr, LiteralValue};
use kube_cel::cel::objects::{Key, Value};
use kube_cel::cel::{Context, ExecutionError};
use serde_json::{Map, Value as Json, json};

use super::meter::{self, spend};
use super::names;
use super::walk::children;

/// Compares.
const ALIKE: &str = "@alike";
/// Adds.
const JOIN: &str = "@join";
/// The most shapes that are kept ready.
const SHAPES: usize = 256;

thread_local! {
    /// Shapes that are ready, by their text.
    static READY: RefCell<HashMap<String, Arc<Json>>> = RefCell::default();
}

/// Has the right functions compare and add. `lefts` holds the schemas of the left sides, by the number of their node.
pub fn rewrite(node: &mut IdedExpr, lefts: &HashMap<u64, &Json>) {
    children(&mut node.expr, &mut |child| rewrite(child, lefts));
    let Expr::Call(call) = &mut node.expr else { return };
    let Some(schema) = call.args.first().and_then(|left| lefts.get(&left.id)) else { return };
    let shape = shape(schema);
    let joins = shape.get("list").is_some_and(|l| l != "atomic");
    let told = IdedExpr { id: 0, expr: Expr::Literal(LiteralValue::String(shape.to_string().into())) };
    let function = match call.func_name.as_str() {
        EQUALS | NOT_EQUALS if !shape.is_null() => ALIKE,
        ADD if joins => JOIN,
        _ => return,
    };
    let negated = call.func_name == NOT_EQUALS;
    let mut arguments = std::mem::take(&mut call.args);
    arguments.push(told);
    let made = meter::calling(function, arguments);
    node.expr = if negated { meter::calling(LOGICAL_NOT, vec![made]).expr } else { made.expr };
}

/// What there is to know of a schema: where sets and keyed lists are; null where there are none.
fn shape(schema: &Json) -> Json {
    let text = |name: &str| schema.get(name).and_then(Json::as_str);
    let below = |name: &str| schema.get(name).filter(|s| s.is_object()).map_or(Json::Null, shape);
    if text("type") == Some("array") {
        let list = text("x-kubernetes-list-type").filter(|l| matches!(*l, "set" | "map")).unwrap_or("atomic");
        let items = below("items");
        if list == "atomic" && items.is_null() {
            return Json::Null;
        }
        return json!({ "list": list, "keys": schema.get("x-kubernetes-list-map-keys"), "items": items });
    }
    let properties = schema.get("properties").and_then(Json::as_object);
    let members = properties.into_iter().flatten().map(|(name, s)| (names::escaped(name), shape(s)));
    let members: Map<String, Json> = members.filter(|(_, s)| !s.is_null()).collect();
    let others = below("additionalProperties");
    if members.is_empty() && others.is_null() {
        return Json::Null;
    }
    json!({ "members": members, "others": others })
}

/// Adds the functions.
pub fn register(context: &mut Context) {
    context.add_function(
        ALIKE,
        |one: Value, other: Value, shape: Arc<String>| -> Result<Value, ExecutionError> {
            alike(&one, &other, &ready(&shape)).map(Value::Bool)
        },
    );
    context.add_function(JOIN, |one: Value, other: Value, shape: Arc<String>| {
        join(&one, &other, &ready(&shape))
    });
}

fn ready(text: &str) -> Arc<Json> {
    READY.with_borrow_mut(|ready| {
        if let Some(shape) = ready.get(text) {
            return shape.clone();
        }
        if ready.len() >= SHAPES {
            ready.clear();
        }
        let shape = Arc::new(serde_json::from_str(text).unwrap_or_default());
        ready.entry(text.to_owned()).or_insert(shape).clone()
    })
}

/// Whether two values are equal under a shape.
fn alike(one: &Value, other: &Value, shape: &Json) -> Result<bool, ExecutionError> {
    match (one, other) {
        _ if shape.is_null() => Ok(one == other),
        (Value::List(list), Value::List(others)) => {
            Ok(list.len() == others.len() && lists_alike((list, others), shape)?)
        }
        (Value::Map(map), Value::Map(others)) => {
            if map.map.len() != others.map.len() {
                return Ok(false);
            }
            all(map.map.iter(), |(key, value)| match others.map.get(key) {
                Some(other) => alike(value, other, member(shape, key)),
                None => Ok(false),
            })
        }
        _ => Ok(one == other),
    }
}

fn member<'a>(shape: &'a Json, key: &Key) -> &'a Json {
    let name = if let Key::String(name) = key { name.as_str() } else { "" };
    shape.get("members").and_then(|m| m.get(name)).or_else(|| shape.get("others")).unwrap_or(&Json::Null)
}

/// Whether lists of one length hold the same items.
fn lists_alike((list, others): (&[Value], &[Value]), shape: &Json) -> Result<bool, ExecutionError> {
    let inside = shape.get("items").unwrap_or(&Json::Null);
    match shape.get("list").and_then(Json::as_str) {
        Some("atomic") => all(list.iter().zip(others), |(one, other)| alike(one, other, inside)),
        Some(_) => {
            spend_pairs(list, others)?;
            all(list.iter(), |one| match others.iter().find(|other| same_item(one, other, shape)) {
                Some(other) => alike(one, other, inside),
                None => Ok(false),
            })
        }
        None => Ok(list == others),
    }
}

/// Whether all of some answers are yes.
fn all<T>(
    mut of: impl Iterator<Item = T>,
    ask: impl Fn(T) -> Result<bool, ExecutionError>,
) -> Result<bool, ExecutionError> {
    of.try_fold(true, |so_far, one| Ok(so_far && ask(one)?))
}

/// Whether two items are the same one: of a set, equal; of a keyed list, of equal keys.
fn same_item(one: &Value, other: &Value, shape: &Json) -> bool {
    let Some(keys) = shape.get("keys").and_then(Json::as_array) else { return one == other };
    let (Value::Map(one), Value::Map(other)) = (one, other) else { return false };
    keys.iter().filter_map(Json::as_str).all(|key| {
        let key = Key::from(names::escaped(key));
        one.map.get(&key) == other.map.get(&key)
    })
}

/// A list with the items of another: those that it has take the place of its own.
fn join(one: &Value, other: &Value, shape: &Json) -> Result<Value, ExecutionError> {
    let (Value::List(list), Value::List(others)) = (one, other) else {
        return Err(ExecutionError::NoSuchOverload);
    };
    spend_pairs(list, others)?;
    let mut joined = list.to_vec();
    for item in others.iter() {
        match joined.iter_mut().find(|present| same_item(present, item, shape)) {
            Some(present) => *present = item.clone(),
            None => joined.push(item.clone()),
        }
    }
    Ok(Value::List(Arc::new(joined)))
}

fn spend_pairs(list: &[Value], others: &[Value]) -> Result<(), ExecutionError> {
    spend((list.len() as u64).saturating_mul(others.len() as u64) / 10)
}
