//! Several servers on the same etcd: they see each other's writes, and what each defines the others serve.

use std::time::Duration;

use axum::body::Body;
use bytes::BytesMut;
use http::Request;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use specwright_apiserver::{ApiServer, InProcess};
use tower::ServiceExt;

#[path = "support/etcd.rs"]
#[allow(dead_code, reason = "the tests of the stores use more of it")]
mod etcd;

const WIDGETS: &str = "/apis/example.com/v1/namespaces/default/widgets";

async fn send(server: &InProcess, method: &str, path: &str, body: Value) -> (u16, Value) {
    let kind = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
    let request = Request::builder().method(method).uri(path).header("content-type", kind);
    let request = request.body(Body::from(body.to_string())).expect("a request");
    let answer = server.clone().oneshot(request).await.expect("the service never fails");
    let status = answer.status().as_u16();
    let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

/// A watch under way.
struct Watch {
    body: Body,
    text: BytesMut,
}

impl Watch {
    async fn open(server: &InProcess, revision: &Value) -> Watch {
        let revision = revision.as_str().expect("lists have a revision");
        let path = format!("{WIDGETS}?watch=true&resourceVersion={revision}");
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let answer = server.clone().oneshot(request).await.expect("the service never fails");
        Watch { body: answer.into_body(), text: BytesMut::new() }
    }

    /// The kind, the name and the count of the next event.
    async fn next(&mut self) -> (String, String, i64) {
        loop {
            if let Some(end) = self.text.iter().position(|b| *b == b'\n') {
                let event: Value = serde_json::from_slice(&self.text.split_to(end + 1)).expect("an event");
                let text = |p: &str| event.pointer(p).and_then(Value::as_str).unwrap_or_default().to_owned();
                let count = event["object"]["spec"]["replicas"].as_i64().unwrap_or_default();
                return (text("/type"), text("/object/metadata/name"), count);
            }
            let frame = tokio::time::timeout(Duration::from_secs(20), self.body.frame()).await;
            let frame = frame.expect("an event comes").expect("the watch goes on").expect("it is not broken");
            self.text.extend_from_slice(&frame.into_data().unwrap_or_default());
        }
    }
}

fn widget(name: &str) -> Value {
    json!({ "apiVersion": "example.com/v1", "kind": "Widget", "metadata": { "name": name }, "spec": {} })
}

async fn server(url: &str) -> InProcess {
    ApiServer::builder().etcd(url).build().await.expect("etcd answers")
}

/// Adds one, again and again until nobody else wrote in between.
async fn count(server: InProcess, times: usize) {
    for _ in 0..times {
        loop {
            let path = format!("{WIDGETS}/counter");
            let (_, mut object) = send(&server, "GET", &path, Value::Null).await;
            let replicas = object["spec"]["replicas"].as_i64().expect("it has a default");
            object["spec"]["replicas"] = json!(replicas + 1);
            let (code, answer) = send(&server, "PUT", &path, object).await;
            assert!(matches!(code, 200 | 409), "{answer}");
            if code == 200 {
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_share_what_is_in_etcd() {
    let Some(etcd) = etcd::Etcd::start() else { return };
    let url = etcd.url("shared");
    let first = ApiServer::builder().crd_text(include_str!("api/widget.yaml")).etcd(&url).build().await;
    let first = first.expect("etcd answers");
    let (second, third) = (server(&url).await, server(&url).await);
    let servers = [&first, &second, &third];

    // A server that comes later knows what is defined; objects and revisions are the same everywhere.
    let (code, list) = send(&second, "GET", WIDGETS, Value::Null).await;
    assert_eq!(code, 200, "{list}");
    let mut watches = Vec::new();
    for server in servers {
        watches.push(Watch::open(server, &list["metadata"]["resourceVersion"]).await);
    }
    let (_, made) = send(&second, "POST", WIDGETS, widget("counter")).await;
    assert_eq!(send(&third, "GET", &format!("{WIDGETS}/counter"), Value::Null).await.1, made);
    assert_eq!(send(&first, "POST", WIDGETS, widget("counter")).await.0, 409);

    // Writers at all of them lose no update, and every watch tells all of it in order.
    let writers = servers.map(|server| tokio::spawn(count(server.clone(), 7)));
    for writer in writers {
        writer.await.expect("a writer ends");
    }
    assert_eq!(send(&first, "DELETE", &format!("{WIDGETS}/counter"), Value::Null).await.0, 200);
    for watch in &mut watches {
        let mut told = Vec::new();
        for _ in 0..23 {
            told.push(watch.next().await);
        }
        let modified = (2..=22).map(|i| ("MODIFIED".to_owned(), "counter".to_owned(), i));
        let wanted = std::iter::once(("ADDED".to_owned(), "counter".to_owned(), 1)).chain(modified);
        assert_eq!(told[..22], wanted.collect::<Vec<_>>());
        assert_eq!((told[22].0.as_str(), told[22].2), ("DELETED", 22));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_server_defines_the_others_serve() {
    let Some(etcd) = etcd::Etcd::start() else { return };
    let url = etcd.url("defined");
    let (first, second) = (server(&url).await, server(&url).await);
    assert_eq!(send(&second, "GET", WIDGETS, Value::Null).await.0, 404);
    let text = include_str!("api/widget.yaml").split("---").next().unwrap_or_default();
    let path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    let request = Request::post(path).header("content-type", "application/yaml");
    let request = request.body(Body::from(text)).expect("a request");
    let made = first.clone().oneshot(request).await.expect("the service never fails");
    assert_eq!(made.status().as_u16(), 201);
    until(&second, 200).await;
    assert_eq!(send(&second, "POST", WIDGETS, widget("a")).await.0, 201);
    assert_eq!(send(&first, "GET", &format!("{WIDGETS}/a"), Value::Null).await.0, 200);
    let gone = send(&second, "DELETE", &format!("{path}/widgets.example.com"), Value::Null).await;
    assert_eq!(gone.0, 200, "{}", gone.1);
    until(&first, 404).await;
}

/// Waits until the collection is answered with a status.
async fn until(server: &InProcess, status: u16) {
    let wait = async {
        while send(server, "GET", WIDGETS, Value::Null).await.0 != status {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait).await.expect("the other server follows");
}
