//! The component schemas: kinds, their lists, and what of Kubernetes these refer to.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema};
use serde_json::{Map, Value, json};

use super::{convert, kubernetes, naming, structural};
use crate::ir::{Api, Content, Known, Operation, Resource, ResourceId, Response, TypeRef};
use crate::publish::schema;

/// The schemas, by their names in order.
pub(super) fn schemas(
    api: &Api,
    resources: &[ResourceId],
    operations: &[&Operation],
) -> IndexMap<String, ReferenceOr<Schema>> {
    let mut schemas = BTreeMap::new();
    for resource in resources.iter().map(|id| api.resource(*id)) {
        schemas.insert(naming::kind(resource, &resource.names.kind), kind(api, resource));
        schemas.insert(naming::kind(resource, &resource.names.list_kind), list(resource));
    }
    let known = operations.iter().flat_map(|operation| mentioned(operation)).map(naming::known);
    kubernetes::add(&mut schemas, known.chain([naming::OBJECT_META, naming::LIST_META]));
    schemas.into_iter().map(|(name, schema)| (name, convert::schema(schema))).collect()
}

/// The types of Kubernetes that an operation takes or answers with.
fn mentioned(operation: &Operation) -> impl Iterator<Item = Known> {
    let body = operation.body.iter().flat_map(|body| &body.content);
    let responses = operation.responses.iter().flat_map(|response: &Response| &response.content);
    body.chain(responses).filter_map(|content: &Content| match content.value.ty {
        TypeRef::Known(known) => Some(known),
        _ => None,
    })
}

/// The schema of a kind: its own, and what every object has.
fn kind(api: &Api, resource: &Resource) -> Map<String, Value> {
    let mut published = match has_schema(api, resource) {
        true => structural::root(schema::of_type(api, resource.root)),
        // To name any member here would make clients refuse all others.
        false => structural::anything(),
    };
    published.insert(KIND.to_owned(), group_version_kind(resource, &resource.names.kind));
    if let Some(fields) = selectable_fields(api, resource) {
        published.insert("x-kubernetes-selectable-fields".to_owned(), fields);
    }
    published
}

fn has_schema(api: &Api, resource: &Resource) -> bool {
    api.definition(resource.definition).roots.contains(&Some(resource.root))
}

/// The fields by which lists of a resource can be selected, where its definition adds any.
fn selectable_fields(api: &Api, resource: &Resource) -> Option<Value> {
    let versions = api.definition(resource.definition).document.pointer("/spec/versions")?.as_array()?;
    let version =
        versions.iter().find(|version| version.get("name").is_some_and(|name| *name == *resource.version))?;
    let fields = version.get("selectableFields")?.as_array()?;
    let paths = fields.iter().filter_map(|field| field.get("jsonPath")?.as_str());
    let paths: Vec<_> = paths.map(|path| json!({ "fieldPath": path.trim_start_matches('.') })).collect();
    (!paths.is_empty()).then_some(Value::Array(paths))
}

/// The schema of a list of a kind.
fn list(resource: &Resource) -> Map<String, Value> {
    let names = &resource.names;
    let item = naming::reference(&naming::kind(resource, &names.kind));
    let items = format!("List of {}. More info: {CONVENTIONS}", names.plural);
    let mut properties = structural::type_meta();
    properties.insert(
        "items".to_owned(),
        json!({ "description": items, "type": "array", "items": { "$ref": item } }),
    );
    properties.insert("metadata".to_owned(), structural::list_meta());
    Map::from_iter([
        ("description".to_owned(), json!(format!("{} is a list of {}", names.list_kind, names.kind))),
        ("type".to_owned(), json!("object")),
        ("required".to_owned(), json!(["items"])),
        ("properties".to_owned(), Value::Object(properties)),
        (KIND.to_owned(), group_version_kind(resource, &names.list_kind)),
    ])
}

fn group_version_kind(resource: &Resource, kind: &str) -> Value {
    json!([{ "group": resource.group, "kind": kind, "version": resource.version }])
}

const KIND: &str = "x-kubernetes-group-version-kind";
const CONVENTIONS: &str =
    "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md";
