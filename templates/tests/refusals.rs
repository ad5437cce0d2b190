//! What a server refuses before its methods are called, and how it says so.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod sample;
mod shop;

use axum::body::Body;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use sample::widget;
use serde_json::{Value, json};
use shop::Shop;
use tower::ServiceExt;

const OBJECTS: &str = "/apis/sample.example.com/v1/namespaces/ns/widgets";

struct Answer {
    code: u16,
    headers: HeaderMap,
    body: Value,
}

impl Answer {
    fn message(&self) -> &str {
        self.body["message"].as_str().unwrap_or_default()
    }
}

/// Sends a request to a server that has the widget `a`.
async fn send(request: Request<Body>) -> Answer {
    let shop = Shop::with(&[("ns", "a")]);
    let response = shop.router().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if parts.status.as_u16() >= 400 {
        let code = i64::from(parts.status.as_u16());
        assert_eq!(
            (&body["kind"], &body["code"], &body["status"]),
            (&json!("Status"), &json!(code), &json!("Failure"))
        );
        assert!(
            shop.last().is_empty() || parts.status == StatusCode::NOT_FOUND,
            "it was called: {}",
            shop.last()
        );
    }
    Answer { code: parts.status.as_u16(), headers: parts.headers, body }
}

async fn ask(method: &str, path: &str, media_type: &str, body: impl Into<Body>) -> Answer {
    let request = Request::builder().method(method).uri(format!("{OBJECTS}{path}"));
    let request = if media_type.is_empty() { request } else { request.header("content-type", media_type) };
    send(request.body(body.into()).unwrap()).await
}

async fn ask_json(method: &str, path: &str, body: &Value) -> Answer {
    ask(method, path, "application/json", body.to_string()).await
}

#[tokio::test]
async fn bad_parameters_are_refused() {
    for (query, code, name) in [
        ("?limit=abc", 400, "limit"),
        ("?limit=", 400, "limit"),
        ("?timeoutSeconds=1.5", 400, "timeoutSeconds"),
        ("?resourceVersion=1&resourceVersionMatch=Foo", 422, "resourceVersionMatch"),
        ("?resourceVersionMatch=Exact", 422, "resourceVersionMatch"),
        ("?continue=a&resourceVersion=1", 400, "continue"),
        ("?watch=1&sendInitialEvents=true", 422, "resourceVersionMatch"),
        ("?watch=true&resourceVersionMatch=NotOlderThan&resourceVersion=1", 422, "resourceVersionMatch"),
    ] {
        let answer = ask("GET", query, "", "").await;
        assert_eq!(answer.code, code, "{query}");
        assert!(answer.message().contains(name), "{query}: {}", answer.message());
    }
    let long = format!("?fieldManager={}", "m".repeat(129));
    for query in ["?dryRun=Foo", "?dryRun=", "?fieldValidation=Foo", "?fieldManager=a%01b", &long] {
        let answer = ask_json("POST", query, &widget("x", json!({"size": 1}))).await;
        assert_eq!((answer.code, &answer.body["reason"]), (422, &json!("Invalid")), "{query}");
        let cause = &answer.body["details"]["causes"][0];
        assert!(query[1..].starts_with(cause["field"].as_str().unwrap()), "{cause}");
    }
    assert_eq!(ask("DELETE", "/a?propagationPolicy=Foo", "", "").await.code, 422);
    assert_eq!(ask("DELETE", "/a?gracePeriodSeconds=soon", "", "").await.code, 400);
}

#[tokio::test]
async fn harmless_parameters_are_not() {
    for query in
        ["?limit=0", "?limit=-1", "?labelSelector=", "?unknown=1", "?limit=1&limit=x", "?pretty=maybe"]
    {
        assert_eq!(ask("GET", query, "", "").await.code, 200, "{query}");
    }
}

#[tokio::test]
async fn bodies_that_are_not_the_object_are_refused() {
    for (body, message) in [
        ("", "EOF while parsing"),
        ("{\"apiVersion\": \"sample", "EOF while parsing"),
        ("[]", "invalid type"),
        ("null", "invalid type"),
        ("{} x", "trailing characters"),
        ("{}", "/apiVersion: the object is of \"\""),
        ("{\"apiVersion\": 1}", "invalid type: integer `1`"),
        ("{\"apiVersion\": \"sample.example.com/v1\"}", "/kind: is required and missing"),
        (
            "{\"apiVersion\": \"sample.example.com/v2\", \"kind\": \"Widget\"}",
            "/apiVersion: the object is of",
        ),
    ] {
        let answer = ask("POST", "", "application/json", body).await;
        assert_eq!(answer.code, 400, "{body}");
        assert!(answer.message().contains(message), "{body}: {}", answer.message());
    }
    let other = json!({"apiVersion": "sample.example.com/v1", "kind": "Planet", "metadata": {"name": "x"}});
    let answer = ask_json("POST", "", &other).await;
    assert_eq!((answer.code, &answer.body["details"]["causes"][0]["field"]), (422, &json!("kind")));
}

#[tokio::test]
async fn the_fault_in_a_body_has_a_pointer() {
    let answer = ask_json("POST", "", &widget("x", json!({"size": "large"}))).await;
    assert_eq!(answer.code, 400);
    let cause = &answer.body["details"]["causes"][0];
    assert_eq!(cause["field"], "/spec/size");
    assert!(cause["message"].as_str().unwrap().starts_with("invalid type: string \"large\", expected i64"));
    let missing = ask_json("POST", "", &widget("x", json!({}))).await;
    assert_eq!(missing.body["details"]["causes"][0]["field"], "/spec/size");
}

#[tokio::test]
async fn an_object_has_to_be_the_one_of_the_path() {
    let mut elsewhere = widget("a", json!({"size": 1}));
    elsewhere["metadata"]["namespace"] = json!("other");
    let mut nameless = widget("a", json!({"size": 1}));
    nameless["metadata"] = json!({});
    let other = widget("b", json!({"size": 1}));
    for (method, path, body, code) in [
        ("POST", "", &elsewhere, 400),
        ("POST", "", &nameless, 422),
        ("PUT", "/a", &elsewhere, 400),
        ("PUT", "/a", &nameless, 400),
        ("PUT", "/a", &other, 400),
        ("PUT", "/a/status", &other, 400),
    ] {
        let answer = ask_json(method, path, body).await;
        assert_eq!(answer.code, code, "{method} {path} {body}");
        assert!(answer.message().contains("name"), "{}", answer.message());
    }
    nameless["metadata"] = json!({"generateName": "x-"});
    assert_eq!(ask_json("POST", "", &nameless).await.code, 201);
}

#[tokio::test]
async fn bodies_have_a_media_type_and_a_limit() {
    let body = widget("x", json!({"size": 1})).to_string();
    for media_type in ["text/plain", "application/yaml", "garbage;;;=", "application/vnd.kubernetes.protobuf"]
    {
        let answer = ask("POST", "", media_type, body.clone()).await;
        assert_eq!(
            (answer.code, &answer.body["reason"]),
            (415, &json!("UnsupportedMediaType")),
            "{media_type}"
        );
    }
    for media_type in ["", "application/json; charset=utf-8", "Application/JSON"] {
        assert_eq!(ask("POST", "", media_type, body.clone()).await.code, 201, "{media_type}");
    }
    let answer = ask("POST", "", "application/json", " ".repeat((3 << 20) + 1)).await;
    assert_eq!((answer.code, &answer.body["reason"]), (413, &json!("RequestEntityTooLarge")));
}

#[tokio::test]
async fn patches_have_forms() {
    let (json_patch, merge, apply) =
        ("application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");
    let mine = "?fieldManager=me";
    for (media_type, query, body, code) in [
        ("application/json", "", "{}", 415),
        ("", "", "{}", 415),
        ("application/strategic-merge-patch+json", "", "{}", 415),
        (json_patch, "", "{}", 400),
        (json_patch, "", "[{\"op\": \"add\"}]", 400),
        (json_patch, "", "[{\"op\": \"dance\", \"path\": \"/a\"}]", 422),
        (merge, "", "[]", 400),
        (merge, "", "{", 400),
        (merge, "?force=true", "{}", 422),
        (apply, "", "{}", 422),
        (apply, mine, "{}", 400),
        (apply, mine, "kind: Widget", 400),
        (apply, mine, "{\"apiVersion\": \"sample.example.com/v1\", \"kind\": \"Planet\"}", 400),
    ] {
        let answer = ask("PATCH", &format!("/a{query}"), media_type, body).await;
        assert_eq!(answer.code, code, "{media_type} {query} {body}: {}", answer.message());
    }
    let renamed = json!({"apiVersion": "sample.example.com/v1", "kind": "Widget", "metadata": {"name": "b"}});
    assert_eq!(ask("PATCH", "/a?fieldManager=me", apply, renamed.to_string()).await.code, 400);
    let operation = json!({"op": "test", "path": "", "value": 1});
    let many = Value::from(vec![operation; 10_001]).to_string();
    assert_eq!(ask("PATCH", "/a", json_patch, many).await.code, 413);
    let mut same = renamed;
    same["metadata"] = json!({"name": "a", "namespace": "ns"});
    assert_eq!(ask("PATCH", "/a?fieldManager=me&force=x", apply, same.to_string()).await.code, 200);
}

#[tokio::test]
async fn the_options_of_a_delete_are_checked() {
    for (body, code) in [
        ("{\"kind\":", 400),
        ("{\"kind\": \"Foo\"}", 400),
        ("{\"propagationPolicy\": \"Foo\"}", 422),
        ("{\"dryRun\": [\"Some\"]}", 422),
        ("{\"orphanDependents\": true, \"propagationPolicy\": \"Orphan\"}", 422),
        ("{\"gracePeriodSeconds\": \"soon\"}", 400),
    ] {
        assert_eq!(ask("DELETE", "/a", "application/json", body).await.code, code, "{body}");
    }
    assert_eq!(ask("DELETE", "/a", "text/plain", "{}").await.code, 415);
    assert_eq!(
        ask("DELETE", "/a", "", "{\"apiVersion\": \"v1\", \"kind\": \"DeleteOptions\"}").await.code,
        200
    );
    assert_eq!(ask("DELETE", "/a?propagationPolicy=Orphan&dryRun=All", "", "").await.code, 202);
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    for (method, path, allowed) in [
        ("PUT", "", "GET, HEAD, POST, DELETE"),
        ("POST", "/a", "GET, HEAD, PUT, PATCH, DELETE"),
        ("DELETE", "/a/status", "GET, HEAD, PUT, PATCH"),
        ("OPTIONS", "/a/status/", "GET, HEAD, PUT, PATCH"),
    ] {
        let answer = ask(method, path, "", "").await;
        assert_eq!((answer.code, &answer.headers["allow"]), (405, &http::HeaderValue::from_static(allowed)));
        assert_eq!(answer.body["reason"], "MethodNotAllowed");
    }
    let all = Request::post("/apis/sample.example.com/v1/widgets").body(Body::empty()).unwrap();
    assert_eq!(send(all).await.headers["allow"], "GET, HEAD");
}

#[tokio::test]
async fn paths_are_decoded_with_care() {
    for (path, code) in
        [("/%2e%2e", 400), ("/.", 400), ("/%ff", 400), ("/%61", 200), ("/a/", 200), ("", 200), ("/", 200)]
    {
        assert_eq!(ask("GET", path, "", "").await.code, code, "{path}");
    }
    let head = ask("HEAD", "/a", "", "").await;
    assert_eq!((head.code, head.body), (200, Value::Null));
}

#[tokio::test]
async fn the_answer_is_json_or_nothing() {
    for (accept, code) in [
        ("application/json", 200),
        ("*/*", 200),
        ("application/*", 200),
        ("application/vnd.kubernetes.protobuf, application/json", 200),
        ("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", 200),
        ("application/json;stream=watch", 200),
        ("application/json;as=Table;v=v1;g=meta.k8s.io", 406),
        ("application/yaml", 406),
        ("text/html", 406),
    ] {
        let request =
            Request::get(format!("{OBJECTS}/a")).header("accept", accept).body(Body::empty()).unwrap();
        assert_eq!(send(request).await.code, code, "{accept}");
    }
}

#[tokio::test]
async fn routers_merge_and_share_a_fallback() {
    let router = Shop::with(&[]).router().fallback(specwright_templates::support::server::not_found);
    let request = Request::get("/apis/sample.example.com/v1/gadgets").body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["message"], "there is nothing at /apis/sample.example.com/v1/gadgets");
}
