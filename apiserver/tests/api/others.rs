//! Another definition, which uses what the first does not: columns of every type, formats, values that may be null,
//! versions that are deprecated or not served, a cluster scope, selectable fields, ratcheting at any depth.

use serde_json::{Value, json};

use crate::fixture::{Answer, Api};

const GADGETS: &str = "/apis/factory.example.org/v1/gadgets";

async fn start() -> Api {
    let text = include_str!("gadget.yaml");
    let service = specwright_apiserver::ApiServer::builder().crd_text(text).build().await;
    Api::over(service.expect("the definition is good"))
}

fn gadget(name: &str, spec: Value) -> Value {
    json!({ "apiVersion": "factory.example.org/v1", "kind": "Gadget", "metadata": { "name": name }, "spec": spec })
}

async fn table(api: &Api, query: &str) -> Answer {
    let accept = [("accept", "application/json;as=Table;v=v1;g=meta.k8s.io")];
    api.send("GET", &format!("{GADGETS}{query}"), &accept, "").await
}

#[tokio::test]
async fn columns_show_values_by_their_types() {
    let api = start().await;
    let spec = json!({ "count": 3, "ratio": 2.5, "on": true, "since": "2020-01-01T00:00:00Z", "label": "x",
        "deep": [{ "key": "a", "value": "one" }, { "key": "b", "value": "two" }] });
    assert_eq!(api.post(GADGETS, gadget("a", spec)).await.code, 201);
    let odd = json!({ "loose": { "count": 3.9, "ratio": "no", "on": "yes", "since": "soon", "label": { "b": 1, "a": [true] } } });
    assert_eq!(api.post(GADGETS, gadget("b", odd)).await.code, 201);
    assert_eq!(api.post(GADGETS, gadget("c", json!({}))).await.code, 201);
    let body = table(&api, "").await.body;
    let columns = body["columnDefinitions"].as_array().cloned().unwrap_or_default();
    let described: Vec<_> =
        columns.iter().map(|c| (c["name"].as_str(), c["type"].as_str(), c["priority"].as_i64())).collect();
    assert_eq!(described[1], (Some("Count"), Some("integer"), Some(0)));
    assert_eq!(described[7], (Some("Loose Count"), Some("integer"), Some(1)));
    let cells = |row: usize| body["rows"][row]["cells"].as_array().cloned().unwrap_or_default();
    let mut first = cells(0);
    let age = first[4].take();
    assert!(age.as_str().is_some_and(|a| a.ends_with('y') || a.ends_with('d')), "{age}");
    let rest = [Value::Null, Value::Null, Value::Null, Value::Null, Value::Null];
    assert_eq!(
        first[..7],
        [json!("a"), json!(3), json!(2.5), json!(true), Value::Null, json!("x"), json!("two")]
    );
    assert_eq!(first[7..], rest);
    assert_eq!(
        cells(1)[7..],
        [json!(3), Value::Null, Value::Null, json!("<invalid>"), json!(r#"{"a":[true],"b":1}"#)]
    );
    assert_eq!(cells(2)[1..7], [json!(7), Value::Null, Value::Null, Value::Null, Value::Null, Value::Null]);
}

#[tokio::test]
async fn formats_are_checked() {
    let api = start().await;
    let cases: [(&str, &str, &str); 14] = [
        ("date", "2024-02-29", "2023-02-29"),
        ("dateTime", "2024-02-29T12:00:00.5+01:00", "2024-02-29 noon"),
        ("duration", "1h30m", "soon"),
        ("byte", "aGk=", "a?"),
        ("email", "a@example.com", "example.com"),
        ("hostname", "a.example.com", "-a.example.com"),
        ("ipv4", "10.0.0.1", "10.0.0.256"),
        ("ipv6", "::1", "10.0.0.1"),
        ("cidr", "10.0.0.0/8", "10.0.0.0/33"),
        ("mac", "00:00:5e:00:53:01", "00:00:5e"),
        ("uri", "https://example.com/x", "example"),
        ("uuid", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b810"),
        ("creditcard", "4111 1111 1111 1111", "9111 1111 1111 1111"),
        ("unknown", "anything", ""),
    ];
    for (name, good, bad) in cases {
        let answer =
            api.post(&format!("{GADGETS}?dryRun=All"), gadget("a", json!({ "texts": { name: good } }))).await;
        assert_eq!(answer.code, 201, "{name}: {good}: {}", answer.body);
        if !bad.is_empty() {
            let answer = api
                .post(&format!("{GADGETS}?dryRun=All"), gadget("a", json!({ "texts": { name: bad } })))
                .await;
            assert_eq!(
                answer.fields(),
                [format!("spec.texts.{name}"), "<nil>".to_owned()],
                "{bad}: {}",
                answer.body
            );
        }
    }
}

#[tokio::test]
async fn numbers_have_the_room_of_their_format() {
    let api = start().await;
    let cases = [
        ("small", json!(2_147_483_647), None),
        ("small", json!(2_147_483_648_u64), Some("integer with format int32 in spec.texts.small")),
        ("small", json!(1.5), Some("integer with format int32 in spec.texts.small")),
        ("large", json!(2_147_483_648_u64), None),
        ("single", json!(1e38), None),
        ("single", json!(1e39), Some("number with format float in spec.texts.single")),
    ];
    for (name, value, fault) in cases {
        let body = gadget("a", json!({ "texts": { name: value } }));
        let answer = api.post(&format!("{GADGETS}?dryRun=All"), body.clone()).await;
        assert_eq!(answer.code, if fault.is_none() { 201 } else { 422 }, "{body}: {}", answer.body);
        let message = answer.body["message"].as_str().unwrap_or_default();
        assert!(
            fault.is_none_or(|f| message.contains(&format!("Checked value must be of type {f}"))),
            "{message}"
        );
    }
    let odd = api.post(GADGETS, gadget("a", json!({ "texts": { "choice": 3 } }))).await;
    let wanted = "spec.texts.choice: Unsupported value: 3: supported values: \"1\", \"2\"";
    assert!(odd.body["message"].as_str().is_some_and(|m| m.contains(wanted)), "{}", odd.body);
}

#[tokio::test]
async fn nulls_and_defaults_meet() {
    let api = start().await;
    let cases = [
        // A default takes the place of a null only where null is no value.
        (json!({}), json!({ "count": 7, "mood": "calm" })),
        (json!({ "count": null, "mood": null }), json!({ "count": 7, "mood": null })),
        (json!({ "box": {} }), json!({ "count": 7, "mood": "calm", "box": { "size": { "width": 1 } } })),
        (json!({ "box": null }), json!({ "count": 7, "mood": "calm" })),
    ];
    for (given, kept) in cases {
        let answer = api.post(&format!("{GADGETS}?dryRun=All"), gadget("a", given.clone())).await;
        assert_eq!(answer.body["spec"], kept, "{given}");
    }
}

#[tokio::test]
async fn versions_say_what_they_are() {
    let api = start().await;
    api.post(GADGETS, gadget("a", json!({}))).await;
    let old = api.get("/apis/factory.example.org/v1beta1/gadgets/a").await;
    assert_eq!((old.code, old.warnings()), (200, vec!["299 - \"gadgets of v1beta1 rust\""]));
    assert_eq!(old.body["apiVersion"], "factory.example.org/v1beta1");
    assert_eq!(api.get("/apis/factory.example.org/v1alpha1/gadgets/a").await.code, 404);
    let group = api.get("/apis/factory.example.org").await.body;
    let versions: Vec<_> =
        group["versions"].as_array().into_iter().flatten().map(|v| v["version"].clone()).collect();
    assert_eq!(versions, ["v1", "v1beta1"]);
    // A cluster resource has no place in a namespace.
    assert_eq!(api.get("/apis/factory.example.org/v1/namespaces/default/gadgets").await.code, 404);
}

#[tokio::test]
async fn fields_are_selected_where_they_are_declared() {
    let api = start().await;
    for (name, spec) in [
        ("a", json!({ "count": 1, "on": true })),
        ("b", json!({ "count": 2 })),
        ("c", json!({ "on": false })),
    ] {
        assert_eq!(api.post(GADGETS, gadget(name, spec)).await.code, 201);
    }
    let cases = [
        ("spec.count%3D7", vec!["c"]),
        ("spec.count!%3D7", vec!["a", "b"]),
        ("spec.on%3Dtrue", vec!["a"]),
        ("spec.on%3D", vec!["b"]),
        ("spec.on%3Dfalse,metadata.name%3Dc", vec!["c"]),
    ];
    for (selector, names) in cases {
        let list = api.get(&format!("{GADGETS}?fieldSelector={selector}")).await.body;
        let found: Vec<_> =
            list["items"].as_array().into_iter().flatten().map(|i| i["metadata"]["name"].clone()).collect();
        assert_eq!(found, names, "{selector}");
    }
    let refused = api.get(&format!("{GADGETS}?fieldSelector=spec.label%3Dx")).await;
    assert_eq!((refused.code, refused.body["reason"].as_str()), (400, Some("BadRequest")));
}

#[tokio::test]
async fn lists_are_owned_by_item_or_as_a_whole() {
    let api = start().await;
    let apply = async |manager: &str, spec: Value| {
        let path = format!("{GADGETS}/a?fieldManager={manager}");
        let body = gadget("a", spec).to_string();
        api.send("PATCH", &path, &[("content-type", "application/apply-patch+yaml")], &body).await
    };
    let pair = |key: &str, value: &str| json!({ "key": key, "value": value });
    assert_eq!(
        apply("one", json!({ "deep": [pair("a", "1")], "set": [1, 2], "whole": ["x"] })).await.code,
        201
    );
    let both = apply("two", json!({ "deep": [pair("b", "2")], "set": [2, 3] })).await;
    assert_eq!(both.body["spec"]["deep"], json!([pair("a", "1"), pair("b", "2")]));
    assert_eq!(both.body["spec"]["set"], json!([1, 2, 3]));
    assert_eq!(apply("two", json!({ "deep": [pair("a", "other")] })).await.code, 409);
    assert_eq!(apply("two", json!({ "whole": ["y"] })).await.code, 409);
    // What one no longer applies goes, unless another applies it, too.
    let left = apply("one", json!({ "set": [2] })).await;
    assert_eq!(
        (&left.body["spec"]["deep"], &left.body["spec"]["set"]),
        (&json!([pair("b", "2")]), &json!([2, 3]))
    );
    assert_eq!(left.body["spec"].get("whole"), None);
}

#[tokio::test]
async fn what_does_not_change_is_not_judged_again() {
    let api = start().await;
    let deep = json!([{ "key": "a", "value": "long enough" }, { "key": "b", "value": "x" }]);
    api.post(GADGETS, gadget("a", json!({ "deep": deep, "whole": ["long enough"] }))).await;
    let crd = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gadgets.factory.example.org";
    let spec = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties";
    let stricter = json!([
        { "op": "add", "path": format!("{spec}/deep/items/properties/value/maxLength"), "value": 4 },
        { "op": "add", "path": format!("{spec}/whole/items/maxLength"), "value": 4 },
    ]);
    let answer = api.json_patch(crd, stricter).await;
    assert_eq!(answer.code, 200, "{}", answer.body);
    let path = format!("{GADGETS}/a");
    // Items with keys are told apart; a list without is one value.
    let other = json!([{ "key": "b", "value": "y" }, { "key": "a", "value": "long enough" }]);
    assert_eq!(api.merge(&path, json!({ "spec": { "deep": other } })).await.code, 200);
    let worse = json!([{ "key": "a", "value": "even longer" }]);
    assert_eq!(
        api.merge(&path, json!({ "spec": { "deep": worse } })).await.fields()[0],
        "spec.deep[0].value"
    );
    let more = json!({ "spec": { "whole": ["long enough", "y"] } });
    assert_eq!(api.merge(&path, more).await.fields()[0], "spec.whole[0]");
}

#[tokio::test]
async fn the_scale_speaks_for_the_object() {
    let api = start().await;
    api.post(GADGETS, gadget("a", json!({ "count": 2 }))).await;
    let path = format!("{GADGETS}/a/scale");
    let scale = api.get(&path).await.body;
    assert_eq!((&scale["kind"], &scale["spec"]), (&json!("Scale"), &json!({ "replicas": 2 })));
    let changed = api.merge(&path, json!({ "spec": { "replicas": 5 } })).await;
    assert_eq!(changed.body["spec"]["replicas"], 5);
    let object = api.get(&format!("{GADGETS}/a")).await.body;
    assert_eq!((&object["spec"]["count"], &object["metadata"]["generation"]), (&json!(5), &json!(2)));
    let refused = api.merge(&path, json!({ "spec": { "replicas": -1 } })).await;
    assert_eq!((refused.code, refused.fields()), (422, vec![".spec.count".to_owned()]));
}

#[tokio::test]
async fn rules_see_values_by_their_types() {
    let api = start().await;
    let cases = [
        (json!({ "ratio": 2 }), 201),
        (json!({ "ratio": -1 }), 422),
        (json!({ "since": "2020-01-01T00:00:00Z" }), 201),
        (json!({ "since": "1999-01-01T00:00:00Z" }), 422),
        (json!({ "texts": { "duration": "90m" } }), 201),
        (json!({ "texts": { "duration": "25h" } }), 422),
        (json!({ "a_b": 1 }), 201),
        (json!({ "a__b": 1, "in": 1, "x-y": 1 }), 201),
        (json!({ "a__b": 9, "in": 1, "x-y": 1 }), 422),
    ];
    for (spec, code) in cases {
        let answer = api.post(&format!("{GADGETS}?dryRun=All"), gadget("a", spec.clone())).await;
        assert_eq!(answer.code, code, "{spec}: {}", answer.body);
    }
    // A value that may only grow, and of which nothing is known before it is there.
    assert_eq!(api.post(GADGETS, gadget("a", json!({ "grows": 1 }))).await.code, 422);
    assert_eq!(api.post(GADGETS, gadget("a", json!({ "grows": 10 }))).await.code, 201);
    let path = format!("{GADGETS}/a");
    assert_eq!(api.merge(&path, json!({ "spec": { "grows": 11 } })).await.code, 200);
    let shrunk = api.merge(&path, json!({ "spec": { "grows": 10 } })).await;
    assert_eq!(shrunk.code, 422);
    assert!(
        shrunk.body["message"].as_str().is_some_and(|m| m.contains("10 is less than 11")),
        "{}",
        shrunk.body
    );
}
