use serde_json::json;

use super::merge;
use crate::schema::parse;

#[test]
fn lists_with_names_merge_and_others_are_replaced() {
    let items = json!({ "type": "object", "properties": { "name": { "type": "string" } } });
    let schema = json!({ "type": "object", "properties": {
        "named": { "type": "array", "items": items, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] },
        "set": { "type": "array", "items": { "type": "string" }, "x-kubernetes-list-type": "set" },
    } });
    let schema = parse(&schema).expect("a good schema");
    let start = json!({ "named": [{ "name": "a", "x": 1 }, { "name": "b" }], "set": ["a", "b"], "plain": [1, 2], "m": { "a": 1 } });
    let cases = [
        (json!({ "named": [{ "name": "a", "y": 2 }] }), "/named/0", json!({ "name": "a", "x": 1, "y": 2 })),
        (json!({ "named": [{ "name": "c" }] }), "/named/2", json!({ "name": "c" })),
        (json!({ "named": [{ "name": "a", "$patch": "delete" }] }), "/named", json!([{ "name": "b" }])),
        (json!({ "named": [{ "name": "c" }, { "$patch": "replace" }] }), "/named", json!([{ "name": "c" }])),
        (
            json!({ "$setElementOrder/named": [{ "name": "b" }, { "name": "a" }] }),
            "/named/0/name",
            json!("b"),
        ),
        (json!({ "set": ["c"] }), "/set", json!(["a", "b", "c"])),
        (json!({ "$deleteFromPrimitiveList/set": ["a"] }), "/set", json!(["b"])),
        (json!({ "plain": [3] }), "/plain", json!([3])),
        (json!({ "m": { "b": 2 } }), "/m", json!({ "a": 1, "b": 2 })),
        (json!({ "m": { "b": 2, "$patch": "replace" } }), "/m", json!({ "b": 2 })),
        (json!({ "m": { "$retainKeys": ["b"], "b": 2 } }), "/m", json!({ "b": 2 })),
    ];
    for (patch, pointer, expected) in cases {
        let mut value = start.clone();
        merge(&mut value, &patch, Some(&schema));
        assert_eq!(value.pointer(pointer), Some(&expected), "{patch}");
    }
}
