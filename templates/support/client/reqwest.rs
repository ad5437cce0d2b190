//! A client over reqwest.

use http::{Request, Response};
use tower::service_fn;

use super::{Body, Client, Refused};

impl Client {
    /// A client that sends its requests through a client of reqwest, to the server at `uri`.
    ///
    /// # Errors
    /// It is not an absolute address.
    pub fn reqwest(client: ::reqwest::Client, uri: &str) -> Result<Self, Refused> {
        let service = service_fn(move |request: Request<Body>| {
            let client = client.clone();
            async move {
                let request = ::reqwest::Request::try_from(request.map(::reqwest::Body::wrap))?;
                let response = client.execute(request).await?;
                Ok::<_, ::reqwest::Error>(Response::<::reqwest::Body>::from(response))
            }
        });
        Self::new(service).with_base_uri(uri)
    }
}
