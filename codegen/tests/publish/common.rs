//! What the tests against documents from elsewhere have in common.

use std::path::{Path, PathBuf};

use serde_json::Value;
use specwright::diagnostic::{Report, Sources};
use specwright::ir::Api;
use specwright::pipeline;

/// The documents from elsewhere: recorded from a real API server, and collected definitions. They are no part of the
/// project; where they are absent, the tests that need them say so and pass.
pub fn shared(path: &str) -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    if !shared.exists() {
        eprintln!("skipped: {} is not there", shared.display());
        return None;
    }
    Some(shared)
}

/// The definitions in a directory whose file names end like this, in order.
pub fn definitions(directory: &Path, ending: &str) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(ending));
    files.sort();
    assert!(!files.is_empty(), "nothing in {} ends in {ending}", directory.display());
    files
}

/// The model of some files.
pub fn api(files: &[PathBuf]) -> Api {
    let mut sources = Sources::new();
    for file in files {
        sources.add(file.display().to_string(), text(file));
    }
    let mut report = Report::new();
    match pipeline::analyse(&sources, &mut report) {
        Some(analysis) => analysis.api,
        None => panic!("{:#?}", report.sorted()),
    }
}

/// The text of a file.
pub fn text(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Where two documents differ, one line for each place.
pub fn differences(ours: &Value, theirs: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", ours, theirs, &mut found);
    found
}

fn compare(pointer: &str, ours: &Value, theirs: &Value, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                match b.get(key) {
                    Some(other) => {
                        compare(&format!("{pointer}/{}", key.replace('/', "~1")), value, other, found)
                    }
                    None => found.push(format!("{pointer}/{key}: only ours: {value}")),
                }
            }
            let missing = b.iter().filter(|(key, _)| !a.contains_key(*key));
            found.extend(missing.map(|(key, value)| format!("{pointer}/{key}: only theirs: {value}")));
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (value, other)) in a.iter().zip(b).enumerate() {
                compare(&format!("{pointer}/{index}"), value, other, found);
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push(format!("{pointer}: ours {a}, theirs {b}")),
    }
}
