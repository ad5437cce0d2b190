//! An asynchronous client over any HTTP service.
//!
//! [`Client`] holds a [`tower::Service`] behind a pointer: it is cheap to clone and has no type parameter. Whatever sends
//! a request and gives a response can stand behind it:
//!
//! ```ignore
//! // A plain connection (feature `hyper`):
//! let client = Client::connect("http://127.0.0.1:8001")?;
//! // reqwest, with TLS and whatever else it is set up for (feature `reqwest`):
//! let client = Client::reqwest(reqwest::Client::new(), "https://example.com")?;
//! // A server in the same process:
//! let client = Client::new(router);
//! // A kube client, with the address and the credentials of its configuration:
//! let client = Client::new(tower::service_fn(move |request: http::Request<client::Body>| {
//!     let kube = kube.clone();
//!     let request = request.map(|body| body.as_bytes().cloned().unwrap_or_default().into());
//!     async move { kube.send(request).await }
//! }));
//! ```
//!
//! Retries, credentials and the like are layers of tower around the service. With the feature `tracing`, each request is a
//! span with its method, path and status.

#[cfg(feature = "kubernetes")]
mod apply;
pub(crate) mod body;
#[cfg(feature = "kubernetes")]
mod call;
#[cfg(feature = "kubernetes")]
mod calls;
#[cfg(feature = "kubernetes")]
mod draft;
#[cfg(feature = "kubernetes")]
mod error;
pub(crate) mod frames;
#[cfg(feature = "kubernetes")]
mod handle;
#[cfg(feature = "hyper")]
mod hyper;
#[cfg(feature = "kubernetes")]
mod pages;
mod refused;
mod request_body;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "tracing")]
pub(crate) mod trace;
#[cfg(feature = "kubernetes")]
mod warning;
#[cfg(feature = "kubernetes")]
mod watch;
#[cfg(feature = "kubernetes")]
mod watch_call;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, Bytes};
use http::{Request, Response, Uri};
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

#[cfg(feature = "kubernetes")]
pub use apply::ApplyCall;
#[cfg(feature = "kubernetes")]
pub use call::{
    Call, CreateCall, DeleteCall, DeleteCollectionCall, GetCall, ListCall, PatchCall, ReplaceCall, Reply,
};
#[cfg(feature = "kubernetes")]
pub use error::{ApiError, DecodeError, Error};
#[cfg(feature = "kubernetes")]
pub use handle::{AllNamespaces, Cluster, Everywhere, Handle, InCluster, InNamespace, Namespaced, Place};
pub use refused::Refused;
pub use request_body::Body;
#[cfg(feature = "kubernetes")]
pub use watch::Change;
#[cfg(feature = "kubernetes")]
pub use watch_call::{Pace, WatchCall};

/// The error of a service, of whichever kind it is.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

pub(crate) type AnyBody = UnsyncBoxBody<Bytes, BoxError>;
type AnyService = BoxCloneSyncService<Request<Body>, Response<AnyBody>, BoxError>;

/// How much of an answer is taken in, and how long one waits for it. More than that is an error, so that no server can
/// exhaust the memory, or keep a client for ever.
///
/// Nothing is decompressed here: an answer in a coding such as gzip is an error, unless a layer of the service undoes it, and
/// then it is the size of what comes out that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The size of a body, in bytes: 256 MiB, unless said otherwise.
    pub body: usize,
    /// The size of an event of a watch, in bytes: 16 MiB, unless said otherwise.
    pub event: usize,
    /// The time from the request to the end of its answer, all attempts together: five minutes, unless said otherwise; `None`
    /// for any time. Of an answer that is handed over piece by piece, its head has to come in this time; what follows is
    /// up to who reads it. It is measured by the clock of the `tokio` runtime, which has to be enabled.
    pub answer: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 256 << 20, event: 16 << 20, answer: Some(Duration::from_secs(300)) }
    }
}

impl Limits {
    /// What comes of `work`, if it comes in time.
    pub(crate) async fn in_time<T, E>(
        self,
        work: impl Future<Output = Result<T, E>>,
        late: impl FnOnce(Duration) -> E,
    ) -> Result<T, E> {
        match self.answer {
            None => work.await,
            Some(time) => tokio::time::timeout(time, work).await.unwrap_or_else(|_| Err(late(time))),
        }
    }
}

/// The coding of an answer that has one, which a layer of the service would have taken away.
pub(crate) fn coding(headers: &http::HeaderMap) -> Option<String> {
    let coding = headers.get(http::header::CONTENT_ENCODING)?;
    let coding = String::from_utf8_lossy(coding.as_bytes()).trim().to_ascii_lowercase();
    (!matches!(coding.as_str(), "" | "identity"))
        .then(|| format!("it is in the coding {coding:?}, which no layer of the service undoes"))
}

/// A client of a server, for all that can be asked of it.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    service: AnyService,
    base: String,
    limits: Limits,
    extensions: http::Extensions,
}

impl Client {
    /// A client that sends its requests through `service`.
    ///
    /// The addresses of the requests are paths, which suits services that know their server; see
    /// [`Self::with_base_uri`] for others.
    pub fn new<S, B>(service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        B: http_body::Body + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let service = service.map_response(|response| response.map(any_body)).map_err(Into::into);
        let service = BoxCloneSyncService::new(service);
        Self(Arc::new(Inner {
            service,
            base: String::new(),
            limits: Limits::default(),
            extensions: http::Extensions::new(),
        }))
    }

    /// Puts an address in front of every path, as in `https://example.com` or `http://127.0.0.1:8001/prefix`.
    ///
    /// # Errors
    /// It is not an absolute address, or has a query.
    pub fn with_base_uri(mut self, uri: &str) -> Result<Self, Refused> {
        let parsed: Uri = uri.parse().map_err(|error| Refused::new("base URI", uri, &error))?;
        if parsed.scheme().is_none() || parsed.authority().is_none() || parsed.query().is_some() {
            return Err(Refused::new("base URI", uri, &"it has to be scheme://host, and may have a path"));
        }
        uri.trim_end_matches('/').clone_into(&mut Arc::make_mut(&mut self.0).base);
        Ok(self)
    }

    /// Sets how much of an answer is taken in.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        Arc::make_mut(&mut self.0).limits = limits;
        self
    }

    pub(crate) fn base(&self) -> &str {
        &self.0.base
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }

    /// What other parts keep with a client.
    pub(crate) fn extensions(&self) -> &http::Extensions {
        &self.0.extensions
    }

    pub(crate) fn extensions_mut(&mut self) -> &mut http::Extensions {
        &mut Arc::make_mut(&mut self.0).extensions
    }

    #[cfg(not(feature = "tracing"))]
    pub(crate) async fn exchange(&self, request: Request<Body>) -> Result<Response<AnyBody>, BoxError> {
        self.0.service.clone().oneshot(request).await
    }

    #[cfg(feature = "tracing")]
    pub(crate) async fn exchange(&self, request: Request<Body>) -> Result<Response<AnyBody>, BoxError> {
        trace::followed(trace::span(&request), self.0.service.clone().oneshot(request)).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.0.base)
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}

fn any_body<B>(body: B) -> AnyBody
where
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    let body = body.map_frame(|frame| frame.map_data(|mut data| data.copy_to_bytes(data.remaining())));
    UnsyncBoxBody::new(body.map_err(Into::into))
}
