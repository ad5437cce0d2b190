//! The documents of the resources: made from their definitions as the generator understands them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::{Value, json};
use specwright::diagnostic::{Report, Sources};
use specwright::publish::openapi::{GroupVersion, document, group_versions};
use specwright::{lower, read, resolve};

use crate::crd::{Definition, Registry, Scope, Version};

/// All documents by their path below `/openapi/v3`.
pub fn documents(registry: &Registry) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for definition in registry.all().iter().filter(|d| d.source.is_null()) {
        for version in definition.versions.iter().filter(|v| v.served) {
            let document = builtin(definition, version);
            match all.entry(path(&definition.group, &version.name)) {
                Entry::Vacant(entry) => drop(entry.insert(document)),
                Entry::Occupied(mut entry) => join(entry.get_mut(), document),
            }
        }
    }
    all.extend(custom(registry));
    all
}

/// Adds the paths and schemas of one document to another.
fn join(document: &mut Value, other: Value) {
    for part in ["/paths", "/components/schemas"] {
        let more = other.pointer(part).and_then(Value::as_object).cloned().unwrap_or_default();
        if let Some(map) = document.pointer_mut(part).and_then(Value::as_object_mut) {
            map.extend(more);
        }
    }
}

fn path(group: &str, version: &str) -> String {
    if group.is_empty() { format!("api/{version}") } else { format!("apis/{group}/{version}") }
}

/// The documents of the custom resources. A definition that the generator refuses is left out.
fn custom(registry: &Registry) -> BTreeMap<String, Value> {
    let mut sources = Sources::new();
    for definition in registry.all().iter().filter(|d| !d.source.is_null()) {
        sources.add(definition.names.plural.as_str(), definition.source.to_string());
    }
    let mut report = Report::new();
    let linked = resolve::link(read::documents(&sources, &mut report), &mut report);
    let api = lower::lower(&linked, &mut report);
    let one = |about: GroupVersion| {
        let document = serde_json::to_value(document(&api, &about)).unwrap_or_default();
        (path(&about.group, &about.version), document)
    };
    group_versions(&api).into_iter().map(one).collect()
}

/// The document of a resource that keeps whatever it is given.
fn builtin(definition: &Definition, version: &Version) -> Value {
    let names = &definition.names;
    let kind = json!([{ "group": definition.group, "version": version.name, "kind": names.kind }]);
    let schema = json!({ "type": "object", "x-kubernetes-preserve-unknown-fields": true, "x-kubernetes-group-version-kind": kind });
    let group = if definition.group.is_empty() { "core" } else { &definition.group };
    let name = format!("{group}.{}.{}", version.name, names.kind);
    let parameter = |name: &str, place: &str| json!({ "name": name, "in": place, "required": place == "path", "schema": { "type": "string" } });
    let content =
        json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
    let operation = |action: &str| {
        json!({
            "responses": { "200": { "description": "The object.", "content": content } },
            "parameters": [parameter("dryRun", "query"), parameter("fieldManager", "query"), parameter("fieldValidation", "query")],
            "x-kubernetes-action": action,
            "x-kubernetes-group-version-kind": kind[0],
        })
    };
    let place = if definition.scope == Scope::Namespaced { "/namespaces/{namespace}" } else { "" };
    let mut parameters = vec![parameter("name", "path")];
    parameters.extend((!place.is_empty()).then(|| parameter("namespace", "path")));
    let one = json!({
        "parameters": parameters,
        "get": operation("get"), "put": operation("put"), "patch": operation("patch"), "delete": operation("delete"),
    });
    let collection = format!("/{}{place}/{}", path(&definition.group, &version.name), names.plural);
    json!({
        "openapi": "3.0.0",
        "info": { "title": "Kubernetes", "version": "v1.36.2" },
        "paths": { format!("{collection}/{{name}}"): one, collection: { "post": operation("post") } },
        "components": { "schemas": { name: schema } },
    })
}
