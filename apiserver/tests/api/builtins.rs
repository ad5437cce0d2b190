//! The kinds of Kubernetes itself that are served too, and questions about oneself.

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use specwright_apiserver::ApiServer;
use tower::ServiceExt;

use crate::fixture::Api;

const CORE: &str = "/api/v1/namespaces/default";

fn object(kind: &str, name: &str, rest: Value) -> Value {
    let mut out = json!({ "apiVersion": "v1", "kind": kind, "metadata": { "name": name } });
    out.as_object_mut().expect("an object").extend(rest.as_object().expect("an object").clone());
    out
}

#[tokio::test]
async fn config_maps_and_secrets_hold_data() {
    let api = Api::start().await;
    let maps = format!("{CORE}/configmaps");
    let made = api.post(&maps, object("ConfigMap", "a", json!({ "data": { "k": "v" } }))).await;
    assert_eq!(
        (made.code, &made.body["data"]["k"], &made.body["metadata"]["generation"]),
        (201, &json!("v"), &Value::Null)
    );
    assert_eq!(
        api.post(&maps, object("ConfigMap", "b", json!({ "data": { "a/b": "v" } }))).await.fields(),
        ["data[a/b]"]
    );
    assert_eq!(api.post(&maps, object("ConfigMap", "b", json!({ "data": { "k": 1 } }))).await.code, 400);
    let odd = api
        .post(&format!("{maps}?fieldValidation=Warn"), object("ConfigMap", "b", json!({ "odd": 1 })))
        .await;
    assert_eq!(odd.warnings(), ["299 - \"unknown field \\\"odd\\\"\""]);
    api.merge(&format!("{maps}/a"), json!({ "immutable": true })).await;
    assert_eq!(api.merge(&format!("{maps}/a"), json!({ "data": { "k": "w" } })).await.fields(), ["data"]);
    let secrets = format!("{CORE}/secrets");
    let secret =
        api.post(&secrets, object("Secret", "s", json!({ "stringData": { "k": "hello" } }))).await.body;
    assert_eq!(
        (&secret["data"]["k"], &secret["type"], &secret["stringData"]),
        (&json!("aGVsbG8="), &json!("Opaque"), &Value::Null)
    );
    assert_eq!(
        api.post(&secrets, object("Secret", "t", json!({ "data": { "k": "***" } }))).await.fields(),
        ["data.k"]
    );
    assert_eq!(api.merge(&format!("{secrets}/s"), json!({ "type": "other" })).await.fields(), ["type"]);
}

#[tokio::test]
async fn strategic_patches_are_for_kinds_of_kubernetes() {
    let api = Api::start().await;
    let pods = format!("{CORE}/pods");
    let containers = json!([{ "name": "a", "image": "x" }, { "name": "b", "image": "y" }]);
    api.post(&pods, object("Pod", "p", json!({ "spec": { "containers": containers } }))).await;
    let patch = json!({ "spec": { "containers": [{ "name": "b", "image": "z" }] } }).to_string();
    let headers = [("content-type", "application/strategic-merge-patch+json")];
    let patched = api.send("PATCH", &format!("{pods}/p"), &headers, &patch).await.body;
    assert_eq!(
        patched["spec"]["containers"],
        json!([{ "name": "a", "image": "x" }, { "name": "b", "image": "z" }])
    );
    assert_eq!(patched["metadata"]["generation"], 2);
    let widget = format!("{}/a", crate::fixture::WIDGETS);
    assert_eq!(api.send("PATCH", &widget, &headers, "{}").await.code, 415);
}

#[tokio::test]
async fn leases_and_events_are_kept() {
    let api = Api::start().await;
    let leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
    let lease = json!({ "apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": { "name": "l" }, "spec": { "holderIdentity": "me" } });
    assert_eq!(api.post(leases, lease).await.body["spec"]["holderIdentity"], "me");
    let events = "/apis/events.k8s.io/v1/namespaces/default/events";
    let event = json!({ "apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": { "generateName": "e-" }, "reason": "Made", "regarding": { "kind": "Widget", "name": "a" } });
    assert_eq!(api.post(events, event).await.body["regarding"]["name"], "a");
    let core = object(
        "Event",
        "e",
        json!({ "involvedObject": { "kind": "Widget", "name": "a" }, "reason": "Made" }),
    );
    api.post(&format!("{CORE}/events"), core).await;
    let found = api.get(&format!("{CORE}/events?fieldSelector=involvedObject.name%3Da")).await.body;
    assert_eq!(found["items"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn everybody_may_ask_about_himself() {
    let tokens = "good,ann,1,\"system:masters\"\nweak,bob,2,\"readers\"\n";
    let service = ApiServer::builder().token_file(tokens).build().await.expect("nothing to refuse");
    let ask = async |token: &str, group: &str, kind: &str, spec: Value| {
        let body = json!({ "apiVersion": format!("{group}/v1"), "kind": kind, "spec": spec });
        let request = Request::post(format!("/apis/{group}/v1/{}s", kind.to_lowercase()));
        let request = request.header("authorization", format!("Bearer {token}"));
        let request = request.header("content-type", "application/json").body(Body::from(body.to_string()));
        let response =
            service.clone().oneshot(request.expect("a request")).await.expect("the service never fails");
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        serde_json::from_slice::<Value>(&bytes).expect("JSON")["status"].clone()
    };
    let spec = json!({ "resourceAttributes": { "verb": "get", "resource": "pods" } });
    for (token, allowed, name) in [("good", true, "ann"), ("weak", false, "bob")] {
        let access = ask(token, "authorization.k8s.io", "SelfSubjectAccessReview", spec.clone()).await;
        assert_eq!(access["allowed"], allowed);
        let who = ask(token, "authentication.k8s.io", "SelfSubjectReview", json!({})).await;
        assert_eq!(who["userInfo"]["username"], name);
    }
}

#[tokio::test]
async fn a_test_for_null_holds_where_nothing_is() {
    let api = Api::start().await;
    api.post(&format!("{CORE}/configmaps"), object("ConfigMap", "a", json!({ "data": { "k": "v" } }))).await;
    let path = format!("{CORE}/configmaps/a");
    let test = |path: &str| json!([{ "op": "test", "path": path, "value": null }, { "op": "add", "path": "/data/l", "value": "w" }]);
    assert_eq!(api.json_patch(&path, test("/data/none")).await.body["data"]["l"], "w");
    assert_eq!(api.json_patch(&path, test("/data/k")).await.code, 422);
    assert_eq!(api.json_patch(&path, test("/none/deeper")).await.code, 422);
}

#[tokio::test]
async fn a_body_of_a_known_kind_need_not_say_what_it_is() {
    let api = Api::start().await;
    let made = api.post("/api/v1/namespaces", json!({ "metadata": { "name": "bare" } })).await;
    assert_eq!(
        (made.code, &made.body["kind"], &made.body["apiVersion"]),
        (201, &json!("Namespace"), &json!("v1"))
    );
    // A custom resource has to say it.
    let path = "/apis/example.com/v1/namespaces/default/widgets";
    assert_eq!(api.post(path, json!({ "metadata": { "name": "bare" } })).await.code, 400);
}

#[tokio::test]
async fn both_groups_of_events_show_the_same() {
    let api = Api::start().await;
    let (core, new) = (format!("{CORE}/events"), "/apis/events.k8s.io/v1/namespaces/default/events");
    let body = json!({ "apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": { "name": "a" },
        "regarding": { "kind": "Widget", "name": "w" }, "note": "it turned", "reason": "Turned",
        "reportingController": "turner", "eventTime": "2024-01-01T00:00:00.000000Z" });
    let made = api.post(new, body.clone()).await;
    assert_eq!((made.code, &made.body["note"]), (201, &body["note"]), "{}", made.body);
    let seen =
        api.get(&format!("{core}?fieldSelector=involvedObject.name%3Dw")).await.body["items"][0].clone();
    let core_names =
        [("involvedObject", "regarding"), ("message", "note"), ("reportingComponent", "reportingController")];
    for (there, here) in core_names {
        assert_eq!((&seen[there], seen.get(here)), (&body[here], None));
    }
    assert_eq!(seen["metadata"]["uid"], made.body["metadata"]["uid"]);
    let counted = api.merge(&format!("{core}/a"), json!({ "count": 2 })).await;
    assert_eq!((counted.code, &counted.body["apiVersion"]), (200, &json!("v1")));
    let shown = api.get(&format!("{new}/a")).await.body;
    assert_eq!((&shown["deprecatedCount"], &shown["apiVersion"]), (&json!(2), &body["apiVersion"]));
    assert_eq!(api.delete(&format!("{new}/a")).await.code, 200);
    assert_eq!(api.get(&format!("{core}/a")).await.code, 404);
}
