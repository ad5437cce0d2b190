//! Answers, as they are sent.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::{Answer, Failure, Problem, Sent, ServerFault};
use crate::support::operation::outgoing::Payload;
use crate::support::operation::{Case, Fault, Operation, Outgoing, Responses};

/// The answer of a method as it is sent.
pub(super) fn answer<O: Operation>(answer: Answer<O>) -> Sent {
    match answer {
        Ok(value) => write::<O::Success>(value, O::SUCCESS),
        Err(Failure::Answer(value)) => write::<O::Failure>(value, O::FAILURE),
        Err(Failure::Fault(ServerFault(problem))) => problem.into_response(),
    }
}

fn write<R: Responses>(value: R::Value, cases: &'static [Case]) -> Sent {
    let mut message = Outgoing { cases, ..Outgoing::default() };
    let written = R::write(value, &mut message);
    match written.and_then(|()| documented(message.status, cases)) {
        Ok(()) => send(message),
        Err(fault) => {
            let detail = format!("the answer cannot be sent: {fault}");
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail).into_response()
        }
    }
}

/// Checks that a status, where a method chooses it, is one of those that the document has.
fn documented(status: StatusCode, cases: &[Case]) -> Result<(), Fault> {
    match cases.iter().any(|case| case.fits(status) > 0) {
        true => Ok(()),
        false => Err(Fault::new("status", format!("{status} is not documented"))),
    }
}

fn send(message: Outgoing) -> Sent {
    let mut response = Response::new(match message.body {
        Payload::None => Body::empty(),
        Payload::Whole(bytes) => Body::from(bytes),
        Payload::Stream(stream) => Body::from_stream(stream),
    });
    *response.status_mut() = message.status;
    *response.headers_mut() = message.headers;
    response
}
