//! What can go wrong with a call.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::support::client::{BoxError, Refused};
use crate::support::operation::Fault;

/// What went wrong with a call. `E` is what the operation documents for failures.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// It was not sent, because what it asks for cannot be put into a request.
    Refused(Refused),
    /// There was nothing to prove who asks, or it could not be got.
    Credentials(BoxError),
    /// It could not be sent, or its answer not be received.
    Transport(BoxError),
    /// The server answered with a failure that the operation documents.
    Api(Box<ApiError<E>>),
    /// The server answered with something that the operation does not document.
    Unexpected(Box<Unexpected>),
    /// The answer is larger than the limit, in bytes.
    TooLarge(usize),
    /// No answer came in this time.
    Deadline(Duration),
}

/// A failure that the operation documents.
#[derive(Debug)]
pub struct ApiError<E> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it was received; nothing where it is handed over as a stream.
    pub body: Bytes,
    /// What the body says.
    pub error: E,
}

/// An answer that the operation does not document.
#[derive(Debug)]
pub struct Unexpected {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it was received, up to the limit of the client.
    pub body: Bytes,
    /// What is wrong with it.
    pub fault: Fault,
}

impl<E> Error<E> {
    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status),
            Self::Unexpected(answer) => Some(answer.status),
            _ => None,
        }
    }

    /// The body of the answer as it was received, if there was one.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Api(error) => Some(&error.body),
            Self::Unexpected(answer) => Some(&answer.body),
            _ => None,
        }
    }

    /// What the operation documents for this failure, if it does.
    #[must_use]
    pub fn documented(&self) -> Option<&E> {
        match self {
            Self::Api(error) => Some(&error.error),
            _ => None,
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refused) => refused.fmt(f),
            Self::Credentials(error) => write!(f, "there is nothing to prove who asks: {error}"),
            Self::Transport(error) => write!(f, "the request was not answered: {error}"),
            Self::Api(error) => write!(f, "{}: {}", error.status, excerpt(&error.body)),
            Self::Unexpected(answer) => {
                let Unexpected { status, body, fault, .. } = &**answer;
                write!(f, "{status}, which was not expected ({fault}): {}", excerpt(body))
            }
            Self::TooLarge(limit) => write!(f, "the answer is larger than the limit of {limit} bytes"),
            Self::Deadline(time) => write!(f, "the server took longer than {time:?}"),
        }
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) | Self::Credentials(error) => Some(&**error),
            Self::Refused(refused) => Some(refused),
            _ => None,
        }
    }
}

/// The beginning of a body, as far as it fits a line.
fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..body.len().min(1024)).unwrap_or_default());
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
    if line.trim().is_empty() { "no message".to_owned() } else { line }
}

impl<E> From<Refused> for Error<E> {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl<E> From<Fault> for Error<E> {
    fn from(fault: Fault) -> Self {
        Self::Refused(Refused::because(&fault))
    }
}
