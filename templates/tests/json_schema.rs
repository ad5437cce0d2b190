//! Structural schemas and the JSON Schemas made from them.

use serde_json::{Value, json};
use specwright_templates::support::json_schema::translate;

fn check(from: Value, to: Value) {
    assert_eq!(translate(&from), to);
}

#[test]
fn keywords_that_differ_are_rewritten() {
    check(json!({"type": "string", "nullable": true}), json!({"type": ["string", "null"]}));
    check(json!({"type": "string", "nullable": false}), json!({"type": "string"}));
    check(json!({"nullable": true}), json!({}));
    check(
        json!({"type": "object", "nullable": true, "oneOf": [{"required": ["a"]}]}),
        json!({"anyOf": [{"type": "object", "oneOf": [{"required": ["a"]}]}, {"type": "null"}]}),
    );
    check(json!({"minimum": 1, "exclusiveMinimum": true}), json!({"exclusiveMinimum": 1}));
    check(json!({"maximum": 1, "exclusiveMaximum": false}), json!({"maximum": 1}));
    check(json!({"exclusiveMaximum": 1}), json!({"exclusiveMaximum": 1}));
    check(json!({"example": 1}), json!({"examples": [1]}));
    check(
        json!({"x-kubernetes-int-or-string": true}),
        json!({"type": ["integer", "string"], "x-kubernetes-int-or-string": true}),
    );
    check(
        json!({"x-kubernetes-embedded-resource": true}),
        json!({"x-kubernetes-embedded-resource": true, "required": ["apiVersion", "kind"]}),
    );
    check(
        json!({"x-kubernetes-list-type": "set"}),
        json!({"x-kubernetes-list-type": "set", "uniqueItems": true}),
    );
}

#[test]
fn schemas_are_rewritten_at_every_depth_and_nothing_else_is() {
    let inner = json!({"type": "string", "nullable": true});
    let done = json!({"type": ["string", "null"]});
    let nested = |part: &Value| {
        json!({"properties": {"nullable": part}, "items": part, "additionalProperties": part, "not": part,
            "allOf": [part], "anyOf": [part], "oneOf": [part], "default": {"nullable": true}, "enum": [{"nullable": true}]})
    };
    check(nested(&inner), nested(&done));
    check(json!({"additionalProperties": false}), json!({"additionalProperties": false}));
}
