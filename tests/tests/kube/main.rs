//! The kube ecosystem on the generated types and the generated server: `k8s_openapi::Resource` and `Metadata` are all
//! that the types have for it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod carried;
mod client;
mod controller;
mod stand_in;
mod watching;

use std::sync::Arc;
use std::time::Duration;

use futures::{Stream, StreamExt};
use istio_security::v1;
use specwright_tests::memory::Memory;
use tokio::net::TcpListener;

/// A server that keeps objects in memory, and kube's client of it over a connection.
async fn served() -> (Arc<Memory>, kube::Client) {
    let memory = Memory::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let router = v1::server::router(Arc::clone(&memory));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mut config = kube::Config::new(format!("http://{address}").parse().expect("it is an address"));
    config.default_namespace = "ns".to_owned();
    (memory, kube::Client::try_from(config).expect("a connection without TLS needs nothing more"))
}

/// Stores an object in the namespace `ns`.
fn put(memory: &Memory, name: &str) -> v1::PeerAuthentication {
    let mut object = v1::PeerAuthentication::new(name);
    object.metadata.namespace = Some("ns".to_owned());
    memory.put(&object)
}

fn spec(mode: &str) -> v1::PeerAuthenticationSpec {
    let mtls = v1::PeerAuthenticationSpecMtls { mode: Some(mode.into()), ..Default::default() };
    v1::PeerAuthenticationSpec { mtls: Some(mtls), ..Default::default() }
}

/// The next of a stream that is expected to go on soon.
async fn next<T>(stream: &mut (impl Stream<Item = T> + Unpin)) -> T {
    let next = tokio::time::timeout(Duration::from_secs(20), stream.next());
    next.await.expect("something happens").expect("the stream goes on")
}
