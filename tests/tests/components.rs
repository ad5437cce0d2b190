//! Documents made from the component schemas of real OpenAPI documents, right ones and scrambled ones: the interpreter
//! behind `validate()` and an independent judge have to say the same of each.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use jsonschema::Validator;
use proptest::prelude::any;
use proptest::sample::Index;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;
use specwright_templates::support::validate::violations_in;
use specwright_tests::documents::{Documents, scramble};
use specwright_tests::openapi::{self, Document};

/// How many schemas of a document are looked at, evenly spread over it, and how many documents are made for each.
const SCHEMAS: usize = 40;
const DOCUMENTS: usize = 6;

#[derive(Debug, Default)]
struct Tally {
    made: usize,
    right: usize,
    scrambled: usize,
    refused: usize,
    /// What judge and `validate` disagree on.
    disputed: Vec<String>,
}

fn examine(document: &Document) -> Tally {
    let mut runner = TestRunner::deterministic();
    let mut tally = Tally::default();
    let (schemas, judged) = (document.schemas(), document.judged());
    let step = schemas.len().div_ceil(SCHEMAS).max(1);
    for (pointer, schema) in schemas.iter().step_by(step) {
        let Some(judge) = openapi::judge(&judged, pointer) else {
            tally.disputed.push(format!("{pointer}: the judge cannot read the schema"));
            continue;
        };
        let strategy = (Documents::of(schema).within(&document.value), any::<Index>(), any::<Index>());
        for _ in 0..DOCUMENTS {
            let (value, place, change) =
                strategy.new_tree(&mut runner).expect("documents can be made").current();
            tally.made += 1;
            tally.right +=
                usize::from(agreed(&judge, &value, (document, pointer, schema), &mut tally.disputed));
            let wrong = scramble(&value, (&place, &change));
            tally.scrambled += 1;
            tally.refused +=
                usize::from(!agreed(&judge, &wrong, (document, pointer, schema), &mut tally.disputed));
        }
    }
    tally
}

/// Whether a value is right by the judge; `validate` has to say the same.
fn agreed(
    judge: &Validator,
    value: &Value,
    (document, pointer, schema): (&Document, &str, &Value),
    disputed: &mut Vec<String>,
) -> bool {
    let right = judge.is_valid(value);
    let found = violations_in(value, schema, &document.value);
    if right != found.is_empty() {
        let errors =
            judge.iter_errors(value).take(1).map(|error| format!("{}: {error}", error.instance_path()));
        let errors: Vec<String> = errors.map(|error| error.chars().take(300).collect()).collect();
        disputed.push(format!("{}{pointer}: {errors:?} against {:?}", document.name, found.first()));
    }
    right
}

#[test]
fn values_of_components_are_right_or_wrong_as_an_independent_judge_says() {
    let mut disputed = Vec::new();
    let (mut made, mut right, mut scrambled, mut refused) = (0, 0, 0, 0);
    for document in openapi::documents() {
        let tally = examine(&document);
        println!(
            "{}: {} of {} right, {} of {} scrambled ones wrong, {} disputed",
            document.name,
            tally.right,
            tally.made,
            tally.refused,
            tally.scrambled,
            tally.disputed.len()
        );
        made += tally.made;
        right += tally.right;
        scrambled += tally.scrambled;
        refused += tally.refused;
        disputed.extend(tally.disputed);
    }
    println!("in all: {right} of {made} right, {refused} of {scrambled} wrong, {} disputed", disputed.len());
    assert!(disputed.is_empty(), "{}", disputed.join("\n"));
    assert!(right * 100 >= made * 95, "documents that should be right are wrong");
}
