//! What becomes of objects whose owners go.

use serde_json::{Value, json};

use crate::fixture::{Api, WIDGETS, widget};

const CONFIG_MAPS: &str = "/api/v1/namespaces/default/configmaps";

fn reference(owner: &Value, blocks: Value) -> Value {
    json!({
        "apiVersion": owner["apiVersion"], "kind": owner["kind"], "name": owner["metadata"]["name"],
        "uid": owner["metadata"]["uid"], "blockOwnerDeletion": blocks,
    })
}

/// A config map with owners.
async fn owned(api: &Api, name: &str, owners: &[Value]) -> Value {
    let metadata = json!({ "name": name, "ownerReferences": owners });
    api.post(CONFIG_MAPS, json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata })).await.body
}

async fn settled(api: &Api, path: &str) -> Value {
    api.service().settled().await;
    api.get(path).await.body
}

async fn remove(api: &Api, path: &str, policy: &str) -> Value {
    let body = json!({ "kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": policy });
    api.send("DELETE", path, &[("content-type", "application/json")], &body.to_string()).await.body
}

#[tokio::test]
async fn what_is_owned_goes_with_its_last_owner() {
    let api = Api::start().await;
    let a = api.post(WIDGETS, widget("a", json!({}))).await.body;
    let b = api.post(WIDGETS, widget("b", json!({}))).await.body;
    let both = owned(&api, "both", &[reference(&a, json!(false)), reference(&b, json!(false))]).await;
    owned(&api, "below", &[reference(&both, json!(false))]).await;
    let (both, below) = (format!("{CONFIG_MAPS}/both"), format!("{CONFIG_MAPS}/below"));
    api.delete(&format!("{WIDGETS}/a")).await;
    let left = settled(&api, &both).await;
    assert_eq!(left["metadata"]["ownerReferences"], json!([reference(&b, json!(false))]));
    api.delete(&format!("{WIDGETS}/b")).await;
    assert_eq!(settled(&api, &both).await["code"], 404);
    assert_eq!(settled(&api, &below).await["code"], 404);
}

#[tokio::test]
async fn who_comes_after_its_owner_is_gone_does_not_stay() {
    let api = Api::start().await;
    let a = api.post(WIDGETS, widget("a", json!({}))).await.body;
    api.delete(&format!("{WIDGETS}/a")).await;
    owned(&api, "late", &[reference(&a, json!(false))]).await;
    assert_eq!(settled(&api, &format!("{CONFIG_MAPS}/late")).await["code"], 404);
    let strange = json!({ "apiVersion": "no.such/v1", "kind": "Thing", "name": "x", "uid": "1" });
    owned(&api, "strange", &[strange]).await;
    assert_eq!(settled(&api, &format!("{CONFIG_MAPS}/strange")).await["kind"], "ConfigMap");
}

#[tokio::test]
async fn orphans_forget_their_owner() {
    let api = Api::start().await;
    let a = api.post(WIDGETS, widget("a", json!({}))).await.body;
    owned(&api, "child", &[reference(&a, json!(true))]).await;
    let marked = remove(&api, &format!("{WIDGETS}/a"), "Orphan").await;
    assert_eq!(marked["metadata"]["finalizers"], json!(["orphan"]));
    let child = settled(&api, &format!("{CONFIG_MAPS}/child")).await;
    assert_eq!((&child["kind"], &child["metadata"]["ownerReferences"]), (&json!("ConfigMap"), &Value::Null));
    assert_eq!(api.get(&format!("{WIDGETS}/a")).await.code, 404);
}

#[tokio::test]
async fn in_the_foreground_an_owner_waits_for_those_that_block_it() {
    let api = Api::start().await;
    let a = api.post(WIDGETS, widget("a", json!({}))).await.body;
    owned(&api, "child", &[reference(&a, json!(true))]).await;
    let child = format!("{CONFIG_MAPS}/child");
    api.merge(&child, json!({ "metadata": { "finalizers": ["example.com/hold"] } })).await;
    remove(&api, &format!("{WIDGETS}/a"), "Foreground").await;
    let waiting = settled(&api, &format!("{WIDGETS}/a")).await;
    assert_eq!(waiting["metadata"]["finalizers"], json!(["foregroundDeletion"]));
    assert!(api.get(&child).await.body["metadata"]["deletionTimestamp"].is_string());
    api.merge(&child, json!({ "metadata": { "finalizers": null } })).await;
    assert_eq!(settled(&api, &format!("{WIDGETS}/a")).await["code"], 404);
    assert_eq!(api.get(&child).await.code, 404);
}

#[tokio::test]
async fn a_namespace_waits_for_finalizers_in_it() {
    let api = Api::start().await;
    let namespaces = "/api/v1/namespaces";
    api.post(namespaces, json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "x" } }))
        .await;
    let widgets = WIDGETS.replace("default", "x");
    let mut held = widget("held", json!({}));
    held["metadata"]["finalizers"] = json!(["example.com/hold"]);
    api.post(&widgets, held).await;
    api.post(&widgets, widget("free", json!({}))).await;
    api.delete(&format!("{namespaces}/x")).await;
    assert_eq!(api.get(&format!("{namespaces}/x")).await.body["status"]["phase"], "Terminating");
    assert_eq!(api.get(&format!("{widgets}/free")).await.code, 404);
    assert_eq!(api.post(&widgets, widget("new", json!({}))).await.code, 403);
    api.merge(&format!("{widgets}/held"), json!({ "metadata": { "finalizers": null } })).await;
    assert_eq!(api.get(&format!("{namespaces}/x")).await.code, 404);
}
