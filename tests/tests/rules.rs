//! The rules of the PeerAuthentication API, and what a real API server answered.

use std::path::Path;

use istio_security::support::cel::broken_rules;
use istio_security::{CheckRules, Described, Validate, v1, v1beta1};
use serde_json::{Value, json};
use specwright_tests::corpus;

/// What is found wrong with a specification, by place.
fn found(spec: &Value) -> Vec<String> {
    let object: v1::PeerAuthentication =
        serde_json::from_value(json!({"spec": spec})).expect("it has the right types");
    let broken = object.check_rules().err().into_iter().flatten();
    broken.map(|violation| violation.to_string()).collect()
}

/// A specification with a selector, so that it may name ports.
fn with_port(port: &str) -> Value {
    json!({"selector": {"matchLabels": {"app": "a"}}, "portLevelMtls": {port: {"mode": "STRICT"}}})
}

fn with_label(key: &str, value: &str) -> Value {
    json!({"selector": {"matchLabels": {key: value}}})
}

#[test]
fn right_ones_are_accepted() {
    let right = [
        json!({}),
        json!({"mtls": {"mode": "STRICT"}}),
        with_port("1"),
        with_port("65535"),
        with_label("app", ""),
        with_label("a", "b"),
        json!({"selector": {}}),
        json!({"selector": {"matchLabels": {}}}),
    ];
    for spec in right {
        assert_eq!(found(&spec), Vec::<String>::new(), "{spec}");
    }
}

#[test]
fn ports_are_in_range() {
    for port in ["0", "-1", "65536", "70000"] {
        let found = found(&with_port(port));
        assert_eq!(found.len(), 1, "{port}: {found:?}");
        assert!(found[0].starts_with("/spec/portLevelMtls: "), "{found:?}");
    }
    let found = found(&with_port("http"));
    assert!(found.len() == 1 && found[0].contains("could not be evaluated"), "{found:?}");
}

#[test]
fn settings_for_ports_need_a_selector() {
    let ports = json!({"80": {"mode": "STRICT"}});
    for spec in [
        json!({"portLevelMtls": ports}),
        json!({"portLevelMtls": ports, "selector": {}}),
        json!({"portLevelMtls": ports, "selector": {"matchLabels": {}}}),
    ] {
        let found = found(&spec);
        assert!(found.len() == 1 && found[0].starts_with("/spec: "), "{spec}: {found:?}");
    }
}

#[test]
fn labels_have_no_wildcards_and_no_empty_keys() {
    for (key, value, place) in [
        ("a*", "b", "/spec/selector/matchLabels: "),
        ("", "b", "/spec/selector/matchLabels: "),
        ("a", "b*", "/spec/selector/matchLabels/a: "),
        ("a/b", "*", "/spec/selector/matchLabels/a~1b: "),
    ] {
        let found = found(&with_label(key, value));
        assert!(found.len() == 1 && found[0].starts_with(place), "{key}={value}: {found:?}");
    }
    let many = json!({"selector": {"matchLabels": {"a*": "b*", "": "*"}}, "portLevelMtls": {"0": {}}});
    assert_eq!(found(&many).len(), 5, "{:?}", found(&many));
}

#[test]
fn both_versions_have_the_rules() {
    let object: v1beta1::PeerAuthentication =
        serde_json::from_value(json!({"spec": with_port("0")})).expect("it has the right types");
    assert_eq!(object.check_rules().map_err(|broken| broken.len()), Err(1));
}

#[test]
fn what_was_wrong_before_may_stay_in_an_update() {
    let read = |spec: Value| -> v1::PeerAuthentication {
        serde_json::from_value(json!({"spec": spec})).expect("it has the right types")
    };
    let (mut old, right) = (read(with_port("0")), read(with_port("80")));
    assert_eq!(old.check_update(&old), Ok(()));
    assert_eq!(right.check_update(&old), Ok(()));
    assert!(old.check_update(&right).is_err());
    old.metadata.name = Some("renamed".to_owned());
    assert_eq!(old.check_update(&read(with_port("0"))), Ok(()));
}

/// One recorded creation or replacement of a PeerAuthentication, and its answer.
struct Exchange {
    name: String,
    body: Value,
    /// The places that the server names, as JSON pointers.
    refused: Option<Vec<String>>,
}

/// All recorded exchanges that send a whole object of the right kind and were accepted, or refused for what it says.
fn exchanges() -> Vec<Exchange> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/truth/transcripts");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: there are no recorded exchanges at ../shared/truth/transcripts");
        return Vec::new();
    };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.iter().filter_map(|file| exchange(file)).collect()
}

fn exchange(file: &Path) -> Option<Exchange> {
    let text = std::fs::read_to_string(file).expect("a recorded exchange can be read");
    let recorded: Value = serde_json::from_str(&text).expect("a recorded exchange is JSON");
    let word = |pointer: &str| recorded.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let body = recorded.pointer("/request/body").filter(|body| body["kind"] == "PeerAuthentication")?;
    let about_status = word("/request/path").contains("/status");
    if about_status || !matches!(word("/request/method"), "POST" | "PUT") {
        return None;
    }
    let refused = match recorded.pointer("/response/status").and_then(Value::as_u64)? {
        200 | 201 => None,
        422 => Some(causes(&recorded)),
        _ => return None,
    };
    Some(Exchange { name: word("/name").to_owned(), body: body.clone(), refused })
}

/// The places in `spec` that the causes of a refusal name.
fn causes(recorded: &Value) -> Vec<String> {
    let causes = recorded.pointer("/response/body/details/causes").and_then(Value::as_array);
    let fields = causes.into_iter().flatten().filter_map(|cause| cause["field"].as_str());
    let mut places: Vec<_> = fields.filter(|field| field.starts_with("spec")).map(pointer).collect();
    places.sort();
    places.dedup();
    places
}

/// `spec.a[b].c` as a JSON pointer.
fn pointer(field: &str) -> String {
    let steps = field.split('.').flat_map(|part| part.split('[')).map(|step| step.trim_end_matches(']'));
    steps.fold(String::new(), |pointer, step| pointer + "/" + &step.replace('~', "~0").replace('/', "~1"))
}

/// What `schema` refuses: as on a server, rules are looked at once all else is right, and then those of the parts that
/// are right.
fn refused(schema: &Value, body: &Value) -> Vec<String> {
    use istio_security::support::{defaults, validate};
    let mut body = body.clone();
    defaults::apply(&mut body, schema);
    let mut found = validate::violations(&body, schema);
    if found.is_empty() {
        found = broken_rules(&body, None, schema);
    }
    let mut places: Vec<_> = found.into_iter().map(|violation| violation.pointer).collect();
    places.sort();
    places.dedup();
    places
}

#[test]
fn the_places_of_refusals_are_those_that_a_real_server_named() {
    let versions = corpus::versions();
    let Some(version) = versions.iter().find(|version| {
        version.api_version == "security.istio.io/v1" && version.kind == "PeerAuthentication"
    }) else {
        return;
    };
    let exchanges = exchanges();
    let mut compared = 0;
    for exchange in &exchanges {
        let expected = exchange.refused.clone().unwrap_or_default();
        // Refused for its name or the like, of which the schema says nothing.
        if exchange.refused.is_some() && expected.is_empty() {
            continue;
        }
        compared += 1;
        for schema in [&version.schema, v1::PeerAuthentication::schema()] {
            assert_eq!(refused(schema, &exchange.body), expected, "{}", exchange.name);
        }
    }
    assert!(
        compared > 60 || exchanges.is_empty(),
        "only {compared} of {} exchanges compared",
        exchanges.len()
    );
}

/// The rules of all definitions of the corpus can be read: those that cannot would be reported on every object.
#[test]
fn the_rules_of_the_corpus_can_be_read() {
    let mut rules = 0;
    for version in corpus::versions() {
        rules += each_rule(&version.schema, &mut |rule| {
            let schema = json!({"x-kubernetes-validations": [{"rule": format!("true || ({rule})")}]});
            let found = broken_rules(&json!({}), None, &schema);
            assert!(found.is_empty(), "{}: {found:?}", version.title);
        });
    }
    println!("{rules} rules");
}

fn each_rule(schema: &Value, look: &mut dyn FnMut(&str)) -> usize {
    match schema {
        Value::Array(parts) => parts.iter().map(|part| each_rule(part, look)).sum(),
        Value::Object(members) => {
            let rules = members.get("x-kubernetes-validations").and_then(Value::as_array);
            let mut count = 0;
            for rule in rules.into_iter().flatten().filter_map(|rule| rule["rule"].as_str()) {
                look(rule);
                count += 1;
            }
            count + members.values().map(|part| each_rule(part, look)).sum::<usize>()
        }
        _ => 0,
    }
}

#[test]
fn validation_and_rules_are_two_checks() {
    let object: v1::PeerAuthentication = serde_json::from_value(json!({
        "spec": {"mtls": {"mode": "LATER"}, "selector": {"matchLabels": {"a": "b".repeat(64)}}, "portLevelMtls": {}},
    })).expect("it has the right types");
    let found = object.validate().expect_err("it breaks three constraints");
    let places: Vec<_> =
        found.iter().map(|violation| (violation.pointer.as_str(), violation.keyword)).collect();
    let expected = [
        ("/spec/mtls/mode", "enum"),
        ("/spec/portLevelMtls", "minProperties"),
        ("/spec/selector/matchLabels/a", "maxLength"),
    ];
    assert_eq!(places, expected);
}
