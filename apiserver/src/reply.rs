//! Answers: from documents to bytes in the accepted form.

use std::io::Write as _;

use axum::body::Body;
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::Value;

use crate::request::accept::{Accept, Encoding};
use crate::status::ApiError;
use crate::text::{protobuf, yaml_write};

/// Answers above this size are compressed where the client allows.
const GZIP_FROM: usize = 128 * 1024;

/// What a verb answers.
pub struct Reply {
    /// The HTTP status.
    pub code: StatusCode,
    /// The content.
    pub content: Content,
    /// Warnings for people.
    pub warnings: Vec<String>,
    /// Further headers; they win over the usual ones.
    pub headers: HeaderMap,
}

/// The content of an answer.
pub enum Content {
    /// A document.
    Document(Value),
    /// A text.
    Text(String),
    /// A stream of JSON documents.
    Stream(Body),
    /// No body at all.
    Nothing,
}

impl Reply {
    /// Any content.
    pub fn new(code: StatusCode, content: Content) -> Reply {
        Reply { code, content, warnings: Vec::new(), headers: HeaderMap::new() }
    }

    /// The same with a header more.
    pub fn with(mut self, name: HeaderName, value: &str) -> Reply {
        self.headers.extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
        self
    }

    /// A document.
    pub fn document(code: StatusCode, value: Value) -> Reply {
        Reply::new(code, Content::Document(value))
    }

    /// Anything that serialises.
    pub fn json(value: &impl Serialize) -> Reply {
        Reply::document(StatusCode::OK, to_value(value))
    }

    /// A plain text.
    pub fn text(code: StatusCode, text: &str) -> Reply {
        Reply::new(code, Content::Text(text.to_owned()))
    }

    /// The same with warnings.
    pub fn warn(mut self, warnings: Vec<String>) -> Reply {
        self.warnings.extend(warnings);
        self
    }

    /// An error.
    pub fn error(error: &ApiError) -> Reply {
        let code = StatusCode::from_u16(error.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Reply::document(code, to_value(error)).warn(error.warnings.clone())
    }

    /// The path that leads nowhere.
    pub fn nowhere() -> Reply {
        Reply::text(StatusCode::NOT_FOUND, "404 page not found\n")
    }

    /// Writes the answer in a form, for a client that sent these headers.
    pub fn into_response(self, accept: &Accept, request: &HeaderMap) -> Response {
        let mut response = match self.content {
            Content::Document(value) => document(&value, accept, request),
            Content::Text(text) => plain(text),
            Content::Stream(body) => typed(body, "application/json"),
            Content::Nothing => Response::new(Body::empty()),
        };
        *response.status_mut() = self.code;
        for warning in self.warnings {
            if let Ok(value) = HeaderValue::from_str(&format!("299 - {}", quoted(&warning))) {
                response.headers_mut().append(header::WARNING, value);
            }
        }
        for (name, value) in self.headers.iter() {
            response.headers_mut().insert(name, value.clone());
        }
        let cache = HeaderValue::from_static("no-cache, private");
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(cache);
        response
    }
}

/// Serialisation of our own types cannot fail; should it, the answer is null.
fn to_value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A warning as a quoted string of the header.
fn quoted(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", clean.replace('\\', "\\\\").replace('"', "\\\""))
}

fn typed(body: Body, media_type: &'static str) -> Response {
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

fn plain(text: String) -> Response {
    typed(Body::from(text), "text/plain; charset=utf-8")
}

/// The text of a document.
pub fn encode(value: &Value, accept: &Accept) -> Vec<u8> {
    match accept.encoding {
        Encoding::Yaml => yaml_write::write(value).into_bytes(),
        Encoding::Protobuf => protobuf::status(value),
        _ if accept.pretty => serde_json::to_vec_pretty(value).unwrap_or_default(),
        _ => {
            let mut text = serde_json::to_vec(value).unwrap_or_default();
            text.push(b'\n');
            text
        }
    }
}

fn document(value: &Value, accept: &Accept, request: &HeaderMap) -> Response {
    let bytes = encode(value, accept);
    let allowed = request.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let media_type = accept.encoding.media_type();
    if bytes.len() < GZIP_FROM || !allowed.split(',').any(|e| e.trim() == "gzip") {
        return typed(Body::from(bytes), media_type);
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let packed = encoder.write_all(&bytes).and_then(|()| encoder.finish()).unwrap_or_default();
    let mut response = typed(Body::from(packed), media_type);
    response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    response
}
