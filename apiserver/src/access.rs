//! Objects from inside the test: for arranging what there is, and asserting what came of it.

use axum::body::Body;
use http::{Method, Request, header};
use http_body_util::BodyExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tower::ServiceExt;

use crate::hooks::{Fault, Logged};
use crate::serving::InProcess;

/// Why an object could not be read or written.
#[derive(Debug)]
pub enum AccessError {
    /// The server refused; its `Status` as text.
    Refused {
        /// The HTTP status.
        status: http::StatusCode,
        /// The body.
        body: String,
    },
    /// A value is not of the type.
    Type(serde_json::Error),
    /// The path is none, or the answer broke off.
    Http(String),
}

impl std::fmt::Display for AccessError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            AccessError::Refused { status, body } => write!(f, "the server answered {status}: {body}"),
            AccessError::Type(why) => write!(f, "the value is not of the type: {why}"),
            AccessError::Http(why) => write!(f, "the request failed: {why}"),
        }
    }
}

impl std::error::Error for AccessError {}

impl InProcess {
    /// Reads the object or the list at a path, such as `/apis/example.com/v1/namespaces/default/widgets/a`.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, AccessError> {
        self.exchange(Method::GET, path, Body::empty()).await
    }

    /// Creates an object in the collection at a path.
    pub async fn create<T: Serialize + DeserializeOwned>(
        &self,
        path: &str,
        object: &T,
    ) -> Result<T, AccessError> {
        let text = serde_json::to_vec(object).map_err(AccessError::Type)?;
        self.exchange(Method::POST, path, Body::from(text)).await
    }

    /// Replaces the object at a path; with a path to its status, the status.
    pub async fn replace<T: Serialize + DeserializeOwned>(
        &self,
        path: &str,
        object: &T,
    ) -> Result<T, AccessError> {
        let text = serde_json::to_vec(object).map_err(AccessError::Type)?;
        self.exchange(Method::PUT, path, Body::from(text)).await
    }

    /// Deletes the object at a path.
    pub async fn delete(&self, path: &str) -> Result<(), AccessError> {
        self.exchange::<serde_json::Value>(Method::DELETE, path, Body::empty()).await.map(|_| ())
    }

    /// Commits a fault on purpose, from now on.
    pub fn inject(&self, fault: Fault) {
        self.server().hooks.add(fault);
    }

    /// Breaks the connections of all watches that run now, in the middle of their answers.
    pub fn cut_watches(&self) {
        self.server().cut_watches();
    }

    /// The requests since the last call, oldest first.
    pub fn requests(&self) -> Vec<Logged> {
        self.server().hooks.drain()
    }

    /// Arranging and asserting goes past access control, faults and the log.
    async fn exchange<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Body,
    ) -> Result<T, AccessError> {
        let request = Request::builder().method(method).uri(path).header(header::USER_AGENT, "test");
        let request = request.header(header::CONTENT_TYPE, "application/json").body(body);
        let request = request.map_err(|e| AccessError::Http(e.to_string()))?;
        let response =
            self.clone().trusted().oneshot(request).await.map_err(|e| AccessError::Http(e.to_string()))?;
        let status = response.status();
        let bytes =
            response.into_body().collect().await.map_err(|e| AccessError::Http(e.to_string()))?.to_bytes();
        if !status.is_success() {
            return Err(AccessError::Refused { status, body: String::from_utf8_lossy(&bytes).into_owned() });
        }
        serde_json::from_slice(&bytes).map_err(AccessError::Type)
    }
}
