//! The log of changes, fed by one watch of everything, however many watchers there are here.
//!
//! The watch begins as far in the past as the log may reach, and after every interruption where it was, so that nothing
//! is missed. Where etcd no longer knows what happened, the log forgets too, and watchers are told to list anew.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;

use super::keys::{Keys, end_of};
use super::wire::{Event, KeyValue, WatchAnswer, Wire, WireError, encoded};
use crate::store::log::{self, Log};
use crate::store::{Change, StoreError, Stored};

/// How long to wait before another attempt.
const PAUSE: Duration = Duration::from_millis(500);

/// The log, for the feeder and those who read.
pub struct Feed {
    log: Mutex<Log>,
    newest: watch::Sender<u64>,
}

impl Feed {
    /// A log of changes after a revision.
    pub fn new(after: u64, capacity: usize) -> Feed {
        Feed { log: Mutex::new(Log::new(after, capacity)), newest: watch::Sender::new(after) }
    }

    /// The log is consistent between any two statements, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The oldest revision that can be followed.
    pub fn oldest(&self) -> u64 {
        self.lock().oldest()
    }

    /// The changes after a revision; waits for one.
    pub async fn changes(&self, after: u64) -> Result<Vec<Change>, StoreError> {
        log::wait(&self.newest, || Ok(self.lock().since(after)?.cloned().collect())).await
    }

    fn forget(&self, until: u64) {
        let mut log = self.lock();
        log.forget(until);
        self.newest.send_replace(log.newest());
    }

    fn take(&self, changes: Vec<Change>) {
        let mut log = self.lock();
        changes.into_iter().for_each(|change| log.push(change));
        self.newest.send_replace(log.newest());
    }
}

/// Feeds the log for ever.
pub async fn run(feed: Arc<Feed>, wire: Wire, keys: Keys) {
    loop {
        // Whatever broke the watch, the next one goes on behind the newest change of the log.
        if follow(&feed, &wire, &keys).await.is_err() {
            tokio::time::sleep(PAUSE).await;
        }
    }
}

async fn follow(feed: &Feed, wire: &Wire, keys: &Keys) -> Result<(), WireError> {
    let start = feed.lock().newest() + 1;
    let (root, end) = (keys.root(), end_of(&keys.root()));
    let range = json!({
        "key": encoded(root), "range_end": encoded(end), "start_revision": start.to_string(), "prev_kv": true,
    });
    let mut watch = wire.watch(&json!({ "create_request": range })).await?;
    while let Some(answer) = watch.next().await? {
        if answer.canceled {
            return cancelled(feed, &answer);
        }
        for event in answer.events {
            let revision = event.kv.mod_revision;
            match change(keys, event) {
                Some(Known::Change(change)) => feed.take(vec![change]),
                Some(Known::Gap) => feed.forget(revision),
                None => {}
            }
        }
    }
    Ok(())
}

fn cancelled(feed: &Feed, answer: &WatchAnswer) -> Result<(), WireError> {
    if answer.compact_revision == 0 {
        return Err(WireError::Refused(answer.cancel_reason.clone()));
    }
    // The state before the first change that is still told is gone as well, so the log begins behind it.
    feed.forget(answer.compact_revision);
    Ok(())
}

/// What an event tells.
enum Known {
    Change(Change),
    /// Something happened, but not all of it can be known.
    Gap,
}

fn change(keys: &Keys, event: Event) -> Option<Known> {
    let key = keys.inner(std::str::from_utf8(&event.kv.key).ok()?)?;
    let deletes = event.kind == "DELETE";
    let has_before = deletes || event.kv.create_revision != event.kv.mod_revision;
    let before = match (event.prev_kv, has_before) {
        (Some(before), _) => Some(document(&before)),
        (None, true) => return Some(Known::Gap),
        (None, false) => None,
    };
    let after = (!deletes).then(|| document(&event.kv));
    let (Ok(before), Ok(after)) = (before.transpose(), after.transpose()) else { return Some(Known::Gap) };
    Some(Known::Change(Change { revision: event.kv.mod_revision, key: Arc::from(key), before, after }))
}

/// The document under a key.
pub fn document(found: &KeyValue) -> Result<Stored, StoreError> {
    let value: Value = serde_json::from_slice(&found.value).map_err(|e| {
        let key = String::from_utf8_lossy(&found.key);
        StoreError::Broken(format!("the value of {key} in etcd is not a document in JSON: {e}"))
    })?;
    Ok(Stored { value: Arc::new(value), revision: found.mod_revision })
}
