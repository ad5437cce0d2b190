//! What holds however writers and watchers interleave, on the store in memory and on the one that survives a crash.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::body::Body;
use bytes::BytesMut;
use http::Request;
use http_body_util::BodyExt;
use proptest::prelude::*;
use serde_json::{Value, json};
use specwright_apiserver::ApiServer;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::fixture::{Api, WIDGETS, widget};

/// Where objects are kept.
#[derive(Debug, Clone, Copy)]
enum Kept {
    Memory,
    Directory,
}

/// A server, and the directory that it may need for as long as it runs.
async fn start(kept: Kept) -> (Arc<Api>, Option<TempDir>) {
    let builder = ApiServer::builder().crd_text(include_str!("widget.yaml"));
    let (builder, directory) = match kept {
        Kept::Memory => (builder, None),
        Kept::Directory => {
            let directory = tempfile::tempdir().expect("a temporary directory");
            (builder.data(directory.path()), Some(directory))
        }
    };
    let service = builder.build().await.expect("the definitions are good");
    (Arc::new(Api::over(service)), directory)
}

fn kept() -> impl Strategy<Value = Kept> {
    prop_oneof![3 => Just(Kept::Memory), 1 => Just(Kept::Directory)]
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(future)
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn revision_of(object: &Value) -> u64 {
    text(object, "/metadata/resourceVersion").parse().expect("a revision is a number")
}

const COLOURS: [&str; 3] = ["red", "green", "blue"];

/// A write of a client.
#[derive(Debug, Clone)]
enum Step {
    Create(u8, u8),
    Recolour(u8, u8),
    Apply(u8, u8),
    Replace(u8, u8),
    Delete(u8),
    DeleteColour(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let (name, colour) = (0..5u8, 0..3u8);
    prop_oneof![
        4 => (name.clone(), colour.clone()).prop_map(|(i, c)| Step::Create(i, c)),
        3 => (name.clone(), colour.clone()).prop_map(|(i, c)| Step::Recolour(i, c)),
        2 => (name.clone(), colour.clone()).prop_map(|(i, c)| Step::Apply(i, c)),
        2 => (name.clone(), colour.clone()).prop_map(|(i, c)| Step::Replace(i, c)),
        3 => name.prop_map(Step::Delete),
        1 => colour.prop_map(Step::DeleteColour),
    ]
}

/// Takes a step; answers the revision of what was written, where the answer tells it.
async fn take(api: &Api, step: &Step) -> Option<u64> {
    let path = |i: &u8| format!("{WIDGETS}/w{i}");
    let spec = |c: &u8| json!({ "color": COLOURS[usize::from(*c)] });
    let answer = match step {
        Step::Create(i, c) => api.post(WIDGETS, widget(&format!("w{i}"), spec(c))).await,
        Step::Recolour(i, c) => api.merge(&path(i), json!({ "spec": spec(c) })).await,
        Step::Apply(i, c) => api.apply_with(&format!("w{i}"), "fieldManager=me&force=true", spec(c)).await,
        Step::Replace(i, c) => {
            let mut object = api.get(&path(i)).await;
            object.body["spec"] = spec(c);
            if object.code == 200 { api.put(&path(i), object.body).await } else { object }
        }
        Step::Delete(i) => api.delete(&path(i)).await,
        Step::DeleteColour(c) => {
            let colour = COLOURS[usize::from(*c)];
            api.delete(&format!("{WIDGETS}?fieldSelector=spec.color%3D{colour}")).await
        }
    };
    assert!(answer.code < 500, "{step:?}: {answer:?}");
    let wrote = (200..300).contains(&answer.code) && answer.body["kind"] == "Widget";
    let tells = !matches!(step, Step::Delete(_) | Step::DeleteColour(_));
    (wrote && tells).then(|| revision_of(&answer.body))
}

/// An event of a watch: its revision, its kind, and the name of the object.
type Event = (u64, String, String);

/// What a watcher saw, beginning with a list.
struct Seen {
    revision: u64,
    listed: BTreeMap<String, String>,
    events: Vec<(Event, String)>,
}

/// The name of the object that is written last of all.
const LAST: &str = "last";

/// Lists, and follows until the last object is seen.
async fn follow(api: Arc<Api>, selector: &'static str) -> Seen {
    let list = api.get(&format!("{WIDGETS}?{selector}")).await.body;
    let items = list["items"].as_array().into_iter().flatten();
    let pair = |i: &Value| (text(i, "/metadata/name").to_owned(), text(i, "/spec/color").to_owned());
    let mut seen =
        Seen { revision: revision_of(&list), listed: items.map(pair).collect(), events: Vec::new() };
    if seen.listed.contains_key(LAST) {
        return seen;
    }
    let path = format!("{WIDGETS}?watch=true&resourceVersion={}&{selector}", seen.revision);
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let answer = api.service().clone().oneshot(request).await.expect("the service never fails");
    let (mut body, mut text_so_far) = (answer.into_body(), BytesMut::new());
    while let Some(frame) = body.frame().await {
        text_so_far.extend_from_slice(&frame.expect("the watch goes on").into_data().unwrap_or_default());
        while let Some(end) = text_so_far.iter().position(|b| *b == b'\n') {
            let line = text_so_far.split_to(end + 1);
            let event: Value = serde_json::from_slice(&line).expect("an event");
            let object = &event["object"];
            let (kind, name) = (text(&event, "/type").to_owned(), text(object, "/metadata/name").to_owned());
            seen.events.push(((revision_of(object), kind, name), text(object, "/spec/color").to_owned()));
            if text(object, "/metadata/name") == LAST {
                return seen;
            }
        }
    }
    unreachable!("the watch ended before the last change");
}

impl Seen {
    /// What the watcher believes to be there in the end; every event has to fit what was before.
    fn outcome(&self) -> BTreeMap<String, String> {
        let (mut items, mut newest) = (self.listed.clone(), self.revision);
        for ((revision, kind, name), colour) in &self.events {
            assert!(*revision > newest, "a change came twice or out of order: {:?}", self.events);
            newest = *revision;
            let fits = match kind.as_str() {
                "ADDED" => items.insert(name.clone(), colour.clone()).is_none(),
                "MODIFIED" => items.insert(name.clone(), colour.clone()).is_some(),
                "DELETED" => items.remove(name).is_some(),
                _ => false,
            };
            assert!(fits, "{kind} of {name} at {revision} does not fit what was before");
        }
        items
    }

    /// The events after a revision.
    fn after(&self, revision: u64) -> Vec<&Event> {
        self.events.iter().map(|(e, _)| e).filter(|e| e.0 > revision).collect()
    }
}

/// Lets others go first so many times.
async fn stand_back(times: u8) {
    for _ in 0..times {
        tokio::task::yield_now().await;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_watcher_sees_every_change_once_and_in_order(
        kept in kept(),
        scripts in prop::collection::vec(prop::collection::vec(step(), 0..12), 1..5),
        starts in prop::collection::vec((0..40u8, any::<bool>()), 1..6),
    ) {
        block_on(async {
            let (api, _directory) = start(kept).await;
            let first = tokio::spawn(follow(api.clone(), ""));
            let writers: Vec<_> = scripts.into_iter().map(|script| {
                let api = api.clone();
                tokio::spawn(async move {
                    let mut written = Vec::new();
                    for step in &script {
                        written.extend(take(&api, step).await);
                        tokio::task::yield_now().await;
                    }
                    written
                })
            }).collect();
            let watchers: Vec<_> = starts.into_iter().map(|(wait, red)| {
                let (api, selector) = (api.clone(), if red { "fieldSelector=spec.color%3Dred" } else { "" });
                (red, tokio::spawn(async move {
                    stand_back(wait).await;
                    follow(api, selector).await
                }))
            }).collect();
            let mut written = BTreeSet::new();
            for writer in writers {
                written.extend(writer.await.expect("a writer ends"));
            }
            // All watchers select the last object.
            assert_eq!(api.post(WIDGETS, widget(LAST, json!({}))).await.code, 201);
            let first = first.await.expect("a watcher ends");
            let outcome = first.outcome();
            let told: BTreeSet<u64> = first.events.iter().map(|((revision, ..), _)| *revision).collect();
            let untold: Vec<_> = written.iter().filter(|r| **r > first.revision && !told.contains(r)).collect();
            assert!(untold.is_empty(), "these writes were acknowledged and not told: {untold:?}");
            for (red, watcher) in watchers {
                let seen = watcher.await.expect("a watcher ends");
                let mut wanted = outcome.clone();
                if red {
                    wanted.retain(|_, colour| colour == "red");
                } else if seen.revision >= first.revision {
                    assert_eq!(seen.after(0), first.after(seen.revision), "two watchers were told different stories");
                }
                assert_eq!(seen.outcome(), wanted);
            }
        });
    }

    #[test]
    fn no_update_is_lost_under_conflicts(kept in kept(), writers in prop::collection::vec((1..8u8, any::<bool>()), 2..6)) {
        block_on(async {
            let (api, _directory) = start(kept).await;
            api.post(WIDGETS, widget("counter", json!({ "replicas": 0 }))).await;
            let total: u8 = writers.iter().map(|(times, _)| times).sum();
            let tasks: Vec<_> = writers.into_iter().map(|(times, patches)| tokio::spawn(count(api.clone(), times, patches))).collect();
            for task in tasks {
                task.await.expect("a writer ends");
            }
            let counter = api.get(&format!("{WIDGETS}/counter")).await.body;
            assert_eq!((&counter["spec"]["replicas"], &counter["metadata"]["generation"]), (&json!(total), &json!(total + 1)));
        });
    }

    #[test]
    fn pages_skip_and_repeat_nothing_of_their_revision(
        kept in kept(),
        before in prop::collection::vec(step(), 0..14),
        between in prop::collection::vec((prop::collection::vec(step(), 0..4), 1..4u8), 0..8),
        red in any::<bool>(),
    ) {
        block_on(async {
            let (api, _directory) = start(kept).await;
            for step in &before {
                take(&api, step).await;
            }
            let selector = if red { "&fieldSelector=spec.color%3Dred" } else { "" };
            let whole = api.get(&format!("{WIDGETS}?a=b{selector}")).await.body;
            let (mut items, mut token) = (Vec::new(), String::new());
            // What is left when the steps are used up comes on one page.
            for (steps, limit) in between.iter().cloned().chain([(Vec::new(), 100)]) {
                let page = api.get(&format!("{WIDGETS}?limit={limit}&continue={token}{selector}")).await;
                assert_eq!(page.code, 200, "{page:?}");
                assert_eq!(page.body["metadata"]["resourceVersion"], whole["metadata"]["resourceVersion"]);
                items.extend(page.body["items"].as_array().cloned().unwrap_or_default());
                token = text(&page.body, "/metadata/continue").to_owned();
                if token.is_empty() {
                    break;
                }
                for step in &steps {
                    take(&api, step).await;
                }
            }
            assert_eq!(json!(items), whole["items"]);
        });
    }
}

/// Adds one to the counter so many times, by reading and replacing or by a patch that tests what it replaces.
async fn count(api: Arc<Api>, times: u8, patches: bool) {
    let path = format!("{WIDGETS}/counter");
    let mut left = times;
    while left > 0 {
        let mut object = api.get(&path).await.body;
        let replicas = object["spec"]["replicas"].as_u64().expect("a number");
        let answer = if patches {
            let test = json!({ "op": "test", "path": "/spec/replicas", "value": replicas });
            let replace = json!({ "op": "replace", "path": "/spec/replicas", "value": replicas + 1 });
            api.json_patch(&path, json!([test, replace])).await
        } else {
            object["spec"]["replicas"] = json!(replicas + 1);
            api.put(&path, object).await
        };
        assert!(matches!(answer.code, 200 | 409 | 422), "{answer:?}");
        left -= u8::from(answer.code == 200);
        tokio::task::yield_now().await;
    }
}

/// What may stand at a place of a widget, fitting or not.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-5..120i64).prop_map(Value::from),
        prop::sample::select(vec!["red", "blue", "x", "10m", "a/b"]).prop_map(Value::from),
    ];
    let names =
        prop::sample::select(vec!["name", "kind", "size", "metadata", "spec", "apiVersion", "a", "b", "odd"]);
    leaf.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.clone(), inner, 0..4).prop_map(|m| json!(m)),
        ]
    })
}

fn spec() -> impl Strategy<Value = Value> {
    let names = [
        "color", "replicas", "note", "even", "port", "tags", "order", "parts", "limits", "whole", "free",
        "template", "odd",
    ];
    let part = (prop::sample::select(vec!["a", "b", "c"]), any::<bool>(), anything());
    let parts = prop::collection::btree_map(prop::sample::select(vec!["a", "b", "c"]), part, 0..3);
    let parts = parts.prop_map(|all| {
        let item = |(name, (kind, bare, odd)): (&str, (&str, bool, Value))| {
            if bare { json!({ "name": name, "odd": odd }) } else { json!({ "name": name, "kind": kind }) }
        };
        Value::from(all.into_iter().map(item).collect::<Vec<_>>())
    });
    let members = prop::collection::btree_map(prop::sample::select(names.to_vec()), anything(), 0..5);
    (members, parts).prop_map(|(mut members, parts)| {
        members.insert("parts", parts);
        json!(members)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// What was pruned and defaulted once stays as it is: written again, nothing changes, not even the revision.
    #[test]
    fn pruning_and_defaulting_twice_is_doing_it_once(specs in prop::collection::vec(spec(), 8)) {
        block_on(async {
            let (api, _directory) = start(Kept::Memory).await;
            for (i, spec) in specs.into_iter().enumerate() {
                let made = api.post(WIDGETS, widget(&format!("w{i}"), spec.clone())).await;
                if made.code != 201 {
                    assert!(matches!(made.code, 400 | 422), "{spec}: {made:?}");
                    continue;
                }
                let path = format!("{WIDGETS}/w{i}");
                let again = api.put(&path, made.body.clone()).await;
                assert_eq!(again.body, made.body, "{spec}");
                let copy = widget("copy", made.body["spec"].clone());
                let copied = api.post(&format!("{WIDGETS}?dryRun=All&fieldValidation=Strict"), copy).await;
                assert_eq!((copied.code, &copied.body["spec"]), (201, &made.body["spec"]), "{spec}");
            }
        });
    }
}
