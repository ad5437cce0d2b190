//! Problem details (RFC 9457): how failures are told that no document lists.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::support::operation::Fault;

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// What is wrong.
    pub detail: String,
    /// What is wrong with parts of the request.
    pub violations: Vec<Violation>,
}

/// What is wrong with a part of a request.
pub type Violation = Fault;

impl Problem {
    /// A problem of a status.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), violations: Vec::new() }
    }

    /// The problem with a request of which parts are wrong (400).
    #[must_use]
    pub fn malformed(violations: Vec<Violation>) -> Self {
        let detail = violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        Self { status: StatusCode::BAD_REQUEST, detail, violations }
    }

    fn body(&self) -> Value {
        let mut body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Failure"),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if !self.violations.is_empty() {
            let violation = |fault: &Violation| json!({"place": fault.place, "message": fault.message});
            body["errors"] = self.violations.iter().map(violation).collect();
        }
        body
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body().to_string()));
        *response.status_mut() = self.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}
