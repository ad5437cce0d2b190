//! Answering operations.
//!
//! For each group of operations there is a trait with a method for each; methods that are left out answer that they are not
//! implemented (501). What reaches a method was checked: parameters and bodies are of their types and, with the feature `validate`,
//! keep to their schemas. What a method answers is one of the answers that its document lists, or [`Failure::internal`] and its kin.

mod answer;
mod guard;
mod problem;
mod receive;
mod routes;

use std::future::Future;

use axum::response::Response;
use http::{Extensions, HeaderMap, StatusCode};

pub use guard::{Guard, Proof, Refusal};
pub use problem::{Problem, Violation};
pub use routes::{Limits, Method, Routes};

use super::{Operation, Success};

/// What there is to know of a request besides what it asks for.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The headers.
    pub headers: HeaderMap,
    /// What layers before the server added, and the guard.
    pub extensions: Extensions,
    /// What proves who asks: presented, and accepted where there is a guard.
    pub proofs: Vec<Proof>,
}

/// Why an operation does not succeed: an answer that its document lists, or a fault of the server.
#[derive(Debug)]
pub enum Failure<E> {
    /// An answer that the document lists.
    Answer(E),
    /// A fault of the server, which every operation may meet.
    Fault(ServerFault),
}

/// A fault of the server.
#[derive(Debug)]
pub struct ServerFault(Problem);

impl<E> Failure<E> {
    /// The server failed (500). The message is for the client to read.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::Fault(ServerFault(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, message)))
    }

    /// The server does not do this (501).
    pub fn not_implemented(message: impl Into<String>) -> Self {
        Self::Fault(ServerFault(Problem::new(StatusCode::NOT_IMPLEMENTED, message)))
    }

    /// The server cannot do this now (503).
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::Fault(ServerFault(Problem::new(StatusCode::SERVICE_UNAVAILABLE, message)))
    }
}

impl<E> From<E> for Failure<E> {
    fn from(answer: E) -> Self {
        Self::Answer(answer)
    }
}

/// What a method answers with.
pub type Answer<O> = Result<Success<O>, Failure<super::Failure<O>>>;

/// The answer of methods that are left out.
#[allow(clippy::manual_async_fn, reason = "what is written as such would hold the request")]
pub fn not_implemented<O: Operation>(_: O, _: Context) -> impl Future<Output = Answer<O>> + Send {
    async { Err(Failure::not_implemented(format!("{} is not implemented", O::ROUTE.id))) }
}

/// An answer as it is sent.
type Sent = Response;
