//! Building and starting a server.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::Request;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::auth::Auth;
use crate::kubeconfig;
use crate::roles;
use crate::server::{Server, Trust};
use crate::store::{FileStore, HISTORY, Memory, Store};
use crate::text::yaml_read;

/// The namespaces that every server begins with.
const NAMESPACES: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// Why a server could not be started.
#[derive(Debug)]
pub enum StartError {
    /// A definition cannot be served.
    Definition(String),
    /// A token file cannot be read.
    Tokens(String),
    /// The file with the objects cannot be used.
    Data(String),
    /// The address cannot be listened on, or a file not be written.
    Io(io::Error),
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StartError::Definition(why) => write!(f, "a definition cannot be served: {why}"),
            StartError::Tokens(why) => write!(f, "the token file cannot be read: {why}"),
            StartError::Data(why) => write!(f, "the data file cannot be used: {why}"),
            StartError::Io(why) => write!(f, "the server cannot be started: {why}"),
        }
    }
}

impl std::error::Error for StartError {}

/// What a server is to be.
#[derive(Debug, Default)]
pub struct Builder {
    crds: Vec<Result<Value, String>>,
    namespaces: Vec<String>,
    listen: Option<SocketAddr>,
    tokens: Option<String>,
    history: Option<usize>,
    data: Option<PathBuf>,
}

impl Builder {
    /// Serves a CustomResourceDefinition.
    #[must_use]
    pub fn crd(mut self, crd: Value) -> Builder {
        self.crds.push(Ok(crd));
        self
    }

    /// Serves all the CustomResourceDefinitions in a YAML or JSON text; other documents in it are an error.
    #[must_use]
    pub fn crd_text(mut self, text: &str) -> Builder {
        match yaml_read::documents(text, usize::MAX) {
            Ok(documents) => {
                let documents = documents.into_iter().map(|d| d.value).filter(|v| !v.is_null());
                self.crds.extend(documents.map(Ok));
            }
            Err(why) => self.crds.push(Err(why)),
        }
        self
    }

    /// Has a namespace from the start, beside `default` and those of the system.
    #[must_use]
    pub fn namespace(mut self, name: &str) -> Builder {
        self.namespaces.push(name.to_owned());
        self
    }

    /// Listens on an address instead of a free port of the loopback interface.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Builder {
        self.listen = Some(address);
        self
    }

    /// Lets in only the holders of tokens, from the text of a token file: `token,user,uid,"group1,group2"`.
    #[must_use]
    pub fn token_file(mut self, text: &str) -> Builder {
        self.tokens = Some(text.to_owned());
        self
    }

    /// Remembers this many changes: watches and pages of older ones are answered that they are gone.
    #[must_use]
    pub fn history(mut self, changes: usize) -> Builder {
        self.history = Some(changes);
        self
    }

    /// Keeps objects in a file instead of in memory alone: they survive the server, and a crash of it.
    #[must_use]
    pub fn data(mut self, file: &Path) -> Builder {
        self.data = Some(file.to_owned());
        self
    }

    fn store(&self) -> Result<Arc<dyn Store>, StartError> {
        let history = self.history.unwrap_or(HISTORY);
        match &self.data {
            None => Ok(Arc::new(Memory::new(history))),
            Some(file) => Ok(Arc::new(FileStore::open(file, history).map_err(StartError::Data)?)),
        }
    }

    /// Makes the server without listening: requests go through [`ApiServer::service`] alone.
    pub async fn build(self) -> Result<InProcess, StartError> {
        let auth =
            self.tokens.as_deref().map(Auth::from_token_file).transpose().map_err(StartError::Tokens)?;
        let server = Arc::new(Server::new(self.store()?, auth.unwrap_or_default()));
        roles::builtins().into_iter().for_each(|d| server.register(d));
        for name in NAMESPACES.iter().copied().chain(self.namespaces.iter().map(String::as_str)) {
            let namespace = json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": name } });
            roles::seed(&server, namespace).await.map_err(StartError::Definition)?;
        }
        for crd in self.crds {
            let crd = crd.map_err(StartError::Definition)?;
            roles::seed(&server, crd).await.map_err(StartError::Definition)?;
        }
        roles::restore(&server).await.map_err(StartError::Definition)?;
        Ok(InProcess::new(server))
    }

    /// Starts the server.
    pub async fn start(self) -> Result<ApiServer, StartError> {
        let address = self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0)));
        let token = self.tokens.as_deref().and_then(|t| t.split(',').next().map(str::to_owned));
        let service = self.build().await?;
        let listener = TcpListener::bind(address).await.map_err(StartError::Io)?;
        let address = listener.local_addr().map_err(StartError::Io)?;
        let closing = service.server.clone();
        let router = Router::new().fallback_service(service.clone());
        let serving =
            axum::serve(listener, router).with_graceful_shutdown(async move { closing.closed().await });
        let task = tokio::spawn(serving.into_future());
        let kubeconfig = kubeconfig::text(&format!("http://{address}"), token.as_deref());
        Ok(ApiServer { address, kubeconfig, service, task, file: None })
    }
}

/// A server without an address: a `tower::Service` that answers requests in this process.
#[derive(Clone)]
pub struct InProcess {
    server: Arc<Server>,
    trust: Trust,
}

impl InProcess {
    fn new(server: Arc<Server>) -> InProcess {
        InProcess { server, trust: Trust::Outside }
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

impl tower::Service<Request<Body>> for InProcess {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let (server, trust) = (self.server.clone(), self.trust);
        Box::pin(async move { Ok(server.answer(request, trust).await) })
    }
}

/// A server that listens. It stops when it is dropped.
#[derive(Debug)]
pub struct ApiServer {
    address: SocketAddr,
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

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The text of a kubeconfig for it, with the first token of the token file.
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

    /// Ends all watches, finishes the requests under way, and stops.
    pub async fn stop(mut self) {
        self.service.server.close();
        // A task that panicked or was cancelled has stopped as well.
        let _ = (&mut self.task).await;
    }
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
