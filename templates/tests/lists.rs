//! Lists and the types of `meta/v1`: nothing is lost, and one bad object does not hide the others.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod sample;

use sample::{Widget, widget};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use specwright_templates::support::List;
use specwright_templates::support::meta::{DeleteOptions, PropagationPolicy, Status, StatusReason};

fn again<T: DeserializeOwned + Serialize>(document: &Value) {
    let value: T = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), *document);
}

fn list(items: Value) -> Value {
    json!({"apiVersion": "sample.example.com/v1", "kind": "WidgetList", "metadata": {"resourceVersion": "9"}, "items": items})
}

fn read(document: &Value) -> List<Widget> {
    List::from_slice(document.to_string().as_bytes()).unwrap()
}

#[test]
fn a_status_keeps_all_it_says() {
    for document in [
        json!({}),
        json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"}),
        json!({"kind": "Status", "code": 422, "new": [1], "details": {"causes": [], "retryAfterSeconds": 1, "x": null}}),
        json!({"status": "Failure", "reason": "Novel", "metadata": {"continue": "c", "shardInfo": {"selector": "s"}}}),
        json!({"message": null, "details": {"causes": [{"field": "spec", "reason": "R", "message": "m", "x": 1}]}}),
    ] {
        again::<Status>(&document);
    }
    let status: Status = serde_json::from_value(json!({"reason": "Expired"})).unwrap();
    assert_eq!(status.reason, Some(StatusReason::Expired));
    assert!(serde_json::from_value::<Status>(json!({"kind": "Pod"})).is_err());
}

#[test]
fn only_what_calls_itself_a_status_is_recognised() {
    assert!(Status::recognise(br#"{"kind":"Status"}"#).is_some());
    assert!(Status::recognise(br#"{"message":"from a proxy"}"#).is_none());
    assert!(Status::recognise(b"<html>").is_none());
}

#[test]
fn failures_say_what_they_are_about() {
    let status = Status::not_found::<Widget>("a");
    let expected = json!({
        "apiVersion": "v1", "kind": "Status", "metadata": {}, "status": "Failure", "reason": "NotFound", "code": 404,
        "message": "widgets.sample.example.com \"a\" not found",
        "details": {"name": "a", "group": "sample.example.com", "kind": "widgets"},
    });
    assert_eq!(serde_json::to_value(&status).unwrap(), expected);
    let invalid =
        Status::invalid::<Widget>("a", "size").caused_by("spec.size", "FieldValueInvalid", "too small");
    assert_eq!(invalid.details.unwrap().causes().next().unwrap().field.as_deref(), Some("spec.size"));
}

#[test]
fn delete_options_keep_all_they_say() {
    again::<DeleteOptions>(&json!({}));
    again::<DeleteOptions>(&json!({
        "apiVersion": "v1", "kind": "DeleteOptions", "gracePeriodSeconds": 0, "orphanDependents": false, "dryRun": [],
        "preconditions": {"uid": "u", "resourceVersion": "1", "x": 2}, "propagationPolicy": "Sideways", "x": {},
        "ignoreStoreReadErrorWithClusterBreakingPotential": true,
    }));
    assert_eq!(PropagationPolicy::from("Orphan"), PropagationPolicy::Orphan);
}

#[test]
fn a_list_keeps_all_it_says() {
    let mut odd = list(json!([widget("a", json!({"size": 1, "new": true}))]));
    odd["metadata"] = json!({"continue": "", "remainingItemCount": 3, "selfLink": "", "new": 1});
    odd["new"] = json!("member");
    for document in [odd, list(json!([])), list(Value::Null), json!({"items": []}), json!({})] {
        assert_eq!(serde_json::to_value(read(&document)).unwrap(), document);
    }
}

#[test]
fn one_bad_object_does_not_hide_the_others() {
    let bad = widget("b", json!({"size": "large"}));
    let items = json!([7, widget("a", json!({"size": 1})), bad, null, widget("c", json!({"size": 3})), {"kind": "Pod"}]);
    let document = list(items);
    let read = read(&document);
    assert_eq!(read.items.iter().map(Widget::name).collect::<Vec<_>>(), ["a", "c"]);
    let errors: Vec<_> = read.rejected.iter().map(|bad| (bad.index, bad.error.as_str())).collect();
    assert_eq!(errors[0], (0, "/items/0: invalid type: integer `7`, expected an object (Widget)"));
    assert_eq!(errors[1], (2, "/items/2/spec/size: invalid type: string \"large\", expected i64"));
    assert_eq!(errors[3], (5, "/items/5/kind: expected `Widget`, found `Pod`"));
    assert_eq!(serde_json::to_value(&read).unwrap(), document);
}

#[test]
fn what_is_not_a_list_of_the_kind_is_refused() {
    let wrong = |document: Value| {
        List::<Widget>::from_slice(document.to_string().as_bytes()).unwrap_err().to_string()
    };
    assert!(wrong(json!({"kind": "PodList"})).starts_with("/kind: expected `WidgetList`, found `PodList`"));
    assert!(wrong(json!({"items": {}})).starts_with("/items: invalid type: map, expected an array"));
    assert!(wrong(json!([])).contains("expected an object (WidgetList)"));
    assert!(List::<Widget>::from_slice(b"{\"items\": [{}").is_err());
}

#[test]
fn rejected_objects_are_written_even_when_the_others_change() {
    let mut read = read(&list(json!([1, widget("a", json!({"size": 1})), 2])));
    read.items.clear();
    assert_eq!(serde_json::to_value(&read).unwrap()["items"], json!([1, 2]));
    read.items.extend([Widget::named("x", 1), Widget::named("y", 1), Widget::named("z", 1)]);
    let items = serde_json::to_value(&read).unwrap()["items"].clone();
    let shape: Vec<_> =
        items.as_array().unwrap().iter().map(|item| item["metadata"]["name"].as_str()).collect();
    assert_eq!(shape, [None, Some("x"), None, Some("y"), Some("z")]);
}
