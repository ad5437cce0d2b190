//! Tests of what is published: a definition in, parts of the document out.

use serde_json::{Value, json};

use super::openapi::{self, GroupVersion};
use crate::diagnostic::{Report, Sources};
use crate::ir::Api;
use crate::pipeline;

fn api(definitions: &[Value]) -> Api {
    let mut sources = Sources::new();
    for definition in definitions {
        sources.add("test.json", definition.to_string());
    }
    let mut report = Report::new();
    match pipeline::analyse(&sources, &mut report) {
        Some(analysis) => analysis.api,
        None => panic!("{:#?}", report.sorted()),
    }
}

fn definition(kind: &str, scope: &str, versions: Value) -> Value {
    let plural = format!("{}s", kind.to_lowercase());
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": { "name": format!("{plural}.example.com") },
        "spec": {
            "group": "example.com",
            "names": { "kind": kind, "listKind": format!("{kind}List"), "plural": plural, "singular": kind.to_lowercase() },
            "scope": scope,
            "versions": versions,
        },
    })
}

fn version(name: &str, schema: Value) -> Value {
    json!({ "name": name, "served": true, "storage": true, "schema": { "openAPIV3Schema": schema } })
}

fn document(definitions: &[Value], version: &str) -> Value {
    let about = GroupVersion { group: "example.com".to_owned(), version: version.to_owned() };
    let document = openapi::document(&api(definitions), &about);
    serde_json::to_value(document).expect("a document is JSON")
}

/// What is published for the schema of one member.
fn published(schema: &Value) -> Value {
    let root = json!({ "type": "object", "properties": { "spec": schema } });
    let document = document(&[definition("Thing", "Cluster", json!([version("v1", root)]))], "v1");
    document["components"]["schemas"]["com.example.v1.Thing"]["properties"]["spec"].clone()
}

#[test]
fn schemas_are_published_as_they_are_written() {
    let schemas = [
        json!({ "type": "string", "format": "date-time", "title": "a", "description": "b", "pattern": "^c$" }),
        json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX, "multipleOf": 3 }),
        json!({ "type": "number", "minimum": 0.5, "exclusiveMinimum": true, "maximum": 2.5e9 }),
        json!({ "type": "string", "enum": ["a", "b"], "default": "a", "nullable": true }),
        json!({ "type": "boolean", "default": false }),
        json!({ "type": "array", "items": { "type": "string" }, "minItems": 0, "uniqueItems": true }),
        json!({ "type": "array", "items": {}, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["a"] }),
        json!({ "type": "object", "additionalProperties": { "type": "string", "maxLength": 63 } }),
        json!({ "type": "object", "additionalProperties": true, "default": {} }),
        json!({ "type": "object", "x-kubernetes-preserve-unknown-fields": true, "x-kubernetes-map-type": "atomic" }),
        json!({ "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"],
                "oneOf": [{ "required": ["a"] }, { "not": { "required": ["a"] } }] }),
        json!({ "type": "string", "x-kubernetes-validations": [{ "rule": "self != ''", "reason": "FieldValueInvalid" }] }),
    ];
    for schema in schemas {
        assert_eq!(published(&schema), schema);
    }
}

#[test]
fn what_a_server_has_no_place_for_or_says_nothing_is_left_out() {
    let cases = [
        (
            json!({ "type": "string", "example": "a", "externalDocs": { "url": "b" } }),
            json!({ "type": "string" }),
        ),
        (json!({ "type": "string", "description": "", "nullable": false }), json!({ "type": "string" })),
        (json!({ "type": "object", "properties": {}, "required": [] }), json!({ "type": "object" })),
        (json!({ "type": "string", "default": null }), json!({ "type": "string" })),
        (
            json!({ "type": "string", "anyOf": [{ "pattern": "a", "example": "b" }] }),
            json!({ "type": "string", "anyOf": [{ "pattern": "a" }] }),
        ),
    ];
    for (schema, expected) in cases {
        assert_eq!(published(&schema), expected, "{schema}");
    }
}

#[test]
fn an_integer_or_string_says_so_in_one_form() {
    let either = json!([{ "type": "integer" }, { "type": "string" }]);
    let plain = json!({ "x-kubernetes-int-or-string": true, "anyOf": either });
    let pattern =
        json!({ "x-kubernetes-int-or-string": true, "anyOf": either, "allOf": [{ "pattern": "a" }] });
    let cases = [
        (json!({ "x-kubernetes-int-or-string": true }), plain.clone()),
        (plain.clone(), plain.clone()),
        (json!({ "x-kubernetes-int-or-string": true, "allOf": [{ "anyOf": either }] }), plain),
        (
            json!({ "x-kubernetes-int-or-string": true, "allOf": [{ "anyOf": either }, { "pattern": "a" }] }),
            pattern,
        ),
        (
            json!({ "x-kubernetes-int-or-string": true, "anyOf": [{ "pattern": "a" }] }),
            json!({ "x-kubernetes-int-or-string": true, "anyOf": [{ "pattern": "a" }], "allOf": [{ "anyOf": either }] }),
        ),
    ];
    for (schema, expected) in cases {
        assert_eq!(published(&schema), expected, "{schema}");
    }
}

#[test]
fn an_embedded_resource_gets_what_every_object_has() {
    let spec = published(&json!({
        "type": "object",
        "x-kubernetes-embedded-resource": true,
        "properties": { "metadata": { "type": "object" }, "spec": { "type": "string" } },
        "required": ["spec", "kind"],
    }));
    assert_eq!(spec["required"], json!(["spec", "kind", "apiVersion"]));
    assert_eq!(spec["properties"]["apiVersion"]["type"], "string");
    assert_eq!(spec["properties"]["spec"], json!({ "type": "string" }));
    assert_eq!(
        spec["properties"]["metadata"]["allOf"],
        json!([{ "$ref": "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" }])
    );
}

#[test]
fn a_document_holds_all_kinds_of_its_group_and_version_and_no_other() {
    let object = || json!({ "type": "object" });
    let mut unserved = version("v2", object());
    unserved["served"] = json!(false);
    unserved["storage"] = json!(false);
    let one = definition("One", "Cluster", json!([version("v1", object()), unserved]));
    let two = definition("Two", "Namespaced", json!([version("v1", object())]));
    let both = [one, two];
    let groups: Vec<_> =
        openapi::group_versions(&api(&both)).into_iter().map(|about| about.version).collect();
    assert_eq!(groups, ["v1"]);
    let document = document(&both, "v1");
    let paths: Vec<_> = document["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    let expected = [
        "/apis/example.com/v1/namespaces/{namespace}/twos",
        "/apis/example.com/v1/namespaces/{namespace}/twos/{name}",
        "/apis/example.com/v1/ones",
        "/apis/example.com/v1/ones/{name}",
        "/apis/example.com/v1/twos",
    ];
    assert_eq!(paths, expected);
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    let ours: Vec<_> = schemas.keys().filter_map(|name| name.strip_prefix("com.example.v1.")).collect();
    assert_eq!(ours, ["One", "OneList", "Two", "TwoList"]);
}

#[test]
fn a_scale_and_selectable_fields_are_published() {
    let mut scaled =
        version("v1", json!({ "type": "object", "properties": { "spec": { "type": "object" } } }));
    scaled["subresources"] = json!({
        "scale": { "specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas" },
    });
    scaled["selectableFields"] = json!([{ "jsonPath": ".spec.color" }]);
    let document = document(&[definition("Thing", "Cluster", json!([scaled]))], "v1");
    let schemas = &document["components"]["schemas"];
    assert!(schemas.get("io.k8s.api.autoscaling.v1.ScaleStatus").is_some());
    let fields = &schemas["com.example.v1.Thing"]["x-kubernetes-selectable-fields"];
    assert_eq!(*fields, json!([{ "fieldPath": "spec.color" }]));
    let scale = &document["paths"]["/apis/example.com/v1/things/{name}/scale"]["get"]["responses"]["200"];
    let reference = &scale["content"]["application/json"]["schema"]["$ref"];
    assert_eq!(reference, "#/components/schemas/io.k8s.api.autoscaling.v1.Scale");
}

#[test]
fn the_deepest_schemas_that_are_read_are_published() {
    let mut described = json!({ "type": "string" });
    let mut constrained = json!({ "pattern": "a" });
    for _ in 0..230 {
        described = json!({ "type": "object", "properties": { "a": described } });
        constrained = json!({ "allOf": [constrained] });
    }
    assert_eq!(published(&described), described);
    constrained["type"] = json!("string");
    assert_eq!(published(&constrained), constrained);
}
