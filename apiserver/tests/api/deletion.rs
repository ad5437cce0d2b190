//! Deleting.

use serde_json::json;

use crate::fixture::{Api, WIDGETS, widget};

#[tokio::test]
async fn a_plain_object_goes_at_once() {
    let api = Api::start().await;
    let made = api.post(WIDGETS, widget("a", json!({}))).await.body;
    let gone = api.delete(&format!("{WIDGETS}/a")).await.body;
    assert_eq!((&gone["status"], &gone["details"]["uid"]), (&json!("Success"), &made["metadata"]["uid"]));
    assert_eq!(api.delete(&format!("{WIDGETS}/a")).await.code, 404);
}

#[tokio::test]
async fn finalizers_hold_an_object_until_they_are_gone() {
    let api = Api::start().await;
    let path = format!("{WIDGETS}/a");
    let mut body = widget("a", json!({}));
    body["metadata"]["finalizers"] = json!(["example.com/f"]);
    api.post(WIDGETS, body).await;
    let waiting = api.delete(&path).await.body;
    assert!(waiting["metadata"]["deletionTimestamp"].is_string() && waiting["metadata"]["generation"] == 2);
    let more =
        api.merge(&path, json!({ "metadata": { "finalizers": ["example.com/f", "example.com/g"] } })).await;
    assert_eq!(more.code, 422);
    assert_eq!(api.merge(&path, json!({ "metadata": { "finalizers": null } })).await.code, 200);
    assert_eq!(api.get(&path).await.code, 404);
}

#[tokio::test]
async fn preconditions_protect() {
    let api = Api::start().await;
    api.post(WIDGETS, widget("a", json!({}))).await;
    let headers = [("content-type", "application/json")];
    for precondition in [json!({ "uid": "other" }), json!({ "resourceVersion": "1" })] {
        let body = json!({ "kind": "DeleteOptions", "apiVersion": "v1", "preconditions": precondition });
        assert_eq!(api.send("DELETE", &format!("{WIDGETS}/a"), &headers, &body.to_string()).await.code, 409);
    }
}

#[tokio::test]
async fn a_collection_goes_by_selector() {
    let api = Api::start().await;
    for (name, color) in [("a", "red"), ("b", "blue")] {
        api.post(WIDGETS, widget(name, json!({ "color": color }))).await;
    }
    let gone = api.delete(&format!("{WIDGETS}?fieldSelector=spec.color%3Dred")).await.body;
    assert_eq!(gone["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(api.get(WIDGETS).await.body["items"][0]["metadata"]["name"], "b");
}

#[tokio::test]
async fn a_namespace_takes_its_objects_along() {
    let api = Api::start().await;
    let namespaces = "/api/v1/namespaces";
    let body = json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "x" } });
    assert_eq!(api.post(namespaces, body).await.body["status"]["phase"], "Active");
    let widgets = WIDGETS.replace("default", "x");
    api.post(&widgets, widget("a", json!({}))).await;
    assert_eq!(api.delete(&format!("{namespaces}/x")).await.body["status"]["phase"], "Terminating");
    assert_eq!(api.get(&format!("{namespaces}/x")).await.code, 404);
    assert_eq!(api.get(&format!("{widgets}/a")).await.code, 404);
}
