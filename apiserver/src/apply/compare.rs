//! What has changed between two values.

use std::collections::BTreeMap;

use serde_json::Value;

use super::set::{Element, Set};
use super::typed::{Parts, Shape, element, items, member, parts};

/// The places that were added, removed and modified.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// New places.
    pub added: Set,
    /// Places that are gone.
    pub removed: Set,
    /// Places with another value.
    pub modified: Set,
}

impl Comparison {
    fn put(&mut self, element: Element, below: Comparison) {
        self.added.put(element.clone(), below.added);
        self.removed.put(element.clone(), below.removed);
        self.modified.put(element, below.modified);
    }

    /// New places and places with another value.
    pub fn touched(&self) -> Set {
        self.added.union(&self.modified)
    }

    /// Without the places at and below some.
    pub fn without(&self, ignored: &Set) -> Comparison {
        Comparison {
            added: self.added.without_trees(ignored),
            removed: self.removed.without_trees(ignored),
            modified: self.modified.without_trees(ignored),
        }
    }
}

/// Compares two values of one shape.
pub fn compare(old: &Value, new: &Value, shape: Shape) -> Comparison {
    both(Some(old), Some(new), shape)
}

/// Compares where one side may be missing.
fn both(old: Option<&Value>, new: Option<&Value>, shape: Shape) -> Comparison {
    let mut out = Comparison::default();
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => {
            out = inside(None, Some(new), shape);
            out.added.member = true;
        }
        (Some(old), None) => {
            out = inside(Some(old), None, shape);
            out.removed.member = true;
        }
        (Some(old), Some(new)) if is_leaf(Some(old), shape) && is_leaf(Some(new), shape) => {
            out.modified.member = old != new;
        }
        (Some(old), Some(new)) if same_form(old, new, shape) => out = inside(Some(old), Some(new), shape),
        (Some(old), Some(new)) => {
            out = inside(Some(old), None, shape);
            out.added = inside(None, Some(new), shape).added;
            out.modified.member = true;
        }
    }
    out
}

/// Whether a value is compared as a whole: it has no parts, or an empty lot of them.
fn is_leaf(value: Option<&Value>, shape: Shape) -> bool {
    value.is_none_or(|v| match parts(v, shape) {
        Parts::Whole => true,
        Parts::Members(map) => map.is_empty(),
        Parts::Items(list) => list.is_empty(),
    })
}

fn same_form(old: &Value, new: &Value, shape: Shape) -> bool {
    use Parts::{Items, Members};
    let null = |v: &Value| v.is_null();
    let pair = (parts(old, shape), parts(new, shape));
    matches!(pair, (Members(_), Members(_)) | (Items(_), Items(_))) || null(old) || null(new)
}

/// Compares the parts of two values.
fn inside(old: Option<&Value>, new: Option<&Value>, shape: Shape) -> Comparison {
    let mut out = Comparison::default();
    let names = |v: Option<&Value>| match v.map(|v| parts(v, shape)) {
        Some(Parts::Members(map)) => map.keys().cloned().collect(),
        _ => Vec::new(),
    };
    let mut all: Vec<String> = names(old);
    all.extend(names(new));
    all.sort_unstable();
    all.dedup();
    for name in all {
        let below = both(side(old, &name), side(new, &name), member(shape, &name));
        out.put(Element::field(&name), below);
    }
    compare_items(list(old, shape), list(new, shape), shape, &mut out);
    out
}

fn side<'a>(value: Option<&'a Value>, name: &str) -> Option<&'a Value> {
    value.and_then(|v| v.get(name))
}

fn list<'a>(value: Option<&'a Value>, shape: Shape) -> &'a [Value] {
    match value.map(|v| parts(v, shape)) {
        Some(Parts::Items(list)) => list,
        _ => &[],
    }
}

fn compare_items(old: &[Value], new: &[Value], shape: Shape, out: &mut Comparison) {
    let mut elements: BTreeMap<Element, [Vec<&Value>; 2]> = BTreeMap::new();
    for (side, list) in [old, new].into_iter().enumerate() {
        for item in list {
            elements.entry(element(item, shape)).or_default()[side].push(item);
        }
    }
    for (element, [before, after]) in elements {
        let below = if before.len() <= 1 && after.len() <= 1 {
            both(before.first().copied(), after.first().copied(), items(shape))
        } else if before == after {
            Comparison::default()
        } else {
            Comparison { modified: Set::leaf(), ..Comparison::default() }
        };
        out.put(element, below);
    }
}
