//! Defaults, nulls, structure and rules.

use serde_json::{Value, json};

use crate::fixture::{Api, WIDGETS, widget};

#[tokio::test]
async fn defaults_fill_in_and_nulls_vanish_where_null_is_no_value() {
    let api = Api::start().await;
    let cases = [
        (json!({}), json!({ "color": "red", "replicas": 1 })),
        (
            json!({ "color": null, "serial": null, "note": null }),
            json!({ "color": "red", "replicas": 1, "note": null }),
        ),
        (
            json!({ "replicas": 2.0, "parts": [{ "name": "a" }] }),
            json!({ "color": "red", "replicas": 2, "parts": [{ "name": "a", "kind": "plain" }] }),
        ),
        (
            json!({ "free": { "x": { "y": null } } }),
            json!({ "color": "red", "replicas": 1, "free": { "x": { "y": null } } }),
        ),
    ];
    for (given, kept) in cases {
        let answer = api.post(&format!("{WIDGETS}?dryRun=All"), widget("a", given.clone())).await;
        assert_eq!(answer.body["spec"], kept, "{given}");
    }
}

#[tokio::test]
async fn faults_are_named_by_field() {
    let api = Api::start().await;
    let cases: [(Value, &[&str]); 12] = [
        (json!({ "color": "pink" }), &["spec.color", "<nil>"]),
        (json!({ "replicas": 101 }), &["spec.replicas"]),
        (json!({ "replicas": "1" }), &["spec.replicas", ".spec.replicas", "<nil>"]),
        (json!({ "serial": "123456789" }), &["spec.serial", "<nil>"]),
        (json!({ "even": 3 }), &["spec.even"]),
        (json!({ "port": true }), &["spec.port", "<nil>", "spec.port", "<nil>"]),
        (json!({ "tags": ["a", "a"] }), &["spec.tags[1]"]),
        (json!({ "parts": [{ "size": 1 }] }), &["spec.parts[0].name", "<nil>"]),
        (json!({ "parts": [{ "name": "a" }, { "name": "a", "kind": "plain" }] }), &["spec.parts[1]"]),
        (json!({ "limits": { "cpu": "lots" } }), &["spec.limits.cpu"]),
        (json!({ "template": { "kind": "Pod" } }), &["spec.template.apiVersion", "<nil>"]),
        (json!([]), &["spec", "<nil>"]),
    ];
    for (spec, fields) in cases {
        let answer = api.post(WIDGETS, widget("a", spec.clone())).await;
        assert_eq!(
            (answer.code, answer.fields()),
            (422, fields.iter().map(|f| (*f).to_owned()).collect()),
            "{spec}"
        );
    }
}

#[tokio::test]
async fn transition_rules_see_the_old_object() {
    let api = Api::start().await;
    let path = format!("{WIDGETS}/a");
    api.post(WIDGETS, widget("a", json!({ "serial": "one" }))).await;
    let refused = api.merge(&path, json!({ "spec": { "serial": "two" } })).await;
    assert_eq!((refused.code, refused.fields()), (422, vec!["spec".to_owned()]));
    assert_eq!(api.merge(&path, json!({ "spec": { "replicas": 2 } })).await.code, 200);
}

#[tokio::test]
async fn what_was_bad_before_may_stay_but_not_change() {
    let api = Api::start().await;
    let path = format!("{WIDGETS}/a");
    api.post(WIDGETS, widget("a", json!({ "serial": "12345678", "even": 2, "limits": { "cpu": "5" } })))
        .await;
    // The definition becomes stricter than the object.
    let crd = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com";
    let spec = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties";
    let stricter = json!([
        { "op": "replace", "path": format!("{spec}/serial/maxLength"), "value": 3 },
        { "op": "replace", "path": format!("{spec}/even/x-kubernetes-validations/0/rule"), "value": "self > 10" },
    ]);
    assert_eq!(api.json_patch(crd, stricter).await.code, 200);
    assert_eq!(api.merge(&path, json!({ "spec": { "color": "blue" } })).await.code, 200);
    assert_eq!(api.merge(&path, json!({ "spec": { "even": 4 } })).await.fields(), ["spec.even"]);
}

#[tokio::test]
async fn objects_within_objects_have_a_type_and_metadata_in_shape() {
    let api = Api::start().await;
    let pod =
        |metadata: Value| json!({ "template": { "apiVersion": "v1", "kind": "Pod", "metadata": metadata } });
    let place = "spec.template";
    let cases = [
        (pod(json!({ "name": "Any_Name" })), 201, vec![]),
        (pod(json!({ "name": "a/b", "namespace": "UP" })), 422, vec!["metadata.name", "metadata.namespace"]),
        (pod(json!({ "labels": { "a b": "c" } })), 422, vec!["metadata.labels"]),
        (pod(json!({ "labels": 1 })), 400, vec![]),
        (json!({ "template": { "apiVersion": "a/b/c", "kind": "no way" } }), 422, vec!["apiVersion", "kind"]),
    ];
    for (spec, code, fields) in cases {
        let answer = api.post(&format!("{WIDGETS}?dryRun=All"), widget("a", spec.clone())).await;
        let wanted: Vec<String> = fields.into_iter().map(|f| format!("{place}.{f}")).collect();
        assert_eq!((answer.code, answer.fields()), (code, wanted), "{spec}: {}", answer.body);
    }
    let odd = api.post(WIDGETS, widget("a", pod(json!({ "odd": 1, "name": "x" })))).await;
    assert_eq!(odd.warnings(), ["299 - \"unknown field \\\"spec.template.metadata.odd\\\"\""]);
    assert_eq!(odd.body["spec"]["template"]["metadata"], json!({ "name": "x" }));
}
