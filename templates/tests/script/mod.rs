//! A service that answers with what a test wrote down, one answer after the other.

#![allow(dead_code)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use bytes::Bytes;
use futures::stream::{self, StreamExt};
use http::{Request, Response};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use specwright_templates::support::client::{self, Client};
use tower::service_fn;

/// What a test wrote down, and what was asked for.
#[derive(Clone, Default)]
pub struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

/// A response, or the fault that there is in its place.
type Answer = Result<Response<Body>, String>;

/// How the body of an answer ends.
pub enum End {
    Closed,
    Broken,
    Silent,
}

impl Script {
    pub fn answer(self, code: u16, body: impl Into<Body>) -> Self {
        let response = Response::builder().status(code).body(body.into()).unwrap();
        self.answers.lock().unwrap().push_back(Ok(response));
        self
    }

    pub fn json(self, code: u16, body: &Value) -> Self {
        self.answer(code, body.to_string())
    }

    pub fn list(self, version: &str, items: &[Value]) -> Self {
        let metadata = json!({"resourceVersion": version});
        let list = json!({"apiVersion": "sample.example.com/v1", "kind": "WidgetList", "metadata": metadata, "items": items});
        self.json(200, &list)
    }

    /// The pieces of a body, as they arrive.
    pub fn pieces(self, pieces: &[&str], end: End) -> Self {
        let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::from((*piece).to_owned()))).collect();
        let pieces = stream::iter(pieces);
        let body = match end {
            End::Closed => Body::from_stream(pieces),
            End::Broken => Body::from_stream(pieces.chain(stream::iter([Err("the connection broke")]))),
            End::Silent => Body::from_stream(pieces.chain(stream::pending::<Result<Bytes, &str>>())),
        };
        self.answer(200, body)
    }

    pub fn unreachable(self) -> Self {
        self.answers.lock().unwrap().push_back(Err("nobody is there".to_owned()));
        self
    }

    pub fn silent(self) -> Self {
        self.answers.lock().unwrap().push_back(Err("silent".to_owned()));
        self
    }

    pub fn client(&self) -> Client {
        let script = self.clone();
        Client::new(service_fn(move |request: Request<client::Body>| {
            let script = script.clone();
            async move { script.next(request).await }
        }))
    }

    /// The requests so far: method, address and body.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    async fn next(self, request: Request<client::Body>) -> Result<Response<Body>, std::io::Error> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let asked = format!("{} {} {}", parts.method, parts.uri, String::from_utf8_lossy(&body));
        self.asked.lock().unwrap().push(asked.trim().to_owned());
        let answer = self.answers.lock().unwrap().pop_front();
        match answer {
            Some(Ok(response)) => Ok(response),
            Some(Err(error)) if error != "silent" => Err(std::io::Error::other(error)),
            _ => futures::future::pending().await,
        }
    }
}

/// A line of a watch.
pub fn event(kind: &str, object: &Value) -> String {
    json!({"type": kind, "object": object}).to_string() + "\n"
}

/// A widget at a version.
pub fn widget_at(name: &str, version: &str) -> Value {
    json!({
        "apiVersion": "sample.example.com/v1", "kind": "Widget",
        "metadata": {"name": name, "resourceVersion": version},
    })
}

pub fn bookmark(version: &str) -> Value {
    json!({"apiVersion": "sample.example.com/v1", "kind": "Widget", "metadata": {"resourceVersion": version}})
}
