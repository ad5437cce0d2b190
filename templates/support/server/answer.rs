//! Answers, as they are sent.

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures::stream::StreamExt;
use http::HeaderValue;
use http::header::{ALLOW, CONTENT_TYPE, WARNING};

use super::WatchStream;
use super::request::Warnings;
use crate::support::Kind;
use crate::support::meta::{Failure, Status};
use crate::support::rest::JSON;
use crate::support::rest::response::Success;

/// The answer to an operation that succeeded.
pub(super) fn success<T: Success>(value: &T) -> Result<Response, Failure> {
    let body = value
        .encode()
        .map_err(|error| Status::internal_error(format!("the object cannot be written as JSON: {error}")))?;
    let mut response = json(Body::from(body));
    *response.status_mut() = value.code();
    Ok(response)
}

/// The answer to a watch: each event is sent as a line of its own, as soon as it is there.
pub(super) fn watch<K: Kind>(events: WatchStream<K>, lasts: Option<Duration>) -> Response {
    let lines = events.map(|event| event.to_line().map(Bytes::from));
    match lasts {
        Some(lasts) => json(Body::from_stream(lines.take_until(Box::pin(tokio::time::sleep(lasts))))),
        None => json(Body::from_stream(lines)),
    }
}

fn json(body: Body) -> Response {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}

/// Adds what the client is warned of.
pub(super) fn with_warnings(mut response: Response, warnings: &Warnings) -> Response {
    for value in warnings.headers() {
        response.headers_mut().append(WARNING, value);
    }
    response
}

/// The failure for a method that a path does not have, with those that it has.
pub(super) fn with_allowed(mut response: Response, allowed: &'static str) -> Response {
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}
