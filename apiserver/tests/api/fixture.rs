//! A server in this process, and short ways to talk to it.

use axum::body::Body;
use http::{HeaderMap, Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use specwright_apiserver::{ApiServer, InProcess};
use tower::ServiceExt;

/// The collection of widgets that most tests use.
pub const WIDGETS: &str = "/apis/example.com/v1/namespaces/default/widgets";

/// A server with the definitions beside this file.
pub struct Api {
    service: InProcess,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub code: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    /// The fields that a refusal names.
    pub fn fields(&self) -> Vec<String> {
        let causes = self.body.pointer("/details/causes").and_then(Value::as_array);
        causes.into_iter().flatten().map(|c| c["field"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The warnings.
    pub fn warnings(&self) -> Vec<&str> {
        self.headers.get_all(header::WARNING).iter().filter_map(|v| v.to_str().ok()).collect()
    }

    /// The owned fields of a manager.
    pub fn owned(&self, manager: &str) -> Value {
        let all = self.body["metadata"]["managedFields"].as_array().cloned().unwrap_or_default();
        all.into_iter().find(|m| m["manager"] == manager).map_or(Value::Null, |m| m["fieldsV1"].clone())
    }
}

impl Api {
    /// Starts one.
    pub async fn start() -> Api {
        let text = include_str!("widget.yaml");
        let service = ApiServer::builder()
            .crd_text(text)
            .history(1000)
            .build()
            .await
            .expect("the definitions are good");
        Api::over(service)
    }

    /// The short ways to another server.
    pub fn over(service: InProcess) -> Api {
        Api { service }
    }

    pub fn service(&self) -> &InProcess {
        &self.service
    }

    /// Sends any request.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.send_bytes(method, path, headers, body.to_owned()).await
    }

    /// The same with a body and headers that need not be text.
    pub async fn send_bytes<V: AsRef<[u8]>>(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, V)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, value.as_ref());
        }
        let request = request.body(body.into()).expect("a request");
        let (parts, body) = self.exchange(request).await.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer { code: parts.status.as_u16(), headers: parts.headers, body }
    }

    async fn exchange(&self, request: Request<Body>) -> http::Response<Body> {
        self.service.clone().oneshot(request).await.expect("the service never fails")
    }

    /// The answer to a GET of something without an end, such as a watch: of what succeeds, the head alone.
    pub async fn head_of(&self, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let (parts, body) = self.exchange(request).await.into_parts();
        let body = if parts.status.is_success() { Body::empty() } else { body };
        let bytes = body.collect().await.expect("a body").to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Answer { code: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[("user-agent", "test/1")], "").await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        let headers = [("content-type", "application/json"), ("user-agent", "test/1")];
        self.send("POST", path, &headers, &body.to_string()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        let headers = [("content-type", "application/json"), ("user-agent", "test/1")];
        self.send("PUT", path, &headers, &body.to_string()).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], "").await
    }

    pub async fn merge(&self, path: &str, patch: Value) -> Answer {
        let headers = [("content-type", "application/merge-patch+json"), ("user-agent", "test/1")];
        self.send("PATCH", path, &headers, &patch.to_string()).await
    }

    pub async fn json_patch(&self, path: &str, patch: Value) -> Answer {
        self.send("PATCH", path, &[("content-type", "application/json-patch+json")], &patch.to_string()).await
    }

    /// Applies a configuration of a widget as a manager.
    pub async fn apply(&self, name: &str, manager: &str, spec: Value) -> Answer {
        self.apply_with(name, &format!("fieldManager={manager}"), spec).await
    }

    pub async fn apply_with(&self, name: &str, query: &str, spec: Value) -> Answer {
        let headers = [("content-type", "application/apply-patch+yaml")];
        self.send("PATCH", &format!("{WIDGETS}/{name}?{query}"), &headers, &widget(name, spec).to_string())
            .await
    }
}

/// A widget.
pub fn widget(name: &str, spec: Value) -> Value {
    json!({ "apiVersion": "example.com/v1", "kind": "Widget", "metadata": { "name": name }, "spec": spec })
}
