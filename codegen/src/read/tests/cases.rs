//! Small texts, and what is read of them.

use serde_json::{Value, json};

use super::values;

/// Plain scalars: what Kubernetes reads, and whether that is said because newer readers would not agree.
#[test]
fn plain_scalars_mean_what_kubernetes_reads() {
    let agreed = [
        ("", json!(null)),
        ("~", json!(null)),
        ("Null", json!(null)),
        ("true", json!(true)),
        ("FALSE", json!(false)),
        ("tRUE", json!("tRUE")),
        ("yess", json!("yess")),
        ("0", json!(0)),
        ("-0", json!(0)),
        ("+12", json!(12)),
        ("-12", json!(-12)),
        ("007", json!(7)),
        ("089", json!(89)),
        ("0x1f", json!(31)),
        ("0o17", json!(15)),
        ("1.50", json!(1.5)),
        ("1.", json!(1.0)),
        (".5", json!(0.5)),
        ("-.5e1", json!(-5.0)),
        ("1e3", json!(1000.0)),
        ("18446744073709551615", json!(u64::MAX)),
        ("-9223372036854775808", json!(i64::MIN)),
        ("100000000000000000000", json!(1e20)),
        ("1.2.3", json!("1.2.3")),
        ("1e", json!("1e")),
        ("0x", json!("0x")),
        ("0x+1", json!("0x+1")),
        (".", json!(".")),
        ("+", json!("+")),
        ("-.", json!("-.")),
        ("1:30", json!("1:30")),
        ("2001-01-01", json!("2001-01-01")),
        ("12e4x", json!("12e4x")),
        ("'yes'", json!("yes")),
        ("\"010\"", json!("010")),
        ("!!str 010", json!("010")),
        ("! 12", json!("12")),
        ("!!int '12'", json!(12)),
        ("!!float 1", json!(1)),
        ("!!null ''", json!(null)),
        ("|-\n yes", json!("yes")),
    ];
    for (text, expected) in agreed {
        assert_eq!(
            values("a.yaml", &format!("a: {text}")),
            (vec![json!({"a": expected})], String::new()),
            "{text}"
        );
    }
}

#[test]
fn scalars_that_yaml_versions_dispute_are_reported() {
    let disputed = [
        ("yes", json!(true)),
        ("Off", json!(false)),
        ("y", json!(true)),
        ("N", json!(false)),
        ("010", json!(8)),
        ("-010", json!(-8)),
        ("1_000", json!(1000)),
        ("0b101", json!(5)),
        ("+0x10", json!(16)),
    ];
    for (text, expected) in disputed {
        let found =
            format!("SW0012 warning a.yaml:1:4 /a: `{text}` is read as {expected}, as Kubernetes reads it\n");
        assert_eq!(values("a.yaml", &format!("a: {text}")), (vec![json!({"a": expected})], found), "{text}");
    }
}

/// Texts of one document, and its value.
#[test]
fn documents_are_read() {
    let cases = [
        (
            "a.json",
            " {\"a\" : [1 , -2.5e+1, \"\\u00e4\\ud83d\\udca9\\n\\/\"], \"\": {} } ",
            json!({"a": [1, -25.0, "ä💩\n/"], "": {}}),
        ),
        ("a.yaml", "{\"a\": 1,}", json!({"a": 1})),
        ("a.yaml", "{a: yes}\n", json!({"a": true})),
        ("a.yaml", "[a, {b: c}]\n", json!(["a", {"b": "c"}])),
        ("a.yaml", "a:\r\n- b\r\n- |\r\n  c\r\n  d\r\n", json!({"a": ["b", "c\nd\n"]})),
        ("a.yaml", "\u{feff}a: b", json!({"a": "b"})),
        ("a.yaml", "200: a\ntrue: b\n1.5: c\n", json!({"200": "a", "true": "b", "1.5": "c"})),
        ("a.yaml", "a: &x {b: 1}\nc: *x\n", json!({"a": {"b": 1}, "c": {"b": 1}})),
        ("a.yaml", "&k a: *k\n", json!({"a": "a"})),
        ("a.yaml", "a: &x k\n*x : b\n", json!({"a": "k", "k": "b"})),
        (
            "a.yaml",
            "a: &x {b: 1, c: 2}\nd: {b: 3, <<: *x}\n",
            json!({"a": {"b": 1, "c": 2}, "d": {"b": 3, "c": 2}}),
        ),
        ("a.yaml", "<<: [{a: 1}, {a: 2, b: 2}]\nc: 3", json!({"a": 1, "b": 2, "c": 3})),
        ("a.yaml", "\"<<\": a", json!({"<<": "a"})),
        ("a.yaml", "? a\n: b\n? c", json!({"a": "b", "c": null})),
    ];
    for (name, text, expected) in cases {
        let (read, found) = values(name, text);
        let found = found
            .replace("SW0012 warning a.yaml:1:5 /a: `yes` is read as true, as Kubernetes reads it\n", "");
        assert_eq!((read, found.as_str()), (vec![expected], ""), "{text}");
    }
}

/// Texts that cannot be read, or not without saying something.
const FINDINGS: &[(&str, &str, &str)] = &[
    ("a.json", "", ""),
    ("a.json", "{\"a\": }", "SW0002 error a.json:1:7 /a: expected a value, found `}`\n"),
    ("a.json", "{\"a\": 1,}", "SW0002 error a.json:1:9: expected a key in double quotes, found `}`\n"),
    ("a.json", "{\"a\" 1}", "SW0002 error a.json:1:6 /a: expected `:`, found `1`\n"),
    ("a.json", "[1 2]", "SW0002 error a.json:1:4 /1: expected `,` or `]`, found `2`\n"),
    ("a.json", "[01]", "SW0002 error a.json:1:3 /1: expected `,` or `]`, found `1`\n"),
    ("a.json", "[1.]", "SW0002 error a.json:1:4 /0: expected a digit, found `]`\n"),
    (
        "a.json",
        "{\"a\": [1, \"b",
        "SW0002 error a.json:1:13 /a/1: expected the `\"` that ends the string, found the end of the text\n",
    ),
    ("a.json", "\"\\ud800\"", "SW0002 error a.json:1:3: half of a surrogate pair is no text\n"),
    ("a.json", "\"\\x\"", "SW0002 error a.json:1:3: expected an escape that JSON knows, found `x`\n"),
    (
        "a.json",
        "\"a\tb\"",
        "SW0002 error a.json:1:3: expected text without control characters, which JSON writes as escapes, found `\\t`\n",
    ),
    ("a.json", "nul", "SW0002 error a.json:1:1: expected a value, found `n`\n"),
    ("a.json", "1e999", "SW0010 error a.json:1:1: the number 1e999 is too large\n"),
    (
        "a.json",
        "[18446744073709551616, 18446744073709551617]",
        "SW0011 warning a.json:1:24 /1: the number 18446744073709551617 is read as 1.8446744073709552e+19, the nearest one that there is\n",
    ),
    ("a.json", "{\"a\": 1, \"b\": 2, \"a\": 3}", "SW0003 error a.json:1:18 /a: the key `a` stands twice\n"),
    ("a.yaml", "b:\n  a: 1\n  a: 2\n", "SW0003 error a.yaml:3:3 /b/a: the key `a` stands twice\n"),
    (
        "a.yaml",
        "y: 1\ntrue: 2\n",
        "SW0012 warning a.yaml:1:1: `y` is read as true, as Kubernetes reads it\nSW0003 error a.yaml:2:1 /true: the key `true` stands twice\n",
    ),
    ("a.yaml", "a: .inf", "SW0010 error a.yaml:1:4 /a: `.inf` is a number that JSON does not have\n"),
    (
        "a.yaml",
        "a: *x",
        "SW0002 error a.yaml:1:4 /a: this is not YAML: while parsing node, found unknown anchor\n",
    ),
    (
        "a.yaml",
        "a: &x [*x]",
        "SW0007 error a.yaml:1:8 /a/0: the alias names nothing that is complete before it in this document\n",
    ),
    (
        "a.yaml",
        "a: &x b\n---\nc: *x",
        "SW0007 error a.yaml:3:4 /c: the alias names nothing that is complete before it in this document\n",
    ),
    (
        "a.yaml",
        "<<: a",
        "SW0007 error a.yaml:1:5: the key `<<` takes an object or a list of objects, not a string\n",
    ),
    ("a.yaml", "~: a", "SW0008 error a.yaml:1:1: null cannot be a key\n"),
    ("a.yaml", "[a]: b", "SW0008 error a.yaml:1:1: a list or an object cannot be a key\n"),
    ("a.yaml", "a: !!int b", "SW0009 error a.yaml:1:4 /a: the tag `!!int` does not fit `b`\n"),
    ("a.yaml", "a: !!map [b]", "SW0009 error a.yaml:1:4 /a: the tag `!!map` does not fit here\n"),
    ("a.yaml", "a: !Ref b", "SW0013 warning a.yaml:1:4 /a: the tag `!Ref` is ignored\n"),
    (
        "a.yaml",
        "a: b\n\tc: d",
        "SW0002 error a.yaml:1:4 /a: this is not YAML: while scanning a plain scalar, found a tab\n",
    ),
    ("a.yaml", "a: b\0c: d", "SW0002 error a.yaml:1:5: YAML text cannot hold the character NUL\n"),
];

#[test]
fn what_cannot_be_read_is_said() {
    for (name, text, expected) in FINDINGS {
        let (_, found) = values(name, text);
        assert_eq!(&found, expected, "{text}");
    }
}

#[test]
fn messages_are_short() {
    let (_, found) = values("a.yaml", &"9".repeat(40_000));
    assert!(found.starts_with("SW0010 error a.yaml:1:1: the number 999") && found.len() < 300, "{found}");
}

#[test]
fn documents_follow_each_other() {
    let cases = [
        ("a.yaml", "a\n---\nb\n...\n---\n# c\n---\nd", json!(["a", "b", null, "d"])),
        ("a.json", "{}\n[] 1", json!([{}, [], 1])),
        ("a.yaml", "{}\n---\n{}", json!([{}, {}])),
    ];
    for (name, text, expected) in cases {
        let (read, found) = values(name, text);
        assert_eq!((Value::Array(read), found.as_str()), (expected, ""), "{text}");
    }
}
