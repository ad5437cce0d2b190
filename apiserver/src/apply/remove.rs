//! A value without some of its places.

use serde_json::{Map, Value};

use super::set::{Element, Set};
use super::typed::{Parts, Shape, element, items, member, parts};

/// Takes places out. What is emptied by that becomes null, which pruning of nulls removes where null is no value.
pub fn remove(value: &Value, places: &Set, shape: Shape) -> Value {
    match parts(value, shape) {
        Parts::Whole => value.clone(),
        Parts::Members(map) => {
            let kept = map.iter().filter_map(|(name, v)| {
                let left = keep(v, places.below.get(&Element::field(name)), member(shape, name))?;
                Some((name.clone(), left))
            });
            let kept: Map<String, Value> = kept.collect();
            if kept.is_empty() && !map.is_empty() { Value::Null } else { Value::Object(kept) }
        }
        Parts::Items(list) => {
            let keep = |item: &Value| keep(item, places.below.get(&element(item, shape)), items(shape));
            let kept: Vec<Value> = list.iter().filter_map(keep).collect();
            if kept.is_empty() && !list.is_empty() { Value::Null } else { Value::Array(kept) }
        }
    }
}

/// What is left of a part: nothing if it is in the set itself.
fn keep(value: &Value, places: Option<&Set>, shape: Shape) -> Option<Value> {
    match places {
        None => Some(value.clone()),
        Some(set) if set.member => None,
        Some(set) => Some(remove(value, set, shape)),
    }
}
