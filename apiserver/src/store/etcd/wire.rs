//! The requests of etcd's v3 API as its JSON gateway takes them: bytes in base64, numbers as text.

use std::time::Duration;

use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use http::{Method, Request, Response, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// How long etcd may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a request came to nothing.
#[derive(Debug)]
pub enum WireError {
    /// etcd cannot be reached, or is not to be understood.
    Broken(String),
    /// etcd refused, in these words.
    Refused(String),
}

impl std::fmt::Display for WireError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            WireError::Broken(why) => write!(f, "etcd cannot be reached: {why}"),
            WireError::Refused(why) => write!(f, "etcd refused: {why}"),
        }
    }
}

fn broken(why: impl std::fmt::Display) -> WireError {
    WireError::Broken(why.to_string())
}

/// The place of an answer in etcd's history.
#[derive(Debug, Default, Deserialize)]
pub struct Header {
    #[serde(default, deserialize_with = "number")]
    pub revision: u64,
}

/// A key, its value, and the revisions of its making and of its last write.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct KeyValue {
    #[serde(deserialize_with = "bytes")]
    pub key: Vec<u8>,
    #[serde(deserialize_with = "bytes")]
    pub value: Vec<u8>,
    #[serde(deserialize_with = "number")]
    pub create_revision: u64,
    #[serde(deserialize_with = "number")]
    pub mod_revision: u64,
}

/// The answer to a range.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RangeAnswer {
    pub header: Header,
    pub kvs: Vec<KeyValue>,
    #[serde(deserialize_with = "number")]
    pub count: u64,
}

/// The answer to a transaction, or to whatever answers with a header.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TxnAnswer {
    pub header: Header,
    pub succeeded: bool,
}

/// One change in a watch.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Event {
    #[serde(rename = "type")]
    pub kind: String,
    pub kv: KeyValue,
    pub prev_kv: Option<KeyValue>,
}

/// One answer in a watch.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WatchAnswer {
    pub events: Vec<Event>,
    pub canceled: bool,
    #[serde(deserialize_with = "number")]
    pub compact_revision: u64,
    pub cancel_reason: String,
}

fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

fn bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    STANDARD.decode(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

/// Bytes in the form in which the gateway takes them.
pub fn encoded(bytes: impl AsRef<[u8]>) -> Value {
    STANDARD.encode(bytes).into()
}

/// A way to etcd.
#[derive(Clone)]
pub struct Wire {
    client: Client<HttpConnector, Full<Bytes>>,
    authority: String,
}

impl Wire {
    /// A way to the etcd at `host:port`; nothing is sent yet.
    pub fn to(authority: &str) -> Wire {
        Wire { client: Client::builder(TokioExecutor::new()).build_http(), authority: authority.to_owned() }
    }

    async fn send(&self, path: &str, body: &Value) -> Result<Response<Body>, WireError> {
        let uri = Uri::builder().scheme("http").authority(self.authority.as_str()).path_and_query(path);
        let request = Request::builder().method(Method::POST).uri(uri.build().map_err(broken)?);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let request = request.body(Full::from(body.to_string())).map_err(broken)?;
        let answer = tokio::time::timeout(PATIENCE, self.client.request(request)).await;
        let answer = answer.map_err(|_| broken(format!("no answer within {PATIENCE:?}")))?;
        answer.map(|a| a.map(Body::new)).map_err(|e| broken(format!("{}: {e}", self.authority)))
    }

    /// Asks once.
    pub async fn ask<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T, WireError> {
        let response = self.send(path, body).await?;
        let status = response.status();
        let body = tokio::time::timeout(PATIENCE, response.into_body().collect()).await;
        let body = body.map_err(broken)?.map_err(broken)?.to_bytes();
        if status.is_success() {
            return serde_json::from_slice(&body).map_err(broken);
        }
        Err(refusal(&serde_json::from_slice(&body).unwrap_or_default(), &status.to_string()))
    }

    /// Begins a watch.
    pub async fn watch(&self, body: &Value) -> Result<Watch, WireError> {
        let response = self.send("/v3/watch", body).await?;
        Ok(Watch { body: response.into_body(), text: BytesMut::new(), searched: 0 })
    }
}

/// What etcd says when it refuses; older and newer ones put it in different places.
fn refusal(body: &Value, otherwise: &str) -> WireError {
    let texts = [body.get("error"), body.get("message"), body.pointer("/error/message")];
    let text = texts.into_iter().flatten().find_map(Value::as_str);
    WireError::Refused(text.unwrap_or(otherwise).to_owned())
}

/// A watch under way.
pub struct Watch {
    body: Body,
    /// What has come and is not yet read.
    text: BytesMut,
    /// How much of it is known to hold no end of a line.
    searched: usize,
}

impl Watch {
    /// The next answer; none at the end.
    pub async fn next(&mut self) -> Result<Option<WatchAnswer>, WireError> {
        loop {
            if let Some(end) = self.text.iter().skip(self.searched).position(|b| *b == b'\n') {
                let text = self.text.split_to(self.searched + end + 1);
                self.searched = 0;
                return line(&text).map(Some);
            }
            self.searched = self.text.len();
            match self.body.frame().await {
                None => return Ok(None),
                Some(frame) => {
                    self.text.extend_from_slice(&frame.map_err(broken)?.into_data().unwrap_or_default());
                }
            }
        }
    }
}

fn line(text: &[u8]) -> Result<WatchAnswer, WireError> {
    #[derive(Deserialize)]
    struct Line {
        result: Option<WatchAnswer>,
        error: Option<Value>,
    }
    let line: Line = serde_json::from_slice(text).map_err(broken)?;
    match (line.result, line.error) {
        (Some(result), _) => Ok(result),
        (None, Some(error)) => Err(refusal(&error, &error.to_string())),
        (None, None) => Err(broken("an empty line in a watch")),
    }
}
