//! Uses types that the build script of this crate generates.

include!(concat!(env!("OUT_DIR"), "/istio_security.rs"));
include!(concat!(env!("OUT_DIR"), "/idioms.rs"));
include!(concat!(env!("OUT_DIR"), "/known.rs"));
include!(concat!(env!("OUT_DIR"), "/renamed.rs"));

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use istio_security::v1::{PeerAuthentication, PeerAuthenticationSpec, PeerAuthenticationSpecMtls};

/// A policy that lets only mutual TLS through.
#[must_use]
pub fn strict(name: &str) -> PeerAuthentication {
    let mtls = PeerAuthenticationSpecMtls { mode: Some("STRICT".into()), ..Default::default() };
    let spec = PeerAuthenticationSpec { mtls: Some(mtls), ..Default::default() };
    PeerAuthentication { spec: Some(spec), ..PeerAuthentication::new(name) }
}

/// Which workloads a policy is for: what the modules `renamed` use in the place of a type of their own.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Selector {
    /// Their labels.
    #[serde(rename = "matchLabels")]
    pub labels: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde_json::json;

    use super::renamed::v1::{
        PeerAuthentication as Policy, PeerAuthenticationSpecMtlsMode as Mode, PolicySpec,
    };
    use super::*;

    #[test]
    fn other_names_and_types_change_nothing_on_the_wire() {
        let document = json!({
            "apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication", "metadata": {"name": "a"},
            "spec": {"mtls": {"mode": "DISABLE"}, "portLevelMtls": {"80": {}}, "selector": {"matchLabels": {"app": "a"}}},
            "status": {"anything": [1, null]},
        });
        let policy: Policy = serde_json::from_value(document.clone()).unwrap();
        let spec: &PolicySpec = policy.spec.as_ref().unwrap();
        assert_eq!(spec.selector.as_ref().unwrap().labels["app"], "a");
        assert_eq!(spec.ports.as_ref().unwrap().len(), 1);
        assert_eq!(policy.status.as_ref().unwrap()["anything"], json!([1, null]));
        let mtls = spec.mtls.clone().unwrap();
        assert_eq!(mtls.mode, Some(Mode::Never));
        assert_eq!(HashSet::from([mtls.clone(), mtls]).len(), 1);
        assert_eq!(serde_json::to_value(&policy).unwrap(), document);
    }

    #[test]
    fn a_type_from_elsewhere_refuses_what_it_does_not_know() {
        let document = r#"{"spec": {"selector": {"matchLabels": 1}}}"#;
        let error = serde_json::from_str::<Policy>(document).unwrap_err().to_string();
        assert!(error.starts_with("/spec/selector: invalid type"), "{error}");
    }

    #[test]
    fn what_was_generated_reads_what_it_writes() {
        let text = serde_json::to_string(&strict("default")).unwrap();
        assert_eq!(
            text,
            r#"{"apiVersion":"security.istio.io/v1","kind":"PeerAuthentication","metadata":{"name":"default"},"spec":{"mtls":{"mode":"STRICT"}}}"#
        );
        assert_eq!(serde_json::from_str::<PeerAuthentication>(&text).unwrap(), strict("default"));
    }
}
