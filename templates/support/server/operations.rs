//! From HTTP requests to the methods of a server, and back.

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use http::{Method, request::Parts};

use super::body::{accept_json, expect_json, malformed, receive, uncoded};
use super::request::{CollectionRequest, Context, ObjectRequest};
use super::{Limits, ResourceServer, answer, check, patches};
use crate::support::Kind;
use crate::support::meta::{DeleteOptions, Failure, Status, StatusReason};
use crate::support::rest::query::{Pairs, Parameters, refused};
use crate::support::rest::{CollectionParams, PatchParams, WatchParams};

/// Which part of a kind a path leads to.
#[derive(Clone, Copy)]
pub(super) enum Target {
    /// The objects of all namespaces.
    Everywhere,
    /// The objects of a namespace, or those of a kind that has no namespaces.
    Collection,
    /// One object.
    Object,
    /// The status of one object.
    Status,
}

impl Target {
    /// The methods that such a path has.
    pub(super) const fn allowed(self) -> &'static str {
        match self {
            Self::Everywhere => "GET, HEAD",
            Self::Collection => "GET, HEAD, POST, DELETE",
            Self::Object => "GET, HEAD, PUT, PATCH, DELETE",
            Self::Status => "GET, HEAD, PUT, PATCH",
        }
    }
}

/// A request on its way to a method.
pub(super) struct Incoming {
    pub target: Target,
    pub namespace: Option<String>,
    pub name: String,
    pub method: Method,
    pub query: Pairs,
    pub context: Context,
    pub body: Body,
    pub limits: Limits,
}

impl Incoming {
    pub(super) fn new(target: Target, parts: Parts, body: Body, limits: Limits) -> Self {
        let query = Pairs::parse(parts.uri.query().unwrap_or_default());
        let context = Context::new(parts.headers, parts.extensions);
        Self {
            target,
            namespace: None,
            name: String::new(),
            method: parts.method,
            query,
            context,
            body,
            limits,
        }
    }

    fn collection<P, B>(self, params: P, body: B) -> CollectionRequest<P, B> {
        CollectionRequest { namespace: self.namespace, params, body, context: self.context }
    }

    fn object<P, B>(self, params: P, body: B) -> ObjectRequest<P, B> {
        ObjectRequest { namespace: self.namespace, name: self.name, params, body, context: self.context }
    }

    fn params<P: Parameters>(&self) -> Result<P, Failure> {
        P::read(&self.query)
    }

    async fn receive(&mut self) -> Result<bytes::Bytes, Failure> {
        uncoded(&self.context.headers)?;
        receive(std::mem::take(&mut self.body), self.limits).await
    }

    async fn receive_object<K: Kind>(&mut self) -> Result<K, Failure> {
        expect_json(&self.context.headers)?;
        check::object(&self.receive().await?)
    }

    /// The options of a delete: those of the body, or those of the query where there is no body.
    async fn receive_options(&mut self) -> Result<DeleteOptions, Failure> {
        let options: DeleteOptions = self.params()?;
        let body = self.receive().await?;
        if body.is_empty() {
            return Ok(options);
        }
        expect_json(&self.context.headers)?;
        let options = serde_json::from_slice(&body).map_err(|error| malformed("DeleteOptions", &error))?;
        check_options(&options)?;
        Ok(options)
    }
}

fn check_options(options: &DeleteOptions) -> Result<(), Failure> {
    if options.kind.as_deref().is_some_and(|kind| kind != "DeleteOptions") {
        return Err(Status::bad_request("/kind: the body of a delete has to be DeleteOptions").into());
    }
    if options.propagation_policy.as_ref().is_some_and(|policy| !policy.is_known()) {
        let why = "it has to be Orphan, Background or Foreground";
        return Err(refused("propagationPolicy", "FieldValueNotSupported", why));
    }
    if options.dry_run.iter().flatten().any(|stage| stage != "All") {
        return Err(refused("dryRun", "FieldValueNotSupported", "it has to be All"));
    }
    if options.orphan_dependents.is_some() && options.propagation_policy.is_some() {
        let why = "`orphanDependents` and `propagationPolicy` exclude each other";
        return Err(refused("propagationPolicy", "FieldValueInvalid", why));
    }
    Ok(())
}

/// Answers a request.
pub(super) async fn answer<K: Kind, S: ResourceServer<K>>(
    server: &S,
    request: Incoming,
) -> Result<Response, Failure> {
    accept_json(&request.context.headers)?;
    let method = if request.method == Method::HEAD { Method::GET } else { request.method.clone() };
    match (request.target, method) {
        (Target::Everywhere | Target::Collection, Method::GET) => list(server, request).await,
        (Target::Collection, Method::POST) => create(server, request).await,
        (Target::Collection, Method::DELETE) => delete_collection(server, request).await,
        (Target::Object, Method::DELETE) => delete(server, request).await,
        (Target::Object | Target::Status, Method::GET) => get(server, request).await,
        (Target::Object | Target::Status, Method::PUT) => replace(server, request).await,
        (Target::Object | Target::Status, Method::PATCH) => patch(server, request).await,
        (_, method) => Err(Status::method_not_allowed::<K>(method.as_str()).into()),
    }
}

async fn list<K: Kind, S: ResourceServer<K>>(server: &S, request: Incoming) -> Result<Response, Failure> {
    if request.query.flag("watch") == Some(true) {
        let params: WatchParams = request.params()?;
        let lasts = params.timeout_seconds.and_then(|seconds| u64::try_from(seconds).ok());
        // As with Kubernetes, no time at all stands for no limit.
        let lasts = lasts.filter(|seconds| *seconds > 0).map(Duration::from_secs);
        let events = server.watch(request.collection(params, ())).await?;
        return Ok(answer::watch(events, lasts));
    }
    let params = request.params()?;
    answer::success(&server.list(request.collection(params, ())).await?)
}

async fn create<K: Kind, S: ResourceServer<K>>(
    server: &S,
    mut request: Incoming,
) -> Result<Response, Failure> {
    let params = request.params()?;
    let mut object: K = request.receive_object().await?;
    check::to_create(&mut object, request.namespace.as_deref())?;
    answer::success(&server.create(request.collection(params, object)).await?)
}

async fn delete_collection<K: Kind, S: ResourceServer<K>>(
    server: &S,
    mut request: Incoming,
) -> Result<Response, Failure> {
    let list = request.params()?;
    let params = CollectionParams { list, options: request.receive_options().await? };
    answer::success(&server.delete_collection(request.collection(params, ())).await?)
}

async fn get<K: Kind, S: ResourceServer<K>>(server: &S, request: Incoming) -> Result<Response, Failure> {
    let (params, target) = (request.params()?, request.target);
    let request = request.object(params, ());
    let object = match target {
        Target::Status => server.get_status(request).await?,
        _ => server.get(request).await?,
    };
    answer::success(&object)
}

async fn replace<K: Kind, S: ResourceServer<K>>(
    server: &S,
    mut request: Incoming,
) -> Result<Response, Failure> {
    let (params, target) = (request.params()?, request.target);
    let mut object: K = request.receive_object().await?;
    check::to_replace(&mut object, request.namespace.as_deref(), &request.name)?;
    let request = request.object(params, object);
    let response = match target {
        Target::Status => server.replace_status(request).await?,
        _ => server.replace(request).await?,
    };
    answer::success(&response)
}

async fn patch<K: Kind, S: ResourceServer<K>>(
    server: &S,
    mut request: Incoming,
) -> Result<Response, Failure> {
    let (params, target): (PatchParams, _) = (request.params()?, request.target);
    let body = request.receive().await?;
    let patch = patches::read(&request.context.headers, &body)?;
    patches::check::<K>(&patch, &params, request.namespace.as_deref(), &request.name)?;
    let request = request.object(params, patch);
    let response = match target {
        Target::Status => server.patch_status(request).await?,
        _ => server.patch(request).await?,
    };
    answer::success(&response)
}

async fn delete<K: Kind, S: ResourceServer<K>>(
    server: &S,
    mut request: Incoming,
) -> Result<Response, Failure> {
    let options = request.receive_options().await?;
    answer::success(&server.delete(request.object(options, ())).await?)
}

/// Whether a failure is that of a method that the path does not have.
pub(super) fn is_method_failure(failure: &Failure) -> bool {
    failure.reason == Some(StatusReason::MethodNotAllowed)
}
