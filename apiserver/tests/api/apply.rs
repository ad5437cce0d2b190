//! Server-side apply and ownership.

use serde_json::json;

use crate::fixture::{Api, WIDGETS, widget};

#[tokio::test]
async fn what_is_no_longer_applied_is_removed() {
    let api = Api::start().await;
    assert_eq!(
        api.apply("a", "m", json!({ "even": 2, "limits": { "cpu": "1", "mem": "2" } })).await.code,
        201
    );
    let second = api.apply("a", "m", json!({ "limits": { "cpu": "1" } })).await;
    assert_eq!(second.body["spec"], json!({ "color": "red", "replicas": 1, "limits": { "cpu": "1" } }));
    assert_eq!(second.owned("m"), json!({ "f:spec": { "f:limits": { "f:cpu": {} } } }));
}

#[tokio::test]
async fn conflicts_are_refused_unless_forced() {
    let api = Api::start().await;
    api.apply("a", "one", json!({ "serial": "x", "note": "n" })).await;
    let refused = api.apply("a", "two", json!({ "serial": "y" })).await;
    assert_eq!((refused.code, refused.fields()), (409, vec![".spec.serial".to_owned()]));
    let forced = api.apply_with("a", "fieldManager=two&force=true", json!({ "serial": "x" })).await;
    assert_eq!(forced.code, 200);
    let shared = api.get(&format!("{WIDGETS}/a")).await;
    assert_eq!(shared.owned("one"), json!({ "f:spec": { "f:note": {}, "f:serial": {} } }));
    assert_eq!(shared.owned("two"), json!({ "f:spec": { "f:serial": {} } }));
}

#[tokio::test]
async fn an_update_takes_what_it_changes() {
    let api = Api::start().await;
    api.apply("a", "one", json!({ "serial": "x", "note": "n" })).await;
    let changed =
        api.merge(&format!("{WIDGETS}/a?fieldManager=two"), json!({ "spec": { "note": "m" } })).await;
    assert_eq!(changed.owned("one"), json!({ "f:spec": { "f:serial": {} } }));
    assert_eq!(changed.owned("two"), json!({ "f:spec": { "f:note": {} } }));
}

#[tokio::test]
async fn items_with_keys_are_owned_one_by_one() {
    let api = Api::start().await;
    api.apply(
        "a",
        "one",
        json!({ "parts": [{ "name": "a", "kind": "k", "size": 1 }, { "name": "b", "kind": "k" }] }),
    )
    .await;
    let two = api.apply("a", "two", json!({ "parts": [{ "name": "c", "kind": "k" }] })).await;
    assert_eq!(two.body["spec"]["parts"].as_array().map(Vec::len), Some(3));
    let key = r#"k:{"kind":"k","name":"c"}"#;
    assert_eq!(
        two.owned("two"),
        json!({ "f:spec": { "f:parts": { key: { ".": {}, "f:kind": {}, "f:name": {} } } } })
    );
    let less = api.apply("a", "one", json!({ "parts": [{ "name": "b", "kind": "k" }] })).await;
    let names: Vec<_> =
        less.body["spec"]["parts"].as_array().into_iter().flatten().map(|p| p["name"].clone()).collect();
    assert_eq!(names, ["b", "c"]);
}

#[tokio::test]
async fn sets_merge_and_atomic_values_do_not() {
    let api = Api::start().await;
    api.apply("a", "one", json!({ "tags": ["x", "y"], "order": ["x"], "whole": { "a": "1" } })).await;
    let two = api.apply("a", "two", json!({ "tags": ["z"] })).await;
    assert_eq!(two.body["spec"]["tags"], json!(["x", "y", "z"]));
    assert_eq!(two.owned("two"), json!({ "f:spec": { "f:tags": { "v:\"z\"": {} } } }));
    let refused =
        api.apply("a", "two", json!({ "tags": ["z"], "order": ["y"], "whole": { "b": "2" } })).await;
    assert_eq!(refused.fields(), [".spec.order", ".spec.whole"]);
}

#[tokio::test]
async fn status_is_owned_through_its_own_door() {
    let api = Api::start().await;
    api.apply("a", "one", json!({ "serial": "x" })).await;
    let headers = [("content-type", "application/apply-patch+yaml")];
    let mut body = widget("a", json!({}));
    body["status"] = json!({ "replicas": 4 });
    let path = format!("{WIDGETS}/a/status?fieldManager=ctl");
    let written = api.send("PATCH", &path, &headers, &body.to_string()).await;
    assert_eq!(written.body["status"]["replicas"], 4);
    assert_eq!(written.owned("ctl"), json!({ "f:status": { "f:replicas": {} } }));
    let main =
        api.send("PATCH", &format!("{WIDGETS}/a?fieldManager=ctl2"), &headers, &body.to_string()).await;
    assert_eq!(main.owned("ctl2"), json!({ "f:spec": {} }));
}

#[tokio::test]
async fn undeclared_fields_cannot_be_applied() {
    let api = Api::start().await;
    let answer = api.apply("a", "m", json!({ "odd": 1 })).await;
    assert_eq!(answer.code, 500);
    assert!(
        answer.body["message"]
            .as_str()
            .is_some_and(|m| m.contains(".spec.odd: field not declared in schema"))
    );
}

#[tokio::test]
async fn who_was_there_before_the_first_apply_owns_what_there_was() {
    let api = Api::start().await;
    api.post(WIDGETS, widget("a", json!({ "serial": "x" }))).await;
    api.merge(&format!("{WIDGETS}/a"), json!({ "metadata": { "managedFields": [{}] } })).await;
    let refused = api.apply("a", "m", json!({ "serial": "y" })).await;
    assert!(refused.body["message"].as_str().is_some_and(|m| m.contains("before-first-apply")));
}

#[tokio::test]
async fn too_many_updaters_are_lumped_together() {
    let api = Api::start().await;
    api.post(WIDGETS, widget("a", json!({}))).await;
    let mut last = api.get(&format!("{WIDGETS}/a")).await;
    for i in 0..12 {
        let patch = json!({ "metadata": { "labels": { format!("l{i}"): "x" } } });
        last = api.merge(&format!("{WIDGETS}/a?fieldManager=m{i}"), patch).await;
    }
    assert_eq!(last.body["metadata"]["managedFields"].as_array().map(Vec::len), Some(10));
    assert_ne!(last.owned("ancient-changes"), json!(null));
}

#[tokio::test]
async fn who_owned_parts_of_what_becomes_one_value_owns_the_value() {
    let api = Api::start().await;
    api.apply("a", "one", json!({ "tags": ["x"] })).await;
    let crd = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com";
    let tags =
        "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/tags/x-kubernetes-list-type";
    let atomic = json!([{ "op": "replace", "path": tags, "value": "atomic" }]);
    assert_eq!(api.json_patch(crd, atomic).await.code, 200);
    let refused = api.apply("a", "two", json!({ "tags": ["y"] })).await;
    assert_eq!((refused.code, refused.fields()), (409, vec![".spec.tags".to_owned()]));
    let own = api.apply("a", "one", json!({ "tags": ["z"] })).await;
    assert_eq!(
        (&own.body["spec"]["tags"], own.owned("one")),
        (&json!(["z"]), json!({ "f:spec": { "f:tags": {} } }))
    );
}

#[tokio::test]
async fn kubectl_takes_over_what_it_applied_by_itself() {
    let api = Api::start().await;
    let note = "kubectl.kubernetes.io/last-applied-configuration";
    let mut first = widget("a", json!({ "note": "n" }));
    first["metadata"]["annotations"] = json!({ note: first.to_string() });
    api.post(&format!("{WIDGETS}?fieldManager=kubectl-client-side-apply"), first).await;
    let other = api.apply("a", "other", json!({ "note": "m" })).await;
    assert_eq!((other.code, other.fields()), (409, vec![".spec.note".to_owned()]));
    let taken = api.apply("a", "kubectl", json!({ "note": "m" })).await;
    assert_eq!((taken.code, &taken.body["spec"]["note"]), (200, &json!("m")));
    let kept = taken.body["metadata"]["annotations"][note].as_str().unwrap_or_default();
    assert!(kept.contains("\"note\":\"m\"") && kept.ends_with('\n'), "{kept}");
}
