//! The last changes, from which watches are fed.

use std::collections::VecDeque;

use tokio::sync::watch;

use super::{Change, StoreError};

/// A bounded list of changes, in the order of their revisions.
pub struct Log {
    changes: VecDeque<Change>,
    /// What happened up to this revision is no longer known.
    forgotten: u64,
    capacity: usize,
}

impl Log {
    /// A log that begins after a revision.
    pub fn new(after: u64, capacity: usize) -> Log {
        Log { changes: VecDeque::new(), forgotten: after, capacity }
    }

    /// The same, after changes that are known already.
    pub fn with(self, changes: Vec<Change>) -> Log {
        let forgotten = changes.first().map_or(self.forgotten, |c| c.revision - 1);
        let mut log = Log { forgotten, ..self };
        changes.into_iter().for_each(|change| log.push(change));
        log
    }

    /// The oldest revision whose successors are all known.
    pub fn oldest(&self) -> u64 {
        self.forgotten
    }

    /// The newest revision that the log has heard of.
    pub fn newest(&self) -> u64 {
        self.changes.back().map_or(self.forgotten, |c| c.revision)
    }

    /// Adds a change, and forgets the oldest where there are too many.
    pub fn push(&mut self, change: Change) {
        self.changes.push_back(change);
        while self.changes.len() > self.capacity {
            self.forgotten = self.changes.pop_front().map_or(self.forgotten, |c| c.revision);
        }
    }

    /// Forgets all up to a revision, of which it is known that something is missing.
    pub fn forget(&mut self, until: u64) {
        self.forgotten = until.max(self.newest());
        self.changes.clear();
    }

    /// The changes after a revision.
    pub fn since(&self, after: u64) -> Result<impl DoubleEndedIterator<Item = &Change>, StoreError> {
        if after < self.forgotten {
            return Err(StoreError::Compacted { oldest: self.forgotten });
        }
        let start = self.changes.partition_point(|c| c.revision <= after);
        Ok(self.changes.range(start..))
    }
}

/// Waits until there are changes to answer with; `newest` says when to look again.
pub async fn wait(
    newest: &watch::Sender<u64>,
    look: impl Fn() -> Result<Vec<Change>, StoreError>,
) -> Result<Vec<Change>, StoreError> {
    let mut newest = newest.subscribe();
    loop {
        let found = look()?;
        if !found.is_empty() {
            return Ok(found);
        }
        if newest.changed().await.is_err() {
            return Err(StoreError::Broken("the store is closed".into()));
        }
    }
}
