//! Failures, as a server answers with them.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

use crate::support::meta::Failure;
use crate::support::rest::JSON;

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        // A status holds strings and numbers; were it not to be written, the status code would still tell.
        let body = serde_json::to_vec(&*self).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() =
            StatusCode::from_u16(self.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        if let Some(seconds) = self.details.as_ref().and_then(|details| details.retry_after_seconds) {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
