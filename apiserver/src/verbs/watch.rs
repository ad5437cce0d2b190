//! Watches: a stream of the changes to the objects that selectors choose.

use std::collections::VecDeque;
use std::pin::Pin;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures::stream;
use http::StatusCode;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, Sleep};

use super::fanout::{self, Kind};
use super::revision;
use crate::call::{Call, broken};
use crate::field::{FieldError, FieldPath};
use crate::hooks;
use crate::reply::{Content, Reply};
use crate::request::accept::{Encoding, View};
use crate::request::query::{Query, refuse};
use crate::selector::Selector;
use crate::status::ApiError;
use crate::store::{Change, StoreError};
use crate::view::{self, Heading};

/// How long a watch lasts that says nothing about it.
const DEFAULT_SECONDS: u64 = 45 * 60;
/// How often a watch that wants bookmarks gets one.
const BOOKMARK_EVERY: Duration = Duration::from_secs(60);
/// The mark of the bookmark after the first state.
const INITIAL_END: &str = "k8s.io/initial-events-end";

/// Answers with the stream.
pub async fn answer(call: Call) -> Result<Reply, ApiError> {
    if call.accept.encoding != Encoding::Json {
        let types = "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";
        let text = format!("only the following media types are accepted: {types}");
        return Err(ApiError::new(406, "NotAcceptable", text));
    }
    let timeout =
        call.query.integer("timeoutSeconds")?.and_then(|s| u64::try_from(s).ok()).filter(|s| *s > 0);
    call.query.integer("limit")?;
    refuse("ListOptions", &option_faults(&call.query))?;
    view::Include::read(&call)?;
    let mut selector = Selector::read(&call.query, call.version())?;
    if let Some(name) = &call.path.name {
        selector = selector.named(name);
    }
    let until = Instant::now() + Duration::from_secs(timeout.unwrap_or(DEFAULT_SECONDS));
    let watcher = Watcher::start(call, selector, until).await?;
    let body = Body::from_stream(stream::unfold(watcher, Watcher::step));
    Ok(Reply::new(StatusCode::OK, Content::Stream(body)))
}

/// A watch under way.
struct Watcher {
    call: Call,
    selector: Selector,
    prefix: String,
    /// The last revision that was looked at.
    seen: u64,
    /// Lines that are ready.
    ready: VecDeque<Bytes>,
    heading: Heading,
    bookmarks: Option<Instant>,
    until: Instant,
    phase: Phase,
    /// Tells of a connection that is to be broken on purpose.
    cuts: watch::Receiver<()>,
    /// Tells of the end of the server.
    closing: watch::Receiver<Option<()>>,
    /// Rings for the next bookmark, or the end; kept, because to set an alarm for each event is dear.
    alarm: Pin<Box<Sleep>>,
}

#[derive(PartialEq, Eq)]
enum Phase {
    Running,
    Ending,
    Broken,
    Done,
}

impl Watcher {
    async fn start(call: Call, selector: Selector, until: Instant) -> Result<Watcher, ApiError> {
        let text = call.query.text("resourceVersion").to_owned();
        let asked = revision::parse(&text).map_err(ApiError::internal)?;
        let initial = call.query.flag("sendInitialEvents").unwrap_or(asked == 0);
        let wants = call.query.flag("allowWatchBookmarks") == Some(true);
        let prefix = call.definition().prefix_in(call.namespace());
        let bookmarks = wants.then(|| Instant::now() + BOOKMARK_EVERY);
        let (ready, heading, phase) = (VecDeque::new(), Heading::Shown, Phase::Running);
        let (cuts, closing) = (call.server.cuts(), call.server.closing());
        let alarm = Box::pin(tokio::time::sleep_until(bookmarks.unwrap_or(until).min(until)));
        let seen = asked;
        let mut watcher = Watcher {
            call,
            selector,
            prefix,
            seen,
            ready,
            heading,
            bookmarks,
            until,
            phase,
            cuts,
            closing,
            alarm,
        };
        if initial {
            watcher.initial(asked).await?;
        }
        Ok(watcher)
    }

    /// The present state as additions, and the mark of its end.
    async fn initial(&mut self, asked: u64) -> Result<(), ApiError> {
        revision::wait_for(&self.call, asked).await?;
        let listing = self.call.server.store.list(&self.prefix, None).await.map_err(broken)?;
        self.seen = listing.revision;
        for (_, stored) in &listing.items {
            let object = self.call.served(stored)?;
            if self.selector.matches(&object) {
                self.push("ADDED", object);
            }
        }
        if self.bookmarks.is_some() {
            self.bookmark(json!({ INITIAL_END: "true" }));
        }
        Ok(())
    }

    fn push(&mut self, kind: &str, object: Value) {
        let Ok(shown) = view::in_view(&self.call, object, self.heading) else { return };
        self.heading = Heading::Left;
        self.ready.push_back(fanout::line_of(kind, Some(&shown)));
    }

    fn bookmark(&mut self, annotations: Value) {
        let mut metadata = json!({ "resourceVersion": self.seen.to_string() });
        if let (Some(map), false) = (metadata.as_object_mut(), annotations.is_null()) {
            map.insert("annotations".into(), annotations);
        }
        let kind = &self.call.definition().names.kind;
        let object = json!({ "apiVersion": self.call.api_version(), "kind": kind, "metadata": metadata });
        self.push("BOOKMARK", object);
    }

    /// The next line, and the watcher for the one after it.
    async fn step(mut self) -> Option<(Result<Bytes, std::io::Error>, Watcher)> {
        loop {
            if let Some(line) = self.ready.pop_front() {
                return Some((Ok(line), self));
            }
            match self.phase {
                Phase::Done => return None,
                Phase::Broken => {
                    self.phase = Phase::Done;
                    return Some((Err(hooks::on_purpose()), self));
                }
                Phase::Ending => {
                    self.phase = Phase::Done;
                    if self.bookmarks.is_some() {
                        self.bookmark(Value::Null);
                    }
                }
                Phase::Running => self.wait().await,
            }
        }
    }

    /// Waits for changes, the time of a bookmark, or the end.
    async fn wait(&mut self) {
        let server = self.call.server.clone();
        tokio::select! {
            changes = server.store.changes(self.seen) => self.take(changes),
            () = closed(&mut self.closing) => self.phase = Phase::Done,
            Ok(()) = self.cuts.changed() => self.phase = Phase::Broken,
            () = &mut self.alarm => self.ring(),
        }
    }

    /// It is time for a bookmark, or for the end.
    fn ring(&mut self) {
        if Instant::now() >= self.until {
            self.phase = Phase::Ending;
            return;
        }
        let next = Instant::now() + BOOKMARK_EVERY;
        self.bookmarks = Some(next);
        self.alarm.as_mut().reset(next.min(self.until));
        self.bookmark(Value::Null);
    }

    fn take(&mut self, changes: Result<Vec<Change>, StoreError>) {
        match changes {
            Ok(changes) => {
                for change in changes {
                    self.seen = change.revision.max(self.seen);
                    if change.key.starts_with(&self.prefix) && self.phase != Phase::Done {
                        self.change(&change);
                    }
                }
            }
            Err(error) => {
                let error = match error {
                    StoreError::Compacted { oldest } => {
                        ApiError::expired(format!("too old resource version: {} ({oldest})", self.seen))
                    }
                    other => broken(other),
                };
                self.fail(error);
            }
        }
    }

    /// Ends the stream with an error.
    fn fail(&mut self, error: ApiError) {
        let error = serde_json::to_value(error).unwrap_or_default();
        self.ready.push_back(fanout::line_of("ERROR", Some(&error)));
        self.phase = Phase::Done;
    }

    /// A change as the selectors see it: what begins to match is added, what ceases to match is deleted.
    fn change(&mut self, change: &Change) {
        let shown = match self.call.server.fanout.show(&self.call, change) {
            Ok(shown) => shown,
            Err(error) => return self.fail(error),
        };
        let chosen = |object: &Option<Value>| object.as_ref().is_some_and(|o| self.selector.matches(o));
        let kind = match (chosen(&shown.before), chosen(&shown.after)) {
            (false, true) => Kind::Added,
            (true, true) => Kind::Modified,
            (true, false) => Kind::Deleted,
            (false, false) => return,
        };
        if self.call.accept.view == View::Whole {
            self.ready.push_back(shown.line(kind));
        } else if let Some(object) = shown.object(kind) {
            self.push(kind.name(), object.clone());
        }
    }
}

/// Comes back when the server is closing; one that is gone has closed.
async fn closed(closing: &mut watch::Receiver<Option<()>>) {
    let _ = closing.wait_for(Option::is_some).await;
}

/// The faults among the options of a watch.
fn option_faults(query: &Query) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let path = FieldPath::new("resourceVersionMatch");
    let matching = query.text("resourceVersionMatch");
    let sends = query.get("sendInitialEvents").is_some();
    if sends && matching != "NotOlderThan" {
        let detail = "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan";
        errors.push(FieldError::forbidden(&path, detail));
    }
    if matching.is_empty() {
        return errors;
    }
    if !sends {
        let detail = "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided";
        errors.push(FieldError::forbidden(&path, detail));
    }
    if matching != "NotOlderThan" {
        errors.push(FieldError::not_supported(&path, &matching.into(), &["NotOlderThan".into()]));
    }
    if !query.text("continue").is_empty() {
        errors.push(FieldError::forbidden(
            &path,
            "resourceVersionMatch is forbidden when continue is provided",
        ));
    }
    errors
}
