//! TLS: who the server is, and connections that are encrypted.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

/// How long a client may take to agree on the encryption.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many connections may wait to be served.
const QUEUE: usize = 64;

/// A certificate with its key.
pub struct Identity {
    certificate: Vec<u8>,
    config: Arc<ServerConfig>,
}

impl Identity {
    /// Reads a chain of certificates and the key of the first, both in PEM.
    pub fn read(certificate: &[u8], key: &[u8]) -> Result<Identity, String> {
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(certificate)
            .collect::<Result<_, _>>()
            .map_err(|e| format!("the certificate is not in PEM: {e}"))?;
        if chain.is_empty() {
            return Err("there is no certificate in the file for it".into());
        }
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|e| format!("the key is not in PEM: {e}"))?;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key));
        let mut config = config.map_err(|e| format!("the certificate and the key do not serve: {e}"))?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Identity { certificate: certificate.to_vec(), config: Arc::new(config) })
    }

    /// The chain of certificates in PEM.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }
}

type Connection = (TlsStream<TcpStream>, SocketAddr);

/// Gives out connections on whose encryption both sides have agreed; a client that is slow at it holds up no other.
pub struct TlsListener {
    ready: mpsc::Receiver<Connection>,
    address: io::Result<SocketAddr>,
    task: JoinHandle<()>,
}

impl TlsListener {
    /// Encrypts the connections of a listener.
    pub fn new(listener: TcpListener, identity: &Identity) -> TlsListener {
        let (sender, ready) = mpsc::channel(QUEUE);
        let address = listener.local_addr();
        let acceptor = TlsAcceptor::from(identity.config.clone());
        let task = tokio::spawn(accept(listener, acceptor, sender));
        TlsListener { ready, address, task }
    }
}

async fn accept(mut listener: TcpListener, acceptor: TlsAcceptor, sender: mpsc::Sender<Connection>) {
    loop {
        let (stream, address) = Listener::accept(&mut listener).await;
        let (acceptor, sender) = (acceptor.clone(), sender.clone());
        tokio::spawn(async move {
            // Small events are to go out at once; where that cannot be set, they come a little later.
            let _ = stream.set_nodelay(true);
            // A client that cannot agree is told so by the protocol itself.
            if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
                let _ = sender.send((stream, address)).await;
            }
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The task ends only with this listener; there is nothing more to come.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.address.as_ref().copied().map_err(|e| io::Error::new(e.kind(), e.to_string()))
    }
}

impl Drop for TlsListener {
    fn drop(&mut self) {
        self.task.abort();
    }
}
