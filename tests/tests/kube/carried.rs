//! The generated client over kube's client: its address, its credentials, its connection.

use futures::StreamExt;
use istio_security::client::{self, Change};
use istio_security::v1;
use tower::service_fn;

use crate::{next, put, served, spec};

#[tokio::test]
async fn kube_carries_the_requests_of_the_generated_client() {
    let (memory, kube) = served().await;
    let client = client::Client::new(service_fn(move |request: http::Request<client::Body>| {
        let kube = kube.clone();
        async move { kube.send(request.map(|body| body.as_bytes().cloned().unwrap_or_default().into())).await }
    }));
    let objects = v1::Client::over(client).peer_authentications("ns");
    let mut wanted = v1::PeerAuthentication::new("a");
    wanted.spec = Some(spec("STRICT"));
    let made = objects.create(&wanted).send().await.unwrap().into_inner();
    assert_eq!(objects.get("a").send().await.unwrap(), made);
    let missing = objects.get("b/c").send().await.unwrap_err();
    assert!(missing.is_not_found() && missing.body().is_some());
    let mut changes = objects.watch().changes().boxed();
    assert!(matches!(next(&mut changes).await.unwrap(), Change::Listed(list) if list.items == [made]));
    put(&memory, "b");
    assert!(
        matches!(next(&mut changes).await.unwrap(), Change::Added(b) if b.metadata.name.as_deref() == Some("b"))
    );
}
