//! Creating, replacing and patching.

use serde_json::{Value, json};

use crate::fixture::{Api, WIDGETS, widget};

#[tokio::test]
async fn a_new_object_gets_its_identity() {
    let api = Api::start().await;
    let made = api.post(WIDGETS, widget("a", json!({}))).await;
    assert_eq!(made.code, 201);
    let meta = &made.body["metadata"];
    assert_eq!((&meta["generation"], &meta["namespace"]), (&json!(1), &json!("default")));
    assert!(meta["uid"].as_str().is_some_and(|u| u.len() == 36) && meta["resourceVersion"].is_string());
    assert_eq!(api.get(&format!("{WIDGETS}/a")).await.body, made.body);
    assert_eq!(api.post(WIDGETS, widget("a", json!({}))).await.body["reason"], "AlreadyExists");
}

#[tokio::test]
async fn names_can_be_generated() {
    let api = Api::start().await;
    let body =
        json!({ "apiVersion": "example.com/v1", "kind": "Widget", "metadata": { "generateName": "w-" } });
    let (a, b) = (api.post(WIDGETS, body.clone()).await, api.post(WIDGETS, body).await);
    let name = |v: &Value| v["metadata"]["name"].as_str().unwrap_or_default().to_owned();
    assert!(name(&a.body).starts_with("w-") && name(&a.body).len() == 7);
    assert_ne!(name(&a.body), name(&b.body));
}

#[tokio::test]
async fn writes_are_refused_for_what_is_wrong_with_them() {
    let api = Api::start().await;
    api.post(WIDGETS, widget("a", json!({}))).await;
    let cases = [
        (widget("Upper", json!({})), 422, "Invalid"),
        (widget("b", json!({ "color": "pink" })), 422, "Invalid"),
        (
            json!({ "kind": "Widget", "apiVersion": "example.com/v2", "metadata": { "name": "b" } }),
            400,
            "BadRequest",
        ),
        (
            json!({ "kind": "Gadget", "apiVersion": "example.com/v1", "metadata": { "name": "b" } }),
            422,
            "Invalid",
        ),
        (json!({ "apiVersion": "example.com/v1", "metadata": { "name": "b" } }), 400, "BadRequest"),
        (json!([]), 400, "BadRequest"),
    ];
    for (body, code, reason) in cases {
        let answer = api.post(WIDGETS, body.clone()).await;
        assert_eq!((answer.code, answer.body["reason"].as_str()), (code, Some(reason)), "{body}");
    }
    let nowhere = api.post(&WIDGETS.replace("default", "nowhere"), widget("b", json!({}))).await;
    assert_eq!(nowhere.body["details"]["kind"], "namespaces");
}

#[tokio::test]
async fn generation_counts_changes_of_the_spec_alone() {
    let api = Api::start().await;
    let path = format!("{WIDGETS}/a");
    api.post(WIDGETS, widget("a", json!({}))).await;
    let generation = |v: Value| v["metadata"]["generation"].as_i64();
    assert_eq!(
        generation(api.merge(&path, json!({ "metadata": { "labels": { "x": "1" } } })).await.body),
        Some(1)
    );
    assert_eq!(generation(api.merge(&path, json!({ "spec": { "replicas": 2 } })).await.body), Some(2));
    let status = format!("{path}/status");
    let written =
        api.merge(&status, json!({ "status": { "replicas": 2 }, "spec": { "replicas": 9 } })).await.body;
    assert_eq!((generation(written.clone()), &written["spec"]["replicas"]), (Some(2), &json!(2)));
    assert_eq!(api.merge(&path, json!({ "status": { "replicas": 7 } })).await.body["status"]["replicas"], 2);
}

#[tokio::test]
async fn a_write_that_changes_nothing_writes_nothing() {
    let api = Api::start().await;
    let made = api.post(WIDGETS, widget("a", json!({}))).await.body;
    let again = api.put(&format!("{WIDGETS}/a"), made.clone()).await.body;
    assert_eq!(made, again);
}

#[tokio::test]
async fn the_revision_guards_replacements() {
    let api = Api::start().await;
    let path = format!("{WIDGETS}/a");
    let first = api.post(WIDGETS, widget("a", json!({}))).await.body;
    api.merge(&path, json!({ "spec": { "replicas": 2 } })).await;
    assert_eq!(api.put(&path, first).await.body["reason"], "Conflict");
    assert_eq!(api.put(&path, widget("a", json!({}))).await.fields(), ["metadata.resourceVersion"]);
}

#[tokio::test]
async fn dry_run_answers_and_keeps_nothing() {
    let api = Api::start().await;
    assert_eq!(api.post(&format!("{WIDGETS}?dryRun=All"), widget("a", json!({}))).await.code, 201);
    assert_eq!(api.get(&format!("{WIDGETS}/a")).await.code, 404);
}

#[tokio::test]
async fn unknown_fields_warn_or_refuse_or_pass() {
    let api = Api::start().await;
    let body = widget("a", json!({ "odd": 1, "parts": [{ "name": "p", "weird": 2 }] }));
    let warned = api.post(WIDGETS, body.clone()).await;
    assert_eq!(warned.warnings().len(), 2);
    assert!(
        warned.warnings()[0].contains("spec.odd") && warned.warnings()[1].contains("spec.parts[0].weird")
    );
    assert_eq!(warned.body["spec"].get("odd"), None);
    assert_eq!(api.post(&format!("{WIDGETS}?fieldValidation=Strict"), body.clone()).await.code, 400);
    let ignored = api
        .post(&format!("{WIDGETS}?fieldValidation=Ignore&dryRun=All"), widget("b", json!({ "odd": 1 })))
        .await;
    assert!(ignored.warnings().is_empty() && ignored.code == 201);
}

#[tokio::test]
async fn duplicate_keys_are_noticed() {
    let api = Api::start().await;
    let text = r#"{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"color":"red","color":"blue"}}"#;
    let answer = api.send("POST", WIDGETS, &[("content-type", "application/json")], text).await;
    assert!(answer.warnings()[0].contains("duplicate field") && answer.body["spec"]["color"] == "blue");
}

#[tokio::test]
async fn json_patches_apply_as_a_whole_or_not_at_all() {
    let api = Api::start().await;
    let path = format!("{WIDGETS}/a");
    api.post(WIDGETS, widget("a", json!({ "tags": ["x"] }))).await;
    let good = json!([{ "op": "test", "path": "/spec/tags/0", "value": "x" }, { "op": "add", "path": "/spec/tags/-", "value": "y" }]);
    assert_eq!(api.json_patch(&path, good).await.body["spec"]["tags"], json!(["x", "y"]));
    let bad = json!([{ "op": "remove", "path": "/spec/tags" }, { "op": "test", "path": "/spec/color", "value": "blue" }]);
    assert_eq!(api.json_patch(&path, bad).await.code, 422);
    assert_eq!(api.get(&path).await.body["spec"]["tags"], json!(["x", "y"]));
}

#[tokio::test]
async fn yaml_goes_in_and_out() {
    let api = Api::start().await;
    let text = "apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: a\nspec:\n  note: \"yes\"\n  limits: {cpu: \"5\"}\n";
    let headers = [("content-type", "application/yaml"), ("accept", "application/yaml")];
    let answer = api.send("POST", WIDGETS, &headers, text).await;
    let shown = answer.body.as_str().unwrap_or_default();
    assert!(shown.contains("  note: \"yes\"\n") && shown.contains("    cpu: \"5\"\n"), "{shown}");
}

#[tokio::test]
async fn scale_reads_and_writes_the_count() {
    let api = Api::start().await;
    let path = format!("{WIDGETS}/a/scale");
    api.post(WIDGETS, widget("a", json!({ "replicas": 3 }))).await;
    let scale = api.get(&path).await.body;
    assert_eq!((&scale["kind"], &scale["spec"]["replicas"]), (&json!("Scale"), &json!(3)));
    assert_eq!(api.merge(&path, json!({ "spec": { "replicas": 5 } })).await.body["spec"]["replicas"], 5);
    assert_eq!(api.get(&format!("{WIDGETS}/a")).await.body["spec"]["replicas"], 5);
    assert_eq!(api.merge(&path, json!({ "spec": { "replicas": -1 } })).await.code, 422);
}
