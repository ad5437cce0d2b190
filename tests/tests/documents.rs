//! The documents that other tests use are what they say, and `validate` is right about them, by an independent judge:
//! the `jsonschema` crate on the same schemas, written as JSON Schema.

use std::collections::BTreeMap;

use istio_security::Described;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use specwright_templates::support::validate::violations;
use specwright_tests::corpus::{self, Version};
use specwright_tests::documents::{Documents, Values, mutate, same};
use specwright_tests::judge::{Judge, has_words};

/// How many documents are made for each version of each definition of the corpus.
const DOCUMENTS: u32 = 50;

#[derive(Debug, Default)]
struct Tally {
    made: usize,
    right: usize,
    mutated: usize,
    refused: usize,
    /// Documents of which judge and `validate` say different things.
    disputed: Vec<String>,
}

fn examine(version: &Version) -> Tally {
    let judge = Judge::of(&version.schema);
    let mut runner = TestRunner::deterministic();
    let mut tally = Tally::default();
    let documents =
        (Documents::of(&version.schema).of_kind(&version.api_version, &version.kind), any::<Index>());
    for _ in 0..DOCUMENTS {
        let (document, choice) = documents.new_tree(&mut runner).expect("documents can be made").current();
        tally.made += 1;
        tally.right += usize::from(agreed(&judge, &document, version, &mut tally.disputed));
        let Some((wrong, _)) = mutate(&document, &version.schema, &choice) else { continue };
        tally.mutated += 1;
        tally.refused += usize::from(!agreed(&judge, &wrong, version, &mut tally.disputed));
    }
    tally
}

/// Whether a document is right by the judge; `validate` has to say the same.
fn agreed(judge: &Judge, document: &Value, version: &Version, disputed: &mut Vec<String>) -> bool {
    let right = judge.accepts(document);
    let found = violations(document, &version.schema);
    let found: Vec<_> = found.into_iter().filter(|violation| has_words(violation.keyword)).collect();
    if right != found.is_empty() {
        let errors = judge.complaints(document);
        disputed.push(format!("{}: {errors:?} against {:?}", version.title, found.first()));
    }
    right
}

#[test]
fn documents_of_the_corpus_are_right_and_mutated_ones_wrong_by_an_independent_judge() {
    let mut weak = Vec::new();
    for version in corpus::versions() {
        let tally = examine(&version);
        assert!(tally.disputed.is_empty(), "{}", tally.disputed.join("\n"));
        if tally.right < tally.made || tally.refused * 100 < tally.mutated * 95 {
            weak.push(format!(
                "{}: {} of {} right, {} of {} refused",
                version.title, tally.right, tally.made, tally.refused, tally.mutated
            ));
        }
    }
    assert!(weak.is_empty(), "{}", weak.join("\n"));
}

/// The JSON Schema that a generated type gives to `schemars` describes the documents that the type reads.
#[test]
fn the_json_schema_of_a_type_is_right_about_its_documents() {
    let schema = schemars::schema_for!(istio_security::v1::PeerAuthentication);
    let judge = jsonschema::validator_for(schema.as_value()).expect("it is a JSON Schema");
    let own = istio_security::v1::PeerAuthentication::schema();
    let mut runner = TestRunner::deterministic();
    let documents = Documents::of(own).of_kind("security.istio.io/v1", "PeerAuthentication");
    let documents = (documents, any::<Index>());
    for _ in 0..500 {
        let (document, choice) = documents.new_tree(&mut runner).expect("documents can be made").current();
        assert!(judge.is_valid(&document), "{document}");
        if let Some((wrong, fault)) = mutate(&document, own, &choice) {
            assert!(!judge.is_valid(&wrong), "{fault:?}: {wrong}");
        }
    }
    assert!(!judge.is_valid(&json!({"spec": {}})), "metadata is missing");
}

/// A schema with something of everything.
fn sample() -> Value {
    json!({"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 5},
        "mode": {"type": "string", "enum": ["A", "B"]},
        "port": {"x-kubernetes-int-or-string": true},
        "count": {"type": "integer", "format": "int32", "minimum": -3, "maximum": 2_147_483_647},
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "maybe": {"type": "string", "nullable": true},
        "list": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "boolean"}}}},
        "map": {"type": "object", "additionalProperties": {"type": "integer"}},
        "since": {"type": "string", "format": "date-time"},
        "any": {"x-kubernetes-preserve-unknown-fields": true},
    }})
}

/// Whether a document has something.
type Promise = fn(&Value) -> bool;

/// The kinds of things that documents are promised to have, each with what tells that one has it.
fn promises() -> Vec<(&'static str, Promise)> {
    vec![
        ("only what is required", |it| it.as_object().is_some_and(|members| members.len() == 1)),
        ("all members", |it| {
            let all = sample();
            let names = all["properties"].as_object().expect("it is an object").keys();
            names.into_iter().all(|name| it.get(name).is_some())
        }),
        ("value A", |it| it["mode"] == "A"),
        ("value B", |it| it["mode"] == "B"),
        ("unknown value", |it| it.get("mode").is_some_and(|mode| mode != "A" && mode != "B")),
        ("unknown member", |it| {
            it.as_object()
                .is_some_and(|all| all.keys().any(|name| sample()["properties"].get(name).is_none()))
        }),
        ("unknown member inside", |it| {
            it["list"][0].as_object().is_some_and(|all| all.keys().any(|name| name != "a"))
        }),
        ("null", |it| it.get("maybe").is_some_and(Value::is_null)),
        ("port as integer", |it| it["port"].is_number()),
        ("port as string", |it| it["port"].is_string()),
        ("least", |it| it["count"] == -3),
        ("most", |it| it["count"] == i32::MAX),
        ("integer with a fraction", |it| it["count"].is_f64()),
        ("longest", |it| it["name"].as_str().is_some_and(|name| name.chars().count() == 5)),
        ("empty list", |it| it["list"].as_array().is_some_and(Vec::is_empty)),
        ("absent list", |it| it.get("list").is_none()),
        ("empty map", |it| it["map"].as_object().is_some_and(serde_json::Map::is_empty)),
        ("absent map", |it| it.get("map").is_none()),
        ("unicode key", |it| it["map"].get("ключ").is_some()),
        ("moment with an offset", |it| it["since"].as_str().is_some_and(|since| since.contains("+05:30"))),
        ("moment with a fraction", |it| it["since"].as_str().is_some_and(|since| since.contains('.'))),
    ]
}

#[test]
fn documents_have_what_they_promise() {
    let schema = sample();
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..2000 {
        let documents = Documents::of(&schema).with(Values::Later);
        let document = documents.new_tree(&mut runner).expect("documents can be made").current();
        for (name, _) in promises().iter().filter(|(_, holds)| holds(&document)) {
            *seen.entry(name).or_default() += 1;
        }
    }
    let missing: Vec<_> = promises()
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| seen.get(name).is_none_or(|count| *count < 10))
        .collect();
    assert!(missing.is_empty(), "too few of {missing:?} in {seen:?}");
}

#[test]
fn a_failure_is_shown_with_no_more_than_it_needs() {
    let schema = sample();
    let mut runner = TestRunner::new_with_rng(
        Config { failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let failure = runner.run(&Documents::of(&schema), |document| {
        prop_assert!(document["map"].get("ключ").is_none());
        Ok(())
    });
    let Err(proptest::test_runner::TestError::Fail(_, smallest)) = failure else { panic!("nothing failed") };
    let members: Vec<_> = smallest.as_object().expect("documents are objects").keys().collect();
    assert_eq!(members, ["map", "name"], "{smallest}");
    assert_eq!(smallest["map"].as_object().map(serde_json::Map::len), Some(1));
}

#[test]
fn documents_are_the_same_however_their_numbers_are_spelled() {
    assert!(same(&json!({"a": [1, 2.0]}), &json!({"a": [1.0, 2]})));
    assert!(!same(&json!({"a": 1}), &json!({"a": 1, "b": null})));
    assert!(!same(&json!([1, 2]), &json!([2, 1])));
    assert!(!same(&json!(9_007_199_254_740_993_i64), &json!(9_007_199_254_740_992_i64)));
    assert!(!same(&json!("1"), &json!(1)));
}
