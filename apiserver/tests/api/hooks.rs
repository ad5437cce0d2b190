//! Faults on purpose, the log, and objects from inside the test.

use std::time::{Duration, Instant};

use axum::body::Body;
use futures::StreamExt;
use http::{Method, Request};
use serde_json::{Value, json};
use specwright_apiserver::{Effect, Fault};
use tower::ServiceExt;

use crate::fixture::{Api, WIDGETS, widget};

#[tokio::test]
async fn faults_strike_as_often_as_asked_and_only_where_asked() {
    let api = Api::start().await;
    api.service().inject(Fault::new(Effect::Status(503)).method(Method::GET).path("/widgets").times(2));
    api.service().inject(Fault::new(Effect::Conflict).method(Method::POST));
    let codes = [
        api.get("/version").await.code,
        api.get(WIDGETS).await.code,
        api.get(WIDGETS).await.code,
        api.get(WIDGETS).await.code,
    ];
    assert_eq!(codes, [200, 503, 503, 200]);
    assert_eq!(api.post(WIDGETS, widget("a", json!({}))).await.body["reason"], "Conflict");
    assert_eq!(api.post(WIDGETS, widget("a", json!({}))).await.code, 201);
}

#[tokio::test]
async fn a_delay_delays() {
    let api = Api::start().await;
    api.service().inject(Fault::new(Effect::Delay(Duration::from_millis(80))));
    let start = Instant::now();
    assert_eq!(api.get(WIDGETS).await.code, 200);
    assert!(start.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn the_log_tells_what_clients_asked_and_not_what_the_test_did() {
    let api = Api::start().await;
    api.service().create(WIDGETS, &widget("a", json!({ "replicas": 2 }))).await.expect("it is accepted");
    api.get(&format!("{WIDGETS}/b")).await;
    let log: Vec<_> = api.service().requests().into_iter().map(|r| (r.method, r.status.as_u16())).collect();
    assert_eq!(log, [(Method::GET, 404)]);
    let kept: Value = api.service().get(&format!("{WIDGETS}/a")).await.expect("it is there");
    assert_eq!(kept["spec"]["replicas"], 2);
}

#[tokio::test]
async fn a_connection_breaks_before_the_answer_or_in_it() {
    let api = Api::start().await;
    for name in ["a", "b", "c"] {
        api.post(WIDGETS, widget(name, json!({}))).await;
    }
    api.service().inject(Fault::new(Effect::Disconnect).method(Method::POST));
    let body = widget("d", json!({})).to_string();
    let (pieces, broke) = pieces(&api, Method::POST, WIDGETS, &body).await;
    assert_eq!((pieces.len(), broke), (0, true));
    assert_eq!(api.get(&format!("{WIDGETS}/d")).await.code, 404, "nothing was done");
    api.service().inject(Fault::new(Effect::Cut(2)).path("watch=true"));
    let (pieces, broke) = self::pieces(&api, Method::GET, &format!("{WIDGETS}?watch=true"), "").await;
    assert_eq!((pieces.len(), broke), (2, true));
    assert!(pieces[1].starts_with("{\"") && pieces[1].contains("\"ADDED\""), "{}", pieces[1]);
}

#[tokio::test]
async fn running_watches_are_cut_when_the_test_says_so() {
    let api = Api::start().await;
    api.post(WIDGETS, widget("a", json!({}))).await;
    let service = api.service().clone();
    let cutting = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        service.cut_watches();
    };
    let path = format!("{WIDGETS}?watch=true");
    let ((pieces, broke), ()) = tokio::join!(pieces(&api, Method::GET, &path, ""), cutting);
    assert_eq!((pieces.len(), broke), (1, true));
}

/// The pieces of an answer, and whether it broke off.
async fn pieces(api: &Api, method: Method, path: &str, body: &str) -> (Vec<String>, bool) {
    let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    let response = api.service().clone().oneshot(request).await.expect("the service never fails");
    let mut stream = response.into_body().into_data_stream();
    let mut pieces = Vec::new();
    loop {
        match stream.next().await {
            Some(Ok(piece)) => pieces.push(String::from_utf8_lossy(&piece).into_owned()),
            Some(Err(_)) => return (pieces, true),
            None => return (pieces, false),
        }
    }
}
