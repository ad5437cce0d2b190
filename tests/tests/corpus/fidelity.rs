//! What generated types make of documents, held against the documents and an independent judge.

use proptest::prelude::any;
use proptest::sample::Index;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use rayon::prelude::*;
use serde_json::Value;
use specwright_tests::corpus::Version;
use specwright_tests::documents::{Documents, Values, mutate, same, scramble};
use specwright_tests::judge::{Judge, has_words};

use crate::kinds::{self, Kind};
use crate::probe::{Answer, Probe};

/// What a document is made to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    /// What the schema allows, members that it does not name included.
    Right,
    /// The same, and values that the enumerations do not have.
    Later,
    /// A right one with a fault, or with a part replaced by something else.
    Mutated,
}

/// How many documents were right, and of how many of the others the judge says that they are wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub right: usize,
    pub later: usize,
    pub mutated: usize,
    pub refused: usize,
}

/// Asks the types about documents of all kinds, at least so many of each sort a kind: its versions share them. All that is
/// wrong is said at once.
pub fn examine(probe: &Probe, kinds: &[Kind], documents: usize) -> Tally {
    let share = |kind: &Kind| documents.div_ceil(kinds::versions(kinds, kind));
    let examined = kinds.par_iter().enumerate().map(|(at, kind)| one(probe, (at, kind), share(kind)));
    // The judge calls itself once for each level of a schema.
    let threads = rayon::ThreadPoolBuilder::new().stack_size(16 << 20).build().unwrap();
    let examined: Vec<_> = threads.install(|| examined.collect());
    let some = examined.iter().flat_map(|(_, disputed)| disputed.iter().take(2)).map(String::as_str);
    let disputed: Vec<&str> = some.collect();
    assert!(disputed.is_empty(), "disputed, among others:\n{}", disputed.join("\n"));
    let sum = |part: fn(&Tally) -> usize| examined.iter().map(|(tally, _)| part(tally)).sum();
    Tally {
        right: sum(|tally| tally.right),
        later: sum(|tally| tally.later),
        mutated: sum(|tally| tally.mutated),
        refused: sum(|tally| tally.refused),
    }
}

fn one(probe: &Probe, (number, kind): (usize, &Kind), count: usize) -> (Tally, Vec<String>) {
    let version = &kind.version;
    let judge = Judge::of(&version.schema);
    let (sorts, documents): (Vec<Sort>, Vec<Value>) = documents(version, count).into_iter().unzip();
    let answers = probe.ask(number, &documents);
    let (mut tally, mut disputed) = (Tally::default(), Vec::new());
    for ((sort, document), answer) in sorts.into_iter().zip(&documents).zip(&answers) {
        let is_right = judge.accepts(document);
        match sort {
            Sort::Right => tally.right += 1,
            Sort::Later => tally.later += 1,
            Sort::Mutated => tally.mutated += 1,
        }
        tally.refused += usize::from(!is_right);
        if sort == Sort::Right && !is_right {
            disputed.push(format!("{}: made wrong: {:?}", version.title, judge.complaints(document)));
        } else if let Some(dispute) = dispute(sort, document, answer, &version.schema, &judge) {
            disputed.push(format!("{} ({sort:?}): {dispute}", version.title));
        }
    }
    (tally, disputed)
}

fn documents(version: &Version, count: usize) -> Vec<(Sort, Value)> {
    let mut runner = TestRunner::deterministic();
    let right = Documents::of(&version.schema).of_kind(&version.api_version, &version.kind);
    let later = right.clone().with(Values::Later);
    let strategy = (right, later, any::<Index>(), any::<Index>());
    let rounds = (0..count).flat_map(|round| {
        let (right, later, place, change) =
            strategy.new_tree(&mut runner).expect("documents can be made").current();
        let fault = mutate(&right, &version.schema, &place).filter(|_| round % 2 == 0);
        let wrong = fault.map_or_else(|| scramble(&right, (&place, &change)), |(wrong, _)| wrong);
        [(Sort::Right, right), (Sort::Later, later), (Sort::Mutated, wrong)]
    });
    rounds.collect()
}

/// What is wrong with an answer, if anything is.
fn dispute(sort: Sort, document: &Value, answer: &Answer, schema: &Value, judge: &Judge) -> Option<String> {
    let is_right = judge.accepts(document);
    if let Some(refused) = &answer.refused {
        // A type looks at what all objects have more closely than the schema of its kind does.
        let is_envelope =
            ["/apiVersion", "/kind", "/metadata"].iter().any(|place| refused.starts_with(place));
        let may_be = sort == Sort::Mutated && (!is_right || is_envelope || !document.is_object());
        return (!may_be).then(|| format!("refused as {refused}: {document}"));
    }
    let says_right = |found: &[String]| !found.iter().any(|keyword| has_words(keyword));
    if !same(document, &answer.written) {
        return Some(format!("{document} came out as {}", answer.written));
    }
    if !answer.is_same {
        return Some(format!("text and tree differ: {document}"));
    }
    if is_right != says_right(&answer.found) {
        return Some(format!("{:?} against {:?}: {document}", judge.complaints(document), answer.found));
    }
    let mut expected = document.clone();
    fill_in(&mut expected, schema);
    if let Some(failed) = &answer.failed {
        return judge.accepts(&expected).then(|| format!("no defaults, as {failed}: {document}"));
    }
    if !same(&expected, &answer.defaulted) {
        return Some(format!("{} instead of {expected}", answer.defaulted));
    }
    let complaints = judge.complaints(&expected);
    (complaints.is_empty() != says_right(&answer.found_then))
        .then(|| format!("with defaults, {complaints:?} against {:?}: {expected}", answer.found_then))
}

/// Defaults as the documentation of Kubernetes has them: absent members that have one get it, a null that is not allowed
/// counts as absent, and is taken out where there is no default; the same is done to what is inside, defaults included.
fn fill_in(value: &mut Value, schema: &Value) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| fill_in(item, schema.get("items").unwrap_or(&Value::Null)));
        }
        Value::Object(members) => {
            let named = schema.get("properties").and_then(Value::as_object);
            for (name, schema) in named.into_iter().flatten() {
                let is_null = members.get(name).is_some_and(Value::is_null) && schema["nullable"] != true;
                if is_null {
                    members.remove(name);
                }
                if let (None, Some(default)) = (members.get(name), schema.get("default")) {
                    members.insert(name.clone(), default.clone());
                }
            }
            let rest = schema.get("additionalProperties").filter(|rest| rest.is_object());
            let is_named = |name: &str| named.is_some_and(|named| named.contains_key(name));
            if let Some(rest) = rest {
                members.retain(|name, value| is_named(name) || !value.is_null() || rest["nullable"] == true);
            }
            for (name, value) in members {
                if let Some(schema) = named.and_then(|named| named.get(name)).or(rest) {
                    fill_in(value, schema);
                }
            }
        }
        _ => {}
    }
}
