//! Documents made from the component schemas of all documents, and mutated ones, which the generated types are asked about: what
//! they take comes out equal, and they call right what an independent judge calls right.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::any;
use proptest::sample::Index;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use specwright_tests::documents::{Documents, same, scramble};
use specwright_tests::openapi::{self, Document};
use specwright_tests::workspace::Workspace;

use crate::output::{Output, PROBE};

/// About how many schemas are looked at, evenly spread over those of all documents, and how many documents are made for each.
const SCHEMAS: usize = 400;
const DOCUMENTS: usize = 10;

/// All of the program but for the list of the types.
const PROGRAM: &str = r#"//! Reads a document a line, with the number of its type, and writes a line of what was made of it.

use std::io;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

macro_rules! answers {
    ($($crates:ident $types:ident;)*) => {
        const TYPES: &[fn(Value) -> Value] = &[$(|document| {
            let value: $crates::types::$types = match serde_json::from_value(document) {
                Ok(value) => value,
                Err(error) => return json!({"refused": error.to_string()}),
            };
            answer(&value, $crates::Validate::validate(&value).err().map(|found| found.to_string()))
        }),*];
    };
}

fn answer<T: Serialize + DeserializeOwned + PartialEq>(value: &T, found: Option<String>) -> Value {
    let text = serde_json::to_string(value).unwrap_or_default();
    let again = serde_json::from_str::<T>(&text).is_ok_and(|again| again == *value);
    json!({"written": serde_json::from_str::<Value>(&text).unwrap_or_default(), "again": again, "found": found})
}

fn main() -> io::Result<()> {
    for line in io::stdin().lines() {
        let (number, document): (usize, Value) = serde_json::from_str(&line?)?;
        println!("{}", TYPES[number](document));
    }
    Ok(())
}

answers! {
"#;

/// A schema with the type that was made of it.
struct Subject<'a> {
    output: &'a Output,
    pointer: &'a str,
    rust: &'a str,
}

/// What a type made of a document.
#[derive(Debug, Deserialize)]
struct Answer {
    /// Why it did not take it, if it did not.
    refused: Option<String>,
    /// The document as it came out.
    #[serde(default)]
    written: Value,
    /// Whether that is read as the same value.
    #[serde(default)]
    again: bool,
    /// What `validate` says is wrong.
    found: Option<String>,
}

/// A document, whether it is right, and whether it is where schemas that name properties are schemas of objects.
struct Case {
    subject: usize,
    document: Value,
    is_right: bool,
    has_objects: bool,
}

#[test]
#[ignore = "it takes several minutes of two processors: run it with `--ignored`"]
fn types_judge_as_an_independent_judge_does() {
    let (workspace, crates) = &*crate::CRATES;
    let subjects = subjects(crates);
    if subjects.is_empty() {
        return;
    }
    let cases = cases(&subjects);
    let answers = ask(workspace, &build(workspace, &subjects), &cases);
    assert_eq!(answers.len(), cases.len(), "an answer to each");
    let title =
        |case: &Case| format!("{}{}", subjects[case.subject].output.name, subjects[case.subject].pointer);
    let disputes = cases.iter().zip(&answers).filter_map(|(case, answer)| {
        dispute(case, answer).map(|dispute| format!("{}: {dispute}", title(case)))
    });
    let disputes: Vec<String> = disputes.collect();
    let right = cases.iter().filter(|case| case.is_right).count();
    println!(
        "{} schemas, {right} right documents and {} wrong ones: agreement on {} of {}",
        subjects.len(),
        cases.len() - right,
        cases.len() - disputes.len(),
        cases.len()
    );
    assert!(right * 100 > cases.len() * 45, "documents that should be right are wrong");
    assert!(disputes.is_empty(), "{}", disputes.join("\n"));
}

/// The schemas that are looked at.
fn subjects(outputs: &[Output]) -> Vec<Subject<'_>> {
    let all: Vec<Subject<'_>> = outputs.iter().flat_map(subjects_of).collect();
    println!("{} named schemas have types", all.len());
    let step = all.len().div_ceil(SCHEMAS).max(1);
    all.into_iter().step_by(step).collect()
}

/// The named schemas of a document. What is a list or a map, or a plain value under a name, has no type of its own.
fn subjects_of(output: &Output) -> Vec<Subject<'_>> {
    let is_named = |pointer: &str| {
        let name =
            ["/components/schemas/", "/definitions/"].iter().find_map(|place| pointer.strip_prefix(place));
        name.is_some_and(|name| !name.contains('/'))
    };
    let has_type = |shape: &str| !["alias", "foreign"].contains(&shape);
    let types = output.types.iter().filter(|ty| is_named(&ty.pointer) && has_type(ty.shape));
    let types = types.filter_map(|ty| Some((ty, ty.rust.strip_prefix("types::")?)));
    types.map(|(ty, rust)| Subject { output, pointer: &ty.pointer, rust }).collect()
}

/// Builds the program.
fn build(workspace: &Workspace, subjects: &[Subject<'_>]) -> PathBuf {
    let mut names: Vec<&str> = subjects.iter().map(|subject| subject.output.name.as_str()).collect();
    names.dedup();
    let dependencies: String = names
        .iter()
        .map(|name| format!("{name} = {{ path = \"../{name}\", features = [\"validate\"] }}\n"))
        .collect();
    let list = subjects
        .iter()
        .map(|subject| format!("    {} {};\n", subject.output.name.replace('-', "_"), subject.rust));
    let program = format!("{PROGRAM}{}}}\n", list.collect::<String>());
    let dependencies = format!("serde = \"1\"\nserde_json = \"1\"\n{dependencies}");
    workspace.add(PROBE, &dependencies, &program).unwrap();
    workspace.built(PROBE)
}

/// Documents for all schemas, right ones and mutated ones.
fn cases(subjects: &[Subject<'_>]) -> Vec<Case> {
    let numbered: Vec<(usize, &Subject<'_>)> = subjects.iter().enumerate().collect();
    let by_document: Vec<_> =
        numbered.chunk_by(|(_, one), (_, other)| one.output.name == other.output.name).collect();
    by_document.par_iter().flat_map_iter(|subjects| of_document(subjects)).collect()
}

fn of_document(subjects: &[(usize, &Subject<'_>)]) -> Vec<Case> {
    let document = openapi::read(subjects[0].1.output.document.clone());
    let judged = document.judged();
    let schemas = [openapi::with_objects(judged.clone()), judged];
    subjects
        .iter()
        .flat_map(|(number, subject)| of_schema(*number, &document, (&schemas, subject.pointer)))
        .collect()
}

fn of_schema(subject: usize, document: &Document, (schemas, pointer): (&[Value; 2], &str)) -> Vec<Case> {
    let [narrow, judge] = schemas.each_ref().map(|schemas| {
        openapi::judge(schemas, pointer).unwrap_or_else(|| panic!("{pointer}: the judge cannot read it"))
    });
    let schema = json!({"$ref": format!("#{pointer}")});
    let strategy = (Documents::of(&schema).within(&document.value), any::<Index>(), any::<Index>());
    let mut runner = TestRunner::deterministic();
    let made = (0..DOCUMENTS).flat_map(|_| {
        let (right, place, change) = strategy.new_tree(&mut runner).unwrap().current();
        let wrong = scramble(&right, (&place, &change));
        [right, wrong]
    });
    // Where null is allowed beside a named schema, the field says so, not the type.
    let made = made.filter(|document| !document.is_null());
    let cases = made.map(|document| {
        let (is_right, has_objects) = (judge.is_valid(&document), narrow.is_valid(&document));
        Case { subject, document, is_right, has_objects }
    });
    cases.collect()
}

/// What the types make of the documents.
fn ask(workspace: &Workspace, program: &Path, cases: &[Case]) -> Vec<Answer> {
    let texts: String =
        cases.iter().map(|case| json!([case.subject, case.document]).to_string() + "\n").collect();
    let path = workspace.path().join("documents.txt");
    fs::write(&path, texts).unwrap();
    let done = Command::new(program).stdin(File::open(&path).unwrap()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

/// What is wrong with an answer, if anything is.
fn dispute(case: &Case, answer: &Answer) -> Option<String> {
    let Case { document, is_right, has_objects, .. } = case;
    if let Some(refused) = &answer.refused {
        return has_objects.then(|| format!("refused, as {refused}: {document}"));
    }
    if !same(document, &answer.written) || !answer.again {
        return Some(format!("{document} came out as {}", answer.written));
    }
    (*is_right != answer.found.is_none()).then(|| format!("{:?}: {document}", answer.found))
}
