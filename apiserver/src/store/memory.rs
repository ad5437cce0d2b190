//! The store in memory: an ordered map, and a log of the last changes with the states before them.
//!
//! A listing of the past is the present with the log undone, so nothing is copied until somebody asks.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use serde_json::Value;
use tokio::sync::watch;

use super::{Change, Expect, Listing, Store, StoreError, Stored};

/// The revision before the first write; whoever asks for older ones is told that they are gone.
const START: u64 = 100;

/// The default number of changes that are remembered.
pub const HISTORY: usize = 100_000;

/// A store in memory.
pub struct Memory {
    inner: Mutex<Inner>,
    newest: watch::Sender<u64>,
    history: usize,
}

struct Inner {
    revision: u64,
    compacted: u64,
    items: BTreeMap<Arc<str>, Stored>,
    log: VecDeque<Change>,
}

impl Memory {
    /// An empty store that remembers this many changes.
    pub fn new(history: usize) -> Memory {
        let inner = Inner { revision: START, compacted: START, items: BTreeMap::new(), log: VecDeque::new() };
        Memory { inner: Mutex::new(inner), newest: watch::Sender::new(START), history }
    }

    /// A store that begins with documents and their revisions; what was before is not remembered.
    pub fn restored(history: usize, revision: u64, items: BTreeMap<Arc<str>, Stored>) -> Memory {
        let revision = revision.max(START);
        let inner = Inner { revision, compacted: revision, items, log: VecDeque::new() };
        Memory { inner: Mutex::new(inner), newest: watch::Sender::new(revision), history }
    }

    /// The revision that a write would make, if what the writer expects is so.
    pub fn next(&self, key: &str, expect: Expect) -> Result<u64, StoreError> {
        let inner = self.lock();
        if inner.found(key) == expect { Ok(inner.revision + 1) } else { Err(StoreError::Raced) }
    }

    /// The state is consistent between any two statements, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes at once.
    pub fn write_now(&self, key: &str, expect: Expect, value: Option<Value>) -> Result<u64, StoreError> {
        let revision = self.lock().write(key, expect, value, self.history)?;
        self.newest.send_replace(revision);
        Ok(revision)
    }
}

impl Inner {
    /// What a writer should expect of a key.
    fn found(&self, key: &str) -> Expect {
        self.items.get(key).map_or(Expect::Absent, |stored| Expect::Revision(stored.revision))
    }

    fn write(
        &mut self,
        key: &str,
        expect: Expect,
        value: Option<Value>,
        history: usize,
    ) -> Result<u64, StoreError> {
        let before = self.items.get(key).cloned();
        if self.found(key) != expect {
            return Err(StoreError::Raced);
        }
        self.revision += 1;
        let revision = self.revision;
        let key: Arc<str> = Arc::from(key);
        let after = value.map(|value| Stored { value: Arc::new(value), revision });
        match &after {
            Some(stored) => self.items.insert(key.clone(), stored.clone()),
            None => self.items.remove(&key),
        };
        self.log.push_back(Change { revision, key, before, after });
        if self.log.len() > history
            && let Some(oldest) = self.log.pop_front()
        {
            self.compacted = oldest.revision;
        }
        Ok(revision)
    }

    fn list(&self, prefix: &str, at: Option<u64>) -> Result<Listing, StoreError> {
        let range = self.items.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        let current =
            range.take_while(|(key, _)| key.starts_with(prefix)).map(|(k, s)| (k.clone(), s.clone()));
        match at {
            None => Ok(Listing { revision: self.revision, items: current.collect() }),
            Some(at) if at > self.revision => Err(StoreError::Future { current: self.revision }),
            Some(at) if at < self.compacted => Err(StoreError::Compacted { oldest: self.compacted }),
            Some(at) => Ok(Listing { revision: at, items: self.undo(current.collect(), prefix, at) }),
        }
    }

    /// A listing with every change after a revision taken back.
    fn undo(&self, mut items: BTreeMap<Arc<str>, Stored>, prefix: &str, at: u64) -> Vec<(Arc<str>, Stored)> {
        let later = self.log.iter().rev().take_while(|c| c.revision > at);
        for change in later.filter(|c| c.key.starts_with(prefix)) {
            match &change.before {
                Some(before) => items.insert(change.key.clone(), before.clone()),
                None => items.remove(&change.key),
            };
        }
        items.into_iter().collect()
    }

    fn since(&self, after: u64) -> Result<Vec<Change>, StoreError> {
        if after < self.compacted {
            return Err(StoreError::Compacted { oldest: self.compacted });
        }
        let start = self.log.partition_point(|c| c.revision <= after);
        Ok(self.log.range(start..).cloned().collect())
    }
}

impl Store for Memory {
    fn revision(&self) -> BoxFuture<'_, Result<u64, StoreError>> {
        ready(Ok(self.lock().revision)).boxed()
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        ready(Ok(self.lock().items.get(key).cloned())).boxed()
    }

    fn list<'a>(&'a self, prefix: &'a str, at: Option<u64>) -> BoxFuture<'a, Result<Listing, StoreError>> {
        ready(self.lock().list(prefix, at)).boxed()
    }

    fn write<'a>(
        &'a self,
        key: &'a str,
        expect: Expect,
        value: Option<Value>,
    ) -> BoxFuture<'a, Result<u64, StoreError>> {
        ready(self.write_now(key, expect, value)).boxed()
    }

    fn changes(&self, after: u64) -> BoxFuture<'_, Result<Vec<Change>, StoreError>> {
        async move {
            let mut newest = self.newest.subscribe();
            loop {
                let found = self.lock().since(after)?;
                if !found.is_empty() {
                    return Ok(found);
                }
                if newest.changed().await.is_err() {
                    return Err(StoreError::Broken("the store is closed".into()));
                }
            }
        }
        .boxed()
    }
}
