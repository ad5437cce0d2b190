//! The behaviour of stores: each case runs over all of them.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::{Value, json};

use super::{Change, EtcdStore, Expect, FileStore, Memory, Range, Store, StoreError, Stored};

#[path = "../../tests/support/etcd.rs"]
mod etcd;

type Case = fn(Arc<dyn Store>) -> BoxFuture<'static, ()>;

/// A case as a line of a table.
macro_rules! cases {
    ($($name:ident),*) => {
        [$((stringify!($name), (|store| Box::pin($name(store))) as Case)),*]
    };
}

const HISTORY: usize = 20;

/// All the cases.
fn cases() -> [(&'static str, Case); 8] {
    cases![
        revisions_grow_by_every_write,
        a_write_needs_what_it_expects,
        ranges_are_cut_and_counted,
        prefixes_do_not_touch_their_neighbours,
        the_past_can_be_listed,
        changes_tell_what_was_and_what_is,
        followers_wait_for_what_comes,
        the_future_is_refused
    ]
}

async fn run_all(mut open: impl AsyncFnMut(&str) -> Arc<dyn Store>) {
    for (name, case) in cases() {
        println!("{name}");
        let store = open(name).await;
        tokio::time::timeout(Duration::from_secs(20), case(store)).await.expect(name);
    }
}

#[tokio::test]
async fn memory() {
    run_all(async |_| Arc::new(Memory::new(HISTORY)) as Arc<dyn Store>).await;
    history_is_bounded(Arc::new(Memory::new(HISTORY))).await;
}

#[tokio::test]
async fn file() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let open = |name: &str| FileStore::open(&directory.path().join(name), HISTORY).expect("it opens");
    run_all(async |name| Arc::new(open(name)) as Arc<dyn Store>).await;
    history_is_bounded(Arc::new(open("bounded"))).await;
    the_past_is_known_after_a_restart(&|| open("again")).await;
}

/// A store that is opened again knows the same changes, and no more than it may; it lists the same past.
async fn the_past_is_known_after_a_restart(open: &impl Fn() -> FileStore) {
    let store = open();
    let start = store.revision().await.expect("it answers");
    let made = put(&store, "/h.x/p/a", Expect::Absent, 1).await;
    let changed = put(&store, "/h.x/p/a", Expect::Revision(made), 2).await;
    let gone = store.write("/h.x/p/a", Expect::Revision(changed), None).await.expect("it is there");
    let again = put(&store, "/h.x/p/a", Expect::Absent, 3).await;
    let told = |changes: Vec<Change>| -> Vec<_> {
        changes.iter().map(|c| (c.revision, number(&c.before), number(&c.after))).collect()
    };
    let before = told(store.changes(start).await.expect("they are known"));
    drop(store);
    let store = open();
    assert_eq!(told(store.changes(start).await.expect("they are known")), before);
    let expected =
        [(made, None, Some(1)), (changed, Some(1), Some(2)), (gone, Some(2), None), (again, None, Some(3))];
    assert_eq!(before, expected);
    assert!(keys(&store, "/h.x/p/", Some(gone)).await.is_empty());
    assert_eq!(keys(&store, "/h.x/p/", Some(changed)).await, ["/h.x/p/a"]);
    drop(store);
    // With the rest of the history of this test, more is written than is remembered.
    history_is_bounded(Arc::new(open())).await;
    let store = open();
    let newest = store.revision().await.expect("it answers");
    let oldest = newest - u64::try_from(HISTORY).expect("a small number");
    assert_eq!(store.changes(oldest).await.map(|c| c.len()), Ok(HISTORY));
    assert_eq!(store.changes(oldest - 1).await.map(|c| c.len()), Err(StoreError::Compacted { oldest }));
}

#[tokio::test]
async fn a_file_is_as_it_was_when_it_is_opened_again() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("made/when/missing");
    let open = || FileStore::open(&path, HISTORY).expect("it opens");
    let first = open();
    let one = put(&first, "/g/p/a", Expect::Absent, 1).await;
    let two = put(&first, "/g/p/b", Expect::Absent, 2).await;
    let three = first.write("/g/p/a", Expect::Revision(one), None).await.expect("it is there");
    drop(first);
    let second = open();
    assert_eq!(second.revision().await, Ok(three));
    assert_eq!(keys(&second, "/g/p/", None).await, ["/g/p/b"]);
    assert_eq!(second.get("/g/p/b").await.expect("it reads").expect("it is there").revision, two);
    let four = put(&second, "/g/p/c", Expect::Absent, 4).await;
    assert!(four > three);
    let changes = second.changes(three).await.expect("it is followed from here");
    assert_eq!(changes.iter().map(|c| c.revision).collect::<Vec<_>>(), [four]);
}

#[tokio::test(flavor = "multi_thread")]
async fn etcd() {
    let Some(etcd) = etcd::Etcd::start() else { return };
    let open = async |name: &str| EtcdStore::open(&etcd.url(name), 1000).await.expect("it opens");
    run_all(async |name| Arc::new(open(name).await) as Arc<dyn Store>).await;
    compaction_is_told(&etcd, open("compacted").await).await;
    let (one, other) = (open("shared").await, open("shared").await);
    others_are_seen(&one, &other).await;
    what_others_wrote_badly_is_told(&etcd, open("bad").await).await;
}

/// What etcd forgets cannot be listed, and cannot be followed by a server that comes later.
async fn compaction_is_told(etcd: &etcd::Etcd, store: EtcdStore) {
    let first = put(&store, "/g/p/a", Expect::Absent, 1).await;
    let second = put(&store, "/g/p/a", Expect::Revision(first), 2).await;
    let third = put(&store, "/g/p/a", Expect::Revision(second), 3).await;
    assert_eq!(follow(&store, first, third).await.len(), 2);
    etcd.compact(second);
    let listed = store.list("/g/p/", Some(first)).await.map(|l| l.revision);
    assert!(matches!(listed, Err(StoreError::Compacted { .. })), "{listed:?}");
    let later = EtcdStore::open(&etcd.url("compacted"), 1000).await.expect("it opens");
    let told = later.changes(first).await.map(|c| c.len());
    assert!(matches!(told, Err(StoreError::Compacted { .. })), "{told:?}");
    let told = later.changes(second).await.expect("the newest is still known");
    assert_eq!(told.iter().map(|c| c.revision).collect::<Vec<_>>(), [third]);
}

/// Two servers on the same data race, and follow each other.
async fn others_are_seen(one: &EtcdStore, other: &EtcdStore) {
    let first = put(one, "/g/p/a", Expect::Absent, 1).await;
    assert_eq!(other.write("/g/p/a", Expect::Absent, Some(json!(2))).await, Err(StoreError::Raced));
    let second = put(other, "/g/p/a", Expect::Revision(first), 2).await;
    let mut seen = Vec::new();
    while seen.last() != Some(&second) {
        let after = seen.last().copied().unwrap_or(first - 1);
        seen.extend(one.changes(after).await.expect("they are known").iter().map(|c| c.revision));
    }
    assert_eq!(seen, [first, second]);
}

/// A value that is no document fails a read by name, and watchers begin anew; it breaks nothing else.
async fn what_others_wrote_badly_is_told(etcd: &etcd::Etcd, store: EtcdStore) {
    let first = put(&store, "/g.x/p/a", Expect::Absent, 1).await;
    // "/bad/g.x/p/b" and "k8s", in base64.
    etcd.ask("/v3/kv/put", r#"{"key":"L2JhZC9nLngvcC9i","value":"azhz"}"#);
    let read = store.get("/g.x/p/b").await.map(|_| ()).expect_err("it is no document");
    assert!(matches!(&read, StoreError::Broken(why) if why.contains("/bad/g.x/p/b")), "{read:?}");
    let told = loop {
        match store.changes(first).await {
            Ok(changes) => assert!(changes.is_empty(), "nothing is to be left out in silence: {changes:?}"),
            Err(told) => break told,
        }
    };
    assert!(matches!(told, StoreError::Compacted { .. }), "{told:?}");
    let now = store.revision().await.expect("it answers");
    let next = put(&store, "/g.x/p/c", Expect::Absent, 3).await;
    assert_eq!(store.changes(now).await.expect("it goes on").first().map(|c| c.revision), Some(next));
}

/// Writes a number, as a document must be something.
async fn put(store: &dyn Store, key: &str, expect: Expect, value: i32) -> u64 {
    store.write(key, expect, Some(json!(value))).await.expect("what is expected is so")
}

async fn keys(store: &dyn Store, prefix: &str, at: Option<u64>) -> Vec<String> {
    let listing = store.list(prefix, at).await.expect("it is listed");
    listing.items.iter().map(|(key, _)| key.to_string()).collect()
}

async fn revisions_grow_by_every_write(store: Arc<dyn Store>) {
    let start = store.revision().await.expect("it answers");
    let first = put(&*store, "/g.x/p/a", Expect::Absent, 1).await;
    let second = put(&*store, "/g.x/p/a", Expect::Revision(first), 2).await;
    let third = store.write("/g.x/p/a", Expect::Revision(second), None).await.expect("it is there");
    assert!(start < first && first < second && second < third);
    assert_eq!(store.revision().await, Ok(third));
    assert!(store.get("/g.x/p/a").await.expect("it reads").is_none());
}

async fn a_write_needs_what_it_expects(store: Arc<dyn Store>) {
    let first = put(&*store, "/g.x/p/a", Expect::Absent, 1).await;
    for wrong in [Expect::Absent, Expect::Revision(first + 7)] {
        assert_eq!(store.write("/g.x/p/a", wrong, Some(json!(2))).await, Err(StoreError::Raced));
        assert_eq!(store.write("/g.x/p/a", wrong, None).await, Err(StoreError::Raced));
    }
    let missing = store.write("/g.x/p/b", Expect::Revision(first), Some(json!(2))).await;
    assert_eq!(missing, Err(StoreError::Raced));
    let stored = store.get("/g.x/p/a").await.expect("it reads").expect("it is there");
    assert_eq!((&*stored.value, stored.revision), (&json!(1), first));
}

async fn ranges_are_cut_and_counted(store: Arc<dyn Store>) {
    for name in ["a", "b", "c", "d", "e"] {
        put(&*store, &format!("/g.x/p/{name}"), Expect::Absent, 1).await;
    }
    let cases = [
        ("", 0, "abcde", 0),
        ("", 2, "ab", 3),
        ("/g.x/p/b\0", 2, "cd", 1),
        ("/g.x/p/c", 3, "cde", 0),
        ("/g.x/p/bb", 9, "cde", 0),
        ("/g.x/p/f", 1, "", 0),
    ];
    for (from, limit, expected, left) in cases {
        let range = Range { prefix: "/g.x/p/", from, limit, ..Range::default() };
        let listing = store.range(range).await.expect("it is listed");
        let names: String = listing.items.iter().filter_map(|(k, _)| k.chars().last()).collect();
        assert_eq!((names.as_str(), listing.left), (expected, left), "from {from:?}, at most {limit}");
    }
}

async fn prefixes_do_not_touch_their_neighbours(store: Arc<dyn Store>) {
    for key in ["/g.x/p/a", "/g.x/pp/a", "/g.x/p/a/b", "//p/a", "/g/p/a"] {
        put(&*store, key, Expect::Absent, 1).await;
    }
    let cases: [(&str, &[&str]); 5] = [
        ("/g.x/p/", &["/g.x/p/a", "/g.x/p/a/b"]),
        ("/g.x/p/a/", &["/g.x/p/a/b"]),
        ("//p/", &["//p/a"]),
        ("/g/p/", &["/g/p/a"]),
        ("/g.x/q/", &[]),
    ];
    for (prefix, expected) in cases {
        assert_eq!(keys(&*store, prefix, None).await, expected, "{prefix}");
    }
}

async fn the_past_can_be_listed(store: Arc<dyn Store>) {
    let a = put(&*store, "/g.x/p/a", Expect::Absent, 1).await;
    let b = put(&*store, "/g.x/p/b", Expect::Absent, 1).await;
    let changed = put(&*store, "/g.x/p/a", Expect::Revision(a), 2).await;
    let gone = store.write("/g.x/p/b", Expect::Revision(b), None).await.expect("it is there");
    let cases: [(u64, &[(&str, i32)]); 4] =
        [(a, &[("a", 1)]), (b, &[("a", 1), ("b", 1)]), (changed, &[("a", 2), ("b", 1)]), (gone, &[("a", 2)])];
    for (at, expected) in cases {
        let listing = store.list("/g.x/p/", Some(at)).await.expect("it is known");
        let found: Vec<(String, Value)> =
            listing.items.iter().map(|(k, s)| (k.to_string(), (*s.value).clone())).collect();
        let expected: Vec<(String, Value)> =
            expected.iter().map(|(k, v)| (format!("/g.x/p/{k}"), json!(v))).collect();
        assert_eq!((listing.revision, found), (at, expected));
        let first = Range { prefix: "/g.x/p/", limit: 1, at: Some(at), ..Range::default() };
        let first = store.range(first).await.expect("it is known");
        assert_eq!((first.items.len(), first.left), (1, listing.items.len() - 1));
    }
}

async fn changes_tell_what_was_and_what_is(store: Arc<dyn Store>) {
    let start = store.revision().await.expect("it answers");
    let made = put(&*store, "/g.x/p/a", Expect::Absent, 1).await;
    let changed = put(&*store, "/g.x/p/a", Expect::Revision(made), 2).await;
    let gone = store.write("/g.x/p/a", Expect::Revision(changed), None).await.expect("it is there");
    let changes = follow(&*store, start, gone).await;
    let told: Vec<_> = changes.iter().map(|c| (c.revision, number(&c.before), number(&c.after))).collect();
    let expected = [(made, None, Some(1)), (changed, Some(1), Some(2)), (gone, Some(2), None)];
    assert_eq!(told, expected);
}

/// The number in a state of a change.
fn number(state: &Option<Stored>) -> Option<i64> {
    state.as_ref().and_then(|s| s.value.as_i64())
}

/// The changes after one revision, until another.
async fn follow(store: &dyn Store, after: u64, until: u64) -> Vec<Change> {
    let (mut seen, mut all) = (after, Vec::new());
    while seen < until {
        let changes = store.changes(seen).await.expect("they are known");
        seen = changes.last().map_or(seen, |c| c.revision);
        all.extend(changes);
    }
    all
}

async fn followers_wait_for_what_comes(store: Arc<dyn Store>) {
    let start = store.revision().await.expect("it answers");
    let following = store.clone();
    let follower = tokio::spawn(async move { following.changes(start).await });
    tokio::task::yield_now().await;
    let made = put(&*store, "/g.x/p/a", Expect::Absent, 1).await;
    let changes = follower.await.expect("the task ends").expect("they are known");
    assert_eq!(changes.iter().map(|c| c.revision).collect::<Vec<_>>(), [made]);
}

async fn the_future_is_refused(store: Arc<dyn Store>) {
    let current = put(&*store, "/g.x/p/a", Expect::Absent, 1).await;
    let told = store.list("/g.x/p/", Some(current + 1000)).await.map(|l| l.revision);
    assert_eq!(told, Err(StoreError::Future { current }));
}

/// Only so many changes are remembered; what is older is told to be gone, never left out.
async fn history_is_bounded(store: Arc<dyn Store>) {
    let start = store.revision().await.expect("it answers");
    for i in 0..HISTORY + 5 {
        put(&*store, &format!("/g.x/p/{i}"), Expect::Absent, 1).await;
    }
    let oldest = start + 5;
    let gone = StoreError::Compacted { oldest };
    assert_eq!(store.changes(oldest - 1).await.map(|c| c.len()), Err(gone.clone()));
    assert_eq!(store.changes(oldest).await.map(|c| c.len()), Ok(HISTORY));
    assert_eq!(store.list("/g.x/p/", Some(oldest - 1)).await.map(|l| l.items.len()), Err(gone));
    assert_eq!(keys(&*store, "/g.x/p/", Some(oldest)).await.len(), 5);
}
