//! Where objects are kept: a map from key to document under one growing revision, with a history to follow.
//!
//! Everything above is written against [`Store`]: optimistic writes (`expect`), listings at a revision, and a log
//! that watchers read from. An engine needs no more than that.

mod etcd;
mod file;
mod log;
mod memory;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use futures::future::BoxFuture;
use serde_json::Value;

pub use etcd::EtcdStore;
pub use file::FileStore;
pub use memory::{HISTORY, Memory};

/// A document and the revision of its last write.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The object, without its resource version.
    pub value: Arc<Value>,
    /// When it was written.
    pub revision: u64,
}

/// One change.
#[derive(Debug, Clone)]
pub struct Change {
    /// The revision that the change made.
    pub revision: u64,
    /// What was changed.
    pub key: Arc<str>,
    /// The state before, if there was one.
    pub before: Option<Stored>,
    /// The state after; none for a deletion.
    pub after: Option<Stored>,
}

/// What is to be known of the documents that follow a listing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rest {
    /// How many there are.
    #[default]
    Counted,
    /// Whether there are any: a store that would have to count stops at the first.
    Noticed,
}

/// Which documents a listing is to hold.
#[derive(Debug, Clone, Copy, Default)]
pub struct Range<'a> {
    /// How their keys begin.
    pub prefix: &'a str,
    /// The first key; empty for the first of all.
    pub from: &'a str,
    /// The most documents; zero for all.
    pub limit: usize,
    /// The revision at which they are read; none for now.
    pub at: Option<u64>,
    /// What is to be known of those that follow.
    pub rest: Rest,
}

impl Range<'_> {
    /// The first key that may belong to the range.
    pub fn start(&self) -> &str {
        self.from.max(self.prefix)
    }
}

/// Documents under a prefix, at one revision.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The revision of the whole listing.
    pub revision: u64,
    /// Keys in order, with their documents.
    pub items: Vec<(Arc<str>, Stored)>,
    /// How many more there are after these; at least one where they were only to be noticed and there are any.
    pub left: usize,
}

/// What a writer believes to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Nothing.
    Absent,
    /// The document of this revision.
    Revision(u64),
}

/// Why the store refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// Something else is there than the writer believes.
    Raced,
    /// The revision is older than the history.
    Compacted {
        /// The oldest revision that is remembered.
        oldest: u64,
    },
    /// The revision is not there yet.
    Future {
        /// The newest revision.
        current: u64,
    },
    /// The engine failed.
    Broken(String),
}

/// A kept set of documents.
pub trait Store: Send + Sync {
    /// The newest revision.
    fn revision(&self) -> BoxFuture<'_, Result<u64, StoreError>>;

    /// One document.
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StoreError>>;

    /// The documents of a range.
    fn range<'a>(&'a self, range: Range<'a>) -> BoxFuture<'a, Result<Listing, StoreError>>;

    /// All documents under a prefix: now, or as they were at a revision.
    fn list<'a>(&'a self, prefix: &'a str, at: Option<u64>) -> BoxFuture<'a, Result<Listing, StoreError>> {
        self.range(Range { prefix, at, ..Range::default() })
    }

    /// Writes, or with no value deletes, if what the writer expects is still so; answers the new revision.
    fn write<'a>(
        &'a self,
        key: &'a str,
        expect: Expect,
        value: Option<Value>,
    ) -> BoxFuture<'a, Result<u64, StoreError>>;

    /// The changes after a revision, in order; waits until there is one.
    fn changes(&self, after: u64) -> BoxFuture<'_, Result<Vec<Change>, StoreError>>;

    /// Whether others write to the same documents.
    fn is_shared(&self) -> bool {
        false
    }
}
