//! Which types look different where somebody applies a part of an object (server-side apply).
//!
//! Who applies something says of each member whether they want it, so that none must be given, but for the keys by which
//! items are merged. That holds for the root, for the members inside it, and for the items of lists with keys. What is merged
//! as a whole (`atomic`, which most lists are) is given as a whole and looks as it does in an object. So does a type of which
//! no member must be given anyway.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::Units;
use crate::ir::{Api, Keywords, Object, Presence, Shape, TypeId, TypeRef, Use};

/// For each type that looks different where it is applied, the type whose form serves for it: the first that is the same and
/// compiled whenever it is.
pub(super) fn of(api: &Api, facts: (&[TypeId], &[Option<Vec<usize>>], &Units)) -> Vec<Option<TypeId>> {
    let (shared, keys, units) = facts;
    let reached = reached(api);
    let mut changed = BTreeSet::new();
    loop {
        let before = changed.len();
        let more = reached.iter().filter(|id| is_changed(api, **id, keys, &changed));
        let more: Vec<TypeId> = more.copied().collect();
        changed.extend(more);
        if changed.len() == before {
            break;
        }
    }
    let mut first = HashMap::new();
    let mut forms = vec![None; api.types.len()];
    for id in changed {
        let unit = api.ty(id).path.resource().map(|resource| units.unit(resource));
        forms[id.0] = Some(*first.entry((unit, shared[id.0])).or_insert(id));
    }
    forms
}

/// The types whose values somebody can apply a part of.
fn reached(api: &Api) -> BTreeSet<TypeId> {
    let mut open: Vec<TypeId> = api.resources.iter().map(|resource| resource.root).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !is_atomic(&api.ty(id).schema) && reached.insert(id) {
            open.extend(inner(api, id));
        }
    }
    reached
}

/// The types inside a type whose values are merged.
fn inner(api: &Api, id: TypeId) -> Vec<TypeId> {
    let shape = &api.ty(id).shape;
    let mut inner: Vec<TypeId> = match shape {
        Shape::Object(_) | Shape::Choice(_) => shape.uses().into_iter().filter_map(merged).collect(),
        _ => Vec::new(),
    };
    if let Shape::Object(object) = shape {
        inner.extend(object.choices.iter().map(|choice| choice.ty));
    }
    inner
}

/// The type at the bottom of lists and maps whose items and values are merged.
fn merged(value: &Use) -> Option<TypeId> {
    match &value.ty {
        TypeRef::Described(id) => Some(*id),
        TypeRef::Map(inner) if !is_atomic(&value.schema) => merged(inner),
        TypeRef::List(item) if text(&value.schema, "x-kubernetes-list-type") == Some("map") => merged(item),
        _ => None,
    }
}

fn is_changed(api: &Api, id: TypeId, keys: &[Option<Vec<usize>>], changed: &BTreeSet<TypeId>) -> bool {
    let ty = api.ty(id);
    let demands = match &ty.shape {
        Shape::Object(object) => {
            ty.path.steps.is_empty() || demands(object, keys[id.0].as_deref().unwrap_or_default())
        }
        _ => false,
    };
    demands || inner(api, id).iter().any(|inner| changed.contains(inner))
}

/// Whether an object must have a member that is not a key.
fn demands(object: &Object, keys: &[usize]) -> bool {
    let mut fields = object.fields.iter().enumerate();
    fields.any(|(at, field)| field.presence == Presence::Required && !keys.contains(&at))
        || object.choices.iter().any(|choice| choice.presence == Presence::Required)
}

fn is_atomic(schema: &Keywords) -> bool {
    text(schema, "x-kubernetes-map-type") == Some("atomic")
}

fn text<'a>(schema: &'a Keywords, keyword: &str) -> Option<&'a str> {
    schema.0.get(keyword).and_then(Value::as_str)
}
