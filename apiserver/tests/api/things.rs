//! A definition without a single default: what its scale, its lists and its finalizers come to.

use serde_json::{Value, json};

use crate::definitions::CRDS;
use crate::fixture::{Answer, Api};

const THINGS: &str = "/apis/things.dev/v1/things";

async fn start() -> Api {
    let list = |kind: &str| json!({ "type": "array", "items": { "type": "string" }, "x-kubernetes-list-type": kind });
    let item = json!({ "type": "object", "properties": { "name": { "type": "string", "default": "" } } });
    let keyed = json!({ "type": "array", "items": item, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] });
    let properties = json!({ "set": list("set"), "plain": list("atomic"), "keyed": keyed });
    let spec =
        json!({ "type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": properties });
    let schema = json!({ "type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": { "spec": spec } });
    let scale = json!({ "specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas", "labelSelectorPath": ".spec.selector" });
    let version = json!({ "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": schema }, "subresources": { "scale": scale } });
    let spec = json!({ "group": "things.dev", "scope": "Cluster", "versions": [version], "names": { "plural": "things", "kind": "Thing" } });
    let api = Api::start().await;
    let crd = json!({ "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": { "name": "things.things.dev" }, "spec": spec });
    let made = api.post(CRDS, crd).await;
    assert_eq!(made.code, 201, "{}", made.body);
    api
}

fn thing(spec: Value) -> Value {
    json!({ "apiVersion": "things.dev/v1", "kind": "Thing", "metadata": { "name": "a" }, "spec": spec })
}

fn scale(spec: Value) -> Value {
    json!({ "apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": { "name": "a" }, "spec": spec })
}

async fn apply(api: &Api, path: &str, body: Value) -> Answer {
    api.send("PATCH", path, &[("content-type", "application/apply-patch+yaml")], &body.to_string()).await
}

fn message(answer: &Answer) -> &str {
    answer.body["message"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_scale_of_nothing_can_be_written_and_not_read() {
    let api = start().await;
    let path = format!("{THINGS}/a/scale");
    api.post(THINGS, thing(json!({}))).await;
    let read = api.get(&path).await;
    let why = "Internal error occurred: the spec replicas field \".spec.replicas\" does not exist";
    assert_eq!((read.code, read.body["reason"].as_str(), message(&read)), (500, Some("InternalError"), why));
    let silent = api.merge(&path, json!({ "metadata": { "labels": null } })).await;
    let why = "the spec replicas field \".spec.replicas\" cannot be empty";
    assert_eq!((silent.code, message(&silent)), (400, why));
    let written = api.merge(&path, json!({ "spec": { "replicas": 3 } })).await.body;
    assert_eq!(
        (&written["spec"], &written["status"]),
        (&json!({ "replicas": 3 }), &json!({ "replicas": 0 }))
    );
    // What is zero is left out, and what is left out is zero.
    assert_eq!(api.put(&path, scale(json!({}))).await.body["spec"], json!({}));
    assert_eq!(api.get(&format!("{THINGS}/a")).await.body["spec"]["replicas"], 0);
}

#[tokio::test]
async fn a_scale_is_refused_for_what_is_wrong_with_it() {
    let api = start().await;
    let path = format!("{THINGS}/a/scale");
    let uid = api.post(THINGS, thing(json!({ "replicas": 1 }))).await.body["metadata"]["uid"].clone();
    let meta = |name: &str, value: Value| {
        let mut body = scale(json!({ "replicas": 2 }));
        body["metadata"][name] = value;
        body
    };
    let cases = [
        (meta("uid", uid), 200),
        (meta("uid", "other".into()), 409),
        (meta("name", "b".into()), 400),
        (meta("name", Value::Null), 400),
        (meta("resourceVersion", "1".into()), 409),
        (scale(json!({ "replicas": "many" })), 400),
        (scale(json!({ "replicas": 1_u64 << 40 })), 400),
        (scale(json!({ "replicas": -1 })), 422),
    ];
    for (body, code) in cases {
        let answer = api.put(&path, body.clone()).await;
        assert_eq!(answer.code, code, "{body}: {}", answer.body);
    }
    let refused = api.merge(&path, json!({ "spec": { "replicas": -1 } })).await;
    assert_eq!(
        (&refused.body["details"]["kind"], refused.fields()),
        (&json!("Thing"), vec![".spec.replicas".to_owned()])
    );
    let odd =
        api.post(&format!("{THINGS}?dryRun=All"), thing(json!({ "replicas": "x", "selector": 1 }))).await;
    assert_eq!(odd.fields(), [".spec.replicas", ".spec.selector"]);
    assert!(
        message(&odd).contains(".spec.replicas accessor error: x is of the type string, expected int64"),
        "{}",
        odd.body
    );
}

#[tokio::test]
async fn a_scale_can_be_applied() {
    let api = start().await;
    let path = format!("{THINGS}/a/scale");
    api.post(THINGS, thing(json!({}))).await;
    let applied = apply(&api, &format!("{path}?fieldManager=one"), scale(json!({ "replicas": 4 }))).await;
    assert_eq!((applied.code, &applied.body["spec"]["replicas"]), (200, &json!(4)));
    let object = api.get(&format!("{THINGS}/a")).await;
    assert_eq!(object.owned("one"), json!({ "f:spec": { "f:replicas": {} } }));
    let entries = object.body["metadata"]["managedFields"].as_array().cloned().unwrap_or_default();
    assert!(entries.iter().any(|e| e["subresource"] == "scale" && e["operation"] == "Apply"), "{entries:?}");
    let other = apply(&api, &format!("{path}?fieldManager=two"), scale(json!({ "replicas": 5 }))).await;
    assert_eq!((other.code, other.fields()), (409, vec![".spec.replicas".to_owned()]));
    let wrong = apply(&api, &format!("{path}?fieldManager=one"), thing(json!({}))).await;
    assert_eq!(message(&wrong), "invalid object type: things.dev/v1, Kind=Thing");
}

#[tokio::test]
async fn what_comes_again_and_again_is_named_once() {
    let api = start().await;
    let cases: [(Value, &[&str]); 5] = [
        (json!({ "set": ["x", "y", "x", "x", "y"] }), &["spec.set[2]", "spec.set[4]"]),
        (
            json!({ "keyed": [{ "name": "a" }, { "name": "b" }, { "name": "a", "more": 1 }] }),
            &["spec.keyed[2]"],
        ),
        (json!({ "keyed": [{}, {}] }), &["spec.keyed[1]"]),
        (json!({ "keyed": ["a"] }), &["spec.keyed[0]", "<nil>", "spec.keyed[0]"]),
        (json!({ "plain": ["x", "x"] }), &[]),
    ];
    for (spec, fields) in cases {
        let answer = api.post(&format!("{THINGS}?dryRun=All"), thing(spec.clone())).await;
        let mut found = answer.fields();
        found.retain(|f| f != "<nil>");
        let wanted: Vec<&str> = fields.iter().copied().filter(|f| *f != "<nil>").collect();
        assert_eq!(found, wanted, "{spec}: {}", answer.body);
    }
}

#[tokio::test]
async fn duplicates_that_were_there_may_stay() {
    let api = start().await;
    let path = format!("{THINGS}/a");
    api.post(THINGS, thing(json!({ "plain": ["x", "x"], "set": ["y"] }))).await;
    let set =
        "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/plain/x-kubernetes-list-type";
    let stricter = json!([{ "op": "replace", "path": set, "value": "set" }]);
    assert_eq!(api.json_patch(&format!("{CRDS}/things.things.dev"), stricter).await.code, 200);
    assert_eq!(api.merge(&path, json!({ "spec": { "plain": ["x", "x", "z"] } })).await.code, 200);
    assert_eq!(api.merge(&path, json!({ "spec": { "plain": ["x"] } })).await.code, 200);
    assert_eq!(
        api.merge(&path, json!({ "spec": { "plain": ["x", "x"] } })).await.fields(),
        ["spec.plain[1]"]
    );
}

#[tokio::test]
async fn what_a_definition_no_longer_declares_is_not_shown() {
    let api = start().await;
    let path = format!("{THINGS}/a");
    api.post(THINGS, thing(json!({ "free": 1, "set": ["x"] }))).await;
    let spec = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";
    let closed = json!([
        { "op": "remove", "path": format!("{spec}/x-kubernetes-preserve-unknown-fields") },
        { "op": "remove", "path": format!("{spec}/properties/plain") },
    ]);
    assert_eq!(api.json_patch(&format!("{CRDS}/things.things.dev"), closed).await.code, 200);
    assert_eq!(api.get(&path).await.body["spec"], json!({ "set": ["x"] }));
    assert_eq!(api.get(THINGS).await.body["items"][0]["spec"], json!({ "set": ["x"] }));
}

#[tokio::test]
async fn finalizers_without_a_path_are_warned_of() {
    let api = start().await;
    let mut body = thing(json!({}));
    body["metadata"]["finalizers"] = json!(["b.dev", "a.dev/x", "a.dev", "orphan"]);
    let warning = |name: &str| {
        format!(
            "299 - \"metadata.finalizers: \\\"{name}\\\": prefer a domain-qualified finalizer name including a path (/) to \
             avoid accidental conflicts with other finalizer writers\""
        )
    };
    assert_eq!(api.post(THINGS, body).await.warnings(), [warning("a.dev"), warning("b.dev")]);
    let path = format!("{THINGS}/a");
    let added = api.merge(&path, json!({ "metadata": { "finalizers": ["a.dev", "c.dev"] } })).await;
    assert_eq!(added.warnings(), [warning("c.dev")]);
    assert!(api.merge(&path, json!({ "spec": { "x": 1 } })).await.warnings().is_empty());
}

#[tokio::test]
async fn a_namespace_in_the_body_of_what_has_none_is_dropped() {
    let api = start().await;
    let mut body = thing(json!({}));
    body["metadata"]["namespace"] = "default".into();
    let made = api.post(THINGS, body.clone()).await;
    assert_eq!((made.code, made.body["metadata"].get("namespace")), (201, None));
    let applied = apply(&api, &format!("{THINGS}/a?fieldManager=m"), body).await;
    assert_eq!((applied.code, applied.body["metadata"].get("namespace")), (200, None));
}

#[tokio::test]
async fn a_configuration_must_have_the_form_of_the_object() {
    let api = start().await;
    let cases = [
        (json!({ "set": ["x", "x"] }), ".spec.set: duplicate entries for key [=\"x\"]"),
        (
            json!({ "keyed": [{ "name": "a" }, { "name": "a" }] }),
            ".spec.keyed: duplicate entries for key [name=\"a\"]",
        ),
        (
            json!({ "keyed": [{ "name": 1 }] }),
            ".spec.keyed[name=1].name: expected string, got &value.valueUnstructured{Value:1}",
        ),
        (json!({ "keyed": "a" }), ".spec.keyed: expected list, got &{a}"),
        (json!({ "set": [[]] }), ".spec.set: element 0: associative list without keys has a list element"),
    ];
    for (spec, fault) in cases {
        let answer = apply(&api, &format!("{THINGS}/a?fieldManager=m"), thing(spec.clone())).await;
        let wanted = format!("failed to create typed patch object (/a; things.dev/v1, Kind=Thing): {fault}");
        assert_eq!((answer.code, message(&answer)), (500, wanted.as_str()), "{spec}");
    }
    let two =
        apply(&api, &format!("{THINGS}/a?fieldManager=m"), thing(json!({ "set": 1, "plain": 2 }))).await;
    assert!(
        message(&two).contains(": errors:\n  .spec.") && message(&two).matches("expected list").count() == 2,
        "{}",
        two.body
    );
}
