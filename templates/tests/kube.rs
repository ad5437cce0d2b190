//! kube and this client and server, each with the other.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod sample;
mod shop;

use futures::{StreamExt, TryStreamExt};
use kube::api::{Api, DeleteParams, ListParams, Patch, PatchParams, PostParams, WatchEvent, WatchParams};
use sample::{Spec, Widget};
use serde_json::json;
use shop::Shop;
use specwright_templates::support::client::{self, Client, Namespaced};
use tower::service_fn;

#[tokio::test]
async fn a_kube_client_carries_requests() {
    let kube = kube::Client::new(Shop::with(&[("ns", "a")]).router(), "ns");
    let client = Client::new(service_fn(move |request: http::Request<client::Body>| {
        let kube = kube.clone();
        async move { kube.send(request.map(|body| body.as_bytes().cloned().unwrap_or_default().into())).await }
    }));
    let widgets: Namespaced<Widget> = Namespaced::new(&client, "ns");
    assert_eq!(widgets.get("a").send().await.unwrap().name(), "a");
    let made = widgets.create(&Widget::named("b", 2)).send().await.unwrap().into_inner();
    assert_eq!(made.spec.unwrap().size, 2);
    assert!(widgets.get("c").send().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn kube_asks_the_server() {
    let shop = Shop::with(&[]);
    let api: Api<Widget> = Api::namespaced(kube::Client::new(shop.router(), "default"), "ns");
    let made = api.create(&PostParams::default(), &Widget::named("a", 1)).await.unwrap();
    assert_eq!(made.metadata.namespace.as_deref(), Some("ns"));
    let mut read = api.get("a").await.unwrap();
    assert_eq!(api.list(&ListParams::default().limit(5)).await.unwrap().items, [read.clone()]);
    read.spec = Some(Spec { size: 2, ..Spec::default() });
    assert_eq!(api.replace("a", &PostParams::default(), &read).await.unwrap().spec, read.spec);
    let merge = Patch::Merge(json!({"spec": {"size": 3}}));
    assert_eq!(api.patch("a", &PatchParams::default(), &merge).await.unwrap().spec.unwrap().size, 3);
    let apply = PatchParams::apply("me").force();
    api.patch("b", &apply, &Patch::Apply(&Widget::named("b", 4))).await.unwrap();
    let status = Patch::Merge(json!({"status": {"size": 9}}));
    let patched = api.patch_status("a", &PatchParams::default(), &status).await.unwrap();
    assert_eq!(patched.status.unwrap().size, 9);
    let gone = api.delete("b", &DeleteParams::foreground()).await.unwrap();
    assert!(gone.is_right(), "{gone:?}");
    let kube::Error::Api(missing) = api.get("b").await.unwrap_err() else {
        panic!("an answer of the server")
    };
    assert_eq!((missing.code, missing.reason.as_str()), (404, "NotFound"));
    assert!(api.delete_collection(&DeleteParams::default(), &ListParams::default()).await.unwrap().is_left());
}

#[tokio::test]
async fn kube_watches_the_server() {
    let shop = Shop::with(&[("ns", "a")]);
    let api: Api<Widget> = Api::namespaced(kube::Client::new(shop.router(), "default"), "ns");
    let watch = api.watch(&WatchParams::default(), "0").await.unwrap();
    let events: Vec<_> = watch.boxed().take(2).try_collect().await.unwrap();
    assert!(matches!(&events[0], WatchEvent::Added(widget) if widget.name() == "a"));
    assert!(
        matches!(&events[1], WatchEvent::Bookmark(bookmark) if bookmark.metadata.resource_version == "101")
    );
}
