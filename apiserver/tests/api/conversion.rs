//! Versions that differ by more than their name.

use serde_json::{Value, json};
use specwright_apiserver::ApiServer;

use crate::fixture::Api;

/// A definition whose versions call the same thing `size` and `length`.
fn definition() -> Value {
    let version = |name: &str, member: &str| {
        let schema = json!({ "type": "object", "properties": { member: { "type": "integer" } } });
        json!({ "name": name, "served": true, "storage": name == "v1", "schema": { "openAPIV3Schema": schema } })
    };
    let webhook =
        json!({ "clientConfig": { "url": "https://localhost/convert" }, "conversionReviewVersions": ["v1"] });
    json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": { "name": "rods.tools.dev" },
        "spec": {
            "group": "tools.dev", "scope": "Cluster", "names": { "plural": "rods", "kind": "Rod" },
            "versions": [version("v1", "size"), version("v2", "length")],
            "conversion": { "strategy": "Webhook", "webhook": webhook },
        },
    })
}

fn convert(mut object: Value, to: &str) -> Result<Value, String> {
    let (from, into) = if to.ends_with("v2") { ("size", "length") } else { ("length", "size") };
    let map = object.as_object_mut().ok_or("no object")?;
    match map.remove(from) {
        Some(value) if value == 13 => return Err("thirteen cannot be converted".into()),
        value => map.extend(value.map(|v| (into.to_owned(), v))),
    }
    map.insert("apiVersion".into(), to.into());
    object["metadata"]["uid"] = "another".into();
    Ok(object)
}

async fn api() -> Api {
    let builder = ApiServer::builder().crd(definition()).conversion("rods.tools.dev", convert);
    Api::over(builder.build().await.expect("the definition is good"))
}

const V1: &str = "/apis/tools.dev/v1/rods";
const V2: &str = "/apis/tools.dev/v2/rods";

fn rod(version: &str, member: &str, value: i64) -> Value {
    json!({ "apiVersion": format!("tools.dev/{version}"), "kind": "Rod", "metadata": { "name": "a" }, member: value })
}

#[tokio::test]
async fn objects_are_served_in_the_version_that_is_asked_for() {
    let api = api().await;
    let made = api.post(V2, rod("v2", "length", 3)).await.body;
    assert_eq!((&made["length"], &made["size"]), (&json!(3), &Value::Null));
    let read = api.get(&format!("{V1}/a")).await.body;
    assert_eq!((&read["apiVersion"], &read["size"]), (&json!("tools.dev/v1"), &json!(3)));
    assert_eq!(read["metadata"]["uid"], made["metadata"]["uid"]);
    let patched = api.merge(&format!("{V2}/a"), json!({ "length": 4 })).await.body;
    assert_eq!((&patched["length"], &patched["metadata"]["generation"]), (&json!(4), &json!(2)));
    assert_eq!(api.get(V1).await.body["items"][0]["size"], 4);
    let watched = api.get(&format!("{V2}?watch=true&timeoutSeconds=1")).await.body;
    assert_eq!(watched["object"]["length"], 4);
    assert_eq!(api.delete(&format!("{V2}/a")).await.code, 200);
}

#[tokio::test]
async fn what_cannot_be_converted_is_not_served() {
    let api = api().await;
    assert_eq!(api.post(V1, rod("v1", "size", 13)).await.code, 201);
    assert_eq!(api.get(&format!("{V1}/a")).await.code, 200);
    let failed = api.get(&format!("{V2}/a")).await;
    assert!(failed.code == 500 && failed.body["message"].as_str().is_some_and(|m| m.contains("thirteen")));
    let none = ApiServer::builder().crd(definition()).build().await.expect("the definition is good");
    let none = Api::over(none);
    assert_eq!(none.post(V1, rod("v1", "size", 1)).await.code, 201);
    assert_eq!(none.get(V2).await.code, 500);
}
