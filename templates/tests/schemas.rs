//! The keywords of JSON Schema 2020-12 and of OpenAPI 3.0: values, schemas, and what fits.

use serde_json::{Value, json};
use specwright_templates::support::validate::{Side, violations_from, violations_in};

/// Checks that a schema accepts some values and refuses others, in a document of this version.
fn check_in(document: &Value, schema: &Value, accepted: &[Value], refused: &[Value]) {
    for value in accepted {
        let found = violations_in(value, schema, document);
        assert!(found.is_empty(), "{schema} refuses {value}: {found:?}");
    }
    for value in refused {
        assert!(!violations_in(value, schema, document).is_empty(), "{schema} accepts {value}");
    }
}

fn check(schema: Value, accepted: &[Value], refused: &[Value]) {
    check_in(&json!({"openapi": "3.1.0"}), &schema, accepted, refused);
}

fn texts(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| json!(text)).collect()
}

#[test]
fn constants_and_types() {
    check(json!({"const": 1}), &[json!(1), json!(1.0)], &[json!(2), json!("1")]);
    check(json!({"type": ["string", "null"]}), &[json!("a"), json!(null)], &[json!(1)]);
    check(json!({"type": "string", "nullable": true}), &[], &[json!(null)]);
    check(json!({"type": "integer"}), &[json!(1e300), json!(u64::MAX)], &[json!(0.5)]);
    check(json!({"type": ["integer", "null"], "format": "uint8"}), &[json!(255)], &[json!(256), json!(-1)]);
    check(json!(true), &[json!(1)], &[]);
    check(json!(false), &[], &[json!(1)]);
}

#[test]
fn conditions() {
    let schema = json!({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}});
    check(schema, &[json!({"a": 1, "b": 1}), json!({"c": 1})], &[json!({"a": 1, "c": 1}), json!({})]);
    let schema = json!({"dependentRequired": {"a": ["b", "c"]}});
    check(schema, &[json!({}), json!({"a": 1, "b": 1, "c": 1}), json!([])], &[json!({"a": 1, "b": 1})]);
    let schema = json!({"dependentSchemas": {"a": {"maxProperties": 1}}});
    check(schema, &[json!({"a": 1}), json!({"b": 1, "c": 1})], &[json!({"a": 1, "b": 1})]);
}

#[test]
fn lists() {
    let pair = json!({"prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false});
    check(pair, &[json!([]), json!(["a"]), json!(["a", 1])], &[json!([1]), json!(["a", 1, 2])]);
    check(json!({"contains": {"const": 1}}), &[json!([0, 1])], &[json!([0]), json!([])]);
    let some = json!({"contains": {"const": 1}, "minContains": 0, "maxContains": 1});
    check(some, &[json!([]), json!([1, 0])], &[json!([1, 1])]);
}

#[test]
fn members_by_pattern() {
    let schema = json!({"patternProperties": {"^x-": {"type": "string"}}, "properties": {"x-a": {"minLength": 2}}, "additionalProperties": false});
    check(
        schema,
        &[json!({"x-a": "aa", "x-b": ""})],
        &[json!({"x-a": "a"}), json!({"x-b": 1}), json!({"y": 1})],
    );
    check(json!({"propertyNames": {"maxLength": 2}}), &[json!({"ab": 1})], &[json!({"abc": 1})]);
}

#[test]
fn what_no_part_is_about() {
    let schema = json!({"allOf": [{"properties": {"a": {}}}], "anyOf": [{"properties": {"b": {"type": "string"}}, "required": ["b"]}, {}],
        "if": {"required": ["c"]}, "then": {"properties": {"c": {}}}, "unevaluatedProperties": false});
    check(
        schema,
        &[json!({"a": 1, "b": "", "c": 1}), json!({})],
        &[json!({"b": 1}), json!({"d": 1}), json!({"a": 1, "d": 1})],
    );
    let nested = json!({"allOf": [{"properties": {"a": {}}, "unevaluatedProperties": {"type": "integer"}}], "unevaluatedProperties": false});
    check(nested, &[json!({"a": "x", "b": 1})], &[json!({"b": "x"})]);
    let items =
        json!({"prefixItems": [{}], "contains": {"type": "string"}, "unevaluatedItems": {"type": "integer"}});
    check(items, &[json!([null, "a", 1])], &[json!([null, "a", true])]);
}

#[test]
fn references() {
    let document = json!({"openapi": "3.1.0", "components": {"schemas": {"Text": {"type": "string"}, "a b/c": {"type": "integer"}}}});
    let text = json!({"$ref": "#/components/schemas/Text", "minLength": 2});
    check_in(&document, &text, &[json!("ab")], &[json!("a"), json!(1)]);
    check_in(&document, &json!({"$ref": "#/components/schemas/a%20b~1c"}), &[json!(1)], &[json!("a")]);
    let mut old = document.clone();
    old["openapi"] = json!("3.0.3");
    check_in(&old, &text, &[json!("ab"), json!("a")], &[json!(1)]);
}

#[test]
fn openapi_of_old() {
    let document = json!({"openapi": "3.0.3"});
    check_in(&document, &json!({"type": "string", "nullable": true}), &[json!(null)], &[json!(1)]);
    let open = json!({"type": "number", "minimum": 1, "exclusiveMinimum": true});
    check_in(&document, &open, &[json!(1.5)], &[json!(1)]);
    let closed = json!({"properties": {"a": {}}, "additionalProperties": false});
    check_in(&document, &closed, &[json!({"a": 1})], &[json!({"kind": "K"})]);
    check_in(&json!({"swagger": "2.0"}), &json!({"type": "string", "nullable": true}), &[json!(null)], &[]);
}

#[test]
fn members_of_the_other_side_may_be_missing() {
    let document =
        json!({"openapi": "3.0.3", "components": {"schemas": {"Id": {"type": "string", "readOnly": true}}}});
    let schema = json!({"required": ["id", "key", "name"], "properties": {
        "id": {"allOf": [{"$ref": "#/components/schemas/Id"}]}, "key": {"type": "string", "writeOnly": true}, "name": {}}});
    let missing = |side: Side| -> Vec<String> {
        let found = violations_from(side, &json!({}), &schema, &document);
        found.into_iter().map(|found| found.pointer).collect()
    };
    assert_eq!(missing(Side::Any), ["/id", "/key", "/name"]);
    assert_eq!(missing(Side::Client), ["/key", "/name"]);
    assert_eq!(missing(Side::Server), ["/id", "/name"]);
}

#[test]
fn patterns_mean_what_they_mean_in_ecmascript() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        (r"^\d+$", &["12"], &["١٢"]),
        (r"^\s$", &["\u{a0}", "\u{feff}", "\x0b"], &["a"]),
        (r"^\S$", &["a"], &["\u{a0}"]),
        (r"^a.b$", &["a b"], &["a\rb", "a\u{2028}b"]),
        (r"^[\w-]+\/[^\/]+$", &["a-b/c"], &["a/b/c"]),
        (r"^(?!www)\w+$", &["web"], &["www1"]),
        (r"^(a|b)\1$", &["aa"], &["ab"]),
        (r"^[^:]+:[:a]$", &["b::"], &["b:b"]),
        ("^\\u0041$", &["A"], &["B"]),
        (r"^{a}$", &["{a}"], &["a"]),
    ];
    for (pattern, fitting, unfitting) in cases {
        check(json!({"pattern": pattern}), &texts(fitting), &texts(unfitting));
    }
    let slow = json!({"pattern": "^(?=(a+)+$)(a+)+\\1b$"});
    check(slow, &[], &[json!("a".repeat(200))]);
}

#[test]
fn formats() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        (
            "date-time",
            &["2026-01-02T03:04:05.5z", "1990-12-31T15:59:60-08:00"],
            &["2026-01-02", "2026-01-02T03:04:60Z", "äöü"],
        ),
        ("date", &["2024-02-29"], &["2026-02-29", "20260201"]),
        ("time", &["13:45:00Z", "23:59:60Z"], &["13:45", "24:00:00Z", "12:59:60Z"]),
        ("duration", &["P1DT12H", "PT1M", "P2W"], &["P", "1h", "P1W1D", "P1H", "P1Y1D"]),
        ("uuid", &["123E4567-e89b-12d3-a456-426614174000"], &["123e4567e89b12d3a456426614174000"]),
        ("byte", &["YWI=", ""], &["a b", "a"]),
        ("decimal", &["1.10", "-2"], &["a", ""]),
        ("email", &["a.b@c.d", "\"a b\"@c"], &["a", "@b", "ä@b"]),
        ("idn-email", &["ä@ö"], &["ä"]),
        ("hostname", &["a", "a-b.c1"], &["-a", "a..b", "a_b", ""]),
        ("idn-hostname", &["ä.ö"], &["-ä"]),
        ("ipv4", &["10.0.0.1"], &["10.0.0", "::1"]),
        ("ipv6", &["::1"], &["10.0.0.1"]),
        ("uri", &["https://a/b?c#d", "urn:a:b"], &["/a", "a b:c", "https://a/%zz"]),
        ("iri", &["https://ä/ö"], &["ä"]),
        ("uri-reference", &["/a?b", ""], &["a b", "#a#b"]),
        ("uri-template", &["https://a/{b}{?c,d}"], &["https://a/{b", "a}"]),
        ("json-pointer", &["", "/a~1b/0"], &["a", "/~2"]),
        ("relative-json-pointer", &["0#", "1/a"], &["/a", "01"]),
        ("regex", &["^a(?=b)$"], &["(a"]),
        ("whatever", &["anything"], &[]),
    ];
    for (format, fitting, unfitting) in cases {
        check(json!({"format": format}), &texts(fitting), &texts(unfitting));
    }
}
