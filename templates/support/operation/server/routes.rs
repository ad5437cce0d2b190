//! The operations of a server, and where they are found.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse;
use axum::routing::any;
use futures::future::BoxFuture;
use http::header::ALLOW;
use http::{HeaderValue, StatusCode};

use super::guard::admit;
use super::receive::receive;
use super::{Answer, Context, Guard, Problem, Sent, answer};
use crate::support::operation::{Check, Operation, Route, template};

/// How much of a request is taken in, and how long that may take. Of the heads of requests, whatever serves the routes
/// takes care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The size of a body, in bytes: 16 MiB, unless said otherwise. Bodies in a coding such as gzip are refused, so that
    /// it is the size of what is decoded.
    pub body: usize,
    /// The time in which a body has to be there: half a minute, unless said otherwise. How long one may take that is handed
    /// over piece by piece is up to who reads it. It is measured by the clock of the `tokio` runtime.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 16 << 20, time: Duration::from_secs(30) }
    }
}

/// What all operations of a server have in common.
#[derive(Clone, Default)]
struct Common {
    limits: Limits,
    guard: Option<Arc<dyn Guard>>,
}

/// A method of a server that answers an operation: any `async fn(&self, request, context)`.
///
/// That it is named and not called from a closure spares the compiler a future for each operation.
pub trait Method<'a, S, O: Operation>: Copy + Send + Sync + 'static {
    /// The answer to come.
    type Answer: Future<Output = Answer<O>> + Send + 'a;

    /// Calls it.
    fn call(self, server: &'a S, request: O, context: Context) -> Self::Answer;
}

impl<'a, S, O, F, A> Method<'a, S, O> for F
where
    S: 'a,
    O: Operation,
    F: Fn(&'a S, O, Context) -> A + Copy + Send + Sync + 'static,
    A: Future<Output = Answer<O>> + Send + 'a,
{
    type Answer = A;

    fn call(self, server: &'a S, request: O, context: Context) -> A {
        self(server, request, context)
    }
}

type Handler = Arc<dyn Fn(Request, Vec<(String, String)>, Common) -> BoxFuture<'static, Sent> + Send + Sync>;

#[derive(Clone)]
struct Entry {
    route: Route,
    handler: Handler,
}

/// The operations of a server.
#[derive(Clone, Default)]
pub struct Routes {
    entries: Vec<Entry>,
    common: Common,
}

impl Routes {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With an operation, which `method` of `server` answers.
    #[must_use]
    pub fn with<O, S, M>(mut self, server: &Arc<S>, method: M) -> Self
    where
        O: Operation,
        S: Send + Sync + 'static,
        M: for<'a> Method<'a, S, O>,
    {
        let server = Arc::clone(server);
        let handler: Handler = Arc::new(move |request, path, common| {
            let server = Arc::clone(&server);
            Box::pin(async move {
                match read::<O>(request, path, common).await {
                    Ok((request, context)) => {
                        answer::answer::<O>(method.call(&server, request, context).await)
                    }
                    Err(sent) => sent,
                }
            })
        });
        self.entries.push(Entry { route: O::ROUTE, handler });
        self
    }

    /// With the operations of other routes.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.entries.extend(others.entries);
        self
    }

    /// With a guard that decides who may ask.
    #[must_use]
    pub fn guarded(mut self, guard: impl Guard) -> Self {
        self.common.guard = Some(Arc::new(guard));
        self
    }

    /// With other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.common.limits = limits;
        self
    }

    /// A router with all paths. It has no fallback, so that it merges with others.
    pub fn into_router(self) -> Router {
        let mut by_pattern: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for entry in self.entries {
            by_pattern.entry(template::pattern(entry.route.path)).or_default().push(entry);
        }
        let mut router = Router::new().without_v07_checks();
        for (pattern, entries) in by_pattern {
            let (entries, common): (Arc<[Entry]>, _) = (entries.into(), self.common.clone());
            let handler = any(move |request: Request| serve(Arc::clone(&entries), common.clone(), request));
            router = router.route(&pattern, handler);
        }
        router
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|entry| &entry.route)).finish()
    }
}

/// Answers a request by the operation that it is for, among those of its pattern.
async fn serve(entries: Arc<[Entry]>, common: Common, request: Request) -> Sent {
    let path = request.uri().path();
    let found: Vec<_> = entries
        .iter()
        .filter_map(|entry| Some((entry, template::capture(entry.route.path, path)?)))
        .collect();
    let wanted = request.method().as_str();
    if let Some((entry, values)) = found.iter().find(|(entry, _)| entry.route.method == wanted) {
        return (entry.handler)(request, values.clone(), common).await;
    }
    let methods: Vec<_> = found.iter().map(|(entry, _)| entry.route.method).collect();
    let (status, detail) = match methods.is_empty() {
        true => (StatusCode::NOT_FOUND, format!("there is nothing at {path}")),
        false => (StatusCode::METHOD_NOT_ALLOWED, format!("{wanted} is not served at {path}")),
    };
    let mut response = Problem::new(status, detail).into_response();
    if let Some(allow) = HeaderValue::from_str(&methods.join(", ")).ok().filter(|_| !methods.is_empty()) {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}

/// Reads a request and checks it.
async fn read<O: Operation>(
    request: Request,
    path: Vec<(String, String)>,
    common: Common,
) -> Result<(O, Context), Sent> {
    let (parts, body) = request.into_parts();
    let mut message = receive(&O::ROUTE, &parts, body, common.limits).await?;
    message.path = path;
    let mut context = Context { headers: parts.headers, extensions: parts.extensions, proofs: Vec::new() };
    admit(common.guard.as_deref(), &O::ROUTE, &message, &mut context).await?;
    let request = O::read(&mut message).map_err(|fault| Problem::malformed(vec![fault]).into_response())?;
    let mut check = Check::default();
    request.check(&mut check);
    match check.into_faults() {
        faults if faults.is_empty() => Ok((request, context)),
        faults => Err(Problem::malformed(faults).into_response()),
    }
}
