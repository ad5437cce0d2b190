//! Faults on purpose, the log, and objects from inside the test.

use std::time::{Duration, Instant};

use http::Method;
use serde_json::{Value, json};
use specwright_apiserver::{Effect, Fault};

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
