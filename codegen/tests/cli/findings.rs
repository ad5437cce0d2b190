//! For every finding there is an input that leads to it, and the exact report that is expected.
//!
//! The sessions are in the folder of the same name, each named by the code that it is about and a word. To add one, write its
//! files and commands and run this test with `UPDATE_EXPECT=1`: it fills in what is said. Then read what it says.

use std::collections::BTreeSet;

use expect_test::expect_file;
use serde_json::Value;
use specwright::diagnostic::Code;

use super::session::{self, Session};

/// Faults of the program itself, which no input leads to. Unit tests show how they look.
const FAULTS: [Code; 3] = [Code::Internal, Code::ModelLoss, Code::DocumentLoss];

fn sessions() -> Vec<(String, Session)> {
    let named = |(path, session): (std::path::PathBuf, Session)| {
        (path.file_name().expect("it has a name").to_string_lossy().into_owned(), session)
    };
    session::all("tests/cli/findings").into_iter().map(named).collect()
}

/// The code that a session is named by.
fn code(name: &str) -> &str {
    name.split('-').next().unwrap_or_default()
}

#[test]
fn every_finding_is_reported_exactly() {
    let mut astray = Vec::new();
    for (name, session) in sessions() {
        let played = session.play();
        expect_file![format!("{}/tests/cli/findings/{name}", env!("CARGO_MANIFEST_DIR"))].assert_eq(&played);
        if !played.contains(&format!("[{}]", code(&name))) {
            astray.push(name);
        }
    }
    assert!(astray.is_empty(), "these do not lead to the finding that they are named by: {astray:?}");
}

#[test]
fn no_finding_is_without_a_case() {
    let cases: BTreeSet<String> = sessions().into_iter().map(|(name, _)| code(&name).to_owned()).collect();
    let codes = Code::ALL.iter().filter(|code| !FAULTS.contains(code)).map(Code::to_string);
    let missing: Vec<_> = codes.filter(|code| !cases.contains(code)).collect();
    assert!(missing.is_empty(), "these findings have no case: {missing:?}");
}

#[test]
fn every_finding_is_one_for_programs_too() {
    let keys = ["chain", "code", "column", "file", "help", "line", "message", "pointer", "severity"];
    for (name, session) in sessions() {
        let mut found: Vec<Value> = Vec::new();
        session.play_by(|sandbox, words| {
            let said = sandbox.run(&format!("{words} --message-format json")).stderr;
            found.extend(
                said.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON")),
            );
            said
        });
        assert!(found.iter().any(|finding| finding["code"] == code(&name)), "{name}: {found:?}");
        for finding in &found {
            let named: Vec<_> = finding.as_object().expect("an object").keys().map(String::as_str).collect();
            assert_eq!(named, keys, "{name}");
        }
    }
}
