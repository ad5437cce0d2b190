//! Peers that mean harm: servers that keep a client, and clients that keep a server.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod sample;
mod script;
mod shop;

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures::stream;
use http::{Request, Response};
use http_body_util::BodyExt;
use sample::{Widget, widget};
use script::{End, Script};
use serde_json::json;
use shop::Shop;
use specwright_templates::support::client::{self, Client, Error, Limits, Namespaced};
use tower::{ServiceExt, service_fn};

const OBJECTS: &str = "/apis/sample.example.com/v1/namespaces/ns/widgets";

/// A body that never ends.
fn endless() -> Body {
    Body::from_stream(stream::repeat(Ok::<_, Infallible>(Bytes::from_static(&[b' '; 1024]))))
}

/// A body of which nothing ever comes.
fn silent() -> Body {
    Body::from_stream(stream::pending::<Result<Bytes, Infallible>>())
}

async fn get(client: &Client, name: &str) -> Result<Widget, Error> {
    Namespaced::new(client, "ns").get(name).send().await
}

#[tokio::test(start_paused = true)]
async fn a_client_waits_no_longer_than_it_is_told() {
    let client = Script::default().silent().pieces(&["{"], End::Silent).client();
    for _ in 0..2 {
        let error = get(&client, "a").await.unwrap_err();
        assert!(matches!(error, Error::Deadline(time) if time == Duration::from_secs(300)), "{error}");
    }
    let client = Script::default().silent().client();
    let limits = Limits { answer: Some(Duration::from_secs(1)), ..Limits::default() };
    let error = get(&client.with_limits(limits), "a").await.unwrap_err();
    assert_eq!(error.to_string(), "the server took longer than 1s");
}

#[tokio::test]
async fn an_answer_without_an_end_is_cut() {
    let client = Script::default().answer(200, endless()).answer(500, endless()).client();
    let client = client.with_limits(Limits { body: 10_000, ..Limits::default() });
    assert!(matches!(get(&client, "a").await, Err(Error::TooLarge(10_000))));
    assert_eq!(get(&client, "a").await.unwrap_err().body().unwrap().len(), 10_000);
}

#[tokio::test]
async fn a_compressed_answer_is_not_undone() {
    let client = Client::new(service_fn(|_: Request<client::Body>| async {
        Response::builder().header("content-encoding", "gzip").body(Body::from("\u{1f}"))
    }));
    let error = get(&client, "a").await.unwrap_err().to_string();
    assert!(error.contains("the coding \"gzip\""), "{error}");
}

#[tokio::test]
async fn a_name_stays_one_segment() {
    let script = (0..20).fold(Script::default(), |script, _| script.json(404, &json!({})));
    let client = script.client();
    for name in ["a/b", "a/../b", "a?x=1", "a#b", "a%2fb", "a\r\nX-A: 1", "a\0", "\u{202e}a", "{name}"] {
        assert!(get(&client, name).await.unwrap_err().is_not_found(), "{name:?} was not asked for");
        let asked = script.asked().pop().unwrap();
        let segment = asked.strip_prefix(&format!("GET {OBJECTS}/")).unwrap().to_owned();
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"/?#{}".contains(&byte);
        assert!(segment.bytes().all(is_plain), "{name:?} became {segment}");
    }
    for name in ["", ".", ".."] {
        assert!(matches!(get(&client, name).await, Err(Error::Refused(_))), "{name:?}");
    }
}

/// What the server answers to a body with a further header.
async fn create(header: (&str, &str), body: Body) -> u16 {
    let request = Request::post(OBJECTS).header("content-type", "application/json");
    let request = request.header(header.0, header.1).body(body).unwrap();
    let response = Shop::with(&[]).router().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert!(status < 400 || body.starts_with(b"{"), "{body:?}");
    status
}

#[tokio::test(start_paused = true)]
async fn a_server_takes_no_body_in_that_does_not_come_or_does_not_end() {
    assert_eq!(create(("x-a", "b"), silent()).await, 408);
    assert_eq!(create(("x-a", "b"), endless()).await, 413);
    assert_eq!(create(("content-length", "3"), endless()).await, 413);
}

#[tokio::test]
async fn a_server_takes_no_body_in_that_could_grow() {
    let body = || Body::from(widget("x", json!({"size": 1})).to_string());
    assert_eq!(create(("content-encoding", "gzip"), body()).await, 415);
    assert_eq!(create(("content-encoding", "identity"), body()).await, 201);
}
