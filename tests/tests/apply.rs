//! Server-side apply with types: what is said, what a server makes of it, and what comes back of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use http::Request;
use kube::api::{Api, Patch, PatchParams};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use specwright_apiserver::{ApiServer, InProcess};
use specwright_test_build_script::idioms::v1::{Client, Toaster, apply};
use specwright_test_build_script::idioms::{ApplyConfiguration, Described, ExtractError, KeyedList, client};
use specwright_tests::documents::Documents;
use tower::ServiceExt;

/// A server that knows toasters.
async fn server() -> InProcess {
    let definitions = include_str!("../build-script/idioms.yaml");
    ApiServer::builder().crd_text(definitions).build().await.unwrap()
}

fn toasters(server: &InProcess) -> client::Namespaced<Toaster> {
    let service =
        server.clone().map_request(|request: Request<client::Body>| request.map(axum::body::Body::new));
    Client::over(client::Client::new(service)).toasters("default")
}

fn wanted(spec: apply::ToasterSpec) -> apply::Toaster {
    apply::Toaster { spec: Some(spec), ..apply::Toaster::new("t") }
}

fn slots(slots: i32) -> apply::ToasterSpec {
    apply::ToasterSpec { slots: Some(slots), ..Default::default() }
}

#[test]
fn nothing_is_said_but_what_is_wanted_and_of_what() {
    let said = |configuration: &apply::Toaster| serde_json::to_string(configuration).unwrap();
    let head = r#"{"apiVersion":"idioms.example.com/v1","kind":"Toaster","metadata":{"name":"t"}"#;
    assert_eq!(said(&apply::Toaster::new("t")), format!("{head}}}"));
    assert_eq!(said(&wanted(slots(2))), format!(r#"{head},"spec":{{"slots":2}}}}"#));
    let port = apply::ToasterSpecPorts::new(80);
    let spec = apply::ToasterSpec { ports: Some(vec![port]), ..Default::default() };
    assert_eq!(said(&wanted(spec)), format!(r#"{head},"spec":{{"ports":[{{"port":80}}]}}}}"#));
    let read: apply::Toaster = serde_json::from_value(json!({"spec": {"slots": 1}})).unwrap();
    assert!(said(&read).starts_with(r#"{"apiVersion":"idioms.example.com/v1","kind":"Toaster""#));
}

#[test]
fn what_is_merged_may_be_said_in_part_and_what_is_not_as_a_whole() {
    let part = |spec: Value| serde_json::from_value::<apply::Toaster>(json!({ "spec": spec }));
    part(json!({"login": {"realm": "r"}, "zones": {"a": {"tags": ["x"]}}, "ports": [{"port": 1}]})).unwrap();
    let fault = part(json!({"ports": [{"name": "n"}]})).unwrap_err().to_string();
    assert_eq!(fault, "/spec/ports/0/port: is required and missing");
    let fault = part(json!({"zones": {"a": {"parts": [{}]}}})).unwrap_err().to_string();
    assert_eq!(fault, "/spec/zones/a/parts/0/name: is required and missing");
    let fault = part(json!({"selector": {"matchExpressions": [{"key": "k"}]}})).unwrap_err().to_string();
    assert_eq!(fault, "/spec/selector/matchExpressions/0/operator: is required and missing");
}

#[tokio::test]
async fn managers_have_their_parts_and_leave_them() {
    let toasters = toasters(&server().await);
    let first = wanted(apply::ToasterSpec { extra: Some([("a".to_owned(), json!(1))].into()), ..slots(2) });
    let made = toasters.apply(&first).field_manager("one").send().await.unwrap().into_inner();
    assert_eq!(made.spec.unwrap().slots, 2);

    let conflict = toasters.apply(&wanted(slots(4))).field_manager("two").send().await.unwrap_err();
    assert_eq!(conflict.code().map(|code| code.as_u16()), Some(409), "{conflict}");
    let forced = toasters.apply(&wanted(slots(4))).field_manager("two").force().send().await.unwrap();
    assert_eq!(forced.object().spec.as_ref().unwrap().slots, 4);

    let less = wanted(apply::ToasterSpec::default());
    let left = toasters.apply(&less).field_manager("one").send().await.unwrap().into_inner().spec.unwrap();
    assert_eq!(
        (left.slots, left.extra),
        (4, None),
        "what one does not want any more is gone, what two wants is not"
    );
    let nameless = apply::Toaster::default();
    let refused = toasters.apply(&nameless).field_manager("one").send().await.unwrap_err();
    assert!(refused.to_string().contains("has no name"), "{refused}");
}

#[tokio::test]
async fn items_with_keys_are_merged_by_them() {
    let toasters = toasters(&server().await);
    let port = |port: i32, name: &str| apply::ToasterSpecPorts {
        name: Some(name.to_owned()),
        ..apply::ToasterSpecPorts::new(port)
    };
    let ports = |ports: Vec<apply::ToasterSpecPorts>| apply::ToasterSpec { ports: Some(ports), ..slots(1) };
    let one = ports(vec![port(80, "http"), port(443, "https")]);
    toasters.apply(&wanted(one)).field_manager("one").send().await.unwrap();
    let two = apply::ToasterSpec { slots: None, ..ports(vec![port(53, "dns")]) };
    toasters.apply(&wanted(two)).field_manager("two").send().await.unwrap();
    let again = wanted(ports(vec![port(443, "tls")]));
    let now = toasters.apply(&again).field_manager("one").send().await.unwrap().into_inner();
    let names: Vec<_> = now.spec.unwrap().ports.unwrap().into_iter().map(|port| port.name).collect();
    assert_eq!(names, ["tls", "dns"]);
}

#[tokio::test]
async fn what_a_manager_has_applied_can_be_extracted_changed_and_applied() {
    let toasters = toasters(&server().await);
    let port = apply::ToasterSpecPorts { name: Some("web".into()), ..apply::ToasterSpecPorts::new(80) };
    let mut mine = wanted(apply::ToasterSpec { ports: Some(vec![port]), ..slots(2) });
    mine.metadata.labels = Some([("a".to_owned(), "b".to_owned())].into());
    toasters.apply(&mine).field_manager("mine").send().await.unwrap();
    let mut other = wanted(apply::ToasterSpec { owner: Some(Default::default()), ..Default::default() });
    other.metadata.labels = Some([("c".to_owned(), "d".to_owned())].into());
    let both = toasters.apply(&other).field_manager("other").send().await.unwrap().into_inner();

    let mut found = apply::Toaster::extract(&both, "mine").unwrap();
    assert_eq!(found.metadata.namespace.as_deref(), Some("default"));
    let ports = &found.spec.as_ref().unwrap().ports;
    let protocol = apply::ToasterSpecPortsProtocol::Tcp;
    assert_eq!(ports.by_key((80, &protocol)).unwrap().protocol, None, "the server filled it in, and has it");
    found.metadata.namespace = None;
    assert_eq!(found, mine);

    found.spec.as_mut().unwrap().ports = None;
    let now = toasters.apply(&found).field_manager("mine").send().await.unwrap().into_inner();
    assert_eq!(now.spec.unwrap().ports, None);
    assert_eq!(now.metadata.labels.unwrap().len(), 2);
}

#[tokio::test]
async fn the_status_is_applied_and_extracted_by_itself() {
    let toasters = toasters(&server().await);
    toasters.apply(&wanted(slots(2))).field_manager("spec").send().await.unwrap();
    let ready = apply::ToasterStatusConditions {
        status: Some("True".into()),
        reason: Some("Plugged".into()),
        message: Some(String::new()),
        last_transition_time: Some("2026-01-02T03:04:05Z".into()),
        ..apply::ToasterStatusConditions::new("Ready".into())
    };
    let status = apply::ToasterStatus { conditions: Some(vec![ready]), ..Default::default() };
    let mut mine = apply::Toaster { status: Some(status), ..apply::Toaster::new("t") };
    let now = toasters.apply_status(&mine).field_manager("control").send().await.unwrap().into_inner();
    mine.metadata.namespace = Some("default".into());
    assert_eq!(apply::Toaster::extract_status(&now, "control").unwrap(), mine);
    assert_eq!(apply::Toaster::extract(&now, "control").unwrap().status, None);
    assert_eq!(apply::Toaster::extract(&now, "nobody").unwrap().spec, None);
}

#[test]
fn what_was_applied_in_another_version_is_told() {
    let entry = json!({"manager": "m", "operation": "Apply", "apiVersion": "idioms.example.com/v0", "fieldsV1": {"f:spec": {}}});
    let object = json!({"metadata": {"name": "t", "managedFields": [entry]}, "spec": {"slots": 1}});
    let object: Toaster = serde_json::from_value(object).unwrap();
    let error = apply::Toaster::extract(&object, "m").unwrap_err();
    assert!(
        matches!(&error, ExtractError::OtherVersion(version) if version == "idioms.example.com/v0"),
        "{error}"
    );
}

#[tokio::test]
async fn whatever_is_applied_comes_back() {
    let server = server().await;
    let toasters = toasters(&server);
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let schema = &Toaster::schema()["properties"]["spec"];
    let mut compared = 0;
    for number in 0..1_200 {
        let spec = Documents::of(schema).new_tree(&mut runner).unwrap().current();
        let mut mine: apply::Toaster = serde_json::from_value(json!({ "spec": spec })).unwrap();
        mine.metadata.name = Some(format!("t{number}"));
        // What the server has other rules for than the schema says, such as texts that are no moments, it refuses.
        let Ok(now) = toasters.apply(&mine).field_manager("m").send().await else { continue };
        let object = now.into_inner();
        let found = serde_json::to_value(apply::Toaster::extract(&object, "m").unwrap()).unwrap();
        let again: apply::Toaster = serde_json::from_value(found.clone()).unwrap();
        let same = toasters.apply(&again).field_manager("m").send().await.unwrap().into_inner();
        assert_eq!(same.metadata.resource_version, object.metadata.resource_version, "{found}\n{spec}");
        compared += 1;
    }
    assert!(compared > 150, "{compared} were compared");
}

#[tokio::test]
async fn kube_applies_a_configuration() {
    let server = server().await;
    let service =
        server.map_request(|request: Request<kube::client::Body>| request.map(axum::body::Body::new));
    let toasters: Api<Toaster> = Api::default_namespaced(kube::Client::new(service, "default"));
    let parameters = PatchParams::apply("kube");
    let made = toasters.patch("t", &parameters, &Patch::Apply(&wanted(slots(3)))).await.unwrap();
    assert_eq!(made.spec.as_ref().unwrap().slots, 3);
    let found = apply::Toaster::extract(&made, "kube").unwrap();
    assert_eq!(found.spec, Some(slots(3)));
}
