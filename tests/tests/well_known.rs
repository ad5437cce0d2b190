//! Values of well-known shapes in the types of `k8s-openapi`: they are those types, and nothing of a document is lost.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use k8s_openapi::api::core::v1::{LocalObjectReference, ObjectReference, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{Condition, LabelSelector, Time};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use specwright_test_build_script::known::v1::{Toaster, apply};
use specwright_test_build_script::known::{Described, KeyedList, Kind, Validate};
use specwright_tests::documents::{Documents, Values, same};

fn toaster(spec: Value, conditions: Value) -> Toaster {
    let mut whole = json!({"slots": 2});
    whole.as_object_mut().unwrap().extend(spec.as_object().unwrap().clone());
    serde_json::from_value(json!({"metadata": {}, "spec": whole, "status": {"conditions": conditions}}))
        .unwrap()
}

fn ready() -> Value {
    json!({"type": "Ready", "status": "True", "reason": "R", "message": "", "lastTransitionTime": "2026-01-02T03:04:05Z"})
}

#[test]
fn the_types_are_those_of_k8s_openapi() {
    let spec = json!({
        "selector": {"matchLabels": {"a": "b"}}, "owner": {"name": "n"}, "secret": {"name": "s"},
        "resources": {"limits": {"cpu": "1"}},
    });
    let mut toaster = toaster(spec, json!([ready()]));
    let spec = toaster.spec.as_mut().unwrap();
    let selector: &LabelSelector = spec.selector.as_ref().unwrap();
    let owner: &ObjectReference = spec.owner.as_ref().unwrap();
    let secret: &LocalObjectReference = spec.secret.as_ref().unwrap();
    let resources: &ResourceRequirements = spec.resources.as_ref().unwrap();
    assert_eq!(selector.match_labels.as_ref().unwrap()["a"], "b");
    assert_eq!((owner.name.as_deref(), secret.name.as_str()), (Some("n"), "s"));
    assert_eq!(resources.limits.as_ref().unwrap()["cpu"], Quantity("1".to_owned()));
    let conditions: &mut Option<Vec<Condition>> = &mut toaster.status.as_mut().unwrap().conditions;
    conditions.by_key_mut("Ready").unwrap().status = "False".to_owned();
    assert_eq!(conditions.by_key("Ready").unwrap().status, "False");
    let wanted = apply::ToasterStatus { conditions: conditions.clone(), ..Default::default() };
    assert_eq!(serde_json::to_value(&wanted).unwrap()["conditions"][0]["status"], "False");
}

#[test]
fn what_the_types_have_no_room_for_is_kept() {
    let mut late = ready();
    late["lastTransitionTime"] = json!("2026-01-02T04:04:05.678+01:00");
    late["later"] = json!({"a": [1]});
    late["observedGeneration"] = json!(null);
    let spec = json!({
        "slots": 2, "selector": {"matchLabels": null, "more": 1}, "owner": {}, "secret": {},
        "resources": {"limits": {"cpu": 1, "mem": "1Gi"}, "requests": null},
    });
    let document = json!({"metadata": {}, "spec": spec, "status": {"conditions": [late, ready()]}});
    let read: Toaster = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), document);
}

#[test]
fn what_is_changed_is_written_and_the_rest_kept() {
    let (mut first, mut second) = (ready(), ready());
    first["later"] = json!(1);
    (second["type"], second["lastTransitionTime"]) = (json!("Hot"), json!("2026-01-02T03:04:05.5Z"));
    let spec = json!({"resources": {"limits": {"cpu": 1, "mem": 2}}, "owner": {"name": "n", "more": 1}});
    let mut toaster = toaster(spec, json!([first, second]));
    let spec = toaster.spec.as_mut().unwrap();
    spec.owner.as_mut().unwrap().name = None;
    let limits = spec.resources.as_mut().unwrap().limits.as_mut().unwrap();
    limits.insert("cpu".to_owned(), Quantity("3".to_owned()));
    let conditions = toaster.status.as_mut().unwrap().conditions.as_mut().unwrap();
    conditions[0].status = "False".to_owned();
    let written = serde_json::to_value(&toaster).unwrap();
    first["status"] = json!("False");
    assert_eq!(written["status"]["conditions"], json!([first, second]));
    assert_eq!(written["spec"]["owner"], json!({"more": 1}));
    assert_eq!(written["spec"]["resources"], json!({"limits": {"cpu": "3", "mem": 2}}));

    let conditions = toaster.status.as_mut().unwrap().conditions.as_mut().unwrap();
    conditions.remove(0);
    conditions.push(Condition {
        last_transition_time: Time("2026-01-02T03:04:05Z".parse().unwrap()),
        message: String::new(),
        observed_generation: None,
        reason: "R".to_owned(),
        status: "True".to_owned(),
        type_: "New".to_owned(),
    });
    let written = serde_json::to_value(&toaster).unwrap();
    let mut new = ready();
    new["type"] = json!("New");
    assert_eq!(written["status"]["conditions"], json!([second, new]));
}

#[test]
fn they_are_validated_as_the_schema_says() {
    let mut wrong = ready();
    (wrong["reason"], wrong["status"]) = (json!(""), json!("Perhaps"));
    let said =
        toaster(json!({"resources": {"limits": {"cpu": "x"}}}), json!([wrong])).validate().unwrap_err();
    let places: Vec<String> = said.iter().map(|violation| violation.pointer.to_string()).collect();
    let expected =
        ["/spec/resources/limits/cpu", "/status/conditions/0/reason", "/status/conditions/0/status"];
    assert_eq!(places, expected);
    let error = serde_json::from_value::<Toaster>(json!({"status": {"conditions": [{"type": "Ready"}]}}));
    let error = error.unwrap_err().to_string();
    assert!(error.starts_with("/status/conditions: missing field"), "{error}");
}

#[test]
fn all_documents_come_out_as_they_went_in() {
    let config = Config { cases: 3_000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let documents = Documents::of(Toaster::schema()).of_kind(Toaster::API_VERSION, Toaster::KIND);
    let failure = runner.run(&documents.with(Values::Later), |document| {
        let fail = |error: serde_json::Error| TestCaseError::fail(error.to_string());
        let read: Toaster = serde_json::from_str(&document.to_string()).map_err(fail)?;
        let written = serde_json::to_value(&read).map_err(fail)?;
        prop_assert!(same(&document, &written), "came out as {written}");
        Ok(())
    });
    assert_eq!(failure.err().map(|failure| failure.to_string()), None);
}
