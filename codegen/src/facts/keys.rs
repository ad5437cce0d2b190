//! Which members tell the items of a list apart (`x-kubernetes-list-map-keys`).

use serde_json::Value;

use crate::ir::{Api, Null, Object, Shape, TypeId, TypeRef, Use};

/// For each type, the places of its keys among its fields, if all lists of its values have the same.
pub(super) fn of(api: &Api) -> Vec<Option<Vec<usize>>> {
    let mut keys: Vec<Vec<Vec<usize>>> = vec![Vec::new(); api.types.len()];
    for ty in &api.types {
        ty.shape.uses().into_iter().for_each(|value| note(api, value, &mut keys));
    }
    let only = |mut of_lists: Vec<Vec<usize>>| {
        of_lists.dedup();
        of_lists.pop().filter(|_| of_lists.is_empty())
    };
    keys.into_iter().map(only).collect()
}

/// Notes the keys of a list, and of those in it. The nesting of lists and maps is bounded by the depth of types.
fn note(api: &Api, value: &Use, keys: &mut [Vec<Vec<usize>>]) {
    match &value.ty {
        TypeRef::List(item) => {
            if let Some((id, places)) = of_list(api, value, item) {
                keys[id.0].push(places);
            }
            note(api, item, keys);
        }
        TypeRef::Map(inner) => note(api, inner, keys),
        _ => {}
    }
}

fn of_list(api: &Api, list: &Use, item: &Use) -> Option<(TypeId, Vec<usize>)> {
    let keyword = |name: &str| list.schema.0.get(name);
    let is_map = keyword("x-kubernetes-list-type").and_then(Value::as_str) == Some("map");
    let names = keyword("x-kubernetes-list-map-keys").and_then(Value::as_array).filter(|_| is_map)?;
    let (TypeRef::Described(id), Null::Refused) = (&item.ty, item.null) else { return None };
    let Shape::Object(object) = &api.ty(*id).shape else { return None };
    let places: Option<Vec<usize>> = names.iter().map(|name| key(object, name.as_str()?)).collect();
    places.filter(|places| !places.is_empty()).map(|places| (*id, places))
}

/// The place of a member that may be a key: Kubernetes wants one that is there in every item and is not null.
fn key(object: &Object, name: &str) -> Option<usize> {
    let at = object.fields.iter().position(|field| field.name == name)?;
    let field = &object.fields[at];
    (field.value.null == Null::Refused && object.choice_of(at).is_none()).then_some(at)
}
