//! An audit of PeerAuthentication policies, as a user of `istio-security` would write it.

use futures::TryStreamExt;
use istio_security::Validate;
use istio_security::client::Error;
use istio_security::v1::{
    Client, PeerAuthentication, PeerAuthenticationSpec, PeerAuthenticationSpecMtls,
    PeerAuthenticationSpecMtlsMode,
};

/// A policy for a namespace: every workload takes mutual TLS only.
#[must_use]
pub fn strict(name: &str) -> PeerAuthentication {
    let mode = Some(PeerAuthenticationSpecMtlsMode::Strict);
    let mtls = Some(PeerAuthenticationSpecMtls { mode, ..Default::default() });
    let spec = Some(PeerAuthenticationSpec { mtls, ..Default::default() });
    PeerAuthentication { spec, ..PeerAuthentication::new(name) }
}

/// Whether a policy lets plain text through, for all ports or for one.
#[must_use]
pub fn is_lax(policy: &PeerAuthentication) -> bool {
    let Some(spec) = &policy.spec else { return false };
    let ports = spec.port_level_mtls.iter().flat_map(|ports| ports.values());
    let mut modes = spec.mtls.iter().chain(ports).filter_map(|mtls| mtls.mode.as_ref());
    modes.any(|mode| {
        matches!(mode, PeerAuthenticationSpecMtlsMode::Disable | PeerAuthenticationSpecMtlsMode::Permissive)
    })
}

/// The names of the policies of all namespaces that let plain text through.
///
/// # Errors
/// Those of the client.
pub async fn lax(client: &Client) -> Result<Vec<String>, Error> {
    let policies = client.all_peer_authentications().list().limit(100).items();
    let lax = policies.try_filter(|policy| std::future::ready(is_lax(policy)));
    lax.map_ok(|policy| policy.metadata.name.unwrap_or_default()).try_collect().await
}

/// Makes a policy strict, whatever else it says.
///
/// # Errors
/// Those of the client.
pub async fn tighten(client: &Client, namespace: &str, name: &str) -> Result<PeerAuthentication, Error> {
    let policies = client.peer_authentications(namespace);
    let mut policy = policies.get(name).send().await?;
    let spec = policy.spec.get_or_insert_default();
    spec.mtls = strict(name).spec.and_then(|spec| spec.mtls);
    spec.port_level_mtls = None;
    Ok(policies.replace(name, &policy).send().await?.into_inner())
}

/// What is wrong with a policy, one line each.
#[must_use]
pub fn faults(policy: &PeerAuthentication) -> Vec<String> {
    match policy.validate() {
        Ok(()) => Vec::new(),
        Err(violations) => violations.to_string().lines().map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests;
