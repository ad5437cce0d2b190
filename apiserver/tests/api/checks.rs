//! Definitions that are refused, and at which fields.

use serde_json::{Value, json};

use crate::definitions::{CRDS, gadget};
use crate::fixture::Api;

/// The place of the one version's schema: what all versions share stands at the definition.
const SCHEMA: &str = "spec.validation.openAPIV3Schema";

/// A definition with something set at a JSON pointer below `spec`.
fn with(pointer: &str, value: Value) -> Value {
    let mut crd = gadget();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let parent = crd.pointer_mut(&format!("/spec{parent}")).expect("the parent is there");
    match parent {
        Value::Array(list) => list.push(value),
        parent => parent[name] = value,
    }
    crd
}

/// A definition whose property `size` has a schema.
fn sized(schema: Value) -> Value {
    with("/versions/0/schema/openAPIV3Schema/properties/size", schema)
}

async fn refused(api: &Api, crd: Value) -> Vec<String> {
    let answer = api.post(CRDS, crd).await;
    let code = answer.code;
    let mut fields = answer.fields();
    assert!(code == 422 || fields.is_empty(), "{:#}", answer.body);
    if code == 201 {
        api.delete(&format!("{CRDS}/gadgets.tools.dev")).await;
    }
    fields.sort();
    fields.dedup();
    fields
}

#[tokio::test]
async fn schemas_must_be_structural() {
    let api = Api::start().await;
    let place = format!("{SCHEMA}.properties[size]");
    let cases = [
        (json!({ "type": "integer" }), ""),
        (json!({}), ".type"),
        (json!({ "x-kubernetes-int-or-string": true }), ""),
        (json!({ "x-kubernetes-preserve-unknown-fields": true }), ""),
        (json!({ "type": "array" }), ".items"),
        (json!({ "type": "array", "items": {} }), ".items.type"),
        (json!({ "type": "text" }), ".type"),
        (json!({ "type": "string", "pattern": "(" }), ".pattern"),
        (json!({ "type": "string", "anyOf": [{ "type": "string" }] }), ".anyOf[0].type"),
        (
            json!({ "x-kubernetes-int-or-string": true, "anyOf": [{ "type": "integer" }, { "type": "string" }] }),
            "",
        ),
        (json!({ "type": "string", "not": { "default": "x" } }), ".not.default"),
        (json!({ "type": "string", "allOf": [{ "nullable": true }] }), ".allOf[0].nullable"),
        (json!({ "type": "object", "anyOf": [{ "required": ["a"] }, { "required": ["b"] }] }), ""),
        (json!({ "type": "object", "x-kubernetes-embedded-resource": true }), ".properties"),
    ];
    for (schema, expected) in cases {
        let expected: Vec<String> =
            if expected.is_empty() { vec![] } else { vec![format!("{place}{expected}")] };
        assert_eq!(refused(&api, sized(schema.clone())).await, expected, "{schema}");
    }
}

#[tokio::test]
async fn combinations_at_the_root_speak_of_declared_members() {
    let api = Api::start().await;
    let root = |branches: Value| with("/versions/0/schema/openAPIV3Schema/oneOf", branches);
    let undeclared = root(json!([{ "properties": { "a": { "minimum": 1 } } }]));
    assert_eq!(refused(&api, undeclared).await, [format!("{SCHEMA}.properties[a]")]);
    assert!(refused(&api, root(json!([{ "required": ["a"] }, { "required": ["b"] }]))).await.is_empty());
}

#[tokio::test]
async fn keywords_exclude_each_other() {
    let api = Api::start().await;
    let place = format!("{SCHEMA}.properties[size]");
    let both = json!({ "type": "object", "properties": { "a": { "type": "string" } }, "additionalProperties": false });
    let cases = [
        (both, ".additionalProperties"),
        (json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true }), ".uniqueItems"),
        (
            json!({ "type": "object", "patternProperties": { "a": { "type": "string" } } }),
            ".patternProperties",
        ),
        (json!({ "type": "object", "$ref": "#/x" }), ".$ref"),
        (
            json!({ "type": "object", "x-kubernetes-preserve-unknown-fields": false }),
            ".x-kubernetes-preserve-unknown-fields",
        ),
        (json!({ "type": "object", "x-kubernetes-list-type": "set" }), ".type"),
        (
            json!({ "type": "array", "items": { "type": "object" }, "x-kubernetes-list-type": "set" }),
            ".items.x-kubernetes-map-type",
        ),
        (
            json!({ "type": "array", "items": { "type": "object" }, "x-kubernetes-list-type": "map" }),
            ".x-kubernetes-list-map-keys",
        ),
        (
            json!({ "type": "array", "items": { "type": "string" }, "x-kubernetes-list-type": "bag" }),
            ".x-kubernetes-list-type",
        ),
    ];
    for (schema, expected) in cases {
        assert_eq!(refused(&api, sized(schema.clone())).await, [format!("{place}{expected}")], "{schema}");
    }
    let keyed = |extra: Value| {
        let items = json!({ "type": "object", "properties": { "k": extra } });
        json!({ "type": "array", "items": items, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"] })
    };
    let optional = sized(keyed(json!({ "type": "string" })));
    assert_eq!(refused(&api, optional).await, [format!("{place}.items.properties[k].default")]);
    assert!(refused(&api, sized(keyed(json!({ "type": "string", "default": "x" })))).await.is_empty());
}

#[tokio::test]
async fn defaults_are_values_of_their_schemas() {
    let api = Api::start().await;
    let place = format!("{SCHEMA}.properties[size].default");
    let object = |default: Value| json!({ "type": "object", "default": default, "properties": { "a": { "type": "integer" } } });
    assert_eq!(refused(&api, sized(json!({ "type": "integer", "default": "x" }))).await, [place.as_str()]);
    assert_eq!(
        refused(&api, sized(json!({ "type": "integer", "maximum": 3, "default": 4 }))).await,
        [place.as_str()]
    );
    assert_eq!(refused(&api, sized(object(json!({ "b": 1 })))).await, [place.as_str()]);
    assert_eq!(refused(&api, sized(object(json!({ "a": "x" })))).await, [format!("{place}.a")]);
    assert!(refused(&api, sized(object(json!({ "a": 1 })))).await.is_empty());
}

#[tokio::test]
async fn rules_compile_and_speak_of_what_is_declared() {
    let api = Api::start().await;
    let rule = |schema: Value, rule: Value| {
        let mut schema = schema;
        schema["x-kubernetes-validations"] = json!([rule]);
        sized(schema)
    };
    let number = || json!({ "type": "integer" });
    let object = || json!({ "type": "object", "properties": { "a-b": { "type": "string" }, "list": { "type": "array", "maxItems": 5, "items": { "type": "object", "properties": { "x": { "type": "integer" } } } } } });
    let place = |part: &str| vec![format!("{SCHEMA}.properties[size].x-kubernetes-validations[0].{part}")];
    let cases = [
        (number(), json!({ "rule": "self > 1" }), vec![]),
        (number(), json!({ "rule": "" }), place("rule")),
        (number(), json!({ "rule": "self >" }), place("rule")),
        (number(), json!({ "rule": "self" }), place("rule")),
        (number(), json!({ "rule": "other > 1" }), place("rule")),
        (number(), json!({ "rule": "self > 1", "message": "a\nb" }), place("message")),
        (number(), json!({ "rule": "self > 1", "messageExpression": "1" }), place("messageExpression")),
        (number(), json!({ "rule": "self > 1", "reason": "Odd" }), place("reason")),
        (number(), json!({ "rule": "self > 1", "optionalOldSelf": true }), place("optionalOldSelf")),
        (object(), json!({ "rule": "self.a__dash__b == 'x'" }), vec![]),
        (object(), json!({ "rule": "self.other == 'x'" }), place("rule")),
        (object(), json!({ "rule": "self.list.all(i, i.x > 1)" }), vec![]),
        (object(), json!({ "rule": "self.list.all(i, i.y > 1)" }), place("rule")),
        (object(), json!({ "rule": "has(self.list)", "fieldPath": ".list" }), vec![]),
        (object(), json!({ "rule": "has(self.list)", "fieldPath": ".none" }), place("fieldPath")),
        (object(), json!({ "rule": "frobnicate(self.list)" }), place("rule")),
    ];
    for (schema, text, expected) in cases {
        assert_eq!(refused(&api, rule(schema, text.clone())).await, expected, "{text}");
    }
    let items = json!({ "type": "array", "maxItems": 3, "items": { "type": "integer", "x-kubernetes-validations": [{ "rule": "self == oldSelf" }] } });
    let place = format!("{SCHEMA}.properties[size].items.x-kubernetes-validations[0].rule");
    assert_eq!(refused(&api, sized(items)).await, [place]);
}

#[tokio::test]
async fn the_rest_of_a_definition_is_checked_too() {
    let api = Api::start().await;
    let second = json!({ "name": "v2", "served": true, "storage": true, "schema": { "openAPIV3Schema": { "type": "object" } } });
    let webhook = json!({ "strategy": "Webhook", "webhook": { "conversionReviewVersions": ["v1"] } });
    let column = json!([{ "name": "A", "type": "text", "jsonPath": "spec.a" }]);
    let cases = [
        (with("/group", json!("tools")), vec!["metadata.name", "spec.group"]),
        (with("/scope", json!("Both")), vec!["spec.scope"]),
        (with("/names/shortNames", json!(["G"])), vec!["spec.names.shortNames[0]"]),
        (with("/names/listKind", json!("Gadget")), vec!["spec.names.listKind"]),
        (with("/versions/-", second), vec!["spec.versions", "status.storedVersions"]),
        (with("/versions/0/storage", json!(false)), vec!["spec.versions", "status.storedVersions"]),
        (with("/versions/0/deprecationWarning", json!("old")), vec!["spec.versions[0].deprecationWarning"]),
        (with("/versions/0/schema", Value::Null), vec!["spec.versions[0].schema.openAPIV3Schema"]),
        (
            with(
                "/versions/0/subresources",
                json!({ "scale": { "specReplicasPath": ".spec.n", "statusReplicasPath": ".x" } }),
            ),
            vec!["spec.subresources.scale.statusReplicasPath"],
        ),
        (
            with("/versions/0/additionalPrinterColumns", column),
            vec!["spec.additionalPrinterColumns[0].JSONPath", "spec.additionalPrinterColumns[0].type"],
        ),
        (
            with("/versions/0/selectableFields", json!([{ "jsonPath": ".size" }, { "jsonPath": ".none" }])),
            vec!["spec.selectableFields[1].jsonPath"],
        ),
        (with("/conversion", webhook), vec!["spec.conversion.webhookClientConfig"]),
        (with("/preserveUnknownFields", json!(true)), vec!["spec.preserveUnknownFields"]),
    ];
    for (crd, expected) in cases {
        assert_eq!(refused(&api, crd.clone()).await, expected, "{:#}", crd["spec"]);
    }
}

#[tokio::test]
async fn a_definition_stays_with_its_objects() {
    let api = Api::start().await;
    let path = format!("{CRDS}/gadgets.tools.dev");
    api.post(CRDS, gadget()).await;
    assert_eq!(api.merge(&path, json!({ "spec": { "scope": "Namespaced" } })).await.fields(), ["spec.scope"]);
    let mut both = gadget()["spec"]["versions"].clone();
    both[0]["storage"] = false.into();
    let mut second = both[0].clone();
    (second["name"], second["storage"]) = ("v2".into(), true.into());
    both.as_array_mut().expect("a list").push(second.clone());
    let moved = api.merge(&path, json!({ "spec": { "versions": both } })).await.body;
    assert_eq!(moved["status"]["storedVersions"], json!(["v1", "v2"]));
    let alone = json!({ "spec": { "versions": [second] } });
    assert_eq!(api.merge(&path, alone.clone()).await.fields(), ["status.storedVersions[0]"]);
    let cleared =
        api.merge(&format!("{path}/status"), json!({ "status": { "storedVersions": ["v2"] } })).await;
    assert_eq!(cleared.body["status"]["storedVersions"], json!(["v2"]));
    assert_eq!(api.merge(&path, alone).await.code, 200);
}

#[tokio::test]
async fn names_in_use_are_not_accepted_until_they_are_free() {
    let api = Api::start().await;
    api.post(CRDS, gadget()).await;
    let mut other = gadget();
    other["metadata"]["name"] = "gizmos.tools.dev".into();
    other["spec"]["names"]["plural"] = "gizmos".into();
    let conditions = api.post(CRDS, other).await.body["status"]["conditions"].clone();
    assert_eq!(
        (&conditions[0]["reason"], &conditions[1]["status"]),
        (&json!("SingularConflict"), &json!("False"))
    );
    assert_eq!(api.get("/apis/tools.dev/v1/gizmos").await.code, 404);
    api.delete(&format!("{CRDS}/gadgets.tools.dev")).await;
    assert_eq!(api.get("/apis/tools.dev/v1/gizmos").await.code, 200);
}
