//! The schema of a resource with the parts that every object has, as server-side apply needs it.

use std::collections::BTreeMap;

use serde_json::json;

use crate::schema::{self, Schema};

/// Declares type and metadata in a schema of a whole object, and in the objects embedded in it.
pub fn of(schema: &Schema) -> Schema {
    whole(&inside(schema))
}

/// Declares what every object has at one node.
fn whole(schema: &Schema) -> Schema {
    let mut out = schema.clone();
    let text = || schema::parse(&json!({"type": "string"})).unwrap_or_default();
    out.members.insert("apiVersion".into(), text());
    out.members.insert("kind".into(), text());
    out.members.insert("metadata".into(), object_meta());
    out
}

/// The same for embedded objects at any depth; the depth of a schema is bounded when it is read.
fn inside(schema: &Schema) -> Schema {
    let mut out = schema.clone();
    out.members =
        schema.members.iter().map(|(name, s)| (name.clone(), inside(s))).collect::<BTreeMap<_, _>>();
    out.items = schema.items.as_deref().map(|s| Box::new(inside(s)));
    if let schema::Additional::Of(s) = &schema.additional {
        out.additional = schema::Additional::Of(Box::new(inside(s)));
    }
    if schema.embedded { whole(&out) } else { out }
}

/// The metadata of an object: labels and annotations by key, finalizers as a set, owners by uid.
fn object_meta() -> Schema {
    let owner = json!({
        "type": "object",
        "x-kubernetes-map-type": "atomic",
        "properties": {
            "apiVersion": {"type": "string"}, "kind": {"type": "string"}, "name": {"type": "string"},
            "uid": {"type": "string"}, "controller": {"type": "boolean"}, "blockOwnerDeletion": {"type": "boolean"},
        },
    });
    let texts = json!({"type": "object", "additionalProperties": {"type": "string"}});
    let source = json!({
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "generateName": {"type": "string"},
            "namespace": {"type": "string"},
            "selfLink": {"type": "string"},
            "uid": {"type": "string"},
            "resourceVersion": {"type": "string"},
            "generation": {"type": "integer"},
            "creationTimestamp": {"type": "string"},
            "deletionTimestamp": {"type": "string"},
            "deletionGracePeriodSeconds": {"type": "integer"},
            "labels": texts,
            "annotations": texts,
            "ownerReferences": {
                "type": "array", "items": owner,
                "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["uid"],
            },
            "finalizers": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
            "managedFields": {"type": "array", "items": {"type": "object"}},
        },
    });
    schema::parse(&source).unwrap_or_default()
}
