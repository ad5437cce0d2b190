//! Schemas, from the model: what was taken apart is put together again.
//!
//! The recursion is as deep as the schema was, which is no deeper than `read` lets through.

use serde_json::{Map, Value};

use crate::ir::{Api, Object, Shape, TypeId, TypeRef, Use};

/// The schema of a described type.
pub(super) fn of_type(api: &Api, id: TypeId) -> Map<String, Value> {
    let ty = api.ty(id);
    let mut schema = ty.schema.0.clone();
    if let Shape::Object(object) = &ty.shape
        && !object.fields.is_empty()
    {
        schema.insert("properties".to_owned(), properties(api, object));
    }
    schema
}

fn properties(api: &Api, object: &Object) -> Value {
    object.fields.iter().map(|field| (field.name.clone(), Value::Object(of_use(api, &field.value)))).collect()
}

/// The schema at a place.
pub(super) fn of_use(api: &Api, used: &Use) -> Map<String, Value> {
    let (keyword, inner) = match &used.ty {
        TypeRef::Described(id) => return of_type(api, *id),
        TypeRef::List(item) => ("items", item),
        TypeRef::Map(value) => ("additionalProperties", value),
        _ => return used.schema.0.clone(),
    };
    let mut schema = used.schema.0.clone();
    // Where the document does not describe the inner value, its place is that of the schema around it.
    if inner.place != used.place {
        schema.insert(keyword.to_owned(), Value::Object(of_use(api, inner)));
    }
    schema
}
