//! A watch that goes on: it lists, watches, resumes, and lists again when it has to.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::Error;
use super::pages::{PAGE, whole};
use super::watch_call::{Events, Pace, WatchCall};
use crate::support::rest::{ListParams, RejectedEvent, WatchEvent};
use crate::support::{Kind, List};

/// A change of the objects that are followed.
#[derive(Clone, Debug)]
pub enum Change<K> {
    /// All objects as they are: what was known before does not count any more.
    Listed(List<K>),
    /// An object is new, or matches the selectors from now on.
    Added(K),
    /// An object changed.
    Modified(K),
    /// An object is gone, or does not match the selectors any more. This is its last state.
    Deleted(K),
    /// A change that did not decode.
    Rejected(Box<RejectedEvent>),
}

/// What a follower does next.
enum Next {
    List,
    Watch,
    Read(Events),
}

/// A watch that goes on.
pub(super) struct Follower<K> {
    call: WatchCall<K>,
    next: Next,
    back_off: BackOff,
}

type Item<K> = Result<Change<K>, Error>;

impl<K: Kind> Follower<K> {
    pub(super) fn new(call: WatchCall<K>) -> Option<Self> {
        let next = if call.params.resource_version.is_some() { Next::Watch } else { Next::List };
        let back_off = BackOff::new(call.pace);
        Some(Self { call, next, back_off })
    }

    /// Goes on until there is something to hand over.
    pub(super) async fn step(state: Option<Self>) -> Option<(Item<K>, Option<Self>)> {
        let mut this = state?;
        loop {
            let done = match std::mem::replace(&mut this.next, Next::Watch) {
                Next::List => this.list().await,
                Next::Watch => this.open().await,
                Next::Read(events) => this.read(events).await,
            };
            match done {
                Ok(None) => {}
                Ok(Some(change)) => return Some((Ok(change), Some(this))),
                Err(error @ Error::Refused(_)) => return Some((Err(error), None)),
                Err(error) => {
                    this.back_off.fail(error.retry_after());
                    return Some((Err(error), Some(this)));
                }
            }
        }
    }

    async fn list(&mut self) -> Result<Option<Change<K>>, Error> {
        self.next = Next::List;
        self.back_off.wait().await;
        let params = ListParams {
            label_selector: self.call.params.label_selector.clone(),
            field_selector: self.call.params.field_selector.clone(),
            shard_selector: self.call.params.shard_selector.clone(),
            limit: Some(PAGE),
            ..ListParams::default()
        };
        let list: List<K> = whole(&self.call.client, &self.call.address, params).await?;
        self.call.params.resource_version.clone_from(&list.metadata.resource_version);
        self.next = Next::Watch;
        Ok(Some(Change::Listed(list)))
    }

    async fn open(&mut self) -> Result<Option<Change<K>>, Error> {
        self.back_off.wait().await;
        let opening = Events::open(&self.call.client, &self.call.address, &self.call.params);
        let idle = self.call.pace.idle;
        match timeout(idle, opening).await.unwrap_or(Err(Error::Deadline(idle))) {
            Ok(events) => {
                self.back_off.begin();
                self.next = Next::Read(events);
                Ok(None)
            }
            Err(error) if error.is_expired() => Ok(self.list_again()),
            Err(error) => Err(error),
        }
    }

    async fn read(&mut self, mut events: Events) -> Result<Option<Change<K>>, Error> {
        let Ok(event) = timeout(self.call.pace.idle, events.next::<K>()).await else {
            // A silent connection may be a dead one: asking again is the only way to know.
            return Ok(self.watch_again());
        };
        let Some(event) = event? else { return Ok(self.watch_again()) };
        if let Some(version) = event.resource_version() {
            self.call.params.resource_version = Some(version);
        }
        let change = match event {
            WatchEvent::Error(status) if status.code == Some(410) => return Ok(self.list_again()),
            WatchEvent::Error(status) => return Err(Error::Watch(status)),
            WatchEvent::Bookmark(_) => None,
            WatchEvent::Added(object) => Some(Change::Added(object)),
            WatchEvent::Modified(object) => Some(Change::Modified(object)),
            WatchEvent::Deleted(object) => Some(Change::Deleted(object)),
            WatchEvent::Rejected(rejected) => Some(Change::Rejected(rejected)),
        };
        self.back_off.succeed();
        self.next = Next::Read(events);
        Ok(change)
    }

    /// The state that the watch goes on from is not known any more.
    fn list_again(&mut self) -> Option<Change<K>> {
        self.back_off.fail(None);
        self.call.params.resource_version = None;
        self.next = Next::List;
        None
    }

    /// The connection ended, which is in order unless it happens again and again.
    fn watch_again(&mut self) -> Option<Change<K>> {
        self.back_off.end();
        self.next = Next::Watch;
        None
    }
}

/// How long to wait before the next attempt.
struct BackOff {
    pace: Pace,
    failures: u32,
    stated: Option<Duration>,
    began: Instant,
}

impl BackOff {
    fn new(pace: Pace) -> Self {
        Self { pace, failures: 0, stated: None, began: Instant::now() }
    }

    fn begin(&mut self) {
        self.began = Instant::now();
    }

    fn succeed(&mut self) {
        self.failures = 0;
    }

    fn fail(&mut self, stated: Option<Duration>) {
        self.failures = self.failures.saturating_add(1);
        self.stated = stated;
    }

    /// A connection that lasted was a good one, even if nothing happened on it.
    fn end(&mut self) {
        if self.began.elapsed() >= self.pace.longest_delay {
            self.succeed();
        } else {
            self.fail(None);
        }
    }

    async fn wait(&mut self) {
        if let Some(delay) = self.delay() {
            sleep(delay).await;
        }
    }

    /// Between half and all of a time that doubles, so that many clients do not come back at once; or the time that
    /// the server asks for, if that is longer.
    fn delay(&mut self) -> Option<Duration> {
        let doublings = self.failures.checked_sub(1)?;
        let factor = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
        let longest = self.pace.first_delay.saturating_mul(factor).min(self.pace.longest_delay);
        let half = longest / 2;
        let random = f64::from(RandomState::new().build_hasher().finish() as u32) / f64::from(u32::MAX);
        let delay = half + half.mul_f64(random);
        Some(delay.max(self.stated.take().unwrap_or_default()))
    }
}
