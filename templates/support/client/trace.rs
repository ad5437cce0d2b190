//! What a client tells of its requests, by way of `tracing`.

use std::future::Future;

use http::{Request, Response};
use tracing::{Instrument, Span, field};

use super::BoxError;

/// The name of the operation that a request is for, among the extensions of the request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named(pub &'static str);

/// The span of a request. Queries, headers and bodies are not told: they may hold secrets.
pub(super) fn span<B>(request: &Request<B>) -> Span {
    let span = tracing::info_span!(
        "request",
        operation = field::Empty,
        http.request.method = request.method().as_str(),
        url.path = request.uri().path(),
        http.response.status_code = field::Empty,
        error = field::Empty,
    );
    if let Some(Named(operation)) = request.extensions().get() {
        span.record("operation", *operation);
    }
    span
}

/// Follows a request to its answer.
pub(super) async fn followed<T>(
    span: Span,
    exchange: impl Future<Output = Result<Response<T>, BoxError>>,
) -> Result<Response<T>, BoxError> {
    let outcome = exchange.instrument(span.clone()).await;
    match &outcome {
        Ok(response) => span.record("http.response.status_code", response.status().as_u16()),
        Err(error) => span.record("error", field::display(error)),
    };
    outcome
}
