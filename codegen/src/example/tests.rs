//! Tests of examples.

use serde_json::{Value, json};

use super::{fits, pattern};

#[test]
fn patterns_have_texts() {
    let first = |text: &str| pattern::samples(text).into_iter().next();
    assert_eq!(first("^[a-z]+-[0-9]{3}$").as_deref(), Some("aa-111"));
    assert_eq!(first("^(foo|bar)$").as_deref(), Some("foo"));
    assert_eq!(first("x$y"), None, "nothing is behind the end");
    assert_eq!(first(r"\bx"), None);
    assert_eq!(first("(?=x)y"), None, "what the reader of patterns does not know");
    assert_eq!(first("^a{1000}$"), None, "what is too long");
}

#[test]
fn what_is_uncertain_does_not_fit() {
    let fits = |value: Value, schema: Value| fits::fits(&value, &schema, &schema);
    assert!(fits(
        json!({"a": 1}),
        json!({"type": "object", "properties": {"a": {"type": "integer", "minimum": 1}}})
    ));
    assert!(!fits(json!({"a": 0}), json!({"properties": {"a": {"minimum": 0, "exclusiveMinimum": true}}})));
    assert!(!fits(json!("x"), json!({"not": {"pattern": "y"}})), "the pattern is not looked at");
    assert!(!fits(json!({}), json!({"required": ["a"]})));
    assert!(fits(json!([1, 2]), json!({"uniqueItems": true, "minItems": 2})));
    assert!(!fits(json!([1, 1]), json!({"uniqueItems": true})));
    assert!(fits(json!(1), json!({"$ref": "#/$defs/a", "$defs": {"a": {"type": "integer"}}})));
    assert!(!fits(json!(1), json!({"$ref": "#"})), "a circle has no end");
    assert!(!fits(json!({"a": 1}), json!({"oneOf": [{"required": ["a"]}, {"required": ["a"]}]})));
}
