//! Values, schemas, and the violations that are to be found.

use serde_json::{Value, json};
use specwright_templates::support::validate::{DEPTH, Reason, violations, violations_in};

/// What is found, one violation a line.
fn found(schema: &Value, value: &Value) -> String {
    let lines: Vec<String> = violations(value, schema).iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// Checks that a schema accepts some values and refuses others.
fn check(schema: Value, accepted: &[Value], refused: &[Value]) {
    for value in accepted {
        assert_eq!(found(&schema, value), "", "{schema} refuses {value}");
    }
    for value in refused {
        assert_ne!(found(&schema, value), "", "{schema} accepts {value}");
    }
}

#[test]
fn types() {
    check(json!({"type": "string"}), &[json!("")], &[json!(1), json!(null), json!([])]);
    check(
        json!({"type": "integer"}),
        &[json!(1), json!(-1.0), json!(9_223_372_036_854_775_807_i64)],
        &[json!(1.5), json!("1"), json!(9_223_372_036_854_775_808_u64), json!(1e300)],
    );
    check(json!({"type": "number"}), &[json!(1), json!(1.5)], &[json!("1.5"), json!(true)]);
    check(json!({"type": "boolean"}), &[json!(true)], &[json!("true"), json!(0)]);
    check(json!({"type": "object"}), &[json!({"any": 1})], &[json!([])]);
    check(json!({"type": "array"}), &[json!([1, "a"])], &[json!({})]);
    check(json!({"type": ["string", "null"]}), &[json!(null), json!("a")], &[json!(1)]);
    check(json!({}), &[json!(null), json!(1), json!({})], &[]);
}

#[test]
fn null() {
    check(
        json!({"type": "string", "nullable": true, "minLength": 1}),
        &[json!(null)],
        &[json!(""), json!(1)],
    );
    check(json!({"type": "string", "nullable": false}), &[], &[json!(null)]);
    check(json!({"type": "string", "nullable": true, "enum": ["a"]}), &[json!("a")], &[json!(null)]);
}

#[test]
fn integer_or_string() {
    let plain = json!({"x-kubernetes-int-or-string": true});
    check(plain, &[json!(1), json!("1"), json!("")], &[json!(1.5), json!(true), json!(null), json!({})]);
    let usual = json!({
        "x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}], "pattern": "^[0-9]+%?$",
    });
    check(usual, &[json!(5), json!("5%")], &[json!("five"), json!(false)]);
}

#[test]
fn numbers() {
    check(json!({"minimum": 1, "maximum": 3}), &[json!(1), json!(3.0)], &[json!(0), json!(3.1)]);
    let open = json!({"minimum": 1, "maximum": 3, "exclusiveMinimum": true, "exclusiveMaximum": true});
    check(open, &[json!(2)], &[json!(1), json!(3)]);
    check(json!({"exclusiveMinimum": 1, "exclusiveMaximum": 3}), &[json!(1.5)], &[json!(1), json!(3)]);
    check(json!({"multipleOf": 3}), &[json!(9), json!(-3), json!(0)], &[json!(10), json!(1.5)]);
    check(json!({"multipleOf": 0.1}), &[json!(0.3), json!(1), json!(1.1)], &[json!(0.35)]);
    check(json!({"multipleOf": 0}), &[json!(1)], &[]);
    let exact = json!({"maximum": 9_007_199_254_740_992_i64});
    check(exact, &[json!(9_007_199_254_740_992_i64)], &[json!(9_007_199_254_740_993_i64)]);
    let int32 = json!({"type": "integer", "format": "int32"});
    check(int32, &[json!(2_147_483_647)], &[json!(2_147_483_648_i64), json!(-2_147_483_649_i64)]);
    check(json!({"type": "integer", "format": "uint64"}), &[json!(u64::MAX)], &[json!(-1)]);
    check(json!({"type": "number", "format": "float"}), &[json!(1.0)], &[json!(1e39)]);
}

#[test]
fn integers_beyond_64_bits() {
    // They are read as the nearest float, which may be the end of the range.
    let schema = json!({"type": "integer", "format": "int64"});
    let is_right = |text: &str, document: &Value| {
        let value = serde_json::from_str(text).expect("it is JSON");
        violations_in(&value, &schema, document).is_empty()
    };
    let document = json!({"openapi": "3.0.3"});
    assert!(
        ["-9223372036854775808", "9223372036854775807", "1e18"].iter().all(|text| is_right(text, &document))
    );
    assert!(["-9223372036854775809", "9223372036854775808"].iter().all(|text| !is_right(text, &document)));
    assert!(is_right("-9223372036854775809", &Value::Null), "an API server of Kubernetes takes it");
}

#[test]
fn strings() {
    // Lengths count characters, whatever their size in bytes.
    check(
        json!({"minLength": 2, "maxLength": 3}),
        &[json!("éé"), json!("🦀🦀🦀")],
        &[json!("é"), json!("abcd")],
    );
    check(json!({"pattern": "b+"}), &[json!("abbc")], &[json!("ac")]);
    check(json!({"enum": ["a", 1, null]}), &[json!("a"), json!(1.0), json!(null)], &[json!("b"), json!(2)]);
}

#[test]
fn patterns_mean_what_they_mean_in_go() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        (r"^\d+$", &["12"], &["١٢"]),
        (r"^\D$", &["١"], &["1"]),
        (r"^[\w.]+$", &["a_.9"], &["é"]),
        (r"^\W\S\s$", &["éx "], &["ax "]),
        (r"\bb", &["éb"], &["ab"]),
        (r"^[[a]$", &["[", "a"], &["b"]),
        (r"^[a&&b]+$", &["a&b"], &["c"]),
        (r"^[+--]$", &["+", ",", "-"], &["."]),
        (r"^[a~~b]$", &["~"], &["c"]),
        (r"^[^]a]$", &["b"], &["]", "a"]),
        (r"^[[:alpha:]]+$", &["ab"], &["a1"]),
        (r"^[\d\-]+$", &["1-2"], &["a"]),
        (r"^{.*}$", &["{a}"], &["a"]),
        (r"^a{2,3}$", &["aa"], &["a"]),
        (r"^a{,2}$", &["a{,2}"], &["aa"]),
        (r"^\Qa.b\E$", &["a.b"], &["acb"]),
        (r"^(?i)(yes)?$", &["YES", ""], &["no"]),
        (r"^[a-zA-Z0-9-_]+$", &["a-_"], &["."]),
        (r"^\<\>$", &["<>"], &["a"]),
    ];
    for (pattern, fitting, unfitting) in cases {
        let texts = |texts: &[&str]| texts.iter().map(|text| json!(text)).collect::<Vec<_>>();
        check(json!({"pattern": pattern}), &texts(fitting), &texts(unfitting));
    }
}

#[test]
fn a_pattern_that_is_none_is_reported() {
    let fault = found(&json!({"pattern": "^(a$"}), &json!("a"));
    assert!(
        fault.starts_with("cannot be checked: the pattern ^(a$ of its schema is not a regular"),
        "{fault}"
    );
    assert_ne!(found(&json!({"pattern": "a(?=b)"}), &json!("ab")), "");
    assert_ne!(found(&json!({"pattern": "[a"}), &json!("a")), "");
    assert_ne!(found(&json!({"pattern": "a\\"}), &json!("a")), "");
}

#[test]
fn formats() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        (
            "date-time",
            &["2026-01-02T03:04:05Z", "2026-01-02t03:04:05.123456789+05:30"],
            &["yesterday", "2026-13-02T03:04:05Z", "2026-01-02T24:04:05Z", "2026-01-02"],
        ),
        ("datetime", &["2026-01-02T03:04:05Z"], &["2026-01-02 03:04:05Z"]),
        ("date", &["2024-02-29"], &["2026-02-29", "2026-2-1", "20260201"]),
        ("duration", &["1h30m", "-1.5s", "0", "3 days", "2 weeks 1 hour"], &["", "1", "h", "P1D"]),
        ("email", &["a@b", "A B <a.b@c.d>", "\"a b\"@c"], &["a", "a@", "@b", "a b@c"]),
        ("uri", &["https://a/b?c#d", "/a", "urn:a:b"], &["a", "http://a b/", "/%zz", ""]),
        ("hostname", &["a", "a.example", "a-b.example"], &["-a", "a.1", "a..b", ""]),
        ("ipv4", &["10.0.0.1"], &["10.0.0", "256.0.0.1", "::1"]),
        ("ipv6", &["::1", "fe80::1"], &["10.0.0.1", ":::"]),
        ("cidr", &["10.0.0.0/8", "::/0"], &["10.0.0.0", "10.0.0.0/33", "10.0.0.0/08"]),
        (
            "mac",
            &["00:00:5e:00:53:01", "02-00-5e-10-00-00-00-01", "0000.5e00.5301"],
            &["00:00:5e:00:53", "0"],
        ),
        (
            "uuid",
            &["123e4567-e89b-12d3-a456-426614174000", "123E4567E89B12D3A456426614174000"],
            &["123e4567"],
        ),
        ("uuid3", &["123e4567-e89b-32d3-a456-426614174000"], &["123e4567-e89b-42d3-a456-426614174000"]),
        ("uuid4", &["123e4567-e89b-42d3-a456-426614174000"], &["123e4567-e89b-42d3-7456-426614174000"]),
        ("uuid5", &["123e4567-e89b-52d3-a456-426614174000"], &["123e4567-e89b-42d3-a456-426614174000"]),
        ("isbn", &["0-306-40615-2", "978-0-306-40615-7"], &["0-306-40615-3"]),
        ("isbn10", &["080442957X"], &["9780306406157"]),
        ("isbn13", &["9780306406157"], &["9780306406158"]),
        ("creditcard", &["4111 1111 1111 1111"], &["4111 1111 1111 1112"]),
        ("ssn", &["123-45-6789"], &["123-456-789"]),
        ("hexcolor", &["#fff", "00FF00"], &["#ff"]),
        ("rgbcolor", &["rgb(0, 128,255)"], &["rgb(0,0,256)"]),
        ("byte", &["", "YQ==", "YWJj"], &["YQ", "Y?=="]),
        ("bsonobjectid", &["507f1f77bcf86cd799439011"], &["507f"]),
        ("k8s-short-name", &["a-1"], &["A", "a.b"]),
        ("k8s-long-name", &["a-1.b"], &["a_b", ""]),
        ("password", &["anything"], &[]),
        ("no-such-format", &["anything"], &[]),
    ];
    for (format, fitting, unfitting) in cases {
        let texts = |texts: &[&str]| texts.iter().map(|text| json!(text)).collect::<Vec<_>>();
        check(json!({"type": "string", "format": format}), &texts(fitting), &texts(unfitting));
    }
}

#[test]
fn lists() {
    let schema = json!({"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "string"}});
    check(schema, &[json!(["a"])], &[json!([]), json!(["a", "b", "c"]), json!([1])]);
    let distinct = [json!([1, 2]), json!([{"a": 1}, {"a": 2}]), json!(["1", 1])];
    let repeated = [json!([1, 1.0]), json!([{"a": 1, "b": 2}, {"b": 2, "a": 1}])];
    check(json!({"uniqueItems": true}), &distinct, &repeated);
    check(json!({"x-kubernetes-list-type": "set"}), &distinct, &repeated);
    check(json!({"x-kubernetes-list-type": "atomic"}), &repeated, &[]);
}

#[test]
fn lists_with_keys() {
    let schema = json!({
        "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["port", "protocol"],
        "items": {"type": "object", "properties": {"protocol": {"type": "string", "default": "TCP"}}},
    });
    assert_eq!(found(&schema, &json!([{"port": 1, "protocol": "UDP"}, {"port": 1}, {"port": 2}])), "");
    let twice = json!([{"port": 1, "protocol": "TCP"}, {"port": 1}]);
    assert_eq!(found(&schema, &twice), "/1: has the same port and protocol as item 0");
}

#[test]
fn objects() {
    check(
        json!({"minProperties": 1, "maxProperties": 1}),
        &[json!({"a": 1})],
        &[json!({}), json!({"a": 1, "b": 1})],
    );
    check(json!({"required": ["a"]}), &[json!({"a": null})], &[json!({})]);
    check(json!({"additionalProperties": {"type": "string"}}), &[json!({"a": ""})], &[json!({"a": 1})]);
    let closed = json!({"properties": {"a": {}}, "additionalProperties": false});
    check(closed, &[json!({"a": 1, "kind": "K", "metadata": {}})], &[json!({"b": 1})]);
    let kept = json!({"additionalProperties": false, "x-kubernetes-preserve-unknown-fields": true});
    check(kept, &[json!({"b": 1})], &[]);
    let open = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    check(open, &[json!({"unknown": 1})], &[json!({"a": 1})]);
}

#[test]
fn embedded_resources() {
    let schema = json!({"type": "object", "x-kubernetes-embedded-resource": true});
    let complete = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {}});
    check(
        schema,
        &[complete],
        &[
            json!({"kind": "Secret"}),
            json!({"apiVersion": "v1", "kind": ""}),
            json!({"apiVersion": "v1", "kind": 1}),
            json!({"apiVersion": "v1", "kind": "Secret", "metadata": "x"}),
        ],
    );
}

#[test]
fn combinations() {
    let one = json!({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]});
    check(one, &[json!({"a": 1})], &[json!({}), json!({"a": 1, "b": 1})]);
    let none_or_one = json!({"oneOf": [{"not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}}, {"required": ["a"]}, {"required": ["b"]}]});
    check(none_or_one, &[json!({}), json!({"b": 1})], &[json!({"a": 1, "b": 1})]);
    check(json!({"allOf": [{"minimum": 1}, {"maximum": 2}]}), &[json!(1)], &[json!(0), json!(3)]);
    check(json!({"anyOf": [{"maximum": 1}, {"minimum": 5}]}), &[json!(0), json!(6)], &[json!(3)]);
    check(json!({"not": {"type": "string"}}), &[json!(1)], &[json!("")]);
    check(json!({"properties": {"a": false}}), &[json!({})], &[json!({"a": 1})]);
}

#[test]
fn every_violation_is_reported_with_its_place() {
    let schema = json!({"type": "object", "required": ["name", "spec"], "properties": {
        "spec": {"type": "object", "required": ["mode"], "properties": {
            "mode": {"type": "string", "enum": ["A", "B"]},
            "ports": {"type": "array", "items": {"type": "integer", "maximum": 65535}},
            "a/b~c": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 2}},
        }},
    }});
    let value = json!({"spec": {"ports": [1, 70000, "x"], "a/b~c": {"k": "long"}}});
    let expected = "/name: is required and missing
/spec/mode: is required and missing
/spec/a~1b~0c/k: is 4 characters long, longer than 2
/spec/ports/1: is 70000, more than 65535
/spec/ports/2: is string, but must be integer";
    assert_eq!(found(&schema, &value), expected);
    let reasons: Vec<Reason> = violations(&value, &schema).iter().map(|violation| violation.reason).collect();
    use Reason::{Invalid, Required, TooLong, TypeInvalid};
    assert_eq!(reasons, [Required, Required, TooLong, Invalid, TypeInvalid]);
}

#[test]
fn a_value_nested_too_deep_is_reported_and_not_walked() {
    let nested = |depth: usize| (0..depth).fold(json!(1), |inner, _| json!({"a": inner}));
    let schema = (0..DEPTH + 100).fold(json!({}), |inner, _| json!({"properties": {"a": inner}}));
    assert_eq!(found(&schema, &nested(DEPTH - 1)), "");
    let fault = found(&schema, &nested(DEPTH + 10));
    assert!(fault.ends_with("is nested more than 512 levels deep and was not checked"), "{fault}");
    let same = json!({"uniqueItems": true});
    assert_eq!(found(&same, &json!([nested(DEPTH * 2), 1])), "");
}

#[test]
fn references_are_followed_within_the_document_and_no_further_than_they_lead() {
    let document = json!({"components": {"schemas": {
        "Tree": {"type": "object", "properties": {"left": {"$ref": "#/components/schemas/Tree"}}},
        "Loop": {"$ref": "#/components/schemas/Loop"},
        "Fork": {"anyOf": [{"$ref": "#/components/schemas/Fork"}, {"$ref": "#/components/schemas/Fork"}]},
    }}});
    let found = |name: &str, value: Value| -> Vec<String> {
        let schema = json!({"$ref": format!("#/components/schemas/{name}")});
        violations_in(&value, &schema, &document).iter().map(ToString::to_string).collect()
    };
    assert_eq!(found("Tree", json!({"left": {"left": 1}})), ["/left/left: is integer, but must be object"]);
    assert_eq!(
        found("None", json!(1)),
        ["its schema refers to `#/components/schemas/None`, which is not there"]
    );
    assert_eq!(found("Loop", json!(1)), ["is nested more than 512 levels deep and was not checked"]);
    assert_eq!(found("Fork", json!(1)), ["is nested more than 512 levels deep and was not checked"]);
}

#[test]
fn a_check_takes_so_many_steps_and_no_more() {
    // Two branches at each of 512 levels, and both have to be looked at.
    let choice = json!({"oneOf": [{"$ref": "#/choice"}, {"$ref": "#/choice"}]});
    let found = violations_in(&json!(1), &choice, &json!({"choice": choice}));
    assert!(found.iter().any(|fault| fault.keyword == "depth" || fault.keyword == "size"), "{found:?}");
}
