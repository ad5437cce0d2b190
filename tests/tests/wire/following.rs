//! Pages, and watches that go on, on a server that keeps objects in memory.

use std::sync::Arc;
use std::time::Duration;

use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use istio_security::client::{Change, Error, Pace};
use istio_security::support::rest::{Patch, WatchEvent};
use serde_json::json;
use specwright_tests::memory::Memory;
use tokio::time::timeout;

use crate::version::{Version, in_both_versions};
use crate::wiring::{Wire, wires};

in_both_versions!(
    lists_come_in_pages_of_one_state,
    a_page_of_a_forgotten_state_is_expired,
    a_watch_gives_changes_and_bookmarks,
    a_watch_sees_what_its_selectors_match,
    a_watch_goes_on_after_its_connection_ended,
    a_bookmark_saves_from_listing_again,
    a_watch_lists_again_when_its_state_is_forgotten,
);

const PACE: Pace = Pace {
    idle: Duration::from_secs(20),
    first_delay: Duration::from_millis(1),
    longest_delay: Duration::from_millis(5),
};

fn put<K: Version>(memory: &Memory, namespace: &str, name: &str) -> K {
    let mut object = K::named(name);
    object.metadata_mut().namespace = Some(namespace.to_owned());
    memory.put(&object)
}

/// A server for each transport, since what happens on one is counted on the other.
async fn served<K: Version>() -> [(Arc<Memory>, Wire); 2] {
    let [first, second] = [Memory::new(), Memory::new()];
    let [within, _] = wires(|| K::router(&first)).await;
    let [_, beyond] = wires(|| K::router(&second)).await;
    [(first, within), (second, beyond)]
}

type Changes<K> = BoxStream<'static, Result<Change<K>, Error>>;

/// The next change, in short.
async fn next<K: Version>(changes: &mut Changes<K>) -> String {
    let change = timeout(Duration::from_secs(20), changes.next()).await.expect("there is a change");
    match change.expect("the stream goes on") {
        Ok(Change::Listed(list)) => {
            format!("listed {}", list.items.iter().map(K::name).collect::<Vec<_>>().join(" "))
        }
        Ok(Change::Added(object)) => format!("added {}", object.name()),
        Ok(Change::Modified(object)) => format!("modified {}", object.name()),
        Ok(Change::Deleted(object)) => format!("deleted {}", object.name()),
        Ok(Change::Rejected(rejected)) => format!("rejected {}", rejected.error),
        Err(error) => format!("error {error}"),
    }
}

/// How often the objects of the namespace were listed and watched.
fn asked(wire: &Wire) -> (usize, usize) {
    let record = wire.record.lock().expect("no test panics while it writes");
    let watches = record.iter().filter(|seen| seen.query.contains("watch")).count();
    (record.len() - watches, watches)
}

async fn lists_come_in_pages_of_one_state<K: Version>() {
    for (memory, wire) in served::<K>().await {
        for name in ["a", "b", "c", "d", "e"] {
            put::<K>(&memory, "ns", name);
        }
        put::<K>(&memory, "other", "f");
        let mut pages = K::within(&wire.client, "ns").list().limit(2).pages();
        let first = pages.try_next().await.unwrap().unwrap();
        put::<K>(&memory, "ns", "aa");
        let rest: Vec<_> = pages.try_collect().await.unwrap();
        let names = |list: &istio_security::List<K>| {
            list.items.iter().map(|k| k.name().to_owned()).collect::<String>()
        };
        assert_eq!((names(&first), names(&rest[0]), names(&rest[1])), ("ab".into(), "cd".into(), "e".into()));
        assert_eq!(rest.len(), 2);
        assert_eq!(first.metadata.resource_version, rest[1].metadata.resource_version);
        let all: Vec<_> = K::everywhere(&wire.client).list().limit(1).items().try_collect().await.unwrap();
        assert_eq!(all.iter().map(K::name).collect::<Vec<_>>(), ["a", "aa", "b", "c", "d", "e", "f"]);
    }
}

async fn a_page_of_a_forgotten_state_is_expired<K: Version>() {
    for (memory, wire) in served::<K>().await {
        put::<K>(&memory, "ns", "a");
        put::<K>(&memory, "ns", "b");
        let mut pages = K::within(&wire.client, "ns").list().limit(1).pages();
        pages.try_next().await.unwrap();
        put::<K>(&memory, "ns", "c");
        memory.compact();
        let error = pages.try_next().await.unwrap_err();
        assert!(error.is_expired() && error.body().is_some(), "{error:?}");
        assert!(pages.next().await.is_none());
    }
}

async fn a_watch_gives_changes_and_bookmarks<K: Version>() {
    for (memory, wire) in served::<K>().await {
        let objects = K::within(&wire.client, "ns");
        let begin = put::<K>(&memory, "ns", "a").metadata().resource_version.clone().unwrap();
        let mut events = objects.watch().resource_version(begin).once().await.unwrap();
        put::<K>(&memory, "ns", "b");
        let Some(Ok(WatchEvent::Added(b))) = events.next().await else { panic!("b is new") };
        assert_eq!(b.name(), "b");
        let patch = Patch::merge(json!({"metadata": {"labels": {"app": "a"}}}));
        objects.patch("a", &patch).send().await.unwrap();
        let Some(Ok(WatchEvent::Modified(a))) = events.next().await else { panic!("a has changed") };
        assert_eq!(a.metadata().labels.as_ref().unwrap()["app"], "a");
        objects.delete("b").send().await.unwrap();
        let Some(Ok(WatchEvent::Deleted(gone))) = events.next().await else { panic!("b is gone") };
        assert_eq!(gone.metadata().resource_version, Some(memory.version().to_string()));
        put::<K>(&memory, "elsewhere", "c");
        let Some(Ok(WatchEvent::Bookmark(bookmark))) = events.next().await else { panic!("time has passed") };
        assert_eq!(bookmark.resource_version(), Some(memory.version().to_string().as_str()));
        memory.hang_up();
        assert!(events.next().await.is_none());
    }
}

async fn a_watch_sees_what_its_selectors_match<K: Version>() {
    for (_, wire) in served::<K>().await {
        let objects = K::within(&wire.client, "ns");
        objects.create(&K::named("a")).send().await.unwrap();
        let mut changes = objects.watch().label_selector("app=a").pace(PACE).changes();
        assert_eq!(next(&mut changes).await, "listed ");
        let label = |value| Patch::merge(json!({"metadata": {"labels": {"app": value}}}));
        // The watch is opened while nothing is known to happen: what happens meanwhile comes all the same.
        objects.patch("a", &label("a")).send().await.unwrap();
        assert_eq!(next(&mut changes).await, "added a");
        objects.patch("a", &label("b")).send().await.unwrap();
        assert_eq!(next(&mut changes).await, "deleted a");
        let by_name = objects.list().field_selector("metadata.name=a").label_selector("app").send().await;
        assert_eq!(by_name.unwrap().items.len(), 1);
    }
}

async fn a_watch_goes_on_after_its_connection_ended<K: Version>() {
    for (memory, wire) in served::<K>().await {
        put::<K>(&memory, "ns", "a");
        let mut changes = K::within(&wire.client, "ns").watch().pace(PACE).changes();
        assert_eq!(next(&mut changes).await, "listed a");
        put::<K>(&memory, "ns", "b");
        assert_eq!(next(&mut changes).await, "added b");
        memory.hang_up();
        put::<K>(&memory, "ns", "c");
        assert_eq!(next(&mut changes).await, "added c");
        assert_eq!(asked(&wire), (1, 2), "{}", wire.transport);
    }
}

async fn a_bookmark_saves_from_listing_again<K: Version>() {
    for (memory, wire) in served::<K>().await {
        put::<K>(&memory, "ns", "a");
        let mut changes = K::within(&wire.client, "ns").watch().pace(PACE).changes();
        assert_eq!(next(&mut changes).await, "listed a");
        put::<K>(&memory, "ns", "b");
        assert_eq!(next(&mut changes).await, "added b");
        put::<K>(&memory, "elsewhere", "c");
        // Bookmarks are no changes, so the stream has to be read for a while for one to arrive.
        assert!(timeout(Duration::from_millis(700), changes.next()).await.is_err());
        memory.compact();
        memory.hang_up();
        put::<K>(&memory, "ns", "d");
        assert_eq!(next(&mut changes).await, "added d");
        assert_eq!(asked(&wire), (1, 2), "{}", wire.transport);
    }
}

async fn a_watch_lists_again_when_its_state_is_forgotten<K: Version>() {
    for (memory, wire) in served::<K>().await {
        put::<K>(&memory, "ns", "a");
        let mut changes = K::everywhere(&wire.client).watch().pace(PACE).changes();
        assert_eq!(next(&mut changes).await, "listed a");
        put::<K>(&memory, "ns", "b");
        assert_eq!(next(&mut changes).await, "added b");
        memory.hang_up();
        put::<K>(&memory, "ns", "c");
        memory.compact();
        assert_eq!(next(&mut changes).await, "listed a b c");
        put::<K>(&memory, "ns", "d");
        assert_eq!(next(&mut changes).await, "added d");
        assert_eq!(asked(&wire), (2, 3), "{}", wire.transport);
    }
}
