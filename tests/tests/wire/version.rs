//! What the tests need of a version of the API.

use std::sync::Arc;

use axum::Router;
use istio_security::client::{AllNamespaces, Client, Namespaced};
use istio_security::server::ResourceServer;
use istio_security::support::StatusSubresource;
use istio_security::v1::{PeerAuthenticationSpec, PeerAuthenticationStatus};
use istio_security::{v1, v1beta1};

/// A kind in one version, with the generated client and server of it.
pub trait Version: StatusSubresource + PartialEq {
    /// An object of a name.
    fn named(name: &str) -> Self;
    /// What is wanted.
    fn spec(&mut self) -> &mut Option<PeerAuthenticationSpec>;
    /// What is.
    fn status(&mut self) -> &mut Option<PeerAuthenticationStatus>;
    /// The objects of a namespace, by the generated client.
    fn within(client: &Client, namespace: &str) -> Namespaced<Self>;
    /// The objects of all namespaces, by the generated client.
    fn everywhere(client: &Client) -> AllNamespaces<Self>;
    /// The generated router.
    fn router<S: ResourceServer<Self>>(server: &Arc<S>) -> Router;

    /// The name.
    fn name(&self) -> &str {
        self.metadata().name.as_deref().unwrap_or_default()
    }
}

macro_rules! version {
    ($version:ident) => {
        impl Version for $version::PeerAuthentication {
            fn named(name: &str) -> Self {
                Self::new(name)
            }

            fn spec(&mut self) -> &mut Option<PeerAuthenticationSpec> {
                &mut self.spec
            }

            fn status(&mut self) -> &mut Option<PeerAuthenticationStatus> {
                &mut self.status
            }

            fn within(client: &Client, namespace: &str) -> Namespaced<Self> {
                $version::Client::over(client.clone()).peer_authentications(namespace)
            }

            fn everywhere(client: &Client) -> AllNamespaces<Self> {
                $version::Client::from(client.clone()).all_peer_authentications()
            }

            fn router<S: ResourceServer<Self>>(server: &Arc<S>) -> Router {
                $version::server::router(Arc::clone(server))
            }
        }
    };
}

version!(v1);
version!(v1beta1);

/// Makes a test of each generic function: one for each version.
macro_rules! in_both_versions {
    ($($test:ident),+ $(,)?) => {
        mod in_v1 {
            $(#[tokio::test]
            async fn $test() {
                super::$test::<istio_security::v1::PeerAuthentication>().await;
            })+
        }

        mod in_v1beta1 {
            $(#[tokio::test]
            async fn $test() {
                super::$test::<istio_security::v1beta1::PeerAuthentication>().await;
            })+
        }
    };
}

pub(crate) use in_both_versions;
