//! kube and the generated client at the stand-in API server, over connections and in the same process.

use std::time::Duration;

use futures::StreamExt;
use istio_security::client::{self, Change};
use istio_security::v1::{self, PeerAuthentication};
use kube::api::{Api, ApiResource, DeleteParams, DynamicObject, ListParams, Patch, PatchParams, PostParams};
use kube::core::GroupVersionKind;
use kube::runtime::{WatchStreamExt, reflector, watcher};
use kube::{Client, ResourceExt};
use serde_json::json;
use specwright_apiserver::{ApiServer, Effect, Fault};
use tokio::time::timeout;
use tower::{ServiceExt, service_fn};

use crate::{next, spec};

/// The server with the resource, and kube's client as its kubeconfig says.
pub async fn stand_in() -> (ApiServer, Client) {
    let builder = ApiServer::builder().crd(PeerAuthentication::crd().clone()).namespace("ns");
    let server = builder.start().await.expect("the definition is good");
    let kubeconfig = kube::config::Kubeconfig::from_yaml(server.kubeconfig()).expect("it is a kubeconfig");
    let config = kube::Config::from_custom_kubeconfig(kubeconfig, &Default::default()).await;
    let mut config = config.expect("it names a server");
    config.default_namespace = "ns".to_owned();
    (server, Client::try_from(config).expect("a connection without TLS needs nothing more"))
}

#[tokio::test]
async fn kube_manages_objects() {
    let (_server, client) = stand_in().await;
    let api: Api<PeerAuthentication> = Api::default_namespaced(client.clone());
    let mut wanted = PeerAuthentication::new("a");
    wanted.spec = Some(spec("STRICT"));
    let made = api.create(&PostParams::default(), &wanted).await.unwrap();
    assert_eq!((made.spec.as_ref(), made.metadata.generation), (wanted.spec.as_ref(), Some(1)));
    let applied = api.patch("a", &PatchParams::apply("me"), &Patch::Apply(&wanted)).await.unwrap();
    assert_eq!(applied.managed_fields().len(), 2);
    let mut foreign = wanted.clone();
    foreign.spec = Some(spec("DISABLE"));
    let refused = api.patch("a", &PatchParams::apply("you"), &Patch::Apply(&foreign)).await.unwrap_err();
    assert!(matches!(refused, kube::Error::Api(status) if status.reason == "Conflict"));
    let status = Patch::Merge(json!({"status": {"observedGeneration": 1}}));
    api.patch_status("a", &PatchParams::default(), &status).await.unwrap();
    let wrong = Patch::Merge(json!({"spec": {"mtls": {"mode": "NOVEL"}}}));
    let refused = api.patch("a", &PatchParams::default(), &wrong).await.unwrap_err();
    assert!(matches!(refused, kube::Error::Api(status) if status.code == 422));
    let kind = GroupVersionKind::gvk("security.istio.io", "v1", "PeerAuthentication");
    let (resource, _) = kube::discovery::pinned_kind(&client, &kind).await.unwrap();
    assert_eq!(
        (resource.plural.as_str(), resource.kind.as_str()),
        ("peerauthentications", "PeerAuthentication")
    );
    let untyped: Api<DynamicObject> = Api::all_with(client, &ApiResource { ..resource });
    let found = untyped.list(&ListParams::default().limit(1)).await.unwrap();
    assert_eq!(found.items[0].data["status"]["observedGeneration"], 1);
    let stored = api.get_metadata("a").await.unwrap();
    api.delete("a", &DeleteParams::foreground()).await.unwrap();
    assert_eq!(stored.uid(), made.uid());
    assert_eq!(api.get_opt("a").await.unwrap(), None);
}

/// A store follows through broken connections, errors and a history that is forgotten.
async fn a_store_follows(config: watcher::Config) {
    let (server, client) = stand_in().await;
    let api: Api<PeerAuthentication> = Api::default_namespaced(client);
    for name in ["a", "b"] {
        api.create(&PostParams::default(), &PeerAuthentication::new(name)).await.unwrap();
    }
    let (store, writer) = reflector::store();
    let stream = watcher(api.clone(), config).default_backoff().reflect(writer);
    tokio::spawn(stream.for_each(|_| async {}));
    timeout(Duration::from_secs(20), store.wait_until_ready()).await.unwrap().unwrap();
    server.service().inject(Fault::new(Effect::Status(410)).path("watch=").times(1));
    server.service().inject(Fault::new(Effect::Status(503)).path("watch=").times(1));
    server.service().cut_watches();
    api.delete("a", &DeleteParams::default()).await.unwrap();
    api.create(&PostParams::default(), &PeerAuthentication::new("c")).await.unwrap();
    let names = || {
        let mut names: Vec<_> = store.state().iter().map(|object| object.name_any()).collect();
        names.sort();
        names
    };
    let follows = async {
        while names() != ["b", "c"] {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(30), follows).await.expect("the store gets there");
}

#[tokio::test]
async fn stores_follow_through_faults() {
    a_store_follows(watcher::Config::default()).await;
    a_store_follows(watcher::Config::default().page_size(1)).await;
    a_store_follows(watcher::Config::default().streaming_lists()).await;
}

#[tokio::test]
async fn the_generated_client_needs_no_socket() {
    let builder = ApiServer::builder().crd(PeerAuthentication::crd().clone()).namespace("ns");
    let server = builder.build().await.expect("the definition is good");
    let service = server.clone();
    let client = client::Client::new(service_fn(move |request: http::Request<client::Body>| {
        let service = service.clone();
        let body = |body: client::Body| axum::body::Body::from(body.as_bytes().cloned().unwrap_or_default());
        async move { service.oneshot(request.map(body)).await }
    }));
    let objects = v1::Client::over(client).peer_authentications("ns");
    let mut wanted = PeerAuthentication::new("a");
    wanted.spec = Some(spec("STRICT"));
    let made = objects.create(&wanted).send().await.unwrap().into_inner();
    assert_eq!(objects.get("a").send().await.unwrap(), made);
    let typed: PeerAuthentication =
        server.get("/apis/security.istio.io/v1/namespaces/ns/peerauthentications/a").await.unwrap();
    assert_eq!(typed, made);
    let mut changes = objects.watch().changes().boxed();
    assert!(
        matches!(next(&mut changes).await.unwrap(), Change::Listed(list) if list.items == [made.clone()])
    );
    wanted.spec = Some(spec("DISABLE"));
    let refused = objects.create(&wanted).send().await.unwrap_err();
    assert!(refused.body().is_some());
    objects.delete("a").send().await.unwrap();
    assert!(
        matches!(next(&mut changes).await.unwrap(), Change::Deleted(a) if a.metadata.uid == made.metadata.uid)
    );
}
