//! The server: what it holds, and the way of a request through it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Body;
use axum::response::Response;
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use tokio::sync::watch;

use crate::auth::{Auth, User};
use crate::call::{Call, Notes, Resource};
use crate::crd::{Definition, Registry};
use crate::discovery;
use crate::hooks::{self, Effect, Hooks, Logged};
use crate::object::convert::{Conversion, Convert};
use crate::openapi::{self, Documents};
use crate::reply::Reply;
use crate::request::accept::{self, Accept, FALLBACK};
use crate::request::body;
use crate::request::query::Query;
use crate::request::route::{self, ResourcePath, Route};
use crate::status::ApiError;
use crate::store::Store;
use crate::verbs;
use crate::verbs::fanout::Fanout;

/// Whose a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// A client's: it needs a token, meets faults and is logged.
    Outside,
    /// The test's own: none of that.
    Test,
}

/// What stands in for conversion webhooks, by the name of the definition.
pub type Converters = HashMap<String, Arc<dyn Convert>>;

/// What all requests share.
pub struct Server {
    /// The objects.
    pub store: Arc<dyn Store>,
    /// The resources.
    registry: RwLock<Arc<Registry>>,
    /// The documents about the resources.
    pub documents: Documents,
    /// What tests hook in.
    pub hooks: Hooks,
    /// What watchers are told.
    pub fanout: Fanout,
    /// What stands in for conversion webhooks, by the name of the definition.
    converters: Converters,
    /// Who may come in.
    auth: Auth,
    /// The last revision that the garbage collector has seen to.
    pub collected: watch::Sender<u64>,
    closing: watch::Sender<Option<()>>,
    cuts: watch::Sender<()>,
}

impl Server {
    /// A server over a store.
    pub fn new(store: Arc<dyn Store>, auth: Auth, converters: Converters) -> Server {
        Server {
            store,
            registry: RwLock::default(),
            documents: Documents::default(),
            hooks: Hooks::default(),
            fanout: Fanout::default(),
            converters,
            auth,
            collected: watch::Sender::new(0),
            closing: watch::Sender::new(None),
            cuts: watch::Sender::new(()),
        }
    }

    /// The resources that are served now. The lock guards a pointer, which a panic cannot spoil.
    pub fn registry(&self) -> Arc<Registry> {
        self.registry.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves one resource more, or another definition of the same.
    pub fn register(&self, definition: Definition) {
        let definition = self.hooked(definition);
        let mut registry = self.registry.write().unwrap_or_else(PoisonError::into_inner);
        *registry = Arc::new(registry.with(definition));
    }

    /// A definition that asks for a webhook, with what stands in for it.
    fn hooked(&self, definition: Definition) -> Definition {
        let hook = self.converters.get(&format!("{}.{}", definition.names.plural, definition.group));
        match (&definition.conversion, hook) {
            (Conversion::Missing, Some(hook)) => {
                Definition { conversion: Conversion::Hook(hook.clone()), ..definition }
            }
            _ => definition,
        }
    }

    /// Serves a resource no longer.
    pub fn unregister(&self, group: &str, plural: &str) {
        let mut registry = self.registry.write().unwrap_or_else(PoisonError::into_inner);
        *registry = Arc::new(registry.without(group, plural));
    }

    /// Comes back when the garbage collector has seen to all that is written. If the store fails, nobody waits for it.
    pub async fn settled(&self) {
        let mut collected = self.collected.subscribe();
        while let Ok(newest) = self.store.revision().await {
            if *collected.borrow_and_update() >= newest || collected.changed().await.is_err() {
                return;
            }
        }
    }

    /// Ends all watches.
    pub fn close(&self) {
        self.closing.send_replace(Some(()));
    }

    /// Comes back when the server is closing.
    pub async fn closed(&self) {
        let mut closing = self.closing.subscribe();
        // An error means that the server is gone already.
        let _ = closing.wait_for(Option::is_some).await;
    }

    /// Tells a watch when the server is closing.
    pub fn closing(&self) -> watch::Receiver<Option<()>> {
        self.closing.subscribe()
    }

    /// Breaks the connections of all watches that run now.
    pub fn cut_watches(&self) {
        self.cuts.send_replace(());
    }

    /// Tells a watch when it is to be broken.
    pub fn cuts(&self) -> watch::Receiver<()> {
        self.cuts.subscribe()
    }

    /// Answers a request.
    pub async fn answer(self: Arc<Server>, request: Request<Body>, trust: Trust) -> Response {
        if trust == Trust::Test {
            return self.in_form(request, trust).await;
        }
        let method = request.method().clone();
        let path = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
        let effect = self.hooks.strike(&method, &path);
        let pieces = if let Some(Effect::Cut(pieces)) = effect { Some(pieces) } else { None };
        let suffered = match effect {
            Some(effect) => hooks::suffer(effect, request.headers()).await,
            None => None,
        };
        let response = match suffered {
            Some(response) => response,
            None => self.clone().in_form(request, trust).await,
        };
        self.hooks.record(Logged { method, path, status: response.status() });
        match pieces {
            Some(pieces) => hooks::cut(response, pieces),
            None => response,
        }
    }

    /// Answers a request in the form that it accepts.
    async fn in_form(self: Arc<Server>, request: Request<Body>, trust: Trust) -> Response {
        let headers = request.headers().clone();
        let text = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let accept = accept::choose(text.as_deref());
        let shown = match &accept {
            Ok(chosen) => chosen.clone(),
            Err(_) => Accept { encoding: accept::for_errors(text.as_deref()), ..FALLBACK },
        };
        let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let query = Query::parse(request.uri().query().unwrap_or_default());
        let human = ["curl", "Wget", "Mozilla/"].iter().any(|a| agent.starts_with(a));
        let pretty = query.flag("pretty").unwrap_or(shown.pretty || human);
        let user = if trust == Trust::Test { Ok(User::test()) } else { self.auth.identify(&headers) };
        let reply = match user {
            Ok(user) => self.reply(request, query, accept, &user).await,
            Err(error) => Err(error),
        };
        let reply = reply.unwrap_or_else(|e| Reply::error(&e));
        reply.into_response(&Accept { pretty, ..shown }, &headers)
    }

    async fn reply(
        self: Arc<Server>,
        request: Request<Body>,
        query: Query,
        accept: Result<Accept, ApiError>,
        user: &User,
    ) -> Result<Reply, ApiError> {
        match route::parse(request.uri().path()) {
            Route::Resource(path) => {
                user.authorise(verbs::verb_of(request.method(), &path, &query), &path)?;
                self.resource(request, path, (query, accept), user).await
            }
            Route::OpenApiV2 | Route::OpenApiIndex | Route::OpenApi(_) => {
                Ok(openapi::answer(&self, &route::parse(request.uri().path()), &query, request.headers()))
            }
            route => Ok(discovery::answer(&self, &route, request.headers())),
        }
    }

    async fn resource(
        self: Arc<Server>,
        request: Request<Body>,
        path: ResourcePath,
        (query, accept): (Query, Result<Accept, ApiError>),
        user: &User,
    ) -> Result<Reply, ApiError> {
        let (parts, body) = request.into_parts();
        let found = self.registry().find(&path.group, &path.version, &path.resource);
        let Some(resource) = found.and_then(|d| Resource::new(d, &path.version)) else {
            return Ok(Reply::nowhere());
        };
        let body = Limited::new(body, body::LIMIT).collect().await;
        let body = body.map_err(|_| ApiError::too_large(&format!("limit is {}", body::LIMIT)))?.to_bytes();
        let (method, headers) = (parts.method, parts.headers);
        let (user, notes) = (user.clone(), Notes::default());
        let call =
            Call { server: self, user, resource, path, method, query, headers, accept: accept?, body, notes };
        verbs::dispatch(call).await
    }
}

/// The answer of the health endpoints.
pub fn healthy() -> Reply {
    Reply::text(StatusCode::OK, "ok")
}
