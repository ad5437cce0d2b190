//! Building and starting a server.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::auth::Auth;
use crate::object::convert::Convert;
use crate::roles;
use crate::server::{Converters, Server};
use crate::serving::{ApiServer, Endpoint, InProcess};
use crate::store::{EtcdStore, FileStore, HISTORY, Memory, Store};
use crate::tasks::{Garbage, Tasks};
use crate::text::yaml_read;
use crate::tls::Identity;

/// The namespaces that every server begins with.
const NAMESPACES: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// Why a server could not be started.
#[derive(Debug)]
pub enum StartError {
    /// A definition cannot be served.
    Definition(String),
    /// A token file cannot be read.
    Tokens(String),
    /// The directory or the etcd with the objects cannot be used.
    Data(String),
    /// The certificate or its key cannot be used.
    Tls(String),
    /// The address can be reached from other machines, and the connection would not be encrypted.
    Insecure(SocketAddr),
    /// The address cannot be listened on, or a file not be written.
    Io(io::Error),
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StartError::Definition(why) => write!(f, "a definition cannot be served: {why}"),
            StartError::Tokens(why) => write!(f, "the token file cannot be read: {why}"),
            StartError::Data(why) => write!(f, "the stored objects cannot be used: {why}"),
            StartError::Tls(why) => write!(f, "no encrypted connections can be offered: {why}"),
            StartError::Insecure(address) => {
                write!(
                    f,
                    "{address} can be reached from other machines: give a certificate and its key, or listen on loopback"
                )
            }
            StartError::Io(why) => write!(f, "the server cannot be started: {why}"),
        }
    }
}

impl std::error::Error for StartError {}

/// What a server is to be.
#[derive(Default)]
pub struct Builder {
    crds: Vec<Result<Value, String>>,
    namespaces: Vec<String>,
    listen: Option<SocketAddr>,
    tokens: Option<String>,
    history: Option<usize>,
    data: Option<PathBuf>,
    etcd: Option<String>,
    tls: Option<Pem>,
    garbage: Garbage,
    converters: Converters,
}

/// A chain of certificates and a key.
struct Pem {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl std::fmt::Debug for Builder {
    /// Tokens and keys are not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Builder");
        shown.field("definitions", &self.crds.len()).field("listen", &self.listen);
        shown.field("data", &self.data).field("etcd", &self.etcd).finish_non_exhaustive()
    }
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

    /// Listens on an address instead of a free port of the loopback interface; on one that other machines reach, only
    /// with [`Builder::tls`].
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Builder {
        self.listen = Some(address);
        self
    }

    /// Encrypts connections: a chain of certificates and the key of the first, in PEM. The kubeconfig has clients trust
    /// these certificates.
    #[must_use]
    pub fn tls(mut self, certificate: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) -> Builder {
        self.tls = Some(Pem { certificate: certificate.into(), key: key.into() });
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

    /// Keeps objects in a directory instead of in memory alone: they survive the server, and a crash of it. The directory
    /// is made if it is missing.
    #[must_use]
    pub fn data(mut self, directory: &Path) -> Builder {
        self.data = Some(directory.to_owned());
        self
    }

    /// Keeps objects in the etcd at `http://HOST:PORT`, where several servers may keep the same ones. Keys begin with
    /// `/registry`, or with the path of the URL if it has one.
    #[must_use]
    pub fn etcd(mut self, url: &str) -> Builder {
        self.etcd = Some(url.to_owned());
        self
    }

    /// Converts the objects of a definition whose conversion strategy is `Webhook`, in the place of that webhook:
    /// `conversion("widgets.example.com", |object, to| ...)`, where `to` is the wanted `group/version`.
    #[must_use]
    pub fn conversion(mut self, definition: &str, convert: impl Convert + 'static) -> Builder {
        self.converters.insert(definition.to_owned(), Arc::new(convert));
        self
    }

    /// Leaves alone what is owned by objects that are gone, as an API server does that runs without controllers.
    #[must_use]
    pub fn without_garbage_collector(mut self) -> Builder {
        self.garbage = Garbage::Left;
        self
    }

    async fn store(&self) -> Result<Arc<dyn Store>, StartError> {
        let history = self.history.unwrap_or(HISTORY);
        Ok(match (&self.data, &self.etcd) {
            (None, None) => Arc::new(Memory::new(history)),
            (Some(directory), None) => {
                Arc::new(FileStore::open(directory, history).map_err(StartError::Data)?)
            }
            (None, Some(url)) => Arc::new(EtcdStore::open(url, history).await.map_err(StartError::Data)?),
            (Some(_), Some(_)) => {
                return Err(StartError::Data(
                    "objects are kept in a directory or in etcd, not in both".into(),
                ));
            }
        })
    }

    /// Makes the server without listening: requests go through [`ApiServer::service`] alone.
    pub async fn build(self) -> Result<InProcess, StartError> {
        let auth =
            self.tokens.as_deref().map(Auth::from_token_file).transpose().map_err(StartError::Tokens)?;
        let server = Arc::new(Server::new(self.store().await?, auth.unwrap_or_default(), self.converters));
        roles::builtins().map_err(StartError::Definition)?.into_iter().for_each(|d| server.register(d));
        for name in NAMESPACES.iter().copied().chain(self.namespaces.iter().map(String::as_str)) {
            let namespace = json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": name } });
            roles::seed(&server, namespace).await.map_err(StartError::Definition)?;
        }
        for crd in self.crds {
            let crd = crd.map_err(StartError::Definition)?;
            roles::seed(&server, crd).await.map_err(StartError::Definition)?;
        }
        roles::restore(&server).await.map_err(StartError::Definition)?;
        let tasks = Tasks::of(&server, self.garbage);
        Ok(InProcess::new(server, tasks))
    }

    /// Starts the server.
    pub async fn start(self) -> Result<ApiServer, StartError> {
        let address = self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0)));
        let identity = self.tls.as_ref().map(|pem| Identity::read(&pem.certificate, &pem.key));
        let identity = identity.transpose().map_err(StartError::Tls)?;
        if identity.is_none() && !address.ip().is_loopback() {
            return Err(StartError::Insecure(address));
        }
        let token = self.tokens.as_deref().and_then(|t| t.split(',').next().map(str::to_owned));
        ApiServer::listen(self.build().await?, Endpoint { address, identity, token }).await
    }
}
