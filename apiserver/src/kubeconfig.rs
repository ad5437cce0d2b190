//! A kubeconfig for kubectl and other clients.

use serde_json::json;

use crate::text::yaml_write;

/// The text of a kubeconfig for a server, with a token where one is needed.
pub fn text(url: &str, token: Option<&str>) -> String {
    let name = "specwright";
    let user = token.map_or_else(|| json!({}), |t| json!({ "token": t }));
    yaml_write::write(&json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{ "name": name, "cluster": { "server": url } }],
        "users": [{ "name": name, "user": user }],
        "contexts": [{ "name": name, "context": { "cluster": name, "user": name, "namespace": "default" } }],
        "current-context": name,
    }))
}
