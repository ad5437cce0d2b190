//! Lists: selectors, pages, revisions, tables.

use serde_json::{Value, json};

use crate::fixture::{Api, WIDGETS, widget};

fn names(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array();
    items.into_iter().flatten().filter_map(|i| i["metadata"]["name"].as_str()).collect()
}

async fn five() -> Api {
    let api = Api::start().await;
    for (i, color) in ["red", "green", "blue", "red", "green"].iter().enumerate() {
        let mut body = widget(&format!("w{i}"), json!({ "color": color }));
        body["metadata"]["labels"] = json!({ "app": if i < 3 { "web" } else { "db" }, "n": i.to_string() });
        api.post(WIDGETS, body).await;
    }
    api
}

#[tokio::test]
async fn selectors_choose() {
    let api = five().await;
    let cases = [
        ("labelSelector=app%3Dweb", vec!["w0", "w1", "w2"]),
        ("labelSelector=app%21%3Dweb", vec!["w3", "w4"]),
        ("labelSelector=app%20in%20(db,x),n%20notin%20(3)", vec!["w4"]),
        ("labelSelector=n%3E2", vec!["w3", "w4"]),
        ("labelSelector=app%20in%20(,db)", vec!["w3", "w4"]),
        ("labelSelector=%21app", vec![]),
        ("fieldSelector=spec.color%3Dgreen", vec!["w1", "w4"]),
        ("fieldSelector=metadata.name%21%3Dw0,spec.color%3Dred", vec!["w3"]),
    ];
    for (query, wanted) in cases {
        let list = api.get(&format!("{WIDGETS}?{query}")).await;
        assert_eq!(names(&list.body), wanted, "{query}");
    }
    assert_eq!(api.get(&format!("{WIDGETS}?fieldSelector=spec.replicas%3D1")).await.code, 400);
    for wrong in ["a%20in%20(", "a%20in%20()", "a%20notin%20(b,c"] {
        assert_eq!(api.get(&format!("{WIDGETS}?labelSelector={wrong}")).await.code, 400, "{wrong}");
    }
}

#[tokio::test]
async fn pages_show_one_moment() {
    let api = five().await;
    let (mut seen, mut left) = (Vec::new(), Vec::new());
    let mut next = String::new();
    loop {
        let page = api.get(&format!("{WIDGETS}?limit=2&continue={next}")).await.body;
        seen.extend(names(&page).into_iter().map(str::to_owned));
        left.push(page["metadata"].get("remainingItemCount").and_then(Value::as_i64));
        // What happens between the pages is not seen in them.
        api.delete(&format!("{WIDGETS}/w4")).await;
        api.post(WIDGETS, widget("w00", json!({}))).await;
        next = page["metadata"]["continue"].as_str().unwrap_or_default().to_owned();
        if next.is_empty() {
            break;
        }
    }
    assert_eq!(seen, ["w0", "w1", "w2", "w3", "w4"]);
    assert_eq!(left, [Some(3), Some(1), None]);
}

#[tokio::test]
async fn a_list_can_be_of_an_exact_revision() {
    let api = five().await;
    let list = api.get(WIDGETS).await.body;
    let revision = list["metadata"]["resourceVersion"].as_str().unwrap_or_default();
    api.delete(&format!("{WIDGETS}/w0")).await;
    let then = api.get(&format!("{WIDGETS}?resourceVersion={revision}&resourceVersionMatch=Exact")).await;
    assert_eq!(names(&then.body).len(), 5);
    let gone = api.get(&format!("{WIDGETS}?resourceVersion=1&resourceVersionMatch=Exact")).await;
    assert_eq!((gone.code, &gone.body["reason"]), (410, &json!("Expired")));
}

#[tokio::test]
async fn tables_show_the_declared_columns() {
    let api = five().await;
    api.merge(
        &format!("{WIDGETS}/w0/status"),
        json!({ "status": { "conditions": [{ "type": "Ready", "status": "True" }] } }),
    )
    .await;
    let accept = [("accept", "application/json;as=Table;v=v1;g=meta.k8s.io")];
    let table = api.send("GET", &format!("{WIDGETS}?limit=2"), &accept, "").await.body;
    let heads: Vec<_> =
        table["columnDefinitions"].as_array().into_iter().flatten().map(|c| c["name"].clone()).collect();
    assert_eq!(heads, ["Name", "Color", "Replicas", "Ready", "Age"]);
    let cells = |i: usize| table["rows"][i]["cells"].as_array().map(|c| c[..4].to_vec()).unwrap_or_default();
    assert_eq!(cells(0), [json!("w0"), json!("red"), json!(1), json!("True")]);
    assert_eq!(cells(1)[3], Value::Null);
}

#[tokio::test]
async fn deprecated_versions_say_so_and_serve_the_same_objects() {
    let api = five().await;
    let old = api.get(&format!("{}/w1", WIDGETS.replace("/v1/", "/v1alpha1/"))).await;
    assert_eq!(
        old.warnings(),
        ["299 - \"example.com/v1alpha1 Widget is deprecated; use example.com/v1 Widget\""]
    );
    assert_eq!(old.body["apiVersion"], "example.com/v1alpha1");
    assert_eq!(old.body["spec"]["color"], "green");
}
