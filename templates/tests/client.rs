//! The client against answers of all sorts, and the addresses it asks for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod sample;
mod script;

use bytes::Bytes;
use futures::StreamExt;
use http::StatusCode;
use sample::{Planet, Widget, widget};
use script::{End, Script};
use serde_json::json;
use specwright_templates::support::client::{AllNamespaces, Client, Cluster, Error, Limits, Namespaced};
use specwright_templates::support::meta::StatusReason;
use specwright_templates::support::rest::{DeleteResponse, Deleted};

const PATH: &str = "/apis/sample.example.com/v1/namespaces/ns/widgets";

async fn get(client: &Client) -> Result<Widget, Error> {
    Namespaced::new(client, "ns").get("a").send().await
}

#[test]
fn a_client_can_be_shared() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    shared::<Client>();
    shared::<Namespaced<Widget>>();
}

#[tokio::test]
async fn addresses_are_those_of_kubernetes() {
    let script = (0..6).fold(Script::default(), |script, _| script.json(404, &json!({})));
    let client = script.client();
    let widgets = Namespaced::<Widget>::new(&client, "n/s");
    let _ = widgets.list().label_selector("a=b c").limit(3).send().await;
    let _ = AllNamespaces::<Widget>::new(&client).list().send().await;
    let _ = Cluster::<Planet>::new(&client).get("x y").send().await;
    let _ = widgets.create(&Widget::named("a", 1)).dry_run().send().await;
    let _ = widgets.delete("a").send().await;
    let _ = widgets.delete("a").uid("u").send().await;
    let object =
        r#"{"apiVersion":"sample.example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":1}}"#;
    assert_eq!(
        script.asked(),
        [
            "GET /apis/sample.example.com/v1/namespaces/n%2Fs/widgets?labelSelector=a%3Db+c&limit=3"
                .to_owned(),
            "GET /apis/sample.example.com/v1/widgets".to_owned(),
            "GET /apis/sample.example.com/v1/planets/x%20y".to_owned(),
            format!("POST /apis/sample.example.com/v1/namespaces/n%2Fs/widgets?dryRun=All {object}"),
            "DELETE /apis/sample.example.com/v1/namespaces/n%2Fs/widgets/a".to_owned(),
            r#"DELETE /apis/sample.example.com/v1/namespaces/n%2Fs/widgets/a {"preconditions":{"uid":"u"}}"#
                .to_owned(),
        ]
    );
}

#[tokio::test]
async fn a_base_address_is_put_in_front() {
    let script = Script::default().json(404, &json!({}));
    let client = script.client().with_base_uri("https://example.com:6443/prefix/").unwrap();
    let _ = get(&client).await;
    assert_eq!(script.asked(), [format!("GET https://example.com:6443/prefix{PATH}/a")]);
    for wrong in ["/prefix", "example.com", "https://example.com/?a=b", "not an address"] {
        assert!(script.client().with_base_uri(wrong).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_failure_keeps_its_body() {
    let status = json!({"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden",
        "message": "you may not", "code": 403, "details": {"retryAfterSeconds": 4}});
    let error = get(&Script::default().json(403, &status).client()).await.unwrap_err();
    assert_eq!(error.to_string(), "403 Forbidden: you may not");
    assert_eq!(error.status().unwrap().reason, Some(StatusReason::Forbidden));
    assert_eq!(error.body().unwrap(), &Bytes::from(status.to_string()));
    assert_eq!(error.retry_after().unwrap().as_secs(), 4);
}

#[tokio::test]
async fn a_failure_that_is_no_status_keeps_its_body() {
    let script = Script::default().answer(502, "<html>bad\ngateway</html>").answer(500, vec![0xff_u8, 0xfe]);
    let client = script.answer(301, "").client();
    let Error::Api(error) = get(&client).await.unwrap_err() else { panic!("an answer of the server") };
    assert_eq!((error.code, &error.body[..]), (StatusCode::BAD_GATEWAY, &b"<html>bad\ngateway</html>"[..]));
    assert!(error.status.is_none());
    assert_eq!(error.to_string(), "502 Bad Gateway: <html>bad gateway</html>");
    let error = get(&client).await.unwrap_err();
    assert_eq!(error.body().unwrap(), &vec![0xff_u8, 0xfe]);
    assert_eq!(get(&client).await.unwrap_err().to_string(), "301 Moved Permanently: no message");
}

#[tokio::test]
async fn a_success_that_does_not_decode_keeps_its_body() {
    let wrong = widget("a", json!({"size": []}));
    let script = Script::default().json(200, &wrong).answer(200, "").json(204, &json!({}));
    let client = script.client();
    let Error::Decode(error) = get(&client).await.unwrap_err() else { panic!("a wrong answer") };
    assert!(
        error.message.starts_with("/spec/size: invalid type: sequence, expected i64"),
        "{}",
        error.message
    );
    assert_eq!(error.body, Bytes::from(wrong.to_string()));
    assert!(matches!(get(&client).await, Err(Error::Decode(_))));
    let odd = get(&client).await.unwrap_err().to_string();
    assert_eq!(
        odd,
        "204 No Content, but the body is not what was expected: the operation has no such status"
    );
}

#[tokio::test]
async fn an_answer_in_pieces_is_put_together() {
    let text = widget("a", json!({"size": 3})).to_string();
    let (head, tail) = text.split_at(20);
    let script = Script::default().pieces(&[head, "", tail], End::Closed).pieces(&[head], End::Broken);
    assert_eq!(get(&script.client()).await.unwrap().spec.unwrap().size, 3);
    let broken = get(&script.client()).await.unwrap_err();
    assert!(matches!(broken, Error::Transport(_)), "{broken}");
}

#[tokio::test]
async fn no_answer_is_larger_than_the_limit() {
    let limits = Limits { body: 100, event: 100, ..Limits::default() };
    let text = "x".repeat(101);
    let script = Script::default().answer(200, text.clone()).pieces(&["x", &text], End::Silent);
    let script = script.answer(500, text.clone()).pieces(&[&text], End::Silent);
    let client = script.client().with_limits(limits);
    assert!(matches!(get(&client).await, Err(Error::TooLarge(100))));
    assert!(matches!(get(&client).await, Err(Error::TooLarge(100))));
    assert_eq!(get(&client).await.unwrap_err().body().unwrap().len(), 100);
    let mut events = Namespaced::<Widget>::new(&client, "ns").watch().once().await.unwrap();
    assert!(matches!(events.next().await, Some(Err(Error::TooLarge(100)))));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_service_that_fails_is_reported() {
    let error = get(&Script::default().unreachable().client()).await.unwrap_err();
    assert_eq!(error.to_string(), "the request was not answered: nobody is there");
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn a_bad_object_is_one_item_of_the_stream() {
    let items =
        [widget("a", json!({"size": 1})), widget("b", json!({"size": "x"})), widget("c", json!({"size": 1}))];
    let client = Script::default().list("1", &items).client();
    let items: Vec<_> = Namespaced::<Widget>::new(&client, "ns").list().items().collect().await;
    let bad = items.iter().find_map(|item| item.as_ref().err()).unwrap();
    assert!(bad.to_string().contains("/items/1/spec/size"), "{bad}");
    assert_eq!(items.iter().filter(|item| item.is_ok()).count(), 2);
}

#[tokio::test]
async fn both_answers_to_a_delete_are_understood() {
    let status = json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"});
    let script = Script::default().json(200, &status).json(200, &widget("a", json!({"size": 1})));
    let widgets = Namespaced::<Widget>::new(&script.client(), "ns");
    let gone = widgets.delete("a").send().await.unwrap();
    assert!(matches!(gone, DeleteResponse::Ok(Deleted::Status(_))));
    assert!(matches!(widgets.delete("a").send().await.unwrap().into_inner(), Deleted::Object(_)));
}

#[test]
fn a_plain_connection_has_no_tls() {
    #[cfg(feature = "hyper")]
    assert!(Client::connect("https://example.com").unwrap_err().to_string().contains("TLS"));
}

#[test]
fn calls_show_what_they_ask_for() {
    let client = Script::default().client();
    let call = Namespaced::<Widget>::new(&client, "ns").list().limit(5);
    let shown = format!("{call:?}");
    assert!(shown.contains(PATH) && shown.contains("limit: Some(5)"), "{shown}");
}
