//! What the server costs, against a bare axum handler that answers with the same bytes:
//! `cargo run --release -p specwright-apiserver --example figures`.
//!
//! Client, server and handler share one process and one runtime, so the ratios count, not the times.

#![allow(clippy::expect_used, reason = "a tool for measuring, run by hand")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::routing::any;
use bytes::Bytes;
use futures::future::join_all;
use http::{Method, Request};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use specwright_apiserver::{ApiServer, InProcess};
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tower::ServiceExt;

const WIDGETS: &str = "/apis/example.com/v1/namespaces/default/widgets";
/// Requests that run at the same time.
const CONNECTIONS: usize = 16;
/// Requests of one measurement.
const REQUESTS: usize = 20_000;
const WATCHERS: usize = 1_000;
/// Writes that all watchers are told of.
const EVENTS: usize = 50;
const OBJECTS: usize = 100_000;
const PAGE: usize = 500;

type Http = Client<HttpConnector, Full<Bytes>>;

fn definition() -> Value {
    let spec = json!({ "type": "object", "properties": {
        "color": { "type": "string", "enum": ["red", "green", "blue"], "default": "red" },
        "replicas": { "type": "integer", "minimum": 0, "default": 1 },
        "selector": { "type": "object", "additionalProperties": { "type": "string" } } } });
    let schema = json!({ "type": "object", "properties": { "spec": spec } });
    let version =
        json!({ "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": schema } });
    json!({ "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": { "name": "widgets.example.com" },
        "spec": { "group": "example.com", "scope": "Namespaced", "versions": [version],
            "names": { "plural": "widgets", "kind": "Widget" } } })
}

fn widget(name: &str) -> Bytes {
    let spec = json!({ "color": "blue", "replicas": 3, "selector": { "app": "shop", "tier": "front" } });
    let object = json!({ "apiVersion": "example.com/v1", "kind": "Widget", "metadata": { "name": name }, "spec": spec });
    object.to_string().into()
}

fn request(method: Method, uri: String, body: Bytes) -> Request<Full<Bytes>> {
    let kind = if method == Method::PATCH { "application/merge-patch+json" } else { "application/json" };
    let request = Request::builder().method(method).uri(uri).header("content-type", kind);
    request.body(Full::from(body)).expect("a request")
}

/// Sends a request and reads the whole answer.
async fn exchange(http: &Http, request: Request<Full<Bytes>>) -> Bytes {
    let answer = http.request(request).await.expect("an answer");
    assert!(answer.status().is_success(), "{}", answer.status());
    answer.into_body().collect().await.expect("a body").to_bytes()
}

/// Sends that many requests over some connections; answers requests per second.
async fn rate(http: &Http, count: usize, make: impl Fn(usize) -> Request<Full<Bytes>>) -> f64 {
    let start = Instant::now();
    let make = &make;
    let lanes = (0..CONNECTIONS).map(|lane| async move {
        for i in (lane..count).step_by(CONNECTIONS) {
            exchange(http, make(i)).await;
        }
    });
    join_all(lanes).await;
    count as f64 / start.elapsed().as_secs_f64()
}

/// A handler that answers everything with these bytes.
async fn bare(body: Bytes) -> String {
    let handler = any(move || async move { ([("content-type", "application/json")], body) });
    serve(Router::new().fallback(handler)).await
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

fn report(what: &str, ours: f64, theirs: f64, unit: &str) {
    println!("{what:<34} {ours:>10.0} {unit:<10} bare handler {theirs:>10.0}   ratio {:.2}", ours / theirs);
}

async fn start_up() {
    let mut times = Vec::new();
    for _ in 0..31 {
        let start = Instant::now();
        let server = ApiServer::builder().crd(definition()).build().await.expect("the definition is good");
        times.push(start.elapsed());
        drop(server);
    }
    times.sort_unstable();
    println!("start in process, median of 31:    {:>10.2} ms", times[15].as_secs_f64() * 1e3);
}

/// Requests per second, each against a handler that answers with what the server answered.
async fn requests(http: &Http, url: &str) {
    let collection = format!("{url}{WIDGETS}");
    let create = |i: usize| request(Method::POST, collection.clone(), widget(&format!("w{i}")));
    let ours = rate(http, REQUESTS, create).await;
    let one = format!("{collection}/w1");
    let get = |uri: &str| request(Method::GET, uri.to_owned(), Bytes::new());
    let answer = exchange(http, get(&one)).await;
    let bare_one = bare(answer).await;
    let make = |i: usize| request(Method::POST, bare_one.clone(), widget(&format!("w{i}")));
    report("create", ours, rate(http, REQUESTS, make).await, "req/s");
    let ours = rate(http, REQUESTS, |_| get(&one)).await;
    report("get", ours, rate(http, REQUESTS, |_| get(&bare_one)).await, "req/s");
    let patch = |i: usize| {
        let body = format!(r#"{{"spec":{{"replicas":{i}}}}}"#);
        request(Method::PATCH, format!("{collection}/w{}", i % REQUESTS), body.into())
    };
    let ours = rate(http, REQUESTS / 2, patch).await;
    let make = |i: usize| request(Method::PATCH, bare_one.clone(), format!("{i}").into());
    report("merge patch", ours, rate(http, REQUESTS / 2, make).await, "req/s");
    let list = format!("{collection}?limit=100");
    let bare_list = bare(exchange(http, get(&list)).await).await;
    let ours = rate(http, REQUESTS / 20, |_| get(&list)).await;
    report("list of 100", ours, rate(http, REQUESTS / 20, |_| get(&bare_list)).await, "req/s");
}

/// Opens watches, and reads each until it has so many lines; comes back when all are open.
async fn watchers(http: &Http, uri: &str) -> Vec<tokio::task::JoinHandle<()>> {
    let mut open = Vec::new();
    for _ in 0..WATCHERS {
        let answer =
            http.request(request(Method::GET, uri.to_owned(), Bytes::new())).await.expect("an answer");
        open.push(tokio::spawn(read_lines(answer.into_body())));
    }
    open
}

async fn read_lines(mut body: impl http_body_util::BodyExt<Data = Bytes, Error: std::fmt::Debug> + Unpin) {
    let mut lines = 0;
    while lines < EVENTS {
        let frame = body.frame().await.expect("the watch goes on").expect("it is not broken");
        lines += frame.data_ref().map_or(0, |d| d.iter().filter(|b| **b == b'\n').count());
    }
}

async fn fan_out(http: &Http, url: &str) {
    let list = exchange(http, request(Method::GET, format!("{url}{WIDGETS}?limit=1"), Bytes::new())).await;
    let list: Value = serde_json::from_slice(&list).expect("a list");
    let revision = list["metadata"]["resourceVersion"].as_str().expect("lists have a revision");
    let open = watchers(http, &format!("{url}{WIDGETS}?watch=true&resourceVersion={revision}")).await;
    let start = Instant::now();
    for i in 0..EVENTS {
        exchange(http, request(Method::POST, format!("{url}{WIDGETS}"), widget(&format!("f{i}")))).await;
    }
    join_all(open).await;
    let ours = (WATCHERS * EVENTS) as f64 / start.elapsed().as_secs_f64();
    report("watch, 1,000 watchers", ours, bare_fan_out(http).await, "events/s");
}

/// The same by a handler that passes on lines of a channel.
async fn bare_fan_out(http: &Http) -> f64 {
    let (sender, _) = broadcast::channel::<Bytes>(EVENTS);
    let sender = Arc::new(sender);
    let channel = sender.clone();
    let handler = any(move || {
        let receiver = channel.subscribe();
        let lines = futures::stream::unfold(receiver, async |mut receiver| {
            receiver.recv().await.ok().map(|line| (Ok::<_, std::io::Error>(line), receiver))
        });
        async move { Body::from_stream(lines) }
    });
    let url = serve(Router::new().fallback(handler)).await;
    let open = watchers(http, &url).await;
    let mut line =
        json!({ "type": "ADDED", "object": serde_json::from_slice::<Value>(&widget("w")).expect("JSON") })
            .to_string();
    line.push_str(&" ".repeat(200));
    line.push('\n');
    let line = Bytes::from(line);
    let start = Instant::now();
    for _ in 0..EVENTS {
        sender.send(line.clone()).expect("somebody listens");
        tokio::task::yield_now().await;
    }
    join_all(open).await;
    (WATCHERS * EVENTS) as f64 / start.elapsed().as_secs_f64()
}

/// The memory of this process in bytes; none where the system does not tell it.
fn memory() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    text.split(' ').nth(1)?.parse::<usize>().ok().map(|pages| pages * 4096)
}

async fn fill(service: &InProcess, count: usize) {
    for i in 0..count {
        let request = request(Method::POST, WIDGETS.to_owned(), widget(&format!("o{i:06}")));
        let answer = service.clone().oneshot(request.map(Body::new)).await.expect("the service never fails");
        assert!(answer.status().is_success());
    }
}

async fn many(http: &Http) {
    let server = ApiServer::builder().crd(definition()).start().await.expect("the definition is good");
    let before = memory();
    let start = Instant::now();
    fill(&server.service(), OBJECTS).await;
    println!("creating {OBJECTS} in process:       {:>10.2} s", start.elapsed().as_secs_f64());
    if let (Some(before), Some(after)) = (before, memory()) {
        let each = after.saturating_sub(before) / OBJECTS;
        println!(
            "memory for each, history included: {each:>10} bytes, of {} bytes of JSON sent",
            widget("o000000").len()
        );
    }
    let collection = format!("{}{WIDGETS}?limit={PAGE}", server.url());
    let start = Instant::now();
    let (mut token, mut seen) = (String::new(), 0);
    let page = loop {
        let uri = format!("{collection}&continue={token}");
        let page = exchange(http, request(Method::GET, uri, Bytes::new())).await;
        let list: Value = serde_json::from_slice(&page).expect("a list");
        seen += list["items"].as_array().map_or(0, Vec::len);
        token = list["metadata"]["continue"].as_str().unwrap_or_default().to_owned();
        if token.is_empty() {
            break page;
        }
    };
    assert_eq!(seen, OBJECTS);
    let ours = start.elapsed();
    let url = bare(page).await;
    let start = Instant::now();
    for _ in 0..OBJECTS / PAGE {
        let page = exchange(http, request(Method::GET, url.clone(), Bytes::new())).await;
        serde_json::from_slice::<Value>(&page).expect("a list");
    }
    let theirs = start.elapsed();
    println!(
        "list of {OBJECTS} in pages of {PAGE}:   {:>10.2} s          bare handler {:>10.2} s ratio {:.2}",
        ours.as_secs_f64(),
        theirs.as_secs_f64(),
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
}

#[tokio::main]
async fn main() {
    let http: Http =
        Client::builder(TokioExecutor::new()).pool_idle_timeout(Duration::from_secs(90)).build_http();
    start_up().await;
    let server = ApiServer::builder().crd(definition()).start().await.expect("the definition is good");
    requests(&http, &server.url()).await;
    fan_out(&http, &server.url()).await;
    server.stop().await;
    many(&http).await;
}
