//! A server that runs: in this process, and at an address.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::response::Response;
use axum::serve::{Listener, ListenerExt};
use http::Request;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::builder::{Builder, StartError};
use crate::kubeconfig::{self, Access};
use crate::server::{Server, Trust};
use crate::tasks::Tasks;
use crate::tls::{Identity, TlsListener};

/// How long requests under way may take when the server stops.
const GRACE: Duration = Duration::from_secs(10);

/// A server without an address: a `tower::Service` that answers requests in this process.
#[derive(Clone)]
pub struct InProcess {
    server: Arc<Server>,
    trust: Trust,
    /// Ends with the last of the services.
    tasks: Arc<Tasks>,
}

impl InProcess {
    pub(crate) fn new(server: Arc<Server>, tasks: Tasks) -> InProcess {
        InProcess { server, trust: Trust::Outside, tasks: Arc::new(tasks) }
    }

    /// Waits until the garbage collector has seen to everything that is written so far, and to what it wrote itself.
    pub async fn settled(&self) {
        if self.tasks.collects() {
            self.server.settled().await;
        }
    }

    /// The server itself.
    pub(crate) fn server(&self) -> &Arc<Server> {
        &self.server
    }

    /// The same for requests of the test itself.
    pub(crate) fn trusted(self) -> InProcess {
        InProcess { trust: Trust::Test, ..self }
    }
}

impl std::fmt::Debug for InProcess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InProcess")
    }
}

/// It answers requests of any body, so that it can stand behind any client.
impl<B> tower::Service<Request<B>> for InProcess
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let request = request.map(Body::new);
        let (server, trust) = (self.server.clone(), self.trust);
        Box::pin(async move { Ok(server.answer(request, trust).await) })
    }
}

/// Where to listen, and as whom.
pub(crate) struct Endpoint {
    pub(crate) address: SocketAddr,
    pub(crate) identity: Option<Identity>,
    /// The token for the kubeconfig.
    pub(crate) token: Option<String>,
}

/// A server that listens. It stops when it is dropped.
#[derive(Debug)]
pub struct ApiServer {
    address: SocketAddr,
    url: String,
    kubeconfig: String,
    service: InProcess,
    task: JoinHandle<io::Result<()>>,
    file: Option<PathBuf>,
}

impl ApiServer {
    /// A server to be configured.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) async fn listen(service: InProcess, endpoint: Endpoint) -> Result<ApiServer, StartError> {
        let listener = TcpListener::bind(endpoint.address).await.map_err(StartError::Io)?;
        let address = listener.local_addr().map_err(StartError::Io)?;
        let certificate = endpoint.identity.as_ref().map(|i| i.certificate().to_vec());
        let scheme = if certificate.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{}", reachable(address));
        let access =
            Access { url: &url, token: endpoint.token.as_deref(), certificate: certificate.as_deref() };
        let kubeconfig = kubeconfig::text(&access);
        let task = match endpoint.identity {
            Some(identity) => serve(TlsListener::new(listener, &identity), &service),
            // Events of a watch are small, and each is to go out at once.
            None => serve(listener.tap_io(|stream| drop(stream.set_nodelay(true))), &service),
        };
        Ok(ApiServer { address, url, kubeconfig, service, task, file: None })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its URL.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// The text of a kubeconfig for it, with the first token of the token file, and the certificate.
    pub fn kubeconfig(&self) -> &str {
        &self.kubeconfig
    }

    /// Writes the kubeconfig to a file, which is removed with the server.
    pub fn write_kubeconfig(&mut self, path: &Path) -> io::Result<()> {
        std::fs::write(path, &self.kubeconfig)?;
        self.file = Some(path.to_owned());
        Ok(())
    }

    /// The same server without the network.
    pub fn service(&self) -> InProcess {
        self.service.clone()
    }

    /// Ends all watches, finishes the requests under way, and stops; what takes longer than ten seconds is broken off.
    pub async fn stop(mut self) {
        self.service.server.close();
        // A task that panicked or was cancelled has stopped as well.
        if tokio::time::timeout(GRACE, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}

fn serve<L>(listener: L, service: &InProcess) -> JoinHandle<io::Result<()>>
where
    L: Listener,
    L::Addr: std::fmt::Debug,
{
    let closing = service.server.clone();
    let router = Router::new().fallback_service(service.clone());
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move { closing.closed().await });
    tokio::spawn(serving.into_future())
}

/// An address at which clients on this machine find a server that listens on all of them.
fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        return SocketAddr::from((Ipv4Addr::LOCALHOST, address.port()));
    }
    address
}

impl Drop for ApiServer {
    fn drop(&mut self) {
        self.service.server.close();
        if let Some(path) = &self.file {
            // The file may have been removed by somebody else, which is as good.
            let _ = std::fs::remove_file(path);
        }
    }
}
