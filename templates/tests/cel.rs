//! Rules, values, and what is found broken.

use serde_json::{Value, json};
use specwright_templates::support::cel::{RULE_LENGTH, broken_rules};
use specwright_templates::support::validate::Reason;

/// What is broken on creation, one violation a line.
fn broken(schema: &Value, value: &Value) -> String {
    lines(broken_rules(value, None, schema))
}

/// What is broken when a value replaces another.
fn broken_by_change(schema: &Value, old: &Value, value: &Value) -> String {
    lines(broken_rules(value, Some(old), schema))
}

fn lines(found: Vec<specwright_templates::support::validate::Violation>) -> String {
    found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn rule(rule: &str) -> Value {
    json!({"x-kubernetes-validations": [{"rule": rule, "message": "no"}]})
}

/// A schema with one rule at its root.
fn with_rule(text: &str, schema: Value) -> Value {
    let mut schema = schema;
    schema["x-kubernetes-validations"] = rule(text)["x-kubernetes-validations"].clone();
    schema
}

#[test]
fn a_broken_rule_is_reported_with_place_message_and_reason() {
    let schema = json!({"properties": {"spec": {"type": "object",
        "properties": {"min": {"type": "integer"}, "max": {"type": "integer"}},
        "x-kubernetes-validations": [
            {"rule": "self.min <= self.max", "message": "min is more than max", "reason": "FieldValueForbidden", "fieldPath": ".min"},
            {"rule": "self.max < 10", "messageExpression": "'max is ' + string(self.max)", "message": "max is too large"},
            {"rule": "self.max < 100"},
        ],
    }}});
    assert_eq!(broken(&schema, &json!({"spec": {"min": 1, "max": 2}})), "");
    assert_eq!(broken(&schema, &json!({})), "");
    let value = json!({"spec": {"min": 200, "max": 100}});
    let expected =
        "/spec/min: min is more than max\n/spec: max is 100\n/spec: breaks the rule `self.max < 100`";
    assert_eq!(broken(&schema, &value), expected);
    let reasons: Vec<_> = broken_rules(&value, None, &schema).iter().map(|found| found.reason).collect();
    assert_eq!(reasons, [Reason::Forbidden, Reason::Invalid, Reason::Invalid]);
}

#[test]
fn rules_run_wherever_they_stand() {
    let named = json!({"properties": {"a/b": rule("self != 'x'")}});
    assert_eq!(broken(&named, &json!({"a/b": "x"})), "/a~1b: no");
    let items = json!({"items": rule("self != 'x'")});
    assert_eq!(broken(&items, &json!(["a", "x"])), "/1: no");
    let values = json!({"additionalProperties": rule("self != 'x'")});
    assert_eq!(broken(&values, &json!({"k": "x", "l": "y"})), "/k: no");
    assert_eq!(broken(&named, &json!({"a/b": null})), "");
}

#[test]
fn paths_of_fields_become_pointers() {
    for (path, pointer) in [(".a.b", "/a/b"), ("['a.b'].c", "/a.b/c"), ("a", "/a"), (".a['b/c']", "/a/b~1c")]
    {
        let schema =
            json!({"x-kubernetes-validations": [{"rule": "false", "message": "no", "fieldPath": path}]});
        assert_eq!(broken(&schema, &json!({})), format!("{pointer}: no"));
    }
}

#[test]
fn names_that_are_no_identifiers_are_escaped_except_in_maps() {
    let schema = json!({"properties": {"a-b.c/d": {}, "namespace": {}, "x__y": {}, "snake_case": {}}});
    let value = json!({"a-b.c/d": 1, "namespace": 1, "x__y": 1, "snake_case": 1});
    let text = "self.a__dash__b__dot__c__slash__d + self.__namespace__ + self.x__underscores__y + self.snake_case == 4";
    assert_eq!(broken(&with_rule(text, schema), &value), "");
    let map = with_rule("self['a-b'] == 1 && self.all(k, k == 'a-b')", json!({"additionalProperties": {}}));
    assert_eq!(broken(&map, &json!({"a-b": 1})), "");
}

#[test]
fn values_have_the_types_that_their_schema_says() {
    let cases = [
        (json!({"type": "integer"}), json!(3.0), "self / 2 == 1"),
        (json!({"type": "number"}), json!(3), "self / 2.0 == 1.5"),
        (
            json!({"type": "string", "format": "date-time"}),
            json!("2026-01-02T03:04:05+01:00"),
            "self.getHours() == 2",
        ),
        (json!({"type": "string", "format": "date"}), json!("2026-01-02"), "self.getDayOfMonth() == 1"),
        (json!({"type": "string", "format": "duration"}), json!("1h30m"), "self > duration('1h')"),
        (json!({"type": "string", "format": "byte"}), json!("YWJj"), "self.size() == 3"),
        (json!({"x-kubernetes-int-or-string": true}), json!("5%"), "self.endsWith('%')"),
        (json!({"x-kubernetes-int-or-string": true}), json!(5), "self < 6"),
        (json!({"type": "string"}), json!("10Gi"), "quantity(self).isGreaterThan(quantity('1Gi'))"),
        (json!({"type": "string"}), json!("10.0.0.1"), "isIP(self) && ip(self).family() == 4"),
        (json!({"type": "array"}), json!([1, 2]), "self.exists(x, x == 2) && self.map(x, x * 2) == [2, 4]"),
    ];
    for (schema, value, text) in cases {
        assert_eq!(broken(&with_rule(text, schema), &value), "", "{text} of {value}");
    }
}

#[test]
fn defaults_are_there_and_nulls_are_not() {
    let schema = json!({"properties": {"a": {"type": "integer", "default": 5}, "b": {"type": "integer"}}});
    let schema = with_rule("self.a == 5 && !has(self.b)", schema);
    assert_eq!(broken(&schema, &json!({})), "");
    assert_eq!(broken(&schema, &json!({"a": null, "b": null})), "");
    assert_eq!(broken(&schema, &json!({"a": 6})), ": no".trim_start_matches(": "));
}

#[test]
fn rules_about_a_change_run_only_when_something_changes() {
    let schema = json!({"properties": {"id": rule("self == oldSelf")}});
    assert_eq!(broken(&schema, &json!({"id": 1})), "");
    assert_eq!(broken_by_change(&schema, &json!({}), &json!({"id": 1})), "");
    assert_eq!(broken_by_change(&schema, &json!({"id": 1}), &json!({"id": 1})), "");
    assert_eq!(broken_by_change(&schema, &json!({"id": 1}), &json!({"id": 2})), "/id: no");
}

#[test]
fn an_optional_old_value_is_an_optional() {
    let text = "oldSelf.hasValue() ? self == oldSelf.value() : self == 'first'";
    let schema = json!({"properties": {"id": {"x-kubernetes-validations":
        [{"rule": text, "message": "no", "optionalOldSelf": true}]}}});
    assert_eq!(broken(&schema, &json!({"id": "first"})), "");
    assert_eq!(broken(&schema, &json!({"id": "second"})), "/id: no");
    assert_eq!(broken_by_change(&schema, &json!({"id": "a"}), &json!({"id": "a"})), "");
    assert_eq!(broken_by_change(&schema, &json!({"id": "a"}), &json!({"id": "first"})), "/id: no");
    let syntax = with_rule("self.?a.orValue('none') == 'none'", json!({"properties": {"a": {}}}));
    assert_eq!(broken(&syntax, &json!({})), "");
}

#[test]
fn items_replace_those_with_the_same_keys() {
    let item = rule("self.port == oldSelf.port");
    let mut schema = json!({"items": item});
    let (old, new) =
        (json!([{"name": "a", "port": 1}, {"name": "b", "port": 2}]), json!([{"name": "b", "port": 3}]));
    assert_eq!(broken_by_change(&schema, &old, &new), "");
    schema["x-kubernetes-list-type"] = json!("map");
    schema["x-kubernetes-list-map-keys"] = json!(["name"]);
    assert_eq!(broken_by_change(&schema, &old, &new), "/0: no");
}

#[test]
fn what_was_wrong_before_may_stay() {
    let schema = json!({"properties": {"a": rule("self < 5"), "b": {}}});
    assert_eq!(broken_by_change(&schema, &json!({"a": 9, "b": 1}), &json!({"a": 9, "b": 2})), "");
    assert_eq!(broken_by_change(&schema, &json!({"a": 9}), &json!({"a": 8})), "/a: no");
}

#[test]
fn a_rule_without_a_result_refuses_and_says_why() {
    let cases = [
        ("self.a >", "could not be evaluated"),
        ("", "could not be evaluated"),
        ("1 + 1", "neither true nor false"),
        ("self.missing == 1", "could not be evaluated"),
        ("int('x') == 1", "could not be evaluated"),
        ("cel.bind(x, 1, x > 0)", "could not be evaluated"),
    ];
    for (text, expected) in cases {
        let found = broken(&rule(text), &json!({"a": 1}));
        assert!(found.contains(expected) && found.ends_with("no"), "{text}: {found}");
    }
    let no_rule = json!({"x-kubernetes-validations": [1, {}, {"rule": 5}]});
    assert_eq!(broken(&no_rule, &json!({})).lines().count(), 3);
}

#[test]
fn nested_loops_over_long_lists_are_not_run() {
    let pairs = rule("self.all(x, self.exists(y, x == y))");
    let list = |length: usize| Value::from((0..length).collect::<Vec<_>>());
    assert_eq!(broken(&pairs, &list(100)), "");
    let found = broken(&pairs, &list(4000));
    assert!(found.contains("takes more steps than a check may"), "{found}");
    let twice = rule("self.all(x, x >= 0) && self.all(x, x < 5000)");
    assert_eq!(broken(&twice, &list(4000)), "");
}

#[test]
fn no_rule_exhausts_the_stack_or_panics() {
    let hostile = [
        ("", "(", ""),
        ("", "!", "true"),
        ("true", "&&true", ""),
        ("0", "+1", " > 0"),
        ("self", ".a", " == 1"),
        ("", "[", ""),
        ("", "-", "1 < 2"),
        ("true", "?true:false", ""),
        ("[]", "[0]", " == 1"),
        ("[]", ".map(x,x)", " == []"),
        ("true", "==true", ""),
        ("", "{1:", ""),
    ];
    for (start, part, end) in hostile {
        for count in [20, 60, 200, 500, RULE_LENGTH] {
            let text = format!("{start}{}{end}", part.repeat(count));
            let found = broken(&rule(&text), &json!([]));
            assert!(
                text.len() <= RULE_LENGTH || found.contains("it is longer than"),
                "{part} {count}: {found}"
            );
        }
    }
    let sum = broken(&rule(&format!("0{} == 60", "+1".repeat(60))), &json!([]));
    assert_eq!(sum, "");
}
