//! What tests hook into the server: faults that it commits on purpose, and a log of the requests.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use futures::StreamExt;
use http::{HeaderMap, Method, StatusCode};

use crate::reply::{Content, Reply};
use crate::request::accept::FALLBACK;
use crate::status::ApiError;

/// The most requests that the log remembers.
const LOG_LIMIT: usize = 10_000;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// The answer comes late.
    Delay(Duration),
    /// The answer is a failure with this HTTP status; nothing is done.
    Status(u16),
    /// The answer is that somebody else wrote in between; nothing is done.
    Conflict,
    /// The connection breaks before the answer is complete; nothing is done.
    Disconnect,
    /// The request is answered, and the connection breaks after this many pieces of the body: of a watch, after so many
    /// events.
    Cut(usize),
}

/// A fault that the server commits on purpose.
#[derive(Debug, Clone)]
pub struct Fault {
    effect: Effect,
    method: Option<Method>,
    path: String,
    times: usize,
}

impl Fault {
    /// A fault of the next request.
    pub fn new(effect: Effect) -> Fault {
        Fault { effect, method: None, path: String::new(), times: 1 }
    }

    /// Only of requests with this method.
    #[must_use]
    pub fn method(mut self, method: Method) -> Fault {
        self.method = Some(method);
        self
    }

    /// Only of requests whose path and query contain this text.
    #[must_use]
    pub fn path(mut self, part: &str) -> Fault {
        self.path = part.to_owned();
        self
    }

    /// Of so many requests.
    #[must_use]
    pub fn times(mut self, times: usize) -> Fault {
        self.times = times;
        self
    }

    fn hits(&self, method: &Method, path: &str) -> bool {
        self.times > 0 && self.method.as_ref().is_none_or(|m| m == method) && path.contains(&self.path)
    }
}

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The method.
    pub method: Method,
    /// The path with the query.
    pub path: String,
    /// The HTTP status of the answer.
    pub status: StatusCode,
}

/// The hooks of a server.
#[derive(Debug, Default)]
pub struct Hooks {
    faults: Mutex<Vec<Fault>>,
    log: Mutex<VecDeque<Logged>>,
}

/// A list stays a list, whatever panicked while it was locked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hooks {
    /// Commits a fault from now on.
    pub fn add(&self, fault: Fault) {
        lock(&self.faults).push(fault);
    }

    /// The effect of the first fault that a request meets; a fault that has been met often enough is gone.
    pub fn strike(&self, method: &Method, path: &str) -> Option<Effect> {
        let mut faults = lock(&self.faults);
        let fault = faults.iter_mut().find(|f| f.hits(method, path))?;
        fault.times -= 1;
        let effect = fault.effect.clone();
        faults.retain(|f| f.times > 0);
        Some(effect)
    }

    /// Remembers a request.
    pub fn record(&self, logged: Logged) {
        let mut log = lock(&self.log);
        if log.len() >= LOG_LIMIT {
            log.pop_front();
        }
        log.push_back(logged);
    }

    /// The requests since the last call, oldest first.
    pub fn drain(&self) -> Vec<Logged> {
        lock(&self.log).drain(..).collect()
    }
}

/// An answer that breaks off after some pieces of its body.
pub fn cut(response: Response, pieces: usize) -> Response {
    response.map(|body| {
        let broken = futures::stream::iter([Err(axum::Error::new(on_purpose()))]);
        Body::from_stream(body.into_data_stream().take(pieces).chain(broken))
    })
}

/// The error that breaks a connection.
pub fn on_purpose() -> std::io::Error {
    std::io::Error::other("the connection was broken on purpose")
}

/// What an effect makes of a request; nothing where the request is to be answered after all.
pub async fn suffer(effect: Effect, headers: &HeaderMap) -> Option<Response> {
    let error = match effect {
        Effect::Delay(time) => {
            tokio::time::sleep(time).await;
            return None;
        }
        Effect::Disconnect => {
            let body = Body::from_stream(futures::stream::iter([Err::<bytes::Bytes, _>(on_purpose())]));
            return Some(Reply::new(StatusCode::OK, Content::Stream(body)).into_response(&FALLBACK, headers));
        }
        Effect::Cut(_) => return None,
        Effect::Conflict => {
            ApiError::new(409, "Conflict", "the object has been modified; a fault on purpose")
        }
        Effect::Status(code) => ApiError::new(code, reason(code), "a fault on purpose"),
    };
    Some(Reply::error(&error).into_response(&FALLBACK, headers))
}

/// The reason that the real server gives with a status.
fn reason(code: u16) -> &'static str {
    match code {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        409 => "Conflict",
        410 => "Expired",
        422 => "Invalid",
        429 => "TooManyRequests",
        500 => "InternalError",
        503 => "ServiceUnavailable",
        504 => "Timeout",
        _ => "Unknown",
    }
}
