//! Reading the bodies of requests.

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::Limits;
use crate::support::meta::{Failure, Status};
use crate::support::rest::JSON;

/// Receives a body within limits.
pub(super) async fn receive(body: Body, limits: Limits) -> Result<Bytes, Failure> {
    let Limits { body: limit, time } = limits;
    match tokio::time::timeout(time, Limited::new(body, limit).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Status::too_large(limit).into()),
        Ok(Err(error)) => Err(Status::bad_request(format!("the body was not received: {error}")).into()),
        Err(_) => Err(Status::failure(408, format!("the body was not there after {time:?}")).into()),
    }
}

/// Checks that a body is in no coding: what is small could become large.
pub(super) fn uncoded(headers: &HeaderMap) -> Result<(), Failure> {
    let coding = headers.get(CONTENT_ENCODING).map(|coding| coding.as_bytes().trim_ascii());
    match coding {
        None | Some(b"" | b"identity") => Ok(()),
        Some(coding) => {
            let coding = String::from_utf8_lossy(coding);
            Err(Status::failure(415, format!("a body in the coding {coding:?} is not read")).into())
        }
    }
}

/// The media type of a body in lower case, without its parameters.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().unwrap_or("not text");
    let media_type = value.split(';').next().unwrap_or_default();
    Some(media_type.trim().to_ascii_lowercase()).filter(|media_type| !media_type.is_empty())
}

/// Checks that a body is JSON, which it is where it does not say.
pub(super) fn expect_json(headers: &HeaderMap) -> Result<(), Failure> {
    match media_type(headers).as_deref() {
        None | Some(JSON) => Ok(()),
        Some(_) => Err(Status::unsupported_media_type(JSON).into()),
    }
}

/// Checks that the answer may be JSON.
pub(super) fn accept_json(headers: &HeaderMap) -> Result<(), Failure> {
    let mut ranges = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    if ranges.peek().is_none() || ranges.flat_map(|value| value.split(',')).any(covers_json) {
        return Ok(());
    }
    Err(Status::not_acceptable(JSON).into())
}

/// Whether a media range covers JSON: not where it asks for another view of the object (`as=Table`).
fn covers_json(range: &str) -> bool {
    let mut parts = range.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
    let covers = matches!(media_type.as_str(), "" | "*/*" | "application/*" | JSON);
    covers && !parts.any(|part| part.starts_with("as=") || part == "q=0")
}

/// The failure for a body that does not decode.
pub(super) fn malformed(what: &str, error: &serde_json::Error) -> Failure {
    let message = error.to_string();
    let status = Status::bad_request(format!("the body is not {what}: {message}"));
    // The message begins with the pointer to the fault, if the fault has a place within the document.
    match message.split_once(": ") {
        Some((pointer, fault)) if pointer.starts_with('/') => {
            status.caused_by(pointer, "FieldValueInvalid", fault).into()
        }
        _ => status.into(),
    }
}
