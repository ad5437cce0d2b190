//! Calls: requests whose optional parts are still open.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};

use super::retry::{Outcome, Policy};
use super::{ApiError, Error, Unexpected, credentials};
use crate::support::client::body::{Received, receive};
use crate::support::client::{AnyBody, Body, BoxError, Client, Refused, coding};
use crate::support::operation::outgoing::Payload;
use crate::support::operation::responses::{Case, choose};
use crate::support::operation::{
    ByteStream, Failure, Fault, Incoming, Operation, Outgoing, Responses, Route, Success, template,
};

/// A call of an operation. It does nothing until it is sent.
#[must_use = "a call does nothing until it is sent"]
#[derive(Clone, Debug)]
pub struct Call<O> {
    client: Client,
    /// What is asked for.
    pub request: O,
}

/// An answer with its status and headers.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The answer.
    pub value: T,
}

impl<O: Operation> Call<O> {
    /// A call of `request`.
    pub fn new(client: &Client, request: O) -> Self {
        Self { client: client.clone(), request }
    }

    /// Sends the request.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn send(self) -> Result<Success<O>, Error<Failure<O>>> {
        Ok(self.reply().await?.value)
    }

    /// Sends the request, and gives the status and the headers of the answer as well.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn reply(self) -> Result<Reply<Success<O>>, Error<Failure<O>>> {
        let limits = self.client.limits();
        limits.in_time(self.complete(), Error::Deadline).await
    }

    async fn complete(self) -> Result<Reply<Success<O>>, Error<Failure<O>>> {
        let mut message = Outgoing { bodies: O::ROUTE.body, ..Outgoing::default() };
        self.request.write(&mut message)?;
        credentials::prove(&self.client, O::ROUTE.security, &mut message)
            .await
            .map_err(Error::Credentials)?;
        accept::<O>(&mut message.headers);
        let response = exchange(&self.client, &O::ROUTE, message).await?;
        answer::<O>(response, self.client.limits().body).await
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }
}

/// Says which media types an answer may have.
fn accept<O: Operation>(headers: &mut HeaderMap) {
    let mut types: Vec<&str> = Vec::new();
    for media in O::SUCCESS.iter().chain(O::FAILURE).flat_map(|case| case.media.types) {
        if !types.contains(media) {
            types.push(media);
        }
    }
    let accepted = if types.is_empty() { "*/*".to_owned() } else { types.join(", ") };
    if let Some(accepted) = HeaderValue::from_str(&accepted).ok().filter(|_| !headers.contains_key(ACCEPT)) {
        headers.insert(ACCEPT, accepted);
    }
}

/// The head of a request, and its body.
fn request<E>(client: &Client, route: &Route, message: Outgoing) -> Result<Request<Body>, Error<E>> {
    let mut address = client.base().to_owned();
    address.push_str(&template::expand(route.path, &message.path)?);
    for (at, (name, value)) in message.query.iter().enumerate() {
        address.push(if at == 0 && !address.contains('?') { '?' } else { '&' });
        address.push_str(&format!("{name}={value}"));
    }
    let uri = Uri::from_maybe_shared(Bytes::from(address));
    let method = Method::from_bytes(route.method.as_bytes());
    let mut request = Request::new(match message.body {
        Payload::None => Body::default(),
        Payload::Whole(bytes) => Body::from(bytes),
        Payload::Stream(stream) => Body::stream(stream),
    });
    *request.uri_mut() = uri.map_err(|error| Refused::new("address", "of the request", &error))?;
    *request.method_mut() = method.map_err(|error| Refused::new("method", route.method, &error))?;
    *request.headers_mut() = message.headers;
    Ok(request)
}

/// Sends a request, again and again as the policy of the client says.
async fn exchange<E>(
    client: &Client,
    route: &Route,
    message: Outgoing,
) -> Result<Response<AnyBody>, Error<E>> {
    let mut request = named(request(client, route, message)?, route);
    let policy = client.extensions().get::<Policy>();
    for attempts in 1.. {
        let again = policy.and_then(|policy| Some((policy, copy(&request)?)));
        let outcome = client.exchange(request).await;
        let Some((policy, copy)) = again else { return outcome.map_err(Error::Transport) };
        let ended = match &outcome {
            Ok(response) => Outcome::Answered(response.status(), response.headers()),
            Err(error) => Outcome::Failed(error),
        };
        let Some(wait) = policy.0.after(route, attempts, &ended) else {
            return outcome.map_err(Error::Transport);
        };
        tokio::time::sleep(wait).await;
        request = named(copy, route);
    }
    Err(Error::Transport("too many attempts".into()))
}

/// A request with the name of its operation, for those who follow it.
#[cfg(feature = "tracing")]
fn named(mut request: Request<Body>, route: &Route) -> Request<Body> {
    request.extensions_mut().insert(crate::support::client::trace::Named(route.id));
    request
}

/// Nobody follows requests.
#[cfg(not(feature = "tracing"))]
fn named(request: Request<Body>, _: &Route) -> Request<Body> {
    request
}

/// A request once more, if its body is all there.
fn copy(request: &Request<Body>) -> Option<Request<Body>> {
    let mut copy = Request::new(Body::from(request.body().as_bytes()?.clone()));
    request.method().clone_into(copy.method_mut());
    request.uri().clone_into(copy.uri_mut());
    request.headers().clone_into(copy.headers_mut());
    Some(copy)
}

/// What an answer turned out to be.
enum Kind {
    Success,
    Failure,
}

/// Reads an answer.
async fn answer<O: Operation>(
    response: Response<AnyBody>,
    limit: usize,
) -> Result<Reply<Success<O>>, Error<Failure<O>>> {
    let (parts, body) = response.into_parts();
    let (status, headers) = (parts.status, parts.headers);
    let Some((kind, at, case)) = find::<O>(status, &headers) else {
        let body = receive(body, limit).await.map_err(Error::Transport)?.into_bytes();
        let fault = Fault::new("status", "the operation has no such answer");
        return Err(Error::Unexpected(Box::new(Unexpected { status, headers, body, fault })));
    };
    let mut message = Incoming { status, headers: headers.clone(), case: at, ..Incoming::default() };
    if let Some(coding) = coding(&headers) {
        let body = receive(body, limit).await.map_err(Error::Transport)?.into_bytes();
        let fault = Fault::new("body", coding);
        return Err(Error::Unexpected(Box::new(Unexpected { status, headers, body, fault })));
    }
    if case.media.codec.is_streamed() {
        message.stream = Some(pieces(body));
    } else {
        let Received::Whole(body) = receive(body, limit).await.map_err(Error::Transport)? else {
            return Err(Error::TooLarge(limit));
        };
        message.bytes = Some(body);
    }
    let body = message.bytes.clone().unwrap_or_default();
    let unexpected =
        |fault, headers, body| Error::Unexpected(Box::new(Unexpected { status, headers, body, fault }));
    match kind {
        Kind::Success => match O::Success::read(&mut message) {
            Ok(value) => Ok(Reply { status, headers, value }),
            Err(fault) => Err(unexpected(fault, headers, body)),
        },
        Kind::Failure => match O::Failure::read(&mut message) {
            Ok(error) => Err(Error::Api(Box::new(ApiError { status, headers, body, error }))),
            Err(fault) => Err(unexpected(fault, headers, body)),
        },
    }
}

/// The case of an answer, among the successes and the failures of its operation.
fn find<O: Operation>(status: StatusCode, headers: &HeaderMap) -> Option<(Kind, usize, &'static Case)> {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let success = choose(O::SUCCESS, status, media_type);
    let failure = choose(O::FAILURE, status, media_type);
    match (success, failure) {
        (Some((at, fit)), failure) if failure.is_none_or(|(_, other)| other <= fit) => {
            Some((Kind::Success, at, O::SUCCESS.get(at)?))
        }
        (_, Some((at, _))) => Some((Kind::Failure, at, O::FAILURE.get(at)?)),
        _ => None,
    }
}

/// A body as a stream of its bytes.
fn pieces(body: AnyBody) -> ByteStream {
    use http_body_util::BodyExt;
    ByteStream::new(futures::stream::unfold(body, |mut body| async move {
        loop {
            match body.frame().await? {
                Err(error) => return Some((Err(error), body)),
                Ok(frame) => {
                    if let Ok(data) = frame.into_data() {
                        return Some((Ok(data), body));
                    }
                }
            }
        }
    }))
}
