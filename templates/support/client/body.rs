//! Receiving the body of an answer.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;

use super::{AnyBody, BoxError};

/// A body, or what was received of one that is too large.
pub(crate) enum Received {
    Whole(Bytes),
    Cut(Bytes),
}

impl Received {
    pub(crate) fn into_bytes(self) -> Bytes {
        match self {
            Self::Whole(bytes) | Self::Cut(bytes) => bytes,
        }
    }
}

/// Receives a body up to a limit.
pub(crate) async fn receive(mut body: AnyBody, limit: usize) -> Result<Received, BoxError> {
    let first = next_data(&mut body).await?.unwrap_or_default();
    // Most bodies come in one piece, which needs no copy.
    let Some(second) = next_data(&mut body).await? else {
        return Ok(cut(first, limit));
    };
    let mut whole = BytesMut::from(first);
    whole.extend_from_slice(&second);
    while whole.len() <= limit {
        match next_data(&mut body).await? {
            Some(data) => whole.extend_from_slice(&data),
            None => break,
        }
    }
    Ok(cut(whole.freeze(), limit))
}

fn cut(mut bytes: Bytes, limit: usize) -> Received {
    if bytes.len() <= limit {
        return Received::Whole(bytes);
    }
    bytes.truncate(limit);
    Received::Cut(bytes)
}

/// The next piece of a body; trailers are passed over.
pub(crate) async fn next_data(body: &mut AnyBody) -> Result<Option<Bytes>, BoxError> {
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data()
            && !data.is_empty()
        {
            return Ok(Some(data));
        }
    }
    Ok(None)
}
