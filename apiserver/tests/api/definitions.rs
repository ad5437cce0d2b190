//! Definitions at run time, discovery, and who may come in.

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use specwright_apiserver::ApiServer;
use tower::ServiceExt;

use crate::fixture::{Api, WIDGETS};

pub const CRDS: &str = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

pub fn gadget() -> Value {
    let schema = json!({ "type": "object", "properties": { "size": { "type": "integer" } } });
    let version =
        json!({ "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": schema } });
    json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": { "name": "gadgets.tools.dev" },
        "spec": {
            "group": "tools.dev", "scope": "Cluster", "versions": [version],
            "names": { "plural": "gadgets", "kind": "Gadget" },
        },
    })
}

#[tokio::test]
async fn definitions_come_and_go_at_run_time() {
    let api = Api::start().await;
    let path = "/apis/tools.dev/v1/gadgets";
    assert_eq!(api.get(path).await.code, 404);
    let made = api.post(CRDS, gadget()).await.body;
    assert_eq!(made["status"]["acceptedNames"]["listKind"], "GadgetList");
    let body =
        json!({ "apiVersion": "tools.dev/v1", "kind": "Gadget", "metadata": { "name": "g" }, "size": 1 });
    assert_eq!(api.post(path, body).await.code, 201);
    assert_eq!(api.delete(&format!("{CRDS}/gadgets.tools.dev")).await.code, 200);
    assert_eq!(api.get(path).await.code, 404);
    api.post(CRDS, gadget()).await;
    assert_eq!(api.get(path).await.body["items"], json!([]));
}

#[tokio::test]
async fn formats_that_nobody_checks_are_warned_of() {
    let api = Api::start().await;
    let mut crd = gadget();
    let with = |kind: &str, format: &str| json!({ "type": kind, "format": format });
    let items = json!({ "type": "array", "items": with("string", "mystery") });
    let members = json!({ "a": items, "b": with("integer", "uint32"), "c": with("integer", "int32"), "d": with("string", "date-time") });
    crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"] = members;
    let warning = |format: &str| format!("299 - \"unrecognized format \\\"{format}\\\"\"");
    assert_eq!(api.post(CRDS, crd).await.warnings(), [warning("mystery"), warning("uint32")]);
    let path = format!("{CRDS}/gadgets.tools.dev");
    assert!(api.merge(&path, json!({ "metadata": { "labels": { "a": "b" } } })).await.warnings().is_empty());
}

#[tokio::test]
async fn conditions_say_that_the_names_are_free_and_the_group_approved() {
    let api = Api::start().await;
    let conditions = |body: &Value| {
        let list = body["status"]["conditions"].as_array().cloned().unwrap_or_default();
        list.iter()
            .map(|c| format!("{}={} {}: {}", c["type"], c["status"], c["reason"], c["message"]))
            .collect()
    };
    let free: [String; 2] = [
        r#""NamesAccepted"="True" "NoConflicts": "no conflicts found""#.into(),
        r#""Established"="True" "InitialNamesAccepted": "the initial names have been accepted""#.into(),
    ];
    let found: Vec<String> = conditions(&api.post(CRDS, gadget()).await.body);
    assert_eq!(found, free);
    let mut protected = gadget();
    protected["spec"]["group"] = "tools.k8s.io".into();
    protected["metadata"] = json!({ "name": "gadgets.tools.k8s.io" });
    let place = "metadata.annotations[api-approved.kubernetes.io]";
    assert_eq!(api.post(CRDS, protected.clone()).await.fields(), [place]);
    let url = "https://example.com/1";
    protected["metadata"]["annotations"] = json!({ "api-approved.kubernetes.io": url });
    let found: Vec<String> = conditions(&api.post(CRDS, protected).await.body);
    let approved = format!(
        r#""KubernetesAPIApprovalPolicyConformant"="True" "ApprovedAnnotation": "approved in {url}""#
    );
    assert_eq!(found[0], approved);
    assert_eq!(found[1..], free);
}

#[tokio::test]
async fn a_definition_must_be_named_after_its_resource() {
    let api = Api::start().await;
    let mut crd = gadget();
    crd["metadata"]["name"] = "gizmos.tools.dev".into();
    assert_eq!(api.post(CRDS, crd).await.fields(), ["metadata.name"]);
}

#[tokio::test]
async fn without_a_status_subresource_status_is_data() {
    let api = Api::start().await;
    let path = "/apis/example.com/v1/planets";
    let body = json!({
        "apiVersion": "example.com/v1", "kind": "Planet", "metadata": { "name": "p" }, "status": { "seen": true },
    });
    assert_eq!(api.post(path, body).await.body["status"]["seen"], true);
    let changed = api.merge(&format!("{path}/p"), json!({ "status": { "seen": false } })).await.body;
    assert_eq!((&changed["status"]["seen"], &changed["metadata"]["generation"]), (&json!(false), &json!(2)));
    assert_eq!(api.get(&format!("{path}/p/status")).await.code, 404);
}

#[tokio::test]
async fn discovery_lists_resources_and_their_parts() {
    let api = Api::start().await;
    let list = api.get("/apis/example.com/v1").await.body;
    let names: Vec<_> =
        list["resources"].as_array().into_iter().flatten().map(|r| r["name"].clone()).collect();
    assert_eq!(names, ["planets", "widgets", "widgets/status", "widgets/scale"]);
    assert_eq!(api.get("/apis/example.com").await.body["preferredVersion"]["version"], "v1");
    let accept = [("accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")];
    let all = api.send("GET", "/apis", &accept, "").await;
    let tag = all.headers.get("etag").and_then(|t| t.to_str().ok()).unwrap_or_default();
    let again = api.send("GET", "/apis", &[accept[0], ("if-none-match", tag)], "").await;
    assert_eq!((all.code, again.code), (200, 304));
}

#[tokio::test]
async fn tokens_open_and_groups_decide() {
    let tokens = "good,ann,1,\"system:masters\"\nweak,bob,2,\"readers\"\n";
    let server = ApiServer::builder().crd_text(include_str!("widget.yaml")).token_file(tokens).build().await;
    let service = server.expect("the definitions are good");
    for (token, code) in [("good", 200), ("weak", 403), ("none", 401)] {
        let request =
            Request::get(WIDGETS).header("authorization", format!("Bearer {token}")).body(Body::empty());
        let response =
            service.clone().oneshot(request.expect("a request")).await.expect("the service never fails");
        assert_eq!(response.status().as_u16(), code, "{token}");
    }
}

#[tokio::test]
async fn unknown_fields_of_a_definition_are_named_and_dropped() {
    let api = Api::start().await;
    let mut crd = gadget();
    crd["spec"]["colour"] = "red".into();
    crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["size"]["minimun"] = 1.into();
    crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["list"] =
        json!({ "type": "array", "items": { "type": "string", "lenght": 3 } });
    let strict = api.post(&format!("{CRDS}?fieldValidation=Strict"), crd.clone()).await;
    assert_eq!(strict.code, 400, "{}", strict.body);
    let made = api.post(CRDS, crd).await;
    let place = "spec.versions[0].schema.openAPIV3Schema.properties";
    let wanted = ["spec.colour", &format!("{place}.size.minimun")]
        .map(|p| format!("299 - \"unknown field \\\"{p}\\\"\""));
    assert_eq!((made.code, made.warnings()), (201, wanted.iter().map(String::as_str).collect()));
    assert_eq!(made.body["spec"].get("colour"), None);
    let properties = made.body.pointer("/spec/versions/0/schema/openAPIV3Schema/properties");
    let wanted =
        json!({ "size": { "type": "integer" }, "list": { "type": "array", "items": { "type": "string" } } });
    assert_eq!(properties, Some(&wanted));
}
