//! The store in memory: an ordered map, and a log of the last changes with the states before them.
//!
//! A listing of the past is the present with the log undone, so nothing is copied until somebody asks.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use serde_json::Value;
use tokio::sync::watch;

use super::log::{self, Log};
use super::{Change, Expect, Listing, Range, Rest, Store, StoreError, Stored};

/// The revision before the first write; whoever asks for older ones is told that they are gone.
const START: u64 = 100;

/// The default number of changes that are remembered.
pub const HISTORY: usize = 100_000;

/// Documents by their keys.
pub type Items = BTreeMap<Arc<str>, Stored>;

/// What a store begins with.
#[derive(Default)]
pub struct Kept {
    /// The newest revision.
    pub revision: u64,
    /// The documents.
    pub items: Items,
    /// The last changes, each of the revision after the one before it.
    pub changes: Vec<Change>,
}

/// A store in memory.
pub struct Memory {
    inner: Mutex<Inner>,
    newest: watch::Sender<u64>,
}

struct Inner {
    revision: u64,
    items: Items,
    /// How many documents there are below each path that ends with a slash.
    counts: HashMap<Box<str>, usize>,
    log: Log,
}

/// The paths that end with a slash and lead to a key.
fn paths(key: &str) -> impl Iterator<Item = &str> {
    key.match_indices('/').filter_map(|(i, _)| key.get(..=i))
}

impl Memory {
    /// An empty store that remembers this many changes.
    pub fn new(history: usize) -> Memory {
        Memory::restored(history, Kept::default())
    }

    /// A store that goes on from what was kept.
    pub fn restored(history: usize, kept: Kept) -> Memory {
        let revision = kept.revision.max(START);
        let log = Log::new(revision, history).with(kept.changes);
        let mut counts = HashMap::new();
        for path in kept.items.keys().flat_map(|key| paths(key)) {
            *counts.entry(Box::from(path)).or_insert(0) += 1;
        }
        let inner = Inner { revision, items: kept.items, counts, log };
        Memory { inner: Mutex::new(inner), newest: watch::Sender::new(revision) }
    }

    /// The revision that a write would make, and what it would replace, if what the writer expects is so.
    pub fn next(&self, key: &str, expect: Expect) -> Result<(u64, Option<Stored>), StoreError> {
        let inner = self.lock();
        if inner.found(key) != expect {
            return Err(StoreError::Raced);
        }
        Ok((inner.revision + 1, inner.items.get(key).cloned()))
    }

    /// The state is consistent between any two statements, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes at once.
    pub fn write_now(&self, key: &str, expect: Expect, value: Option<Value>) -> Result<u64, StoreError> {
        let revision = self.lock().write(key, expect, value)?;
        self.newest.send_replace(revision);
        Ok(revision)
    }
}

impl Inner {
    /// What a writer should expect of a key.
    fn found(&self, key: &str) -> Expect {
        self.items.get(key).map_or(Expect::Absent, |stored| Expect::Revision(stored.revision))
    }

    fn write(&mut self, key: &str, expect: Expect, value: Option<Value>) -> Result<u64, StoreError> {
        if self.found(key) != expect {
            return Err(StoreError::Raced);
        }
        let before = self.items.get(key).cloned();
        self.revision += 1;
        let revision = self.revision;
        let key: Arc<str> = Arc::from(key);
        let after = value.map(|value| Stored { value: Arc::new(value), revision });
        match &after {
            Some(stored) => self.items.insert(key.clone(), stored.clone()),
            None => self.items.remove(&key),
        };
        match (&before, &after) {
            (None, Some(_)) => self.count(&key, |n| n + 1),
            (Some(_), None) => self.count(&key, |n| n.saturating_sub(1)),
            _ => {}
        }
        self.log.push(Change { revision, key, before, after });
        Ok(revision)
    }

    fn count(&mut self, key: &str, change: impl Fn(usize) -> usize) {
        for path in paths(key) {
            match self.counts.get_mut(path) {
                Some(count) => *count = change(*count),
                None => drop(self.counts.insert(path.into(), change(0))),
            }
        }
    }

    fn range(&self, range: &Range) -> Result<Listing, StoreError> {
        let revision = range.at.unwrap_or(self.revision);
        if revision > self.revision {
            return Err(StoreError::Future { current: self.revision });
        }
        // Where something was otherwise, its first state after the revision says how.
        let mut past: BTreeMap<&Arc<str>, Option<&Stored>> = BTreeMap::new();
        for change in self.log.since(revision)?.rev() {
            past.insert(&change.key, change.before.as_ref());
        }
        let inside = |key: &str| key.starts_with(range.prefix) && key >= range.from;
        past.retain(|key, _| inside(key));
        let start = (Bound::Included(range.start()), Bound::Unbounded);
        let present = self.items.range::<str, _>(start).take_while(|(key, _)| inside(key));
        // Where all below a path are asked for, nobody has to count them one by one.
        let known = self.counts.get(range.prefix).filter(|_| range.from.is_empty()).map(|count| {
            let otherwise = past.keys().filter(|key| self.items.contains_key(**key)).count();
            count + past.values().flatten().count() - otherwise
        });
        let now = present.filter(|(key, _)| !past.contains_key(&**key));
        let then = past.iter().filter_map(|(key, before)| before.map(|stored| (*key, stored)));
        let mut merged = Merge { left: now.peekable(), right: then.peekable() };
        let limit = if range.limit == 0 { usize::MAX } else { range.limit };
        let items: Vec<_> = merged.by_ref().take(limit).map(|(k, s)| (k.clone(), s.clone())).collect();
        let left = match (range.rest, known) {
            (Rest::Counted, Some(all)) => all.saturating_sub(items.len()),
            (Rest::Counted, None) => merged.count(),
            (Rest::Noticed, _) => usize::from(merged.next().is_some()),
        };
        Ok(Listing { revision, items, left })
    }
}

/// Two ordered sequences without common keys as one.
struct Merge<L: Iterator, R: Iterator> {
    left: std::iter::Peekable<L>,
    right: std::iter::Peekable<R>,
}

impl<'a, L, R> Iterator for Merge<L, R>
where
    L: Iterator<Item = (&'a Arc<str>, &'a Stored)>,
    R: Iterator<Item = (&'a Arc<str>, &'a Stored)>,
{
    type Item = (&'a Arc<str>, &'a Stored);

    fn next(&mut self) -> Option<Self::Item> {
        match (self.left.peek(), self.right.peek()) {
            (Some((left, _)), Some((right, _))) if right < left => self.right.next(),
            (None, _) => self.right.next(),
            _ => self.left.next(),
        }
    }
}

impl Store for Memory {
    fn revision(&self) -> BoxFuture<'_, Result<u64, StoreError>> {
        ready(Ok(self.lock().revision)).boxed()
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        ready(Ok(self.lock().items.get(key).cloned())).boxed()
    }

    fn range<'a>(&'a self, range: Range<'a>) -> BoxFuture<'a, Result<Listing, StoreError>> {
        ready(self.lock().range(&range)).boxed()
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
        log::wait(&self.newest, move || Ok(self.lock().log.since(after)?.cloned().collect())).boxed()
    }
}
