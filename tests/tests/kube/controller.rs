//! A controller of kube works on the generated server, and on the stand-in API server, until all is as it should be.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::StreamExt;
use istio_security::{IntOrString, v1::PeerAuthentication};
use kube::api::{Api, DeleteParams, ListParams, Patch, PatchParams, PostParams};
use kube::runtime::controller::{Action, Controller};
use kube::runtime::finalizer::{self, Event, finalizer};
use kube::runtime::watcher;
use kube::{Client, ResourceExt};
use serde_json::json;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use crate::served;
use crate::stand_in::stand_in;

const FINALIZER: &str = "example.com/cleanup";

struct Context {
    client: Client,
    cleaned: AtomicUsize,
}

type Failure = finalizer::Error<kube::Error>;

/// Says in the status which generation was seen; holds every object until it is cleaned up.
async fn reconcile(object: Arc<PeerAuthentication>, context: Arc<Context>) -> Result<Action, Failure> {
    let namespace = object.namespace().unwrap_or_default();
    let api: Api<PeerAuthentication> = Api::namespaced(context.client.clone(), &namespace);
    finalizer(&api, FINALIZER, object, |event| async {
        match event {
            Event::Apply(object) => {
                let seen = json!({"status": {"observedGeneration": object.metadata.generation}});
                api.patch_status(&object.name_any(), &PatchParams::default(), &Patch::Merge(seen)).await?;
            }
            Event::Cleanup(_) => {
                context.cleaned.fetch_add(1, Ordering::SeqCst);
            }
        }
        Ok(Action::await_change())
    })
    .await
}

fn again(_: Arc<PeerAuthentication>, _: &Failure, _: Arc<Context>) -> Action {
    Action::requeue(Duration::from_millis(20))
}

/// Whether the status of an object speaks of the object as it is.
fn is_settled(object: &PeerAuthentication) -> bool {
    let seen = object.status.as_ref().and_then(|status| status.observed_generation.clone());
    let is = object.metadata.generation.map(IntOrString::Int);
    seen.is_some() && seen == is && object.finalizers() == [FINALIZER]
}

/// Waits until the objects there are are settled, and as many as expected.
async fn settled(api: &Api<PeerAuthentication>, count: usize) -> Vec<PeerAuthentication> {
    let wait = async {
        loop {
            let objects = api.list(&ListParams::default()).await.unwrap().items;
            if objects.len() == count && objects.iter().all(is_settled) {
                return objects;
            }
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(30), wait).await.expect("the controller gets there")
}

#[tokio::test]
async fn a_controller_brings_all_objects_to_rest() {
    let (_memory, client) = served().await;
    comes_to_rest(client).await;
    let (_server, client) = stand_in().await;
    comes_to_rest(client).await;
}

/// A controller works until all is as it should be, at any server.
async fn comes_to_rest(client: Client) {
    let api: Api<PeerAuthentication> = Api::default_namespaced(client.clone());
    let put = async |name: &str| api.create(&PostParams::default(), &PeerAuthentication::new(name)).await;
    for name in ["a", "b"] {
        put(name).await.unwrap();
    }
    let context = Arc::new(Context { client: client.clone(), cleaned: AtomicUsize::new(0) });
    let (stop, stopped) = oneshot::channel::<()>();
    let controller = Controller::new(api.clone(), watcher::Config::default());
    let controller = controller.graceful_shutdown_on(async { drop(stopped.await) });
    let running = controller.run(reconcile, again, Arc::clone(&context)).for_each(|_| async {});
    let running = tokio::spawn(running);

    settled(&api, 2).await;
    put("c").await.unwrap();
    let mode = Patch::Merge(json!({"spec": {"mtls": {"mode": "STRICT"}}}));
    api.patch("a", &PatchParams::default(), &mode).await.unwrap();
    let objects = settled(&api, 3).await;
    let a = objects.iter().find(|object| object.name_any() == "a").unwrap();
    assert_eq!(a.status.as_ref().unwrap().observed_generation, Some(IntOrString::Int(2)));

    let kept = api.delete("b", &DeleteParams::default()).await.unwrap();
    assert!(kept.left().unwrap().metadata.deletion_timestamp.is_some());
    let objects = settled(&api, 2).await;
    assert_eq!(objects.iter().map(ResourceExt::name_any).collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!(context.cleaned.load(Ordering::SeqCst), 1);

    stop.send(()).unwrap();
    timeout(Duration::from_secs(20), running).await.expect("the controller stops").unwrap();
}
