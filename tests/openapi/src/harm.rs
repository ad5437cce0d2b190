//! Peers that mean harm: servers that keep a client, and clients that keep a server.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures::{StreamExt, stream};
use http::{Request, Response};
use tower::{ServiceExt, service_fn};

use crate::library::api;
use crate::library::client::{self, Client, Limits};
use crate::library::operation::client::Error;
use crate::library::operation::server;
use crate::shelf::Shelf;

/// A body that never ends.
fn endless() -> Body {
    Body::from_stream(stream::repeat(Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 1 << 16]))))
}

/// A body of which nothing ever comes.
fn silent() -> Body {
    Body::from_stream(stream::pending::<Result<Bytes, Infallible>>())
}

/// A client of a server that answers with such a body.
fn client(media_type: &'static str, coding: &'static str, body: fn() -> Body) -> Client {
    let client = Client::new(service_fn(move |_: Request<client::Body>| async move {
        let response = Response::builder().header("content-type", media_type);
        response.header("content-encoding", coding).body(body())
    }));
    let limits = Limits { body: 1_000, answer: Some(Duration::from_millis(5)), ..Limits::default() };
    client.with_limits(limits)
}

#[tokio::test]
async fn a_client_takes_in_no_more_than_it_is_told() {
    let get = |client: Client| async move { client.books().get_book("xx").send().await.unwrap_err() };
    let late = get(client("application/json", "identity", silent)).await;
    assert!(matches!(late, Error::Deadline(_)), "{late}");
    let large = get(client("application/json", "identity", endless)).await;
    assert!(matches!(large, Error::TooLarge(1_000)), "{large}");
    let coded = get(client("application/json", "gzip", Body::empty)).await;
    assert!(coded.to_string().contains("the coding \"gzip\""), "{coded}");
}

#[tokio::test]
async fn an_event_without_an_end_is_cut() {
    let mut news =
        client("text/event-stream", "identity", endless).books().follow_news().send().await.unwrap();
    let error = news.next().await.unwrap().unwrap_err().to_string();
    assert!(error.contains("a value has more than 16777216 bytes"), "{error}");
}

#[tokio::test]
async fn a_server_takes_in_no_more_than_it_is_told() {
    let limits = server::Limits { body: 100_000, time: Duration::from_millis(5) };
    let router = api::routes(&Arc::new(Shelf)).with_limits(limits).into_router();
    for (coding, body, status) in
        [("identity", silent(), 408), ("identity", endless(), 413), ("gzip", silent(), 415)]
    {
        let request = Request::post("/books").header("content-type", "application/json");
        let request = request.header("content-encoding", coding).body(body).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
}
