//! What many watchers are told of the same change is made once.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use crate::call::{Call, Resource};
use crate::status::ApiError;
use crate::store::{Change, Stored};

/// How many changes are kept ready. Watchers that fall further behind have theirs made anew.
const KEPT: usize = 256;

/// The kinds of events that tell of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The object is new, or matches now.
    Added,
    /// The object is otherwise.
    Modified,
    /// The object is gone, or matches no more.
    Deleted,
}

impl Kind {
    /// As events name it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Added => "ADDED",
            Kind::Modified => "MODIFIED",
            Kind::Deleted => "DELETED",
        }
    }
}

/// A change as a version of a resource shows it.
#[derive(Debug)]
pub struct Shown {
    /// The object before.
    pub before: Option<Value>,
    /// The object after.
    pub after: Option<Value>,
    lines: [OnceLock<Bytes>; 3],
}

impl Shown {
    fn of(call: &Call, change: &Change) -> Result<Shown, ApiError> {
        let shown = |state: &Option<Stored>| {
            let at = |stored: &Stored| Stored { revision: change.revision, ..stored.clone() };
            state.as_ref().map(|stored| call.served(&at(stored))).transpose()
        };
        Ok(Shown { before: shown(&change.before)?, after: shown(&change.after)?, lines: Default::default() })
    }

    /// The object that an event of a kind carries.
    pub fn object(&self, kind: Kind) -> Option<&Value> {
        if kind == Kind::Deleted { self.before.as_ref() } else { self.after.as_ref() }
    }

    /// The event in JSON, with the whole object.
    pub fn line(&self, kind: Kind) -> Bytes {
        let [added, modified, deleted] = &self.lines;
        let line = match kind {
            Kind::Added => added,
            Kind::Modified => modified,
            Kind::Deleted => deleted,
        };
        line.get_or_init(|| line_of(kind.name(), self.object(kind))).clone()
    }
}

/// An event of a watch.
#[derive(Serialize)]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    object: Option<&'a Value>,
}

/// An event as a line.
pub fn line_of(kind: &str, object: Option<&Value>) -> Bytes {
    let event = Event { kind, object };
    let mut line = serde_json::to_vec(&event).unwrap_or_default();
    line.push(b'\n');
    line.into()
}

struct Entry {
    resource: Resource,
    revision: u64,
    key: Arc<str>,
    shown: Arc<Shown>,
}

/// The last changes that were shown.
#[derive(Default)]
pub struct Fanout {
    entries: Mutex<VecDeque<Entry>>,
}

impl Fanout {
    /// A change as the version of a request shows it.
    pub fn show(&self, call: &Call, change: &Change) -> Result<Arc<Shown>, ApiError> {
        // Whoever panics in between leaves at worst an entry that is never used.
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let found = entries.iter().rev().find(|e| {
            e.revision == change.revision && e.key == change.key && e.resource.is_same(&call.resource)
        });
        if let Some(found) = found {
            return Ok(found.shown.clone());
        }
        let shown = Arc::new(Shown::of(call, change)?);
        if entries.len() >= KEPT {
            entries.pop_front();
        }
        let (resource, key) = (call.resource.clone(), change.key.clone());
        entries.push_back(Entry { resource, revision: change.revision, key, shown: shown.clone() });
        Ok(shown)
    }
}
