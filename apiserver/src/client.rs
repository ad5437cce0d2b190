//! The requests that the server makes of itself: those of its garbage collector, and of a namespace that empties itself.

use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use futures::future::BoxFuture;
use http::{Method, Request, header};
use serde_json::{Value, json};

use crate::object::Meta;
use crate::server::{Server, Trust};
use crate::store::Stored;

/// How often a write is tried when others write at the same time.
const ATTEMPTS: usize = 5;

/// An object as requests name it.
pub struct Target {
    key: String,
    path: String,
    uid: String,
}

impl Target {
    /// The object under a key; none if it is not there, or of no resource.
    pub async fn load(server: &Server, key: &str) -> Option<(Target, Value)> {
        let stored = server.store.get(key).await.ok()??;
        Target::of(server, key, &stored)
    }

    /// An object that was loaded; none if it is of no resource.
    pub fn of(server: &Server, key: &str, stored: &Stored) -> Option<(Target, Value)> {
        let registry = server.registry();
        let definition = registry.all().iter().find(|d| key.starts_with(&d.prefix()))?;
        let version = definition.versions.iter().find(|v| v.served)?;
        let group = match definition.group.as_str() {
            "" => format!("/api/{}", version.name),
            group => format!("/apis/{group}/{}", version.name),
        };
        let object = (*stored.value).clone();
        let place = match object.meta_text("namespace") {
            "" => String::new(),
            namespace => format!("/namespaces/{namespace}"),
        };
        let path = format!("{group}{place}/{}/{}", definition.names.plural, object.name());
        let uid = object.meta_text("uid").to_owned();
        Some((Target { key: key.to_owned(), path, uid }, object))
    }
}

async fn send(server: &Arc<Server>, method: Method, target: &Target, body: &Value) -> Option<u16> {
    let content = if method == Method::PATCH { "application/merge-patch+json" } else { "application/json" };
    let request = Request::builder().method(method).uri(&target.path);
    let request =
        request.header(header::CONTENT_TYPE, content).header(header::USER_AGENT, "specwright-apiserver");
    let request = request.body(Body::from(body.to_string())).ok()?;
    Some(answered(server.clone(), request).await.status().as_u16())
}

/// The answer of a request within a request: boxed, or else its type would contain itself.
fn answered(server: Arc<Server>, request: Request<Body>) -> BoxFuture<'static, Response> {
    Box::pin(server.answer(request, Trust::Test))
}

/// Deletes an object, unless it is another one by now.
pub async fn delete(server: &Arc<Server>, target: &Target, policy: &str) {
    let options = json!({
        "kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": policy,
        "preconditions": { "uid": target.uid },
    });
    send(server, Method::DELETE, target, &options).await;
}

/// Changes the metadata of an object as it is now; if somebody writes in between, once more.
pub async fn patch(server: &Arc<Server>, target: &Target, change: impl Fn(&Value) -> Value) {
    for _ in 0..ATTEMPTS {
        let Ok(Some(present)) = server.store.get(&target.key).await else { return };
        if present.value.meta_text("uid") != target.uid {
            return;
        }
        let mut metadata = change(&present.value);
        metadata["resourceVersion"] = present.revision.to_string().into();
        if send(server, Method::PATCH, target, &json!({ "metadata": metadata })).await != Some(409) {
            return;
        }
    }
}
