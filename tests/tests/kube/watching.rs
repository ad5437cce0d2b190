//! Watches, watchers and stores of kube on the generated server.

use std::time::Duration;

use futures::{StreamExt, TryStreamExt};
use istio_security::v1::PeerAuthentication;
use kube::ResourceExt;
use kube::api::{Api, DeleteParams, Patch, PatchParams, WatchEvent, WatchParams};
use kube::runtime::reflector::{self, ObjectRef, Store};
use kube::runtime::{WatchStreamExt, watcher};
use serde_json::json;
use tokio::time::{sleep, timeout};

use crate::{next, put, served};

#[tokio::test]
async fn a_watch_gives_what_happens() {
    let (memory, client) = served().await;
    let api: Api<PeerAuthentication> = Api::default_namespaced(client);
    put(&memory, "a");
    let mut events = api.watch(&WatchParams::default(), "1").await.unwrap().boxed();
    put(&memory, "b");
    assert!(matches!(next(&mut events).await.unwrap(), WatchEvent::Added(b) if b.name_any() == "b"));
    let label = Patch::Merge(json!({"metadata": {"labels": {"app": "a"}}}));
    api.patch("a", &PatchParams::default(), &label).await.unwrap();
    assert!(matches!(next(&mut events).await.unwrap(), WatchEvent::Modified(a) if a.labels()["app"] == "a"));
    api.delete("b", &DeleteParams::default()).await.unwrap();
    assert!(matches!(next(&mut events).await.unwrap(), WatchEvent::Deleted(b) if b.name_any() == "b"));
    let mut elsewhere = PeerAuthentication::new("c");
    elsewhere.metadata.namespace = Some("elsewhere".to_owned());
    memory.put(&elsewhere);
    let WatchEvent::Bookmark(bookmark) = next(&mut events).await.unwrap() else { panic!("time has passed") };
    assert_eq!(bookmark.metadata.resource_version, "5");
    memory.compact();
    let mut late = api.watch(&WatchParams::default(), "1").await.unwrap().boxed();
    assert!(matches!(next(&mut late).await.unwrap(), WatchEvent::Error(status) if status.code == 410));
    assert_eq!(late.try_next().await.unwrap().map(|_| ()), None);
}

/// A watcher, in short, for as long as the test reads it.
fn short(event: Result<watcher::Event<PeerAuthentication>, watcher::Error>) -> String {
    match event {
        Ok(watcher::Event::Init) => "init".to_owned(),
        Ok(watcher::Event::InitApply(object)) => format!("has {}", object.name_any()),
        Ok(watcher::Event::InitDone) => "done".to_owned(),
        Ok(watcher::Event::Apply(object)) => format!("apply {}", object.name_any()),
        Ok(watcher::Event::Delete(object)) => format!("delete {}", object.name_any()),
        Err(error) => format!("error {error}"),
    }
}

/// A watcher begins with what there is, follows, goes on when its connection ends, and begins again after a 410.
async fn a_watcher_follows(config: watcher::Config) {
    let (memory, client) = served().await;
    let api: Api<PeerAuthentication> = Api::default_namespaced(client);
    put(&memory, "a");
    let mut events = watcher(api.clone(), config).default_backoff().map(short).boxed();
    for expected in ["init", "has a", "done"] {
        assert_eq!(next(&mut events).await, expected);
    }
    put(&memory, "b");
    assert_eq!(next(&mut events).await, "apply b");
    memory.hang_up();
    api.delete("b", &DeleteParams::default()).await.unwrap();
    assert_eq!(next(&mut events).await, "delete b");
    memory.hang_up();
    put(&memory, "c");
    memory.compact();
    // How often the watcher fails before it begins again is its own affair.
    let mut seen = Vec::new();
    while seen.last().map(String::as_str) != Some("done") {
        seen.push(next(&mut events).await);
    }
    assert_eq!(seen[seen.len() - 4..], ["init", "has a", "has c", "done"], "{seen:?}");
}

#[tokio::test]
async fn a_watcher_that_lists_follows() {
    a_watcher_follows(watcher::Config::default()).await;
}

#[tokio::test]
async fn a_watcher_that_lists_in_pages_follows() {
    a_watcher_follows(watcher::Config::default().page_size(1)).await;
}

#[tokio::test]
async fn a_watcher_that_streams_its_list_follows() {
    a_watcher_follows(watcher::Config::default().streaming_lists()).await;
}

#[tokio::test]
async fn a_store_holds_what_the_server_has() {
    let (memory, client) = served().await;
    let api: Api<PeerAuthentication> = Api::default_namespaced(client);
    put(&memory, "a");
    put(&memory, "b");
    let (store, writer) = reflector::store();
    let stream = watcher(api.clone(), watcher::Config::default()).default_backoff().reflect(writer);
    tokio::spawn(stream.applied_objects().for_each(|_| async {}));
    timeout(Duration::from_secs(20), store.wait_until_ready()).await.unwrap().unwrap();
    assert_eq!(names(&store), ["a", "b"]);
    let label = Patch::Merge(json!({"metadata": {"labels": {"app": "a"}}}));
    api.patch("a", &PatchParams::default(), &label).await.unwrap();
    api.delete("b", &DeleteParams::default()).await.unwrap();
    put(&memory, "c");
    until(|| names(&store) == ["a", "c"]).await;
    let key = ObjectRef::new("a").within("ns");
    assert_eq!(store.get(&key).unwrap().labels()["app"], "a");
}

fn names(store: &Store<PeerAuthentication>) -> Vec<String> {
    let mut names: Vec<_> = store.state().iter().map(|object| object.name_any()).collect();
    names.sort();
    names
}

/// Waits for a state.
async fn until(reached: impl Fn() -> bool) {
    let wait = async {
        while !reached() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(20), wait).await.expect("the state is reached");
}
