//! Watches.

use std::collections::VecDeque;

use futures::stream::{self, StreamExt};
use istio_security::Kind;
use istio_security::meta::Status;
use istio_security::server::{Failure, WatchRequest, WatchStream};
use istio_security::support::rest::{Bookmark, WatchEvent};
use tokio::sync::watch::Receiver;

use super::Memory;
use super::object::{Object, view};
use super::selection::Selection;
use super::state::{Change, expired};

/// A watch that is open.
struct Follower<K> {
    memory: Memory,
    changed: Receiver<()>,
    selection: Selection,
    /// What is still to be sent of the state that the watch began with.
    initial: VecDeque<WatchEvent<K>>,
    /// The version up to which changes were looked at.
    position: u64,
    /// The version that the client knows of.
    told: u64,
    bookmarks: bool,
    connection: u64,
    failed: bool,
}

enum Next<K> {
    Event(WatchEvent<K>),
    Nothing,
    End,
}

/// Opens a watch.
pub fn open<K: Kind>(memory: &Memory, request: WatchRequest) -> Result<WatchStream<K>, Failure> {
    let params = &request.params;
    let (labels, fields) = (params.label_selector.as_deref(), params.field_selector.as_deref());
    let selection = Selection::of::<K>(request.namespace, labels, fields)?;
    let from = params.resource_version.as_deref().map(read_version).transpose()?.unwrap_or_default();
    // Without a version, or with any (0), a watch begins with the objects that there are.
    let initially = params.send_initial_events.unwrap_or(from == 0);
    let state = memory.lock();
    let initial = match initially {
        true => state.page(&selection, None, None)?.objects,
        false => Vec::new(),
    };
    let mut initial: VecDeque<_> =
        initial.into_iter().map(|object| view(object).map(WatchEvent::Added)).collect::<Result<_, _>>()?;
    if params.send_initial_events == Some(true) {
        let bookmark = Bookmark::new::<K>(&state.version().to_string()).ending_initial_events();
        initial.push_back(WatchEvent::Bookmark(bookmark));
    }
    let position = if initially { state.version() } else { from };
    let (connection, bookmarks) = (state.connection(), params.allow_bookmarks == Some(true));
    drop(state);
    let (memory, changed) = (memory.clone(), memory.0.changed.subscribe());
    let (told, failed) = (position, false);
    let follower =
        Follower { memory, changed, selection, initial, position, told, bookmarks, connection, failed };
    Ok(stream::unfold(follower, step).boxed())
}

async fn step<K: Kind>(mut follower: Follower<K>) -> Option<(WatchEvent<K>, Follower<K>)> {
    loop {
        // What changes from here on is waited for below, so that nothing is missed in between.
        follower.changed.mark_unchanged();
        match follower.next() {
            Next::Event(event) => return Some((event, follower)),
            Next::End => return None,
            Next::Nothing => follower.changed.changed().await.ok()?,
        }
    }
}

impl<K: Kind> Follower<K> {
    fn next(&mut self) -> Next<K> {
        let memory = self.memory.clone();
        let state = memory.lock();
        if self.failed || state.connection() != self.connection {
            return Next::End;
        }
        if let Some(event) = self.initial.pop_front() {
            return Next::Event(event);
        }
        if self.position < state.oldest() {
            return self.fail(expired(self.position));
        }
        while let Some(change) = state.change_after(self.position, &self.selection) {
            self.position = change.version;
            match self.event(change) {
                Ok(Some(event)) => {
                    self.told = change.version;
                    return Next::Event(event);
                }
                Ok(None) => {}
                Err(failure) => return self.fail(failure),
            }
        }
        self.position = state.version();
        self.bookmark()
    }

    /// Tells how far the watch has come, if the client does not know.
    fn bookmark(&mut self) -> Next<K> {
        if !self.bookmarks || self.told >= self.position {
            return Next::Nothing;
        }
        self.told = self.position;
        Next::Event(WatchEvent::Bookmark(Bookmark::new::<K>(&self.position.to_string())))
    }

    fn fail(&mut self, failure: Failure) -> Next<K> {
        self.failed = true;
        Next::Event(WatchEvent::Error(Box::new(failure.into_status())))
    }

    /// What a change is to one who sees the selected objects alone.
    fn event(&self, change: &Change) -> Result<Option<WatchEvent<K>>, Failure> {
        let selected =
            |object: &Option<Object>| object.clone().filter(|object| self.selection.matches(object));
        Ok(match (selected(&change.before), selected(&change.after)) {
            (None, None) => None,
            (None, Some(after)) => Some(WatchEvent::Added(view(after)?)),
            (Some(_), Some(after)) => Some(WatchEvent::Modified(view(after)?)),
            (Some(before), None) => Some(WatchEvent::Deleted(view(before.at(change.version))?)),
        })
    }
}

fn read_version(version: &str) -> Result<u64, Failure> {
    let invalid = || Status::bad_request(format!("resource version {version:?} is not a number"));
    Ok(version.parse().map_err(|_| invalid())?)
}
