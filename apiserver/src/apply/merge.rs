//! A stored value with an applied one laid over it.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::set::Element;
use super::typed::{Parts, Shape, element, items, member, parts};

/// What is in either; where both have a place, the applied value counts.
pub fn merge(live: &Value, applied: &Value, shape: Shape) -> Value {
    match (parts(live, shape), parts(applied, shape)) {
        (Parts::Members(old), Parts::Members(new)) => Value::Object(merge_maps(old, new, shape)),
        (Parts::Items(old), Parts::Items(new)) => Value::Array(merge_lists(old, new, shape)),
        _ => applied.clone(),
    }
}

fn merge_maps(old: &Map<String, Value>, new: &Map<String, Value>, shape: Shape) -> Map<String, Value> {
    let mut out = old.clone();
    for (name, value) in new {
        let merged = old.get(name).map_or_else(|| value.clone(), |o| merge(o, value, member(shape, name)));
        out.insert(name.clone(), merged);
    }
    out
}

/// Items of both lists: those that only the stored list has keep their place before the shared item that follows them;
/// shared items follow the order of the applied list.
fn merge_lists(old: &[Value], new: &[Value], shape: Shape) -> Vec<Value> {
    let keyed = |list: &[Value]| list.iter().map(|v| (element(v, shape), v.clone())).collect::<Vec<_>>();
    let (old, new) = (keyed(old), keyed(new));
    // Where the stored list has an item twice, the first counts.
    let stored: HashMap<&Element, &Value> = old.iter().rev().map(|(e, v)| (e, v)).collect();
    let applied: HashSet<&Element> = new.iter().map(|(e, _)| e).collect();
    let shared: Vec<&Element> = new.iter().map(|(e, _)| e).filter(|e| stored.contains_key(e)).collect();
    let (mut out, mut l, mut r, mut s) = (Vec::new(), 0, 0, 0);
    loop {
        match (old.get(l), new.get(r)) {
            (None, None) => return out,
            (Some((e, _)), Some((f, _))) if e != f && applied.contains(e) && shared.get(s) != Some(&e) => {
                l += 1
            }
            (Some((e, value)), _) if !applied.contains(e) => {
                out.push(value.clone());
                l += 1;
            }
            (Some(_), None) => l += 1,
            (left, Some((f, value))) => {
                l += usize::from(left.is_some_and(|(e, _)| e == f));
                s += usize::from(shared.get(s) == Some(&f));
                out.push(stored.get(f).map_or_else(|| value.clone(), |b| merge(b, value, items(shape))));
                r += 1;
            }
        }
    }
}
