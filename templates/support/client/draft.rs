//! A request in the making.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};

use super::body::{Received, receive};
use super::{AnyBody, ApiError, Body, Client, DecodeError, Error, Refused, coding};
use crate::support::meta::Status;
use crate::support::rest::JSON;
use crate::support::rest::query::{Parameters, Query};
use crate::support::rest::response::{Mismatch, Success};

/// A request in the making, or the reason why there can be none.
#[derive(Debug)]
pub(super) struct Draft {
    pub client: Client,
    pub method: Method,
    pub address: Result<String, Refused>,
    pub content: Option<Content>,
}

/// A body and its media type.
#[derive(Debug)]
pub(super) struct Content {
    pub media_type: &'static str,
    pub body: Bytes,
}

impl Content {
    pub(super) fn json(body: Vec<u8>) -> Self {
        Self { media_type: JSON, body: body.into() }
    }
}

/// A success and its headers.
pub(super) struct Answer<T> {
    pub value: T,
    pub headers: HeaderMap,
}

impl Draft {
    /// Sends the request and reads the whole answer.
    pub(super) async fn send<T: Success>(self, params: &impl Parameters) -> Result<Answer<T>, Error> {
        let limits = self.client.limits();
        limits.in_time(self.complete(params), Error::Deadline).await
    }

    async fn complete<T: Success>(self, params: &impl Parameters) -> Result<Answer<T>, Error> {
        let client = self.client.clone();
        let (parts, body) = self.open(params).await?.into_parts();
        let limit = client.limits().body;
        let Received::Whole(body) = receive(body, limit).await.map_err(Error::Transport)? else {
            return Err(Error::TooLarge(limit));
        };
        if let Some(coding) = coding(&parts.headers) {
            return Err(undecoded(parts.status, parts.headers, body, coding));
        }
        match T::decode(parts.status, &body) {
            Ok(value) => Ok(Answer { value, headers: parts.headers }),
            Err(mismatch) => {
                let message = explain(&mismatch);
                Err(undecoded(parts.status, parts.headers, body, message))
            }
        }
    }

    /// Sends the request and waits for the head of a success.
    pub(super) async fn open(self, params: &impl Parameters) -> Result<Response<AnyBody>, Error> {
        let client = self.client.clone();
        let response = client.exchange(self.into_request(params)?).await.map_err(Error::Transport)?;
        if response.status().is_success() {
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let body = receive(body, client.limits().body).await.map_err(Error::Transport)?.into_bytes();
        let status = Status::recognise(&body);
        Err(Error::Api(Box::new(ApiError { code: parts.status, headers: parts.headers, body, status })))
    }

    fn into_request(self, params: &impl Parameters) -> Result<Request<Body>, Error> {
        let mut query = Query::onto(self.address?);
        params.write(&mut query);
        let address = query.finish();
        let uri = Uri::from_maybe_shared(Bytes::from(address));
        let uri = uri.map_err(|error| Refused::new("address", "of the request", &error))?;
        let content = self.content.or_else(|| params.body().map(Content::json));
        let (media_type, body) =
            content.map_or((None, Bytes::new()), |content| (Some(content.media_type), content.body));
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static(JSON));
        if let Some(media_type) = media_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        Ok(request)
    }
}

fn explain(mismatch: &Mismatch) -> String {
    match mismatch {
        Mismatch::Code => "the operation has no such status".to_owned(),
        Mismatch::Body(error) => error.to_string(),
    }
}

/// The error for an answer that is not what the operation answers with.
pub(super) fn undecoded(code: StatusCode, headers: HeaderMap, body: Bytes, message: String) -> Error {
    Error::Decode(Box::new(DecodeError { code, headers, body, message }))
}
