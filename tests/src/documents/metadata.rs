//! The metadata of objects.

use serde_json::{Map, Value, json};

use super::make::Maker;

impl Maker<'_> {
    /// Metadata as a server sends it, now and in later versions.
    pub(super) fn metadata(&mut self) -> Value {
        // A server takes this for no metadata, whatever the schema says.
        if self.takes_more() && self.chance(20) {
            return Value::Null;
        }
        let usual = [
            ("name", json!("a")),
            ("namespace", json!("default")),
            ("generateName", json!("a-")),
            ("uid", json!("123e4567-e89b-12d3-a456-426614174000")),
            ("resourceVersion", json!("123")),
            ("generation", json!(7)),
            ("creationTimestamp", json!("2026-01-02T03:04:05Z")),
            ("creationTimestamp", json!(null)),
            ("deletionGracePeriodSeconds", json!(0)),
            ("labels", json!({"app.kubernetes.io/name": "ä", "": ""})),
            ("labels", json!({})),
            ("annotations", json!({"a": "{\"b\": 1}"})),
            // A server takes these nulls for empty texts.
            ("labels", json!({"a": null, "b": "c"})),
            ("annotations", json!({"": null})),
            ("finalizers", json!([])),
            ("finalizers", json!(["a.example/b"])),
            (
                "ownerReferences",
                json!([{"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u", "controller": true}]),
            ),
            (
                "managedFields",
                json!([{"manager": "m", "operation": "Apply", "apiVersion": "v1",
                "time": "2026-01-02T03:04:05Z", "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {".": {}}}}]),
            ),
            ("creationTimestamp", json!("2026-01-02T03:04:05.678+01:00")),
            ("deletionTimestamp", json!("2026-01-02T03:04:05.5Z")),
            (
                "ownerReferences",
                json!([{"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u", "x": [1], "controller": null}]),
            ),
            (
                "managedFields",
                json!([{"manager": "m", "x": {"y": 1}, "time": "2026-01-02T03:04:05.5Z"}, {"time": null}]),
            ),
            ("selfLink", json!("/apis")),
            ("clusterName", json!("of old")),
            ("x-later", json!({"deep": [null, {"a": 1.5}]})),
        ];
        let mut metadata = Map::new();
        let one_in = *self.pick(&[1, 2, 4]);
        for (name, value) in usual {
            if self.chance(one_in) {
                metadata.insert(name.to_owned(), value);
            }
        }
        Value::Object(metadata)
    }
}
