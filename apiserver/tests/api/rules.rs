//! What rules in CEL make of sets, keyed lists, and macros with two variables.

use serde_json::{Value, json};

use crate::definitions::CRDS;
use crate::fixture::Api;

/// The schema of the object that rules are asked about.
fn schema(rule: &str) -> Value {
    let list = |kind: &str| json!({ "type": "array", "maxItems": 5, "items": { "type": "string", "maxLength": 5 }, "x-kubernetes-list-type": kind });
    let item = json!({ "type": "object", "properties": { "name": { "type": "string", "default": "" }, "n": { "type": "integer" } } });
    let keyed = json!({ "type": "array", "maxItems": 5, "items": item, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] });
    let map = json!({ "type": "object", "maxProperties": 5, "additionalProperties": { "type": "integer" } });
    let deep = json!({ "type": "object", "properties": { "set": list("set") } });
    let properties =
        json!({ "set": list("set"), "plain": list("atomic"), "keyed": keyed, "map": map, "deep": deep });
    let spec =
        json!({ "type": "object", "properties": properties, "x-kubernetes-validations": [{ "rule": rule }] });
    json!({ "type": "object", "properties": { "spec": spec } })
}

fn spec() -> Value {
    json!({ "set": ["a", "b"], "plain": ["a", "b"], "keyed": [{ "name": "x", "n": 1 }, { "name": "y", "n": 2 }],
        "map": { "l": 2, "k": 1 }, "deep": { "set": ["a", "b"] } })
}

/// The answer to the creation of an object that is held to a rule.
async fn asked(api: &Api, number: usize, rule: &str) -> (u16, Value) {
    let plural = format!("r{number}s");
    let version = json!({ "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": schema(rule) } });
    let names = json!({ "plural": plural, "kind": format!("R{number}") });
    let crd = json!({ "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": { "name": format!("{plural}.rules.dev") },
        "spec": { "group": "rules.dev", "scope": "Cluster", "versions": [version], "names": names } });
    let made = api.post(CRDS, crd).await;
    assert_eq!(made.code, 201, "{rule}: {}", made.body);
    let body = json!({ "apiVersion": "rules.dev/v1", "kind": format!("R{number}"), "metadata": { "name": "a" }, "spec": spec() });
    let answer = api.post(&format!("/apis/rules.dev/v1/{plural}"), body).await;
    (answer.code, answer.body)
}

async fn hold(cases: &[(&str, bool)]) {
    let api = Api::start().await;
    for (number, (rule, holds)) in cases.iter().enumerate() {
        let (code, body) = asked(&api, number, rule).await;
        assert_eq!(code, if *holds { 201 } else { 422 }, "{rule}: {body}");
        let said = body["message"].as_str().unwrap_or_default();
        assert!(*holds || said.contains("failed rule"), "{rule}: {said}");
    }
}

#[tokio::test]
async fn sets_and_keyed_lists_have_no_order() {
    hold(&[
        ("self.set == ['b', 'a']", true),
        ("self.set != ['b', 'a']", false),
        ("self.set == ['b', 'c']", false),
        ("['b', 'a'] == self.set", false),
        ("self.plain == ['b', 'a']", false),
        ("self.deep == {'set': ['b', 'a']}", true),
        ("self.keyed == [{'name': 'y', 'n': 2}, {'name': 'x', 'n': 1}]", true),
        ("self.keyed == [{'name': 'y', 'n': 1}, {'name': 'x', 'n': 1}]", false),
    ])
    .await;
}

#[tokio::test]
async fn what_is_added_to_a_set_or_a_keyed_list_joins_it() {
    hold(&[
        ("self.set + ['c', 'a'] == ['c', 'b', 'a']", true),
        ("size(self.set + ['a']) == 2", true),
        ("size(self.plain + ['a']) == 3", true),
        ("size(self.keyed + [{'name': 'x', 'n': 9}]) == 2", true),
        ("(self.keyed + [{'name': 'x', 'n': 9}])[0].n == 9", true),
    ])
    .await;
}

#[tokio::test]
async fn macros_may_have_two_variables() {
    hold(&[
        ("self.plain.all(i, v, i < 2 && v != 'z')", true),
        ("self.plain.all(i, v, i < 1)", false),
        ("self.map.exists(k, v, k == 'k' && v == 1)", true),
        ("self.map.exists(k, v, k == 'k' && v == 2)", false),
        ("self.map.existsOne(k, v, v > 1)", true),
        ("self.map.exists_one(k, v, v > 0)", false),
        ("self.plain.exists_one(v, v == 'a')", true),
        ("self.map.transformList(k, v, v + 1) == [2, 3]", true),
        ("self.plain.transformList(i, v, i > 0, v) == ['b']", true),
        ("self.map.transformMap(k, v, v * 2)['l'] == 4", true),
        ("size(self.map.transformMap(k, v, v > 1, v)) == 1", true),
        ("self.map.transformMapEntry(k, v, {string(v): k})['2'] == 'l'", true),
        // An inner variable hides an outer one of the same name.
        ("self.plain.all(i, v, self.set.exists(j, v, v == 'a' && j == 0) && v in self.set)", true),
        ("self.plain.all(i, v, self.set.filter(i, i == v).size() == 1)", true),
    ])
    .await;
}
