//! Failures, as a server answers with them.

use std::fmt;
use std::ops::Deref;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

use crate::support::meta::Status;
use crate::support::rest::JSON;

/// A failure to answer with: a [`Status`], from which it is made with `?` or `into()`.
#[derive(Clone, PartialEq)]
pub struct Failure(Box<Status>);

impl Failure {
    /// The status code. A `Status` whose own code is not one of a failure is taken for a fault of the server.
    #[must_use]
    pub fn code(&self) -> StatusCode {
        let code = self.0.code.and_then(|code| u16::try_from(code).ok());
        let code = code.filter(|code| (400..600).contains(code));
        code.and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The status.
    #[must_use]
    pub fn into_status(self) -> Status {
        *self.0
    }
}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Self(Box::new(status))
    }
}

impl Deref for Failure {
    type Target = Status;

    fn deref(&self) -> &Status {
        &self.0
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failure {}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        // A status holds strings and numbers; were it not to be written, the status code would still tell.
        let body = serde_json::to_vec(&*self.0).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.code();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        if let Some(seconds) = self.0.details.as_ref().and_then(|details| details.retry_after_seconds) {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
