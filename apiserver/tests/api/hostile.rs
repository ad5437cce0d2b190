//! Requests that no honest client sends: each is refused or served within bounds, and never with a fault of the server.

use std::io::Write;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fixture::{Answer, Api, WIDGETS, widget};

const JSON: (&str, &str) = ("content-type", "application/json");
const YAML: (&str, &str) = ("content-type", "application/yaml");
const JSON_PATCH: (&str, &str) = ("content-type", "application/json-patch+json");
const MERGE_PATCH: (&str, &str) = ("content-type", "application/merge-patch+json");
const APPLY: (&str, &str) = ("content-type", "application/apply-patch+yaml");

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(future)
}

/// A resource of its own for a schema, at `/apis/hostile.example.com/v1/`.
async fn define(api: &Api, kind: &str, schema: Value, columns: Value) -> Answer {
    let plural = format!("{}s", kind.to_lowercase());
    let version = json!({ "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": schema },
        "additionalPrinterColumns": columns });
    let spec = json!({ "group": "hostile.example.com", "scope": "Cluster", "names": { "plural": plural, "kind": kind },
        "versions": [version] });
    let name = format!("{plural}.hostile.example.com");
    let definition = json!({ "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": { "name": name }, "spec": spec });
    api.post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition).await
}

/// The faults for which the real server blames itself, too.
fn is_honest(answer: &Answer) -> bool {
    let message = answer.body["message"].as_str().unwrap_or_default();
    let known = [
        "ParseUint",
        "failed to create typed patch object",
        "Too large resource version",
        "etcdserver: request is too large",
        "resourceVersion should not be set",
    ];
    answer.code < 500 || known.iter().any(|k| message.contains(k))
}

#[tokio::test]
async fn a_patch_cannot_copy_without_end() {
    let api = Api::start().await;
    api.post(WIDGETS, widget("a", json!({ "free": { "x": "x".repeat(1000) } }))).await;
    let double = json!({ "op": "copy", "from": "/spec/free", "path": "/spec/free/y" });
    let patch = Value::from(vec![double; 9_000]);
    let answer = api.json_patch(&format!("{WIDGETS}/a"), patch).await;
    assert_eq!((answer.code, answer.body["reason"].as_str()), (422, Some("Invalid")), "{answer:?}");
    let step = json!({ "op": "test", "path": "/kind", "value": "Widget" });
    let answer = api.json_patch(&format!("{WIDGETS}/a"), Value::from(vec![step; 10_001])).await;
    assert_eq!((answer.code, answer.body["reason"].as_str()), (413, Some("RequestEntityTooLarge")));
}

#[tokio::test]
async fn bodies_and_objects_have_a_largest_size() {
    let api = Api::start().await;
    let of = |size: usize| widget("a", json!({ "free": { "x": "x".repeat(size) } })).to_string();
    let answer = api.send("POST", WIDGETS, &[JSON], &of(3 * 1024 * 1024)).await;
    assert_eq!((answer.code, answer.body["reason"].as_str()), (413, Some("RequestEntityTooLarge")));
    // The real server passes on what its store says, as a fault without a reason.
    let answer = api.send("POST", WIDGETS, &[JSON], &of(1_600_000)).await;
    assert_eq!((answer.code, &answer.body["message"]), (500, &json!("etcdserver: request is too large")));
    assert_eq!(api.send("POST", WIDGETS, &[JSON], &of(1_500_000)).await.code, 201);
}

#[tokio::test]
async fn long_lists_are_judged_in_time() {
    let api = Api::start().await;
    let tags: Vec<String> = (0..250_000).map(|i| i.to_string()).collect();
    let parts: Vec<Value> = (0..40_000).map(|i| json!({ "name": i.to_string() })).collect();
    for spec in [json!({ "tags": tags }), json!({ "tags": vec!["x"; 500_000] }), json!({ "parts": parts })] {
        let answer = api.send("POST", WIDGETS, &[JSON], &widget("a", spec).to_string()).await;
        assert!(is_honest(&answer), "{}", answer.code);
    }
    let parts = |size: i64| -> Vec<Value> {
        (0..5_000).map(|i| json!({ "name": i.to_string(), "size": size })).collect()
    };
    assert_eq!(api.apply("b", "one", json!({ "parts": parts(1) })).await.code, 201);
    assert_eq!(api.apply("b", "two", json!({ "parts": parts(1) })).await.code, 200);
    assert_eq!(api.apply("b", "two", json!({ "parts": parts(2) })).await.code, 409);
}

#[tokio::test]
async fn texts_that_unfold_are_refused() {
    let api = Api::start().await;
    let mut laughs = "a: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..20 {
        laughs.push_str(&format!("b{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 9].join(", ")));
    }
    let deep = ["[".repeat(300_000), "{\"a\":".repeat(100_000), "- ".repeat(100_000), "a: {".repeat(50_000)];
    for body in deep.iter().chain([&laughs]) {
        for kind in [JSON, YAML, JSON_PATCH, MERGE_PATCH, APPLY] {
            let (method, path) = match kind.1.contains("patch") {
                true => ("PATCH", format!("{WIDGETS}/a?fieldManager=me")),
                false => ("POST", WIDGETS.to_owned()),
            };
            let answer = api.send(method, &path, &[kind], body).await;
            assert!((400..500).contains(&answer.code), "{kind:?} {}: {answer:?}", &body[..20]);
        }
    }
}

#[tokio::test]
async fn packed_bodies_are_not_unpacked() {
    let api = Api::start().await;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&vec![b' '; 100_000_000]).expect("memory takes all");
    let packed = packer.finish().expect("memory takes all");
    let headers = [JSON, ("content-encoding", "gzip")];
    let answer = api.send_bytes("POST", WIDGETS, &headers, packed).await;
    assert_eq!(answer.code, 400, "{answer:?}");
}

#[tokio::test]
async fn rules_end_within_their_budget() {
    let api = Api::start().await;
    let items = json!({ "type": "array", "items": { "type": "integer" }, "x-kubernetes-validations": [{
        "rule": "self.all(a, self.all(b, self.all(c, self.all(d, a + b + c + d > 0))))" }] });
    let spec = json!({ "type": "object", "properties": { "many": items } });
    let schema = json!({ "type": "object", "properties": { "spec": spec } });
    assert_eq!(define(&api, "Loop", schema, json!([])).await.code, 201);
    let path = "/apis/hostile.example.com/v1/loops";
    let object = |count: usize| {
        json!({ "apiVersion": "hostile.example.com/v1", "kind": "Loop",
        "metadata": { "name": "a" }, "spec": { "many": vec![1; count] } })
    };
    let answer = api.post(path, object(1000)).await;
    assert_eq!((answer.code, answer.fields()), (422, vec!["spec.many".to_owned()]), "{answer:?}");
    assert!(answer.body["message"].as_str().is_some_and(|m| m.contains("cost limit exceeded")), "{answer:?}");
    assert_eq!(api.post(path, object(5)).await.code, 201);
}

/// A small text that is likely to mean something to one of the readers.
fn scrap() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[ -~]{0,12}",
        8 => "\\PC{0,8}",
        8 => "[a-z=!,() ]{0,24}",
        8 => prop::sample::select(vec!["", "a", "a/b/c", "a in (", "!", "~", "..", "0", "-1", "18446744073709551616", "1e9", "true", "All"])
            .prop_map(str::to_owned),
        1 => Just(",".repeat(5_000)),
        1 => Just("a=b,".repeat(1_500)),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[ -~]{0,6}".prop_map(Value::from),
    ];
    let name = prop::sample::select(vec![
        "apiVersion",
        "kind",
        "metadata",
        "name",
        "namespace",
        "labels",
        "annotations",
        "finalizers",
        "ownerReferences",
        "managedFields",
        "fieldsV1",
        "f:spec",
        "k:{\"name\":1}",
        "v:[",
        "manager",
        "operation",
        "resourceVersion",
        "uid",
        "creationTimestamp",
        "deletionTimestamp",
        "generation",
        "spec",
        "status",
        "parts",
        "tags",
        "whole",
        "free",
        "$patch",
        "",
    ]);
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..5).prop_map(|m| json!(m)),
        ]
    })
}

/// An object that is a widget but for what was put in a place of it.
fn spoilt() -> impl Strategy<Value = Value> {
    let place = prop::sample::select(vec![
        "/apiVersion",
        "/kind",
        "/metadata",
        "/metadata/name",
        "/metadata/namespace",
        "/metadata/labels",
        "/metadata/annotations",
        "/metadata/finalizers",
        "/metadata/ownerReferences",
        "/metadata/managedFields",
        "/metadata/resourceVersion",
        "/metadata/uid",
        "/metadata/generateName",
        "/metadata/creationTimestamp",
        "/spec",
        "/spec/parts",
        "/spec/tags",
        "/spec/template",
        "/spec/whole",
        "/spec/limits",
        "/spec/port",
        "/status",
        "/status/conditions",
    ]);
    (prop::collection::vec((place, value()), 1..4)).prop_map(|spoils| {
        let mut object = widget("a", json!({ "parts": [{ "name": "p" }], "tags": ["t"], "template": {} }));
        for (place, value) in spoils {
            put(&mut object, place, value);
        }
        object
    })
}

/// Puts a value at a place, if there is one.
fn put(object: &mut Value, place: &str, value: Value) {
    let Some((parent, name)) = place.rsplit_once('/') else { return };
    if let Some(map) = object.pointer_mut(parent).and_then(Value::as_object_mut) {
        map.insert(name.to_owned(), value);
    }
}

fn operation() -> impl Strategy<Value = Value> {
    let pointer = prop::sample::select(vec![
        "",
        "/",
        "/metadata",
        "/metadata/name",
        "/metadata/managedFields",
        "/metadata/managedFields/0",
        "/spec",
        "/spec/parts/-",
        "/spec/parts/0",
        "/spec/parts/0/name",
        "/spec/parts/99999999999999999999",
        "/spec/tags/-1",
        "/spec/~2",
        "/kind",
        "/status",
        "x",
    ]);
    let op = prop::sample::select(vec!["add", "remove", "replace", "move", "copy", "test", "odd"]);
    (op, pointer.clone(), pointer, value())
        .prop_map(|(op, path, from, value)| json!({ "op": op, "path": path, "from": from, "value": value }))
}

fn body() -> impl Strategy<Value = (&'static str, &'static str, String)> {
    let patch = prop::collection::vec(operation(), 0..6);
    prop_oneof![
        spoilt().prop_map(|v| ("POST", JSON.1, v.to_string())),
        spoilt().prop_map(|v| ("PUT", JSON.1, v.to_string())),
        spoilt().prop_map(|v| ("PATCH", MERGE_PATCH.1, v.to_string())),
        spoilt().prop_map(|v| ("PATCH", APPLY.1, v.to_string())),
        value().prop_map(|v| ("PATCH", MERGE_PATCH.1, v.to_string())),
        value().prop_map(|v| ("PATCH", APPLY.1, v.to_string())),
        value().prop_map(|v| ("DELETE", JSON.1, v.to_string())),
        patch.prop_map(|v| ("PATCH", JSON_PATCH.1, json!(v).to_string())),
        scrap().prop_map(|s| ("POST", YAML.1, s)),
        scrap().prop_map(|s| ("PATCH", JSON_PATCH.1, s)),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(|b| (
            "POST",
            "application/vnd.kubernetes.protobuf",
            String::from_utf8_lossy(&b).into_owned()
        )),
    ]
}

/// A token of the right form, with anything in it.
fn token() -> impl Strategy<Value = String> {
    let member =
        prop_oneof![value(), scrap().prop_map(Value::from), Just(json!("meta.k8s.io/v1")), Just(json!(101))];
    (member.clone(), member.clone(), member).prop_map(|(v, rv, start)| {
        URL_SAFE_NO_PAD.encode(json!({ "v": v, "rv": rv, "start": start }).to_string())
    })
}

fn escaped(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn query() -> impl Strategy<Value = String> {
    let option = prop::sample::select(vec![
        "labelSelector",
        "fieldSelector",
        "limit",
        "resourceVersion",
        "resourceVersionMatch",
        "dryRun",
        "fieldManager",
        "fieldValidation",
        "force",
        "propagationPolicy",
        "gracePeriodSeconds",
        "sendInitialEvents",
        "allowWatchBookmarks",
        "pretty",
        "includeObject",
    ]);
    let options = prop::collection::vec((option, scrap()), 0..3);
    let options =
        options.prop_map(|all| all.iter().map(|(n, v)| format!("&{n}={}", escaped(v))).collect::<String>());
    let continued =
        prop::option::of(token()).prop_map(|t| t.map_or(String::new(), |t| format!("&continue={t}")));
    (options, continued).prop_map(|(options, continued)| format!("timeoutSeconds=1{options}{continued}"))
}

fn header() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let name = prop::sample::select(vec![
        "accept",
        "authorization",
        "accept-encoding",
        "user-agent",
        "if-none-match",
        "impersonate-user",
    ]);
    let text = prop_oneof![
        prop::collection::vec(0x20..0xffu8, 0..30),
        "[a-z/*;=,.+ ]{0,40}".prop_map(String::into_bytes),
        prop::sample::select(vec![
            "application/json;as=Table;v=v1;g=meta.k8s.io",
            "application/json;as=;v=",
            "*/*;q=x",
            "gzip;q=0"
        ])
        .prop_map(|s| s.as_bytes().to_vec()),
        Just(b"application/json,".repeat(2_000)),
    ];
    (
        name,
        text.prop_map(|mut t| {
            t.retain(|b| *b != 0x7f);
            t
        }),
    )
}

/// An expression that may be one.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "self",
        "oldSelf",
        "self.spec",
        "self.spec.n",
        "self.spec.s",
        "self.spec.l",
        "self.spec.m",
        "1",
        "0",
        "-9223372036854775808",
        "1.5",
        "''",
        "'a'",
        "[]",
        "{}",
        "null",
        "true",
        "x",
        "b'a'",
        "duration('1s')",
        "timestamp('x')",
        "quantity('1')",
        "optional.none()",
        "'(('",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 16, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            (two.clone(), prop::sample::select(vec!["+", "-", "*", "/", "%", "==", "<", "&&", "||", "in"]))
                .prop_map(|((a, b), op)| format!("({a} {op} {b})")),
            (two.clone(), prop::sample::select(vec!["all", "exists", "exists_one", "map", "filter"]))
                .prop_map(|((a, b), f)| format!("{a}.{f}(x, {b})")),
            (
                two,
                prop::sample::select(vec![
                    "matches", "split", "find", "format", "charAt", "repeat", "indexOf", "isSorted"
                ])
            )
                .prop_map(|((a, b), f)| format!("{a}.{f}({b})")),
            (
                inner.clone(),
                prop::sample::select(vec!["size", "string", "int", "has", "dyn", "url", "ip", "type"])
            )
                .prop_map(|(a, f)| format!("{f}({a})")),
            inner.clone().prop_map(|a| format!("{a}[0]")),
            inner.prop_map(|a| format!("{a} ? {a} : !{a}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn nonsense_is_refused(
        bodies in prop::collection::vec((body(), prop::sample::select(vec!["", "/a", "/a", "/a/status", "/a/scale", "/%2e%2e", "/a/b/c", "/%ff"])), 4),
        queries in prop::collection::vec(query(), 4),
        headers in prop::collection::vec(header(), 0..2),
    ) {
        block_on(async {
            let api = Api::start().await;
            api.post(WIDGETS, widget("a", json!({ "parts": [{ "name": "p" }] }))).await;
            for ((method, kind, body), path) in &bodies {
                let path = if *method == "POST" { "" } else { path };
                let answer = api.send(method, &format!("{WIDGETS}{path}?fieldManager=me&force=true"), &[("content-type", kind)], body).await;
                assert!(is_honest(&answer), "{method} {path} {kind} {body}: {answer:?}");
            }
            for query in &queries {
                let watch = format!("{WIDGETS}?watch=true&{query}");
                let answer = api.head_of(&watch).await;
                assert!(is_honest(&answer), "{watch}: {answer:?}");
                for (method, more) in [("GET", ""), ("GET", "/a"), ("POST", ""), ("DELETE", ""), ("OPTIONS", "/a")] {
                    let sign = if more.contains('?') { "&" } else { "?" };
                    let answer = api.send_bytes(method, &format!("{WIDGETS}{more}{sign}{query}"), &headers, "").await;
                    assert!(is_honest(&answer), "{method} {more} {query}: {answer:?}");
                }
            }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn rules_of_any_kind_are_refused_or_run(rules in prop::collection::vec(expression(), 1..4), message in expression(), pattern in "[ -~]{0,10}", column in "[ -~]{0,10}") {
        block_on(async {
            let api = Api::start().await;
            for (i, rule) in rules.iter().enumerate() {
                let properties = json!({ "n": { "type": "integer" }, "s": { "type": "string", "pattern": pattern },
                    "l": { "type": "array", "items": { "type": "integer" } },
                    "m": { "type": "object", "additionalProperties": { "type": "string" } } });
                let schema = json!({ "type": "object", "properties": { "spec": { "type": "object", "properties": properties } },
                    "x-kubernetes-validations": [{ "rule": rule, "messageExpression": message }, { "rule": rule }] });
                let kind = format!("Kind{i}");
                let columns = json!([{ "name": "c", "type": "string", "jsonPath": format!(".{column}") }]);
                let answer = define(&api, &kind, schema, columns).await;
                assert!(is_honest(&answer), "{rule}: {answer:?}");
                let object = json!({ "apiVersion": "hostile.example.com/v1", "kind": kind, "metadata": { "name": "a" },
                    "spec": { "n": 0, "s": "aé", "l": [1, 2, 3], "m": { "a": "b", "": "" } } });
                let path = format!("/apis/hostile.example.com/v1/kind{i}s");
                let applied = format!("{path}/a?fieldManager=me");
                for (method, path, kind) in [("POST", &path, JSON), ("PATCH", &applied, APPLY)] {
                    let answer = api.send(method, path, &[kind], &object.to_string()).await;
                    assert!(is_honest(&answer), "{rule} {message}: {answer:?}");
                }
                let table = [("accept", "application/json;as=Table;v=v1;g=meta.k8s.io")];
                assert!(is_honest(&api.send("GET", &path, &table, "").await));
            }
        });
    }
}
