//! What holds for every order of events, and for every nonsense that a client may send.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fixture::{Api, WIDGETS, widget};

/// A write of a client.
#[derive(Debug, Clone)]
enum Step {
    Create(u8),
    Recolour(u8, u8),
    Delete(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..6u8).prop_map(Step::Create),
        (0..6u8, 0..3u8).prop_map(|(i, c)| Step::Recolour(i, c)),
        (0..6u8).prop_map(Step::Delete),
    ]
}

async fn take(api: &Api, step: &Step) {
    match step {
        Step::Create(i) => api.post(WIDGETS, widget(&format!("w{i}"), json!({}))).await,
        Step::Recolour(i, c) => {
            let color = ["red", "green", "blue"][usize::from(*c)];
            api.merge(&format!("{WIDGETS}/w{i}"), json!({ "spec": { "color": color } })).await
        }
        Step::Delete(i) => api.delete(&format!("{WIDGETS}/w{i}")).await,
    };
}

/// Names with revisions, as a list shows them.
async fn listed(api: &Api) -> (BTreeMap<String, String>, String) {
    let list = api.get(WIDGETS).await.body;
    let text = |v: &Value, p: &str| v.pointer(p).and_then(Value::as_str).unwrap_or_default().to_owned();
    let pairs = list["items"].as_array().into_iter().flatten();
    let items = pairs.map(|i| (text(i, "/metadata/name"), text(i, "/metadata/resourceVersion"))).collect();
    (items, text(&list, "/metadata/resourceVersion"))
}

/// Plays the events of a watch on a listing.
fn follow(mut items: BTreeMap<String, String>, events: &str) -> BTreeMap<String, String> {
    let mut last = 0;
    for event in events.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok()) {
        let meta = &event["object"]["metadata"];
        let (name, revision) =
            (meta["name"].as_str().unwrap_or_default(), meta["resourceVersion"].as_str().unwrap_or_default());
        let number: u64 = revision.parse().expect("a revision is a number");
        assert!(number > last, "a change came twice or out of order: {event}");
        last = number;
        let known = match event["type"].as_str() {
            Some("DELETED") => items.remove(name).is_some(),
            Some("ADDED") => items.insert(name.into(), revision.into()).is_none(),
            _ => items.insert(name.into(), revision.into()).is_some(),
        };
        assert!(known, "the event does not fit what was before: {event}");
    }
    items
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_list_and_the_watch_after_it_tell_the_whole_story(before in prop::collection::vec(step(), 0..12), after in prop::collection::vec(step(), 0..20)) {
        block_on(async {
            let api = Api::start().await;
            for step in &before {
                take(&api, step).await;
            }
            let (start, revision) = listed(&api).await;
            for step in &after {
                take(&api, step).await;
            }
            let path = format!("{WIDGETS}?watch=true&timeoutSeconds=1&resourceVersion={revision}");
            let answer = api.get(&path).await.body;
            let events = answer.as_str().map_or_else(|| answer.to_string(), str::to_owned);
            assert_eq!(follow(start, &events), listed(&api).await.0);
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn nonsense_is_refused_and_never_a_panic(
        method in prop::sample::select(vec!["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
        path in prop::sample::select(vec!["", "/a", "/a/status", "/a/scale", "/%2e%2e", "/a/b/c", "/%ff"]),
        option in prop::sample::select(vec!["labelSelector", "fieldSelector", "continue", "limit", "resourceVersion", "dryRun", "fieldManager"]),
        value in "[ -~]{0,12}",
        kind in prop::sample::select(vec!["application/json", "application/yaml", "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"]),
        body in prop_oneof!["[ -~]{0,40}", "\\PC{0,20}", Just(r#"[{"op":"add","path":"/metadata","value":5}]"#.to_owned()),
            Just(r#"{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"a","managedFields":[{"operation":"Apply","fieldsV1":{"k:{":{}}}]},"spec":7}"#.to_owned()),
            Just("[".repeat(5000)), Just("a: &a [*a, *a]".to_owned())],
    ) {
        block_on(async {
            let api = Api::start().await;
            api.post(WIDGETS, widget("a", json!({}))).await;
            let encoded: String = value.bytes().map(|b| format!("%{b:02X}")).collect();
            let path = format!("{WIDGETS}{path}?{option}={encoded}");
            let answer = api.send(method, &path, &[("content-type", kind)], &body).await;
            // The real server blames itself for bad revisions and for applied fields that it does not know.
            let message = answer.body["message"].as_str().unwrap_or_default();
            let known = ["ParseUint", "failed to create typed patch object", "Too large resource version"];
            assert!(answer.code < 500 || known.iter().any(|k| message.contains(k)), "{method} {path} {body}: {answer:?}");
        });
    }
}
