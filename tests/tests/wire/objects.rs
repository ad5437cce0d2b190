//! Objects from their creation to their end, on a server that keeps them in memory.

use std::sync::Arc;

use futures::TryStreamExt;
use istio_security::client::{Error, Namespaced};
use istio_security::meta::{Status, StatusReason};
use istio_security::support::rest::{
    CreateResponse, DeleteCollectionResponse, DeleteResponse, Deleted, JsonPatchOperation, Patch,
    UpdateResponse,
};
use istio_security::v1::{
    PeerAuthenticationSpec, PeerAuthenticationSpecMtls, PeerAuthenticationSpecMtlsMode,
    PeerAuthenticationStatus,
};
use istio_security::{IntOrString, v1, v1beta1};
use serde_json::json;
use specwright_tests::memory::Memory;

use crate::version::{Version, in_both_versions};
use crate::wiring::{Wire, wires};

in_both_versions!(
    an_object_lives_and_dies,
    changes_need_the_version_that_was_read,
    spec_and_status_are_written_apart,
    patches_of_every_form_change_an_object,
    finalizers_hold_an_object,
    what_breaks_a_rule_is_refused_with_its_place,
    any_name_reaches_its_object,
    a_dry_run_changes_nothing,
);

/// A server, its clients, and a namespace for each of them.
async fn served<K: Version>() -> (Arc<Memory>, Vec<(Wire, Namespaced<K>)>) {
    let memory = Memory::new();
    let wires = wires(|| K::router(&memory)).await;
    let objects = |wire: Wire| {
        let objects = K::within(&wire.client, wire.transport);
        (wire, objects)
    };
    (memory, wires.into_iter().map(objects).collect())
}

fn strict() -> PeerAuthenticationSpec {
    with_mode(PeerAuthenticationSpecMtlsMode::Strict)
}

fn with_mode(mode: PeerAuthenticationSpecMtlsMode) -> PeerAuthenticationSpec {
    let mtls = PeerAuthenticationSpecMtls { mode: Some(mode), ..Default::default() };
    PeerAuthenticationSpec { mtls: Some(mtls), ..Default::default() }
}

fn reason(error: &Error) -> Option<&StatusReason> {
    error.status().and_then(|status: &Status| status.reason.as_ref())
}

async fn an_object_lives_and_dies<K: Version>() {
    for (wire, objects) in served::<K>().await.1 {
        let mut wanted = K::named("a");
        *wanted.spec() = Some(strict());
        let CreateResponse::Created(mut made) = objects.create(&wanted).send().await.unwrap() else {
            panic!("a new object is created")
        };
        assert_eq!(made.metadata().namespace.as_deref(), Some(wire.transport));
        assert_eq!(made.spec(), wanted.spec());
        let again = objects.create(&wanted).send().await.unwrap_err();
        assert_eq!(reason(&again), Some(&StatusReason::AlreadyExists));
        assert_eq!(objects.get("a").send().await.unwrap(), made);
        *made.spec() = None;
        let UpdateResponse::Ok(mut replaced) = objects.replace("a", &made).send().await.unwrap() else {
            panic!("an object that is there is changed")
        };
        assert_eq!(replaced.metadata().generation, Some(2));
        assert_eq!(*replaced.spec(), None);
        let DeleteResponse::Ok(Deleted::Status(gone)) = objects.delete("a").send().await.unwrap() else {
            panic!("nothing holds the object")
        };
        assert!(gone.is_success());
        assert!(objects.get("a").send().await.unwrap_err().is_not_found());
        let mut unnamed = K::named("");
        unnamed.metadata_mut().name = None;
        unnamed.metadata_mut().generate_name = Some("x-".to_owned());
        for _ in 0..2 {
            let made = objects.create(&unnamed).send().await.unwrap().into_inner();
            assert!(made.name().starts_with("x-") && made.name().len() > 2, "{}", made.name());
        }
        let gone = objects.delete_collection().send().await.unwrap();
        assert!(matches!(gone, DeleteCollectionResponse::List(list) if list.items.len() == 2));
    }
}

async fn changes_need_the_version_that_was_read<K: Version>() {
    for (_, objects) in served::<K>().await.1 {
        let mut first = objects.create(&K::named("a")).send().await.unwrap().into_inner();
        let mut second = first.clone();
        *first.spec() = Some(strict());
        objects.replace("a", &first).send().await.unwrap();
        *second.spec() = Some(with_mode(PeerAuthenticationSpecMtlsMode::Disable));
        let late = objects.replace("a", &second).send().await.unwrap_err();
        assert!(late.is_conflict());
        assert_eq!(reason(&late), Some(&StatusReason::Conflict));
        let details = late.status().unwrap().details.as_ref().unwrap();
        assert_eq!((details.name.as_deref(), details.kind.as_deref()), (Some("a"), Some(K::PLURAL)));
        let old = second.metadata().resource_version.clone().unwrap();
        assert!(objects.delete("a").resource_version(old).send().await.unwrap_err().is_conflict());
        assert!(objects.delete("a").uid("another").send().await.unwrap_err().is_conflict());
        let uid = second.metadata().uid.clone().unwrap();
        objects.delete("a").uid(uid).send().await.unwrap();
    }
}

async fn spec_and_status_are_written_apart<K: Version>() {
    for (_, objects) in served::<K>().await.1 {
        let status = PeerAuthenticationStatus {
            observed_generation: Some(IntOrString::Int(7)),
            unknown_fields: [("anything", json!({"goes": [1, null]}))].into_iter().collect(),
            ..Default::default()
        };
        let mut wanted = K::named("a");
        *wanted.spec() = Some(strict());
        *wanted.status() = Some(status.clone());
        let mut made = objects.create(&wanted).send().await.unwrap().into_inner();
        assert_eq!(*made.status(), None);
        *made.spec() = None;
        *made.status() = Some(status.clone());
        let mut stated = objects.replace_status("a", &made).send().await.unwrap().into_inner();
        assert_eq!(*stated.spec(), Some(strict()));
        assert_eq!(*stated.status(), Some(status.clone()));
        *stated.status() = None;
        *stated.spec() = None;
        let mut changed = objects.replace("a", &stated).send().await.unwrap().into_inner();
        assert_eq!(*changed.spec(), None);
        assert_eq!(*changed.status(), Some(status));
        let patch =
            Patch::merge(json!({"spec": {}, "status": {"observedGeneration": "8", "anything": null}}));
        objects.patch_status("a", &patch).send().await.unwrap();
        let mut read = objects.get_status("a").send().await.unwrap();
        assert_eq!(*read.spec(), None);
        let read = read.status().take().unwrap();
        assert_eq!(read.observed_generation, Some(IntOrString::String("8".to_owned())));
        assert!(read.unknown_fields.is_empty());
    }
}

async fn patches_of_every_form_change_an_object<K: Version>() {
    for (_, objects) in served::<K>().await.1 {
        let mut wanted = K::named("a");
        *wanted.spec() = Some(strict());
        let applied = objects.apply(&wanted).field_manager("me").force().send().await.unwrap();
        assert!(matches!(applied, UpdateResponse::Created(_)));
        let merge = Patch::merge(json!({"spec": {"mtls": {"mode": "NOVEL"}}}));
        let refused = objects.patch("a", &merge).send().await.unwrap_err();
        assert_eq!(reason(&refused), Some(&StatusReason::Invalid));
        let merge = Patch::merge(json!({"spec": {"mtls": {"mode": "DISABLE"}}}));
        let mut merged = objects.patch("a", &merge).send().await.unwrap().into_inner();
        assert_eq!(*merged.spec(), Some(with_mode(PeerAuthenticationSpecMtlsMode::Disable)));
        let operations = Patch::json([
            JsonPatchOperation::test("/spec/mtls/mode", "DISABLE"),
            JsonPatchOperation::replace("/spec/mtls/mode", "STRICT"),
            JsonPatchOperation::add("/metadata/labels", json!({"a/b": "c"})),
        ]);
        let mut patched = objects.patch("a", &operations).send().await.unwrap().into_inner();
        assert_eq!(*patched.spec(), Some(strict()));
        assert_eq!(patched.metadata().labels.as_ref().unwrap()["a/b"], "c");
        let failed = objects.patch("a", &operations).send().await.unwrap_err();
        assert_eq!(failed.code().unwrap(), 422);
        let again = objects.apply(&wanted).field_manager("me").send().await.unwrap();
        assert!(matches!(again, UpdateResponse::Ok(_)));
        let applied = objects.apply_status(&wanted).field_manager("me").send().await.unwrap();
        assert_eq!(applied.object().name(), "a");
    }
}

async fn finalizers_hold_an_object<K: Version>() {
    for (_, objects) in served::<K>().await.1 {
        let mut held = K::named("a");
        held.metadata_mut().finalizers = Some(vec!["example.com/x".to_owned()]);
        objects.create(&held).send().await.unwrap();
        let kept = objects.delete("a").propagation_policy("Foreground").send().await.unwrap().into_inner();
        let Deleted::Object(mut kept) = kept else { panic!("{kept:?}") };
        assert!(kept.metadata().deletion_timestamp.is_some());
        kept.metadata_mut().finalizers = None;
        objects.replace("a", &kept).send().await.unwrap();
        assert!(objects.get("a").send().await.unwrap_err().is_not_found());
    }
}

async fn what_breaks_a_rule_is_refused_with_its_place<K: Version>() {
    for (_, objects) in served::<K>().await.1 {
        let mut wrong = K::named("a");
        let mut spec = with_mode("NOVEL".into());
        spec.port_level_mtls = Some([("0".to_owned(), PeerAuthenticationSpecMtls::default())].into());
        *wrong.spec() = Some(spec);
        let refused = objects.create(&wrong).send().await.unwrap_err();
        assert_eq!(reason(&refused), Some(&StatusReason::Invalid));
        let details = refused.status().unwrap().details.clone().unwrap();
        let fields: Vec<_> = details.causes().filter_map(|cause| cause.field.clone()).collect();
        assert_eq!(fields, ["/spec/mtls/mode", "/spec", "/spec/portLevelMtls"]);
        let body: serde_json::Value = serde_json::from_slice(refused.body().unwrap()).unwrap();
        assert_eq!(body["details"]["causes"][0]["reason"], "FieldValueNotSupported");
    }
}

async fn any_name_reaches_its_object<K: Version>() {
    let names =
        ["a/b", "50%", "%2e%2e", "..a", "a b", "a+b", "größe-日本", "?x=1#y", "a;b:c@d", "\\", "{name}"];
    let memory = Memory::new();
    for wire in wires(|| K::router(&memory)).await {
        for name in names {
            let objects = K::within(&wire.client, name);
            let made = objects.create(&K::named(name)).send().await.unwrap().into_inner();
            assert_eq!((made.name(), made.metadata().namespace.as_deref()), (name, Some(name)));
            assert_eq!(objects.get(name).send().await.unwrap(), made);
            assert_eq!(objects.get_status(name).send().await.unwrap(), made);
            assert_eq!(objects.list().send().await.unwrap().items, [made]);
        }
        let all: Vec<_> = K::everywhere(&wire.client).list().limit(3).items().try_collect().await.unwrap();
        assert_eq!(all.len(), names.len());
        for name in names {
            K::within(&wire.client, name).delete(name).send().await.unwrap();
        }
        for name in ["", ".", ".."] {
            let objects = K::within(&wire.client, "ns");
            assert!(matches!(objects.get(name).send().await, Err(Error::Refused(_))));
            assert!(matches!(
                objects.patch_status(name, &Patch::merge(json!({}))).send().await,
                Err(Error::Refused(_))
            ));
            assert!(matches!(K::within(&wire.client, name).list().send().await, Err(Error::Refused(_))));
        }
    }
}

async fn a_dry_run_changes_nothing<K: Version>() {
    let (memory, served) = served::<K>().await;
    for (_, objects) in served {
        objects.create(&K::named("a")).dry_run().send().await.unwrap();
        assert!(objects.get("a").send().await.unwrap_err().is_not_found());
        let mut made = objects.create(&K::named("a")).send().await.unwrap().into_inner();
        let version = memory.version();
        *made.spec() = Some(strict());
        let mut shown = objects.replace("a", &made).dry_run().send().await.unwrap().into_inner();
        assert_eq!(*shown.spec(), Some(strict()));
        let merge = Patch::merge(json!({"spec": {}}));
        objects.patch("a", &merge).dry_run().send().await.unwrap();
        objects.patch_status("a", &merge).dry_run().send().await.unwrap();
        objects.delete("a").dry_run().send().await.unwrap();
        objects.delete_collection().dry_run().send().await.unwrap();
        assert_eq!(memory.version(), version);
    }
}

#[tokio::test]
async fn both_versions_show_the_same_objects() {
    let memory = Memory::new();
    let router =
        || v1::server::router(Arc::clone(&memory)).merge(v1beta1::server::router(Arc::clone(&memory)));
    for wire in wires(router).await {
        let (new, old) = (v1::Client::over(wire.client.clone()), v1beta1::Client::over(wire.client.clone()));
        let mut wanted = v1::PeerAuthentication::new("a");
        wanted.spec = Some(strict());
        new.peer_authentications("ns").create(&wanted).send().await.unwrap();
        let mut read = old.peer_authentications("ns").get("a").send().await.unwrap();
        assert_eq!(read.spec, Some(strict()));
        read.spec = None;
        old.peer_authentications("ns").replace("a", &read).send().await.unwrap();
        let all = new.all_peer_authentications().list().send().await.unwrap();
        assert_eq!((all.items.len(), all.items[0].spec.as_ref()), (1, None));
        let wrong = serde_json::from_value::<v1beta1::PeerAuthentication>(
            serde_json::to_value(&all.items[0]).unwrap(),
        );
        assert!(wrong.unwrap_err().to_string().contains("/apiVersion"));
        new.peer_authentications("ns").delete("a").send().await.unwrap();
    }
}
