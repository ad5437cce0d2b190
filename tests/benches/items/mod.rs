//! Lists of 1,000 objects as an API server sends them.

use serde_json::{Value, json};

/// A list of policies: three quarters of the bytes are metadata.
pub fn peer_authentications() -> String {
    list("security.istio.io/v1", "PeerAuthentication", |number| {
        let fields =
            json!({".": {}, "f:mtls": {".": {}, "f:mode": {}}, "f:portLevelMtls": {}, "f:selector": {}});
        let mtls = json!({
            "mtls": {"mode": "STRICT"},
            "portLevelMtls": {"8080": {"mode": "PERMISSIVE"}, "9090": {"mode": "DISABLE"}},
            "selector": {"matchLabels": {"app": format!("app-{number}")}},
        });
        (fields, mtls)
    })
}

/// A list of routes: a quarter of the bytes is metadata.
#[allow(dead_code, reason = "not every benchmark has the type")]
pub fn virtual_services() -> String {
    list("networking.istio.io/v1", "VirtualService", |number| {
        let fields = json!({".": {}, "f:gateways": {}, "f:hosts": {}, "f:http": {}});
        let http: Vec<Value> = (0..4).map(|route| http_route(number, route)).collect();
        let tls = json!([{"match": [{"port": 443, "sniHosts": [format!("tls-{number}.example.com")]}],
            "route": [{"destination": {"host": format!("tls-{number}.shop.svc.cluster.local"), "port": {"number": 8443}}}]}]);
        let spec = json!({"gateways": ["mesh", "shop/public"], "hosts": [format!("app-{number}.example.com"), format!("app-{number}")],
            "exportTo": ["."], "http": http, "tls": tls});
        (fields, spec)
    })
}

fn http_route(number: usize, route: usize) -> Value {
    let host = format!("app-{number}-{route}.shop.svc.cluster.local");
    let destination = |subset: &str, weight: u8| json!({"destination": {"host": host, "subset": subset, "port": {"number": 8080}}, "weight": weight});
    json!({
        "name": format!("route-{route}"),
        "match": [
            {"uri": {"prefix": format!("/api/v{route}/")}, "method": {"exact": "GET"}, "headers": {"x-user-group": {"regex": "^beta-.*$"}}},
            {"uri": {"exact": format!("/health/{route}")}, "ignoreUriCase": true},
        ],
        "route": [destination("stable", 90), destination("canary", 10)],
        "timeout": "10s",
        "retries": {"attempts": 3, "perTryTimeout": "2s", "retryOn": "5xx,reset,connect-failure"},
        "headers": {"request": {"set": {"x-route": format!("{route}"), "x-version": "2"}, "remove": ["x-internal"]}},
        "corsPolicy": {"allowOrigins": [{"exact": "https://example.com"}], "allowMethods": ["GET", "POST"], "allowCredentials": false, "maxAge": "24h"},
        "fault": {"delay": {"percentage": {"value": 0.1}, "fixedDelay": "5s"}},
    })
}

/// Each item has metadata, a specification of its own, whose fields have an owner, and a status.
fn list(api_version: &str, kind: &str, spec: impl Fn(usize) -> (Value, Value)) -> String {
    let item = |number: usize| {
        let (fields, spec) = spec(number);
        json!({"apiVersion": api_version, "kind": kind, "metadata": metadata(number, api_version, &fields), "spec": spec, "status": {
            "conditions": [{"lastTransitionTime": "2026-01-02T03:04:05Z", "message": "reconciled", "observedGeneration": 2,
                "reason": "Reconciled", "status": "True", "type": "Reconciled"}],
            "observedGeneration": 2,
        }})
    };
    let items: Vec<Value> = (0..1000).map(item).collect();
    json!({"apiVersion": api_version, "kind": format!("{kind}List"), "metadata": {"resourceVersion": "123456"}, "items": items})
        .to_string()
}

fn metadata(number: usize, api_version: &str, fields: &Value) -> Value {
    let annotations = json!({".": {}, "f:kubectl.kubernetes.io/last-applied-configuration": {}});
    let fields = json!({"f:metadata": {"f:annotations": annotations}, "f:spec": fields});
    json!({
        "annotations": {"kubectl.kubernetes.io/last-applied-configuration": format!("{{\"apiVersion\":\"{api_version}\",\"metadata\":{{\"name\":\"policy-{number}\"}}}}\n")},
        "creationTimestamp": "2026-01-02T03:04:05Z",
        "generation": 2,
        "labels": {"app": format!("app-{number}"), "team": "payments"},
        "managedFields": [{"apiVersion": api_version, "fieldsType": "FieldsV1", "fieldsV1": fields,
            "manager": "kubectl-client-side-apply", "operation": "Update", "time": "2026-01-02T03:04:05Z"}],
        "name": format!("policy-{number}"),
        "namespace": "default",
        "resourceVersion": number.to_string(),
        "uid": format!("7d1b1a9e-0000-4000-8000-{number:012}"),
    })
}
