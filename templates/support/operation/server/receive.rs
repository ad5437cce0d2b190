//! Receiving requests.

use axum::response::IntoResponse;
use http::StatusCode;
use http::header::CONTENT_ENCODING;
use http::request::Parts;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::{Limits, Problem, Sent};
use crate::support::operation::stream::BoxError;
use crate::support::operation::{ByteStream, Incoming, Route, form, media};

/// A request as a message to read: its body is received, unless it is handed over as a stream.
pub(super) async fn receive(
    route: &Route,
    parts: &Parts,
    body: axum::body::Body,
    limits: Limits,
) -> Result<Incoming, Sent> {
    let mut message = Incoming {
        headers: parts.headers.clone(),
        query: form::pairs(parts.uri.query().unwrap_or_default()),
        ..Incoming::default()
    };
    if route.body.is_empty() {
        return Ok(message);
    }
    uncoded(parts)?;
    let body = Limited::new(body, limits.body);
    message.case = case(route, &message.media_type())?;
    if route.body.get(message.case).is_some_and(|media| media.codec.is_streamed()) {
        let pieces = body.into_data_stream();
        message.stream = Some(ByteStream::new(pieces));
        return Ok(message);
    }
    let received = tokio::time::timeout(limits.time, body.collect()).await;
    let bytes = received.map_err(|_| late(limits))?.map_err(broken)?.to_bytes();
    if bytes.is_empty() && route.needs_body && message.media_type().is_empty() {
        return Err(Problem::malformed(vec![super::Violation::missing("body")]).into_response());
    }
    message.bytes = Some(bytes);
    Ok(message)
}

/// The place of the body that a request has, among those that it may have. One that does not say is of the first.
fn case(route: &Route, media_type: &str) -> Result<usize, Sent> {
    if media_type.is_empty() {
        return Ok(0);
    }
    media::choose(route.body.iter(), media_type).ok_or_else(|| {
        let known: Vec<_> = route.body.iter().flat_map(|media| media.types).copied().collect();
        let detail = format!("the body is {media_type:?} and may be {}", known.join(", "));
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail).into_response()
    })
}

/// Refuses a body in a coding: what is small could become large.
fn uncoded(parts: &Parts) -> Result<(), Sent> {
    let coding = parts.headers.get(CONTENT_ENCODING).map(|coding| coding.as_bytes().trim_ascii());
    match coding {
        None | Some(b"" | b"identity") => Ok(()),
        Some(coding) => {
            let detail = format!("a body in the coding {:?} is not read", String::from_utf8_lossy(coding));
            Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail).into_response())
        }
    }
}

fn late(limits: Limits) -> Sent {
    let detail = format!("the body was not there after {:?}", limits.time);
    Problem::new(StatusCode::REQUEST_TIMEOUT, detail).into_response()
}

fn broken(error: BoxError) -> Sent {
    let (status, detail) = match error.is::<LengthLimitError>() {
        true => (StatusCode::PAYLOAD_TOO_LARGE, "the body is too large".to_owned()),
        false => (StatusCode::BAD_REQUEST, format!("the body was not received: {error}")),
    };
    Problem::new(status, detail).into_response()
}
