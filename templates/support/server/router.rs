//! The paths of a kind, as a router.

use std::sync::Arc;
use std::time::Duration;

use axum::RequestPartsExt;
use axum::Router;
use axum::extract::{RawPathParams, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

use super::ResourceServer;
use super::answer::{with_allowed, with_warnings};
use super::operations::{Incoming, Target, answer, is_method_failure};
use crate::support::meta::{Failure, Status, StatusReason};
use crate::support::rest::path;
use crate::support::{Kind, Scope, StatusSubresource};

/// How much of a request is taken in, and how long that may take. Of the heads of requests, whatever serves the router
/// takes care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The size of a body, in bytes: 3 MiB, unless said otherwise, as with Kubernetes. Bodies in a coding such as gzip are
    /// refused, so that it is the size of what is decoded.
    pub body: usize,
    /// The time in which a body has to be there: half a minute, unless said otherwise. It is measured by the clock of
    /// the `tokio` runtime.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 3 << 20, time: Duration::from_secs(30) }
    }
}

/// A router with the paths of a kind that has no status of its own.
///
/// It has no fallback, so that it merges with others; [`not_found`] can be the fallback of all.
pub fn router<K: Kind, S: ResourceServer<K>>(server: Arc<S>) -> Router {
    router_with::<K, S>(server, Limits::default())
}

/// The same as [`router`], with other limits.
pub fn router_with<K: Kind, S: ResourceServer<K>>(server: Arc<S>, limits: Limits) -> Router {
    let mut router = Router::new();
    if K::SCOPE == Scope::Namespaced {
        router = route::<K, S>(router, &server, limits, Target::Everywhere);
    }
    router = route::<K, S>(router, &server, limits, Target::Collection);
    route::<K, S>(router, &server, limits, Target::Object)
}

/// A router with the paths of a kind, those of the status included.
pub fn router_with_status<K: StatusSubresource, S: ResourceServer<K>>(server: Arc<S>) -> Router {
    let limits = Limits::default();
    let router = router_with::<K, S>(Arc::clone(&server), limits);
    route::<K, S>(router, &server, limits, Target::Status)
}

/// Answers that nothing is known of a path (404): a fallback for routers.
pub async fn not_found(request: Request) -> Failure {
    let message = format!("there is nothing at {}", request.uri().path());
    Status::failure(404, message).because(StatusReason::NotFound).into()
}

/// Adds the path of a target, with and without a slash at its end.
fn route<K: Kind, S: ResourceServer<K>>(
    router: Router,
    server: &Arc<S>,
    limits: Limits,
    target: Target,
) -> Router {
    let handler = |server: Arc<S>| {
        any(move |request: Request| async move { serve::<K, S>(&*server, request, limits, target).await })
    };
    let path = pattern::<K>(target);
    let slashed = format!("{path}/");
    router.route(&path, handler(Arc::clone(server))).route(&slashed, handler(Arc::clone(server)))
}

/// The path of a target, as the router writes it.
fn pattern<K: Kind>(target: Target) -> String {
    let mut pattern = String::new();
    path::push_version::<K>(&mut pattern);
    if K::SCOPE == Scope::Namespaced && !matches!(target, Target::Everywhere) {
        pattern.push_str("/namespaces/{namespace}");
    }
    pattern.push('/');
    pattern.push_str(K::PLURAL);
    pattern.push_str(match target {
        Target::Everywhere | Target::Collection => "",
        Target::Object => "/{name}",
        Target::Status => "/{name}/status",
    });
    pattern
}

async fn serve<K: Kind, S: ResourceServer<K>>(
    server: &S,
    request: Request,
    limits: Limits,
    target: Target,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let segments = parts.extract::<RawPathParams>().await;
    let mut request = Incoming::new(target, parts, body, limits);
    let warnings = request.context.warnings();
    let answered = match place(&mut request, segments) {
        Ok(()) => answer(server, request).await,
        Err(failure) => Err(failure),
    };
    match answered {
        Ok(response) => with_warnings(response, &warnings),
        Err(failure) if is_method_failure(&failure) => {
            with_allowed(failure.into_response(), target.allowed())
        }
        Err(failure) => with_warnings(failure.into_response(), &warnings),
    }
}

/// Takes over the decoded parameters of the path.
fn place<E: std::fmt::Display>(
    request: &mut Incoming,
    segments: Result<RawPathParams, E>,
) -> Result<(), Failure> {
    let bad = |why: String| Failure::from(Status::bad_request(format!("the path is malformed: {why}")));
    let segments = segments.map_err(|error| bad(error.to_string()))?;
    for (parameter, value) in &segments {
        if parameter == "namespace" {
            path::check("namespace", value).map_err(|error| bad(error.to_string()))?;
            request.namespace = Some(value.to_owned());
        } else {
            path::check("name", value).map_err(|error| bad(error.to_string()))?;
            value.clone_into(&mut request.name);
        }
    }
    Ok(())
}
