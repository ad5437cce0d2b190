//! Watches.

use serde_json::{Value, json};

use crate::fixture::{Api, WIDGETS, widget};

/// The events of a watch of one second.
async fn events(api: &Api, query: &str) -> Vec<(String, Value)> {
    let answer = api.get(&format!("{WIDGETS}?watch=true&timeoutSeconds=1&{query}")).await;
    let text = answer.body.as_str().map_or_else(|| answer.body.to_string(), str::to_owned);
    let lines = text.lines().filter(|l| !l.is_empty()).filter_map(|l| serde_json::from_str::<Value>(l).ok());
    lines.map(|e| (e["type"].as_str().unwrap_or_default().to_owned(), e["object"].clone())).collect()
}

fn kinds(events: &[(String, Value)]) -> Vec<&str> {
    events.iter().map(|(kind, _)| kind.as_str()).collect()
}

#[tokio::test]
async fn changes_after_a_revision_come_in_order() {
    let api = Api::start().await;
    let start =
        api.get(WIDGETS).await.body["metadata"]["resourceVersion"].as_str().unwrap_or_default().to_owned();
    api.post(WIDGETS, widget("a", json!({}))).await;
    api.merge(&format!("{WIDGETS}/a"), json!({ "metadata": { "labels": { "x": "1" } } })).await;
    api.merge(&format!("{WIDGETS}/a"), json!({ "metadata": { "labels": { "x": "2" } } })).await;
    api.delete(&format!("{WIDGETS}/a")).await;
    let query = format!("resourceVersion={start}");
    assert_eq!(kinds(&events(&api, &query).await), ["ADDED", "MODIFIED", "MODIFIED", "DELETED"]);
    // Under a selector an object is added when it begins to match, and deleted when it ceases.
    let chosen = events(&api, &format!("{query}&labelSelector=x%3D1")).await;
    assert_eq!(kinds(&chosen), ["ADDED", "DELETED"]);
    assert_eq!(chosen[1].1["metadata"]["labels"]["x"], "1");
}

#[tokio::test]
async fn the_first_state_ends_with_a_bookmark_for_who_wants_one() {
    let api = Api::start().await;
    api.post(WIDGETS, widget("a", json!({}))).await;
    let query = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
    let found = events(&api, query).await;
    assert_eq!(kinds(&found)[..2], ["ADDED", "BOOKMARK"]);
    assert_eq!(found[1].1["metadata"]["annotations"]["k8s.io/initial-events-end"], "true");
}

#[tokio::test]
async fn the_forgotten_past_is_an_error_event() {
    let api = Api::start().await;
    let found = events(&api, "resourceVersion=1").await;
    assert_eq!((kinds(&found), &found[0].1["code"]), (vec!["ERROR"], &json!(410)));
}
