//! `kube::Api` asks the generated server.

use istio_security::{IntOrString, v1, v1beta1};
use kube::api::{Api, DeleteParams, ListParams, Patch, PatchParams, PostParams, Preconditions};
use kube::{Resource, ResourceExt};
use serde_json::json;

use crate::{put, served, spec};

fn failure(error: kube::Error) -> (u16, String) {
    match error {
        kube::Error::Api(status) => (status.code, status.reason),
        error => panic!("{error}"),
    }
}

#[test]
fn kube_knows_the_resource() {
    type New = v1::PeerAuthentication;
    assert_eq!(
        (New::kind(&()), New::group(&()), New::version(&())),
        ("PeerAuthentication".into(), "security.istio.io".into(), "v1".into())
    );
    assert_eq!(
        (New::plural(&()), New::api_version(&())),
        ("peerauthentications".into(), "security.istio.io/v1".into())
    );
    assert_eq!(
        v1beta1::PeerAuthentication::url_path(&(), Some("ns")),
        "/apis/security.istio.io/v1beta1/namespaces/ns/peerauthentications"
    );
    let mut object = New::new("a");
    object.labels_mut().insert("app".to_owned(), "a".to_owned());
    object.finalizers_mut().push("example.com/x".to_owned());
    assert_eq!(
        (object.name_any(), object.labels()["app"].as_str(), object.namespace()),
        ("a".to_owned(), "a", None)
    );
    assert_eq!(object.controller_owner_ref(&()), None);
}

#[tokio::test]
async fn objects_are_created_read_replaced_and_deleted() {
    let (_, client) = served().await;
    let api: Api<v1::PeerAuthentication> = Api::default_namespaced(client);
    let mut wanted = v1::PeerAuthentication::new("a");
    wanted.spec = Some(spec("STRICT"));
    let made = api.create(&PostParams::default(), &wanted).await.unwrap();
    assert_eq!((made.spec.as_ref(), made.namespace().as_deref()), (wanted.spec.as_ref(), Some("ns")));
    assert!(made.uid().is_some() && made.creation_timestamp().is_some());
    let again = api.create(&PostParams::default(), &wanted).await.unwrap_err();
    assert_eq!(failure(again), (409, "AlreadyExists".to_owned()));
    let mut read = api.get("a").await.unwrap();
    assert_eq!(read, made);
    assert_eq!(api.get_opt("b").await.unwrap(), None);
    read.spec = Some(spec("DISABLE"));
    let replaced = api.replace("a", &PostParams::default(), &read).await.unwrap();
    assert_eq!(replaced.spec, read.spec);
    let late = api.replace("a", &PostParams::default(), &read).await.unwrap_err();
    assert_eq!(failure(late), (409, "Conflict".to_owned()));
    let other = Preconditions { uid: Some("other".to_owned()), ..Preconditions::default() };
    let refused = api.delete("a", &DeleteParams::default().preconditions(other)).await.unwrap_err();
    assert_eq!(failure(refused), (409, "Conflict".to_owned()));
    let gone = api.delete("a", &DeleteParams::foreground()).await.unwrap().right().unwrap();
    assert_eq!(gone.details.unwrap().uid, made.uid().unwrap());
    assert_eq!(failure(api.get("a").await.unwrap_err()), (404, "NotFound".to_owned()));
}

#[tokio::test]
async fn lists_come_whole_in_pages_and_by_label() {
    let (memory, client) = served().await;
    let api: Api<v1::PeerAuthentication> = Api::all(client.clone());
    for name in ["a", "b", "c"] {
        put(&memory, name);
    }
    let whole = api.list(&ListParams::default()).await.unwrap();
    assert_eq!((whole.items.len(), whole.metadata.resource_version.as_deref()), (3, Some("3")));
    let first = api.list(&ListParams::default().limit(2)).await.unwrap();
    let token = first.metadata.continue_.clone().unwrap();
    let second = api.list(&ListParams::default().limit(2).continue_token(&token)).await.unwrap();
    assert_eq!((first.items.len(), second.items.len(), second.metadata.continue_), (2, 1, None));
    let within: Api<v1::PeerAuthentication> = Api::default_namespaced(client);
    let label = Patch::Merge(json!({"metadata": {"labels": {"app": "b"}}}));
    within.patch("b", &PatchParams::default(), &label).await.unwrap();
    let found = within.list(&ListParams::default().labels("app=b")).await.unwrap();
    assert_eq!(found.items.iter().map(ResourceExt::name_any).collect::<Vec<_>>(), ["b"]);
    let gone =
        within.delete_collection(&DeleteParams::default(), &ListParams::default().labels("!app")).await;
    assert_eq!(gone.unwrap().left().unwrap().items.len(), 2);
    assert_eq!(within.list(&ListParams::default()).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn patches_of_every_form_change_an_object() {
    let (_, client) = served().await;
    let api: Api<v1::PeerAuthentication> = Api::default_namespaced(client);
    let mut wanted = v1::PeerAuthentication::new("a");
    wanted.spec = Some(spec("STRICT"));
    let applied = api.patch("a", &PatchParams::apply("me").force(), &Patch::Apply(&wanted)).await.unwrap();
    assert_eq!(applied.spec, wanted.spec);
    let merge = Patch::Merge(json!({"spec": {"mtls": {"mode": "PERMISSIVE"}}}));
    let merged = api.patch("a", &PatchParams::default(), &merge).await.unwrap();
    assert_eq!(merged.spec, Some(spec("PERMISSIVE")));
    let merge = Patch::Merge(json!({"spec": {"mtls": {"mode": "NOVEL"}}}));
    let refused = api.patch("a", &PatchParams::default(), &merge).await.unwrap_err();
    assert_eq!(failure(refused), (422, "Invalid".to_owned()));
    let status = Patch::Merge(json!({"status": {"observedGeneration": 2}}));
    let stated = api.patch_status("a", &PatchParams::default(), &status).await.unwrap();
    assert_eq!(stated.status.unwrap().observed_generation, Some(IntOrString::Int(2)));
    let mut read = api.get_status("a").await.unwrap();
    read.status = None;
    let replaced = api.replace_status("a", &PostParams::default(), &read).await.unwrap();
    assert_eq!((replaced.status, replaced.spec), (None, merged.spec));
    let dry = PatchParams { dry_run: true, ..PatchParams::default() };
    api.patch("a", &dry, &Patch::Merge(json!({"spec": null}))).await.unwrap();
    assert_eq!(api.get("a").await.unwrap(), api.get_status("a").await.unwrap());
    assert!(api.get("a").await.unwrap().spec.is_some());
}
