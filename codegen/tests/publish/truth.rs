//! What is published for definitions is what a real kube-apiserver (1.36) publishes for them.
//!
//! One difference is meant: the texts that Kubernetes wrote about its own types and parameters. Ours stand at the same
//! places and say the same in other words. [`mark`] knows these places, and takes the texts out on both sides.

use std::path::Path;

use crate::common::{api, definitions, differences, shared, text};
use serde_json::Value;
use specwright::publish::openapi::{self, GroupVersion};

#[test]
fn peer_authentication_is_published_as_a_real_server_does_it() {
    let (Some(crds), Some(truth)) = (shared("corpus/crds"), shared("truth/openapi-v3")) else { return };
    let api = api(&[crds.join("peerauthentications.security.istio.io.yaml")]);
    for version in ["v1", "v1beta1"] {
        let about = GroupVersion { group: "security.istio.io".to_owned(), version: version.to_owned() };
        let ours = serde_json::to_value(openapi::document(&api, &about)).expect("a document is JSON");
        let theirs = restricted(recorded(&truth, &about), "peerauthentications", "PeerAuthentication");
        assert_eq!(theirs["paths"].as_object().map(serde_json::Map::len), Some(4));
        same(ours, theirs);
    }
}

#[test]
fn all_definitions_of_istio_are_published_as_a_real_server_does_it() {
    let (Some(crds), Some(truth)) = (shared("corpus/crds"), shared("truth/openapi-v3")) else { return };
    let files: Vec<_> = definitions(&crds, ".istio.io.yaml");
    assert_eq!(files.len(), 15);
    let api = api(&files);
    let groups = openapi::group_versions(&api);
    assert_eq!(groups.len(), 8);
    for about in groups {
        let ours = serde_json::to_value(openapi::document(&api, &about)).expect("a document is JSON");
        same(ours, recorded(&truth, &about));
    }
}

fn recorded(truth: &Path, about: &GroupVersion) -> Value {
    let file = truth.join(format!("{}_{}.json", about.group, about.version));
    serde_json::from_str(&text(&file)).expect("a recorded document is JSON")
}

/// The part of a document that is about one resource.
fn restricted(mut document: Value, plural: &str, kind: &str) -> Value {
    if let Some(paths) = document["paths"].as_object_mut() {
        paths.retain(|path, _| path.split('/').any(|segment| segment == plural));
    }
    let list = format!("{kind}List");
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.retain(|name, _| {
            let last = name.rsplit('.').next();
            name.starts_with("io.k8s.") || last == Some(kind) || last == Some(&list)
        });
    }
    document
}

fn same(mut ours: Value, mut theirs: Value) {
    let (our_texts, their_texts) = (mark(&mut ours), mark(&mut theirs));
    let found = differences(&ours, &theirs);
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
    assert!(our_texts.len() > 100, "only {} texts found", our_texts.len());
    let copied: Vec<_> = our_texts.iter().filter(|text| their_texts.contains(text)).collect();
    assert!(copied.is_empty(), "not in our own words: {copied:#?}");
    assert!(!our_texts.iter().any(|text| text.trim().is_empty()), "a text is empty");
}

/// Takes out the texts that Kubernetes wrote, and gives them back.
fn mark(document: &mut Value) -> Vec<String> {
    let mut texts = Vec::new();
    for item in members(&mut document["paths"]) {
        mark_parameters(item, &mut texts);
        for operation in members(item) {
            mark_parameters(operation, &mut texts);
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object_mut().into_iter().flatten() {
        if name.starts_with("io.k8s.") {
            take(schema, &mut texts);
            members(&mut schema["properties"]).for_each(|property| take(property, &mut texts));
        } else {
            for name in ["apiVersion", "kind", "metadata"] {
                take(&mut schema["properties"][name], &mut texts);
            }
        }
    }
    texts
}

/// The parameters; the name of the object is described by a formula that is the same everywhere.
fn mark_parameters(holder: &mut Value, texts: &mut Vec<String>) {
    let parameters = holder.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten().filter(|parameter| parameter["name"] != "name") {
        take(parameter, texts);
    }
}

fn take(described: &mut Value, texts: &mut Vec<String>) {
    if let Some(Value::String(text)) = described.get_mut("description") {
        texts.push(std::mem::replace(text, "(a text of Kubernetes)".to_owned()));
    }
}

fn members(object: &mut Value) -> impl Iterator<Item = &mut Value> {
    object.as_object_mut().into_iter().flat_map(|members| members.values_mut())
}
