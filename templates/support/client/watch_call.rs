//! Calls that follow changes.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use futures::stream::{self, BoxStream, StreamExt};
use http::{HeaderMap, Method, StatusCode};

use super::draft::{Draft, undecoded};
use super::frames::Lines;
use super::watch::{Change, Follower};
use super::{Client, Error};
use crate::support::Kind;
use crate::support::rest::path::InvalidSegment;
use crate::support::rest::{WatchEvent, WatchParams};

/// Follows the changes of objects. It does nothing until [`Self::changes`] or [`Self::once`] is called.
#[must_use = "a call does nothing until it is sent"]
pub struct WatchCall<K> {
    pub(super) client: Client,
    pub(super) address: Result<String, InvalidSegment>,
    pub(super) params: WatchParams,
    pub(super) pace: Pace,
    kind: PhantomData<fn() -> K>,
}

/// The times of a watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How long the server may be silent before the connection counts as dead: 120 seconds, unless said otherwise.
    /// API servers send a bookmark about every minute.
    pub idle: Duration,
    /// How long to wait after the first failure: a tenth of a second, unless said otherwise. It doubles with each
    /// failure that follows.
    pub first_delay: Duration,
    /// How long to wait at most: 30 seconds, unless said otherwise.
    pub longest_delay: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(120),
            first_delay: Duration::from_millis(100),
            longest_delay: Duration::from_secs(30),
        }
    }
}

/// How long a watch lasts before the server ends it, unless said otherwise: less than the four minutes after which
/// common load balancers cut connections.
const LASTS_SECONDS: i64 = 230;

impl<K: Kind> WatchCall<K> {
    pub(super) fn new(client: Client, address: Result<String, InvalidSegment>) -> Self {
        let params = WatchParams { allow_bookmarks: Some(true), ..WatchParams::default() };
        Self { client, address, params, pace: Pace::default(), kind: PhantomData }
    }

    /// Only objects whose labels match, as in `app=web,tier!=cache`.
    pub fn label_selector(mut self, selector: impl Into<String>) -> Self {
        self.params.label_selector = Some(selector.into());
        self
    }

    /// Only objects whose fields match, as in `metadata.name=web`.
    pub fn field_selector(mut self, selector: impl Into<String>) -> Self {
        self.params.field_selector = Some(selector.into());
        self
    }

    /// Begins after this version, as a list or a change before told it, and does not list first.
    pub fn resource_version(mut self, version: impl Into<String>) -> Self {
        self.params.resource_version = Some(version.into());
        self
    }

    /// How long one connection lasts, in seconds.
    pub fn timeout_seconds(mut self, seconds: i64) -> Self {
        self.params.timeout_seconds = Some(seconds);
        self
    }

    /// Sets all parameters at once.
    pub fn params(mut self, params: WatchParams) -> Self {
        self.params = params;
        self
    }

    /// Sets how long to wait for what.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Follows the objects for as long as the stream is read.
    ///
    /// The stream begins with [`Change::Listed`], all objects as they are (unless [`Self::resource_version`] was
    /// given), and goes on with their changes. When the connection ends, whether in order, by a fault, or because the
    /// server was silent for too long, the stream goes on where it was; bookmarks move that point on while nothing
    /// happens. Where the server does not know that point any more, the stream lists again: another
    /// [`Change::Listed`] then replaces all that is known.
    ///
    /// Failures are handed over and tried again after a growing delay, or the one that the server asks for. The stream
    /// ends by itself in one case alone: the request cannot be sent as it is ([`Error::Refused`]).
    pub fn changes(mut self) -> BoxStream<'static, Result<Change<K>, Error>> {
        self.params.timeout_seconds.get_or_insert(LASTS_SECONDS);
        stream::unfold(Follower::new(self), Follower::step).boxed()
    }

    /// Opens one watch, and gives its events until it ends. Nothing is listed and nothing is resumed.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn once(self) -> Result<BoxStream<'static, Result<WatchEvent<K>, Error>>, Error> {
        let events = Events::open(&self.client, &self.address, &self.params).await?;
        let stream = stream::unfold(Some(events), |events| async move {
            let mut events = events?;
            let event = events.next().await.transpose()?;
            let rest = event.is_ok().then_some(events);
            Some((event, rest))
        });
        Ok(stream.boxed())
    }
}

/// The events of one watch.
pub(super) struct Events(Lines);

impl Events {
    pub(super) async fn open(
        client: &Client,
        address: &Result<String, InvalidSegment>,
        params: &WatchParams,
    ) -> Result<Self, Error> {
        let address = address.clone().map_err(Into::into);
        let draft = Draft { client: client.clone(), method: Method::GET, address, content: None };
        let response = draft.open(params).await?;
        Ok(Self(Lines::new(response.into_body(), client.limits().event)))
    }

    pub(super) async fn next<K: Kind>(&mut self) -> Result<Option<WatchEvent<K>>, Error> {
        let Some(line) = self.0.next().await? else { return Ok(None) };
        let event = WatchEvent::from_slice(&line);
        event.map(Some).map_err(|error| undecoded(StatusCode::OK, HeaderMap::new(), line, error.to_string()))
    }
}

impl<K> fmt::Debug for WatchCall<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, params, pace, .. } = self;
        f.debug_struct("WatchCall")
            .field("address", address)
            .field("params", params)
            .field("pace", pace)
            .finish()
    }
}
