//! Values, schemas with defaults, and what the values become.

use serde_json::{Value, json};
use specwright_templates::support::defaults::apply;

fn check(schema: &Value, from: Value, to: &Value) {
    let mut value = from.clone();
    apply(&mut value, schema);
    assert_eq!(&value, to, "{schema} of {from}");
}

#[test]
fn members_that_are_absent_get_their_default() {
    let schema = json!({"properties": {"a": {"default": 5}, "b": {}}});
    check(&schema, json!({}), &json!({"a": 5}));
    check(&schema, json!({"a": 6, "x": 1}), &json!({"a": 6, "x": 1}));
    check(&schema, json!(1), &json!(1));
}

#[test]
fn defaults_are_filled_in_within_defaults_items_and_values() {
    let inner = json!({"type": "object", "properties": {"a": {"default": 5}}});
    check(&json!({"properties": {"in": inner}}), json!({}), &json!({}));
    check(&json!({"properties": {"in": inner}}), json!({"in": {}}), &json!({"in": {"a": 5}}));
    check(&json!({"items": inner}), json!([{}, {"a": 1}]), &json!([{"a": 5}, {"a": 1}]));
    check(&json!({"additionalProperties": inner}), json!({"k": {}}), &json!({"k": {"a": 5}}));
    let mut nested = json!({"properties": {"in": inner}});
    nested["properties"]["in"]["default"] = json!({});
    check(&nested, json!({}), &json!({"in": {"a": 5}}));
}

#[test]
fn nulls_that_are_not_allowed_go_first() {
    let plain = json!({"properties": {"a": {"default": 5}, "b": {"type": "string"}}});
    check(&plain, json!({"a": null, "b": null}), &json!({"a": 5}));
    let nullable = json!({"properties": {"a": {"default": 5, "nullable": true}, "b": {"nullable": true}}});
    check(&nullable, json!({"a": null, "b": null}), &json!({"a": null, "b": null}));
    check(&json!({"additionalProperties": {"type": "string"}}), json!({"k": null}), &json!({}));
    check(&json!({"items": {"type": "string"}}), json!([null]), &json!([null]));
    check(&json!({"properties": {"a": {}}}), json!({"x": null}), &json!({"x": null}));
}

#[test]
fn the_recursion_ends() {
    let schema =
        (0..600).fold(json!({"default": 1}), |inner, _| json!({"properties": {"a": inner}, "default": {}}));
    let mut value = json!({});
    apply(&mut value, &schema);
    assert!(value.pointer("/a/a/a").is_some());
}
