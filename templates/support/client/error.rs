//! What can go wrong with a request.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::frames::Broken;
use super::{BoxError, Refused};
use crate::support::list::Rejected;
use crate::support::meta::Status;
use crate::support::rest::path::InvalidSegment;

/// What went wrong with a request.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// It was not sent, because what it asks for cannot be put into a request.
    Refused(Refused),
    /// It could not be sent, or its answer not be received.
    Transport(BoxError),
    /// The server answered that it failed.
    Api(Box<ApiError>),
    /// The server answered that it succeeded, with something else than the operation answers with.
    Decode(Box<DecodeError>),
    /// The answer is larger than the limit, in bytes.
    TooLarge(usize),
    /// An object in the answer did not decode; the others did.
    Rejected(Box<Rejected>),
    /// A watch was ended by the server with this failure.
    Watch(Box<Status>),
    /// No answer came in this time.
    Deadline(Duration),
}

impl From<InvalidSegment> for Refused {
    fn from(segment: InvalidSegment) -> Self {
        Self::because(&segment)
    }
}

/// An answer that says that the request failed.
#[derive(Clone, Debug)]
pub struct ApiError {
    /// The status code.
    pub code: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it was received, up to the limit of the client.
    pub body: Bytes,
    /// The body, if it is a `Status`.
    pub status: Option<Status>,
}

/// An answer that says that the request succeeded, and is not one that the operation answers with.
#[derive(Clone, Debug)]
pub struct DecodeError {
    /// The status code.
    pub code: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it was received.
    pub body: Bytes,
    /// What is wrong with it, with the JSON pointer to the fault.
    pub message: String,
}

impl Error {
    /// The status code of the answer, if there was one.
    #[must_use]
    pub fn code(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.code),
            Self::Decode(error) => Some(error.code),
            Self::Watch(status) => {
                status.code.and_then(|code| StatusCode::from_u16(code.try_into().ok()?).ok())
            }
            _ => None,
        }
    }

    /// What the server says of the failure, if it says so in the way of Kubernetes.
    #[must_use]
    pub fn status(&self) -> Option<&Status> {
        match self {
            Self::Api(error) => error.status.as_ref(),
            Self::Watch(status) => Some(status),
            _ => None,
        }
    }

    /// The body of the answer as it was received, if there was one.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Api(error) => Some(&error.body),
            Self::Decode(error) => Some(&error.body),
            _ => None,
        }
    }

    /// Whether there is no such object (404).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.code() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether the object is there already, or has changed since it was read (409).
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.code() == Some(StatusCode::CONFLICT)
    }

    /// Whether the state asked for is too old to be known, so that one has to list again (410).
    #[must_use]
    pub fn is_expired(&self) -> bool {
        self.code() == Some(StatusCode::GONE)
    }

    /// How long the server asks to wait before trying again.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let stated = self.status().and_then(|status| status.details.as_ref()?.retry_after_seconds);
        let stated = stated.and_then(|seconds| u64::try_from(seconds).ok());
        let header = || match self {
            Self::Api(error) => error.headers.get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok(),
            _ => None,
        };
        stated.or_else(header).map(Duration::from_secs)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refused) => refused.fmt(f),
            Self::Transport(error) => write!(f, "the request was not answered: {error}"),
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::TooLarge(limit) => write!(f, "the answer is larger than the limit of {limit} bytes"),
            Self::Rejected(rejected) => write!(f, "an object did not decode: {}", rejected.error),
            Self::Watch(status) => write!(f, "the server ended the watch: {status}"),
            Self::Deadline(time) => write!(f, "the server took longer than {time:?}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(&**error),
            Self::Watch(status) => Some(&**status),
            _ => None,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.code)?;
        match &self.status {
            Some(status) => status.fmt(f),
            None => excerpt(&self.body).fmt(f),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, but the body is not what was expected: {}", self.code, self.message)
    }
}

/// The beginning of a body, as far as it fits a line.
fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..body.len().min(1024)).unwrap_or_default());
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
    if line.trim().is_empty() { "no message".to_owned() } else { line }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Broken> for Error {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Transport(error) => Self::Transport(error),
            Broken::TooLarge(limit) => Self::TooLarge(limit),
        }
    }
}
