//! The definition that the generated types carry is the one that they were made from.

use std::fs;
use std::path::Path;

use istio_security::{Described, Kind, v1, v1beta1};
use serde_json::Value;

/// The definition in `spec/`, read by a parser that the generator does not read with.
fn definition() -> Value {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/security.istio.io_peerauthentications.yaml");
    let text = fs::read_to_string(path).expect("the definition can be read");
    serde_yaml::from_str(&text).expect("the definition is YAML")
}

#[test]
fn both_versions_carry_the_definition() {
    let definition = definition();
    assert_eq!(*v1::PeerAuthentication::crd(), definition);
    assert_eq!(*v1beta1::PeerAuthentication::crd(), definition);
}

#[test]
fn every_type_knows_its_schema() {
    let definition = definition();
    let versions = definition["spec"]["versions"].as_array().expect("there are versions");
    for (version, schema) in [
        (v1::PeerAuthentication::VERSION, v1::PeerAuthentication::schema()),
        (v1beta1::PeerAuthentication::VERSION, v1beta1::PeerAuthentication::schema()),
    ] {
        let stated = versions.iter().find(|stated| stated["name"] == version).expect("the version is there");
        assert_eq!(*schema, stated["schema"]["openAPIV3Schema"]);
    }
    // Both versions say the same, so what tells them apart is where they stand.
    let place =
        |index: usize| &v1::PeerAuthentication::crd()["spec"]["versions"][index]["schema"]["openAPIV3Schema"];
    assert!(std::ptr::eq(v1::PeerAuthentication::schema(), place(0)));
    assert!(std::ptr::eq(v1beta1::PeerAuthentication::schema(), place(1)));
    let schema = v1::PeerAuthentication::schema();
    assert_eq!(*v1::PeerAuthenticationSpec::schema(), schema["properties"]["spec"]);
    assert_eq!(*v1::PeerAuthenticationStatus::schema(), schema["properties"]["status"]);
    let mtls = &schema["properties"]["spec"]["properties"]["mtls"];
    assert_eq!(*v1::PeerAuthenticationSpecMtls::schema(), *mtls);
    assert_eq!(*v1::PeerAuthenticationSpecMtlsMode::schema(), mtls["properties"]["mode"]);
}
