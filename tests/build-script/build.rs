//! Generates the types of PeerAuthentication into Cargo's output folder: once as they are, and once with other names and
//! with types of this crate among them. So it does with what has a type in `k8s-openapi`: with types of its own, and with those.

use specwright::options::{Part, WellKnown};
use specwright::{Config, Error};

fn main() -> Result<(), Error> {
    Config::new().input("../../spec/*.yaml").name("istio_security").generate()?;
    Config::new()
        .input("idioms.yaml")
        .name("idioms")
        .modules([Part::Validate, Part::Apply, Part::Client])
        .generate()?;
    let known = Config::new().input("idioms.yaml").name("known").well_known(WellKnown::Kubernetes);
    known.modules([Part::Validate, Part::Apply]).generate()?;
    let renamed = Config::new()
        .input("../../spec/*.yaml")
        .name("renamed")
        .rename("PeerAuthenticationSpec", "PolicySpec")
        .rename("PeerAuthenticationSpec.portLevelMtls", "ports")
        .rename("PeerAuthenticationSpecMtlsMode.DISABLE", "Never")
        .derive("PeerAuthenticationSpecMtls", ["Eq", "Hash"])
        .replace("PeerAuthenticationSpec.selector", "crate::Selector")
        .opaque("PeerAuthentication.status");
    renamed.generate().map(|_| ())
}
