//! A kubeconfig for kubectl and other clients.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::text::yaml_write;

/// What a client needs.
pub struct Access<'a> {
    /// Where the server is.
    pub url: &'a str,
    /// A token, where one is needed.
    pub token: Option<&'a str>,
    /// The certificate to trust, in PEM.
    pub certificate: Option<&'a [u8]>,
}

/// The text of a kubeconfig.
pub fn text(access: &Access) -> String {
    let name = "specwright";
    let user = access.token.map_or_else(|| json!({}), |t| json!({ "token": t }));
    let mut cluster = json!({ "server": access.url });
    if let (Some(certificate), Some(map)) = (access.certificate, cluster.as_object_mut()) {
        map.insert("certificate-authority-data".into(), STANDARD.encode(certificate).into());
    }
    yaml_write::write(&json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{ "name": name, "cluster": cluster }],
        "users": [{ "name": name, "user": user }],
        "contexts": [{ "name": name, "context": { "cluster": name, "user": name, "namespace": "default" } }],
        "current-context": name,
    }))
}
