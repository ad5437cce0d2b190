//! Trying again. Nothing is tried again unless a client is told so.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode, header};

use crate::support::client::{BoxError, Client};
use crate::support::operation::Route;

/// How an attempt ended.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// With an answer.
    Answered(StatusCode, &'a HeaderMap),
    /// Without one.
    Failed(&'a BoxError),
}

/// Decides whether a request is sent again. One whose body is a stream never is.
pub trait Retry: Send + Sync + 'static {
    /// How long to wait before the request is sent again; none to take what came. `attempts` were made so far.
    fn after(&self, route: &Route, attempts: u32, outcome: &Outcome<'_>) -> Option<Duration>;
}

/// Tries requests again that may be repeated (RFC 9110: GET, HEAD, OPTIONS, PUT, DELETE), when the server could not
/// be reached, is busy (429) or out of service (502, 503, 504). It waits as long as the server asks for, or twice as long each time.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How many attempts are made.
    pub attempts: u32,
    /// How long the first wait is.
    pub first: Duration,
    /// How long a wait may be.
    pub longest: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { attempts: 3, first: Duration::from_millis(200), longest: Duration::from_secs(30) }
    }
}

impl Retry for Patience {
    fn after(&self, route: &Route, attempts: u32, outcome: &Outcome<'_>) -> Option<Duration> {
        let repeats = matches!(route.method, "GET" | "HEAD" | "OPTIONS" | "PUT" | "DELETE");
        let passing = match outcome {
            Outcome::Answered(status, _) => matches!(status.as_u16(), 429 | 502..=504),
            Outcome::Failed(_) => true,
        };
        let wait =
            asked(outcome).unwrap_or_else(|| self.first * 2u32.saturating_pow(attempts.saturating_sub(1)));
        (repeats && passing && attempts < self.attempts).then(|| wait.min(self.longest))
    }
}

/// How long the server asks to wait.
fn asked(outcome: &Outcome<'_>) -> Option<Duration> {
    let Outcome::Answered(_, headers) = outcome else { return None };
    headers.get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

/// The policy that a client has.
#[derive(Clone)]
pub(super) struct Policy(pub Arc<dyn Retry>);

impl Client {
    /// Sends requests again as a policy decides; [`Patience`] is one.
    #[must_use]
    pub fn with_retries(mut self, policy: impl Retry) -> Self {
        self.extensions_mut().insert(Policy(Arc::new(policy)));
        self
    }
}
