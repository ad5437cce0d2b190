//! Uses types that the build script of this crate generates.

include!(concat!(env!("OUT_DIR"), "/istio_security.rs"));

use istio_security::v1::{PeerAuthentication, PeerAuthenticationSpec, PeerAuthenticationSpecMtls};

/// A policy that lets only mutual TLS through.
#[must_use]
pub fn strict(name: &str) -> PeerAuthentication {
    let mtls = PeerAuthenticationSpecMtls { mode: Some("STRICT".into()), ..Default::default() };
    let spec = PeerAuthenticationSpec { mtls: Some(mtls), ..Default::default() };
    PeerAuthentication { spec: Some(spec), ..PeerAuthentication::new(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
