//! Decoding and encoding a list of 1,000 objects: generated types, the same structs with serde derives (which drop what
//! they do not know), and `serde_json::Value`.
//!
//! Run it with `cargo bench -p specwright-tests --bench codec` and read the ratios, not the times.

use divan::{Bencher, counter::BytesCount};
use istio_security::v1::PeerAuthenticationList;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

mod derived;

fn main() {
    divan::main();
}

/// A list as an API server sends it: three quarters of the bytes are metadata.
fn list() -> String {
    let items: Vec<Value> = (0..1000).map(item).collect();
    let metadata = json!({"resourceVersion": "123456"});
    json!({"apiVersion": "security.istio.io/v1", "kind": "PeerAuthenticationList", "metadata": metadata, "items": items}).to_string()
}

fn item(number: usize) -> Value {
    let fields = json!({"f:metadata": {"f:annotations": {".": {}, "f:kubectl.kubernetes.io/last-applied-configuration": {}}},
        "f:spec": {".": {}, "f:mtls": {".": {}, "f:mode": {}}, "f:portLevelMtls": {}, "f:selector": {}}});
    json!({
        "apiVersion": "security.istio.io/v1",
        "kind": "PeerAuthentication",
        "metadata": {
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{\"apiVersion\":\"security.istio.io/v1\",\"kind\":\"PeerAuthentication\"}\n"},
            "creationTimestamp": "2026-01-02T03:04:05Z",
            "generation": 2,
            "labels": {"app": format!("app-{number}"), "team": "payments"},
            "managedFields": [{"apiVersion": "security.istio.io/v1", "fieldsType": "FieldsV1", "fieldsV1": fields,
                "manager": "kubectl-client-side-apply", "operation": "Update", "time": "2026-01-02T03:04:05Z"}],
            "name": format!("policy-{number}"),
            "namespace": "default",
            "resourceVersion": number.to_string(),
            "uid": format!("7d1b1a9e-0000-4000-8000-{number:012}"),
        },
        "spec": {
            "mtls": {"mode": "STRICT"},
            "portLevelMtls": {"8080": {"mode": "PERMISSIVE"}, "9090": {"mode": "DISABLE"}},
            "selector": {"matchLabels": {"app": format!("app-{number}")}},
        },
        "status": {
            "conditions": [{"lastTransitionTime": "2026-01-02T03:04:05Z", "message": "reconciled", "observedGeneration": 2,
                "reason": "Reconciled", "status": "True", "type": "Reconciled"}],
            "observedGeneration": 2,
        },
    })
}

#[divan::bench(types = [PeerAuthenticationList, derived::List, Value])]
fn decode<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    let text = list();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_json::from_str::<T>(&text).expect("the list decodes"));
}

#[divan::bench(types = [PeerAuthenticationList, derived::List, Value])]
fn encode<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>) {
    let text = list();
    let list: T = serde_json::from_str(&text).expect("the list decodes");
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_json::to_vec(&list).expect("the list encodes"));
}
