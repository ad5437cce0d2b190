//! A client over a plain connection.

use hyper_util::client::legacy::Client as Connections;
use hyper_util::rt::TokioExecutor;

use super::{Body, Client, Refused};

impl Client {
    /// A client that connects to `uri` by itself, without TLS: `http://host:port`, and a path if need be.
    ///
    /// # Errors
    /// It is not such an address.
    pub fn connect(uri: &str) -> Result<Self, Refused> {
        if !uri.starts_with("http://") {
            let why =
                "connections without TLS begin with http://; for TLS use another service, such as reqwest";
            return Err(Refused::new("base URI", uri, &why));
        }
        let connections: Connections<_, Body> = Connections::builder(TokioExecutor::new()).build_http();
        Self::new(connections).with_base_uri(uri)
    }
}
