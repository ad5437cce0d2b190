//! Client against server, in one process and over a connection: every operation with every answer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod sample;
mod shop;

use std::sync::Arc;

use futures::{StreamExt, TryStreamExt};
use http::StatusCode;
use sample::{Planet, Spec, Widget};
use serde_json::json;
use shop::Shop;
use specwright_templates::support::client::{AllNamespaces, Change, Client, Cluster, Error, Namespaced};
use specwright_templates::support::meta::StatusReason;
use specwright_templates::support::rest::{
    CreateResponse, DeleteCollectionResponse, DeleteResponse, Deleted, FieldValidation, JsonPatchOperation,
    Patch, ResourceVersionMatch, UpdateResponse, WatchEvent,
};

/// The same server behind all transports.
async fn transports(shop: &Arc<Shop>) -> Vec<Client> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = shop.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let address = format!("http://{address}/");
    vec![
        Client::new(shop.router()),
        Client::connect(&address).unwrap(),
        #[cfg(feature = "reqwest")]
        Client::reqwest(reqwest::Client::new(), &address).unwrap(),
    ]
}

fn widgets(client: &Client) -> Namespaced<Widget> {
    Namespaced::new(client, "ns")
}

#[tokio::test]
async fn objects_are_created_read_replaced_and_deleted() {
    let shop = Shop::with(&[]);
    for client in transports(&shop).await {
        let widgets = widgets(&client);
        let made = widgets.create(&Widget::named("a", 1)).send().await.unwrap();
        assert!(
            matches!(&made, CreateResponse::Created(widget) if widget.metadata.namespace.as_deref() == Some("ns"))
        );
        let again = widgets.create(&Widget::named("a", 1)).send().await.unwrap_err();
        assert_eq!(again.status().unwrap().reason, Some(StatusReason::AlreadyExists));
        assert!(again.is_conflict());
        let mut read = widgets.get("a").resource_version("0").send().await.unwrap();
        assert_eq!(read, made.into_inner());
        read.spec = Some(Spec { size: 2, ..Spec::default() });
        let replaced = widgets.replace("a", &read).send().await.unwrap();
        assert_eq!(replaced, UpdateResponse::Ok(read.clone()));
        read.metadata.name = Some("b".to_owned());
        assert!(matches!(widgets.replace("b", &read).send().await.unwrap(), UpdateResponse::Created(_)));
        let DeleteResponse::Ok(Deleted::Status(gone)) = widgets.delete("a").send().await.unwrap() else {
            panic!("a delete of an object without finalizers")
        };
        assert!(gone.is_success());
        assert!(widgets.get("a").send().await.unwrap_err().is_not_found());
        widgets.delete("b").send().await.unwrap();
    }
}

#[tokio::test]
async fn every_documented_status_arrives_typed() {
    let shop = Shop::with(&[]);
    for client in transports(&shop).await {
        let widgets = widgets(&client);
        let dry = widgets.create(&Widget::named("a", 1)).dry_run().send().await.unwrap();
        assert!(matches!(dry, CreateResponse::Ok(_)));
        let later = widgets.create(&Widget::named("a", 1)).field_manager("later").send().await.unwrap();
        assert!(matches!(later, CreateResponse::Accepted(_)));
        let accepted = widgets.delete("a").dry_run().send().await.unwrap();
        assert!(matches!(accepted, DeleteResponse::Accepted(Deleted::Status(_))));
        let mut held = Widget::named("a", 1);
        held.metadata.finalizers = Some(vec!["example.com/x".to_owned()]);
        widgets.replace("a", &held).send().await.unwrap();
        let kept = widgets.delete("a").send().await.unwrap();
        assert!(
            matches!(kept, DeleteResponse::Ok(Deleted::Object(widget)) if widget.metadata.finalizers.is_some())
        );
        let selected = widgets.delete_collection().label_selector("a=b").send().await.unwrap();
        assert!(matches!(selected, DeleteCollectionResponse::Status(_)));
        let all = widgets.delete_collection().send().await.unwrap();
        assert!(matches!(all, DeleteCollectionResponse::List(list) if list.items.len() == 1));
        let secret = widgets.get("secret").send().await.unwrap_err();
        assert_eq!(secret.code(), Some(StatusCode::UNAUTHORIZED));
        let busy = widgets.get("busy").send().await.unwrap_err();
        assert_eq!(busy.retry_after(), Some(std::time::Duration::from_secs(3)));
    }
}

#[tokio::test]
async fn patches_arrive_in_their_form() {
    let shop = Shop::with(&[("ns", "a")]);
    for client in transports(&shop).await {
        let widgets = widgets(&client);
        let merge = Patch::merge(json!({"spec": {"size": 5, "colour": "red"}}));
        let merged = widgets.patch("a", &merge).field_manager("me").send().await.unwrap().into_inner();
        assert_eq!(merged.spec.unwrap().colour.as_deref(), Some("red"));
        let operations = Patch::json([
            JsonPatchOperation::test("/spec/size", 5),
            JsonPatchOperation::replace("/spec/colour", json!(null)),
            JsonPatchOperation::relocate("/spec/colour", "/spec/hue"),
        ]);
        widgets.patch("a", &operations).send().await.unwrap();
        assert!(shop.last().starts_with(&format!("patch ({operations:?}")), "{}", shop.last());
        let mut wanted = Widget::named("new", 7);
        let applied = widgets.apply(&wanted).field_manager("me").force().send().await.unwrap();
        assert!(matches!(&applied, UpdateResponse::Created(widget) if widget.name() == "new"));
        assert!(
            shop.last().contains("Apply") && shop.last().contains("force: Some(true)"),
            "{}",
            shop.last()
        );
        wanted.spec = Some(Spec { size: 8, ..Spec::default() });
        assert!(matches!(
            widgets.apply(&wanted).field_manager("me").send().await.unwrap(),
            UpdateResponse::Ok(_)
        ));
        widgets.delete("new").send().await.unwrap();
    }
}

#[tokio::test]
async fn the_status_has_operations_of_its_own() {
    let shop = Shop::with(&[("ns", "a")]);
    for client in transports(&shop).await {
        let widgets = widgets(&client);
        let mut widget = widgets.get_status("a").send().await.unwrap();
        widget.status = Some(Spec { size: 3, ..Spec::default() });
        let replaced = widgets.replace_status("a", &widget).send().await.unwrap().into_inner();
        assert_eq!(replaced.status.as_ref().unwrap().size, 3);
        let patch = Patch::merge(json!({"status": {"colour": "blue"}}));
        let patched = widgets.patch_status("a", &patch).send().await.unwrap().into_inner();
        assert_eq!(patched.status.unwrap().colour.as_deref(), Some("blue"));
        widgets.apply_status(&Widget::named("a", 1)).field_manager("me").send().await.unwrap();
        assert!(shop.last().starts_with("patch_status (Apply"), "{}", shop.last());
    }
}

#[tokio::test]
async fn parameters_arrive_typed() {
    let shop = Shop::with(&[("ns", "a")]);
    for client in transports(&shop).await {
        let widgets = widgets(&client);
        let create =
            widgets.create(&Widget::named("x", 1)).field_validation(FieldValidation::Strict).dry_run();
        create.field_manager("a b&c=d/é").send().await.unwrap();
        let expected = "create WriteParams { dry_run: Some(All), field_manager: Some(\"a b&c=d/é\"), \
                        field_validation: Some(Strict), pretty: None }";
        assert_eq!(shop.last(), expected);
        let list =
            widgets.list().label_selector("a in (b, c),d!=e").field_selector("metadata.name=a").limit(2);
        let list =
            list.resource_version("9").resource_version_match(ResourceVersionMatch::Exact).timeout_seconds(7);
        list.send().await.unwrap();
        for part in [
            "\"a in (b, c),d!=e\"",
            "\"metadata.name=a\"",
            "Some(2)",
            "Some(\"9\")",
            "Some(Exact)",
            "Some(7)",
        ] {
            assert!(shop.last().contains(part), "{part} in {}", shop.last());
        }
        let delete =
            widgets.delete("a").uid("u").resource_version("3").propagation_policy("Foreground").dry_run();
        delete.grace_period_seconds(0).send().await.unwrap();
        for part in
            ["Some(\"u\")", "Some(\"3\")", "Some(Foreground)", "[\"All\"]", "grace_period_seconds: Some(0)"]
        {
            assert!(shop.last().contains(part), "{part} in {}", shop.last());
        }
    }
}

#[tokio::test]
async fn any_name_reaches_the_object_that_bears_it() {
    let names =
        ["a/b", "50%", "%2e%2e", "..a", "a b", "a+b", "größe-日本", "?x=1#y", "a;b:c@d", "\\", "{name}", "~"];
    let shop = Shop::with(&[]);
    for client in transports(&shop).await {
        for name in names {
            let widgets: Namespaced<Widget> = Namespaced::new(&client, name);
            widgets.create(&Widget::named(name, 1)).send().await.unwrap();
            let read = widgets.get(name).send().await.unwrap();
            assert_eq!((read.name(), read.metadata.namespace.as_deref()), (name, Some(name)));
            assert_eq!(widgets.get_status(name).send().await.unwrap(), read);
            widgets.delete(name).send().await.unwrap();
        }
        for name in ["", ".", ".."] {
            assert!(matches!(widgets(&client).get(name).send().await, Err(Error::Refused(_))));
            assert!(matches!(
                Namespaced::<Widget>::new(&client, name).list().send().await,
                Err(Error::Refused(_))
            ));
        }
    }
}

#[tokio::test]
async fn lists_come_in_pages() {
    let shop = Shop::with(&[("ns", "a"), ("ns", "b"), ("ns", "c"), ("ns", "d"), ("ns", "e"), ("other", "f")]);
    for client in transports(&shop).await {
        let pages: Vec<_> = widgets(&client).list().limit(2).pages().try_collect().await.unwrap();
        assert_eq!(pages.iter().map(|page| page.items.len()).collect::<Vec<_>>(), [2, 2, 1]);
        let items: Vec<_> =
            AllNamespaces::<Widget>::new(&client).list().limit(4).items().try_collect().await.unwrap();
        assert_eq!(items.iter().map(Widget::name).collect::<Vec<_>>(), ["a", "b", "c", "d", "e", "f"]);
        let mut old = widgets(&client).list().continue_token("old").pages();
        assert!(old.next().await.unwrap().unwrap_err().is_expired());
        assert!(old.next().await.is_none());
    }
}

#[tokio::test]
async fn a_watch_gives_what_happens() {
    let shop = Shop::with(&[("ns", "a"), ("other", "b")]);
    for client in transports(&shop).await {
        let events: Vec<_> = widgets(&client).watch().once().await.unwrap().try_collect().await.unwrap();
        assert!(matches!(&events[0], WatchEvent::Added(widget) if widget.name() == "a"));
        let WatchEvent::Bookmark(bookmark) = &events[1] else { panic!("{events:?}") };
        assert!(bookmark.ends_initial_events() && bookmark.resource_version() == Some("101"));
        assert_eq!(events.len(), 2);
        assert!(shop.last().contains("allow_bookmarks: Some(true)"));
        let mut changes = AllNamespaces::<Widget>::new(&client).watch().timeout_seconds(60).changes();
        let Some(Ok(Change::Listed(list))) = changes.next().await else { panic!("first the list") };
        assert_eq!(list.items.len(), 2);
        assert!(matches!(changes.next().await, Some(Ok(Change::Added(widget))) if widget.name() == "a"));
        assert!(matches!(changes.next().await, Some(Ok(Change::Added(widget))) if widget.name() == "b"));
        assert!(shop.last().contains("resource_version: Some(\"100\")"), "{}", shop.last());
    }
}

#[tokio::test]
async fn the_router_ends_a_watch_after_its_time() {
    let shop = Shop::with(&[]);
    for client in transports(&shop).await {
        let began = std::time::Instant::now();
        let events = widgets(&client).watch().timeout_seconds(1).once().await.unwrap();
        assert_eq!(events.count().await, 1);
        assert!(began.elapsed() >= std::time::Duration::from_secs(1));
    }
}

#[tokio::test]
async fn warnings_travel_in_headers() {
    let shop = Shop::with(&[]);
    for client in transports(&shop).await {
        let mut odd = Widget::named("odd", 1);
        odd.spec.as_mut().unwrap().unknown_fields.insert("odd", 1);
        let reply = widgets(&client).create(&odd).dry_run().reply().await.unwrap();
        assert_eq!(reply.warnings(), ["unknown field \"spec.odd\""]);
        assert_eq!(reply.value.object().spec, odd.spec);
    }
}

#[tokio::test]
async fn what_a_server_leaves_out_is_not_implemented() {
    let shop = Shop::with(&[]);
    for client in transports(&shop).await {
        let planets: Cluster<Planet> = Cluster::new(&client);
        assert_eq!(planets.get("mars").send().await.unwrap(), Planet::named("mars", 1));
        let mars = Planet::named("mars", 1);
        let merge = Patch::merge(json!({}));
        let codes = [
            planets.list().send().await.unwrap_err().code(),
            planets.create(&mars).send().await.unwrap_err().code(),
            planets.replace("mars", &mars).send().await.unwrap_err().code(),
            planets.patch("mars", &merge).send().await.unwrap_err().code(),
            planets.delete("mars").send().await.unwrap_err().code(),
            planets.delete_collection().send().await.unwrap_err().code(),
            planets.watch().once().await.err().unwrap().code(),
        ];
        assert_eq!(codes, [Some(StatusCode::NOT_IMPLEMENTED); 7]);
    }
}
