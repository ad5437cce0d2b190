//! The constraints and the rules of the definition, over values of the generated types.

use istio_security::{CheckRules, Validate, v1, v1beta1};
use serde_json::{Value, json};

/// What is wrong with an object of this `spec`, in both versions alike: pointer, then keyword or message.
fn wrong(spec: &Value) -> (Vec<String>, Vec<String>) {
    let object = |version: &str| {
        let api_version = format!("security.istio.io/{version}");
        json!({"apiVersion": api_version, "kind": "PeerAuthentication", "metadata": {"name": "a"}, "spec": spec})
    };
    let new: v1::PeerAuthentication = serde_json::from_value(object("v1")).expect("it decodes");
    let old: v1beta1::PeerAuthentication = serde_json::from_value(object("v1beta1")).expect("it decodes");
    let found = (constraints(&new), rules(&new));
    assert_eq!(found, (constraints(&old), rules(&old)));
    found
}

fn constraints(object: &impl Validate) -> Vec<String> {
    let found = object.validate().err().into_iter().flatten();
    found.map(|violation| format!("{} {}", violation.pointer, violation.keyword)).collect()
}

fn rules(object: &impl CheckRules) -> Vec<String> {
    let found = object.check_rules().err().into_iter().flatten();
    found.map(|violation| format!("{}: {}", violation.pointer, violation.message)).collect()
}

fn broken_rules(spec: &Value) -> Vec<String> {
    let (constraints, rules) = wrong(spec);
    assert!(constraints.is_empty(), "{spec}: {constraints:?}");
    rules
}

fn with_port(port: &str) -> Value {
    json!({"selector": {"matchLabels": {"app": "a"}}, "portLevelMtls": {port: {"mode": "STRICT"}}})
}

#[test]
fn ports_are_numbers_from_1_to_65535() {
    for port in ["1", "80", "0080", "65535"] {
        assert!(broken_rules(&with_port(port)).is_empty(), "{port}");
    }
    let refused = "/spec/portLevelMtls: each key must be a port number from 1 to 65535";
    for port in ["0", "65536", "-1"] {
        assert_eq!(broken_rules(&with_port(port)), [refused], "{port}");
    }
    for port in ["x", "", "8.0", "80 "] {
        let found = broken_rules(&with_port(port));
        assert!(found.len() == 1 && found[0].starts_with("/spec/portLevelMtls: "), "{port}: {found:?}");
    }
}

#[test]
fn settings_for_ports_need_a_selector() {
    let ports = json!({"80": {"mode": "DISABLE"}});
    let refused = ["/spec: portLevelMtls needs a selector with at least one label"];
    assert_eq!(broken_rules(&json!({"portLevelMtls": ports})), refused);
    assert_eq!(broken_rules(&json!({"portLevelMtls": ports, "selector": {}})), refused);
    assert_eq!(broken_rules(&json!({"portLevelMtls": ports, "selector": {"matchLabels": {}}})), refused);
    assert!(broken_rules(&json!({"selector": {}})).is_empty());
    assert!(broken_rules(&json!({})).is_empty());
}

#[test]
fn labels_have_names_and_no_wildcards() {
    let labels = |name: &str, value: &str| broken_rules(&json!({"selector": {"matchLabels": {name: value}}}));
    assert!(labels("app", "a").is_empty());
    assert!(labels("example.com/app", "").is_empty());
    let place = "/spec/selector/matchLabels";
    assert_eq!(labels("a*", "a"), [format!("{place}: a label name must not contain the wildcard \"*\"")]);
    assert_eq!(labels("", "a"), [format!("{place}: a label name must not be empty")]);
    assert_eq!(
        labels("a/b", "*"),
        [format!("{place}/a~1b: a label value must not contain the wildcard \"*\"")]
    );
}

#[test]
fn rules_are_checked_together_and_on_updates() {
    let all = json!({"portLevelMtls": {"0": {}}, "selector": {"matchLabels": {"*": "*"}}});
    let found = broken_rules(&all);
    let places: Vec<_> = found.iter().filter_map(|found| found.split(": ").next()).collect();
    let mut sorted = places.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["/spec/portLevelMtls", "/spec/selector/matchLabels", "/spec/selector/matchLabels/*"]);
    let mut old = v1::PeerAuthentication::new("a");
    old.spec = serde_json::from_value(with_port("0")).expect("it decodes");
    assert!(old.check_update(&v1::PeerAuthentication::new("a")).is_err());
    assert!(old.check_update(&old).is_ok(), "what was broken and did not change is let be");
}

#[test]
fn constraints_have_pointers() {
    let only_constraints = |spec: &Value| wrong(spec).0;
    assert!(only_constraints(&json!({"mtls": {"mode": "STRICT"}})).is_empty());
    assert_eq!(only_constraints(&json!({"mtls": {"mode": "NOVEL"}})), ["/spec/mtls/mode enum"]);
    assert_eq!(only_constraints(&json!({"portLevelMtls": {}})), ["/spec/portLevelMtls minProperties"]);
    let port = json!({"portLevelMtls": {"80": {"mode": "strict"}}});
    assert_eq!(only_constraints(&port), ["/spec/portLevelMtls/80/mode enum"]);
    let long = |letter: &str, count| json!({"selector": {"matchLabels": {"a/b": letter.repeat(count)}}});
    assert!(only_constraints(&long("ü", 63)).is_empty());
    assert_eq!(only_constraints(&long("u", 64)), ["/spec/selector/matchLabels/a~1b maxLength"]);
    let many = |count: usize| {
        let labels: serde_json::Map<_, _> =
            (0..count).map(|label| (format!("l{label}"), json!("x"))).collect();
        json!({"selector": {"matchLabels": labels}})
    };
    assert!(only_constraints(&many(4096)).is_empty());
    assert_eq!(only_constraints(&many(4097)), ["/spec/selector/matchLabels maxProperties"]);
    let all = json!({"mtls": {"mode": "A"}, "portLevelMtls": {}, "selector": {"matchLabels": {"a": "x".repeat(64)}}});
    assert_eq!(only_constraints(&all).len(), 3);
}

#[test]
fn parts_are_checked_by_themselves() {
    let spec: v1::PeerAuthenticationSpec =
        serde_json::from_value(json!({"mtls": {"mode": "NOVEL"}, "portLevelMtls": {"0": {}}}))
            .expect("it decodes");
    assert_eq!(constraints(&spec), ["/mtls/mode enum"]);
    assert_eq!(rules(&spec).len(), 2);
    assert_eq!(constraints(spec.mtls.as_ref().expect("it is there")), ["/mode enum"]);
}
