//! Tests of the readers: small texts in, values or findings out.

mod cases;
mod corpus;
mod definitions;
mod hostile;
mod random;

use serde_json::Value;

use super::{Document, documents, trees};
use crate::diagnostic::{Report, Sources};

/// One line for each finding: code, severity, line, column, pointer, message.
pub(crate) fn lines(report: &Report, sources: &Sources) -> String {
    let line = |finding: &&crate::diagnostic::Diagnostic| {
        let place = finding.place.as_ref().and_then(|place| Some((sources.position(place)?, &place.pointer)));
        let place = place.map_or_else(
            || "-".to_owned(),
            |(at, pointer)| format!("{}:{}:{} {pointer}", at.file, at.line, at.column),
        );
        format!("{} {} {}: {}\n", finding.code, finding.severity(), place.trim_end(), finding.message)
    };
    report.sorted().iter().map(line).collect()
}

/// The values of one text, and what was found in it.
fn values(name: &str, text: &str) -> (Vec<Value>, String) {
    let mut sources = Sources::new();
    let id = sources.add(name, text);
    let mut report = Report::new();
    let trees = trees(id, sources.get(id).expect("it was added"), &mut report);
    (trees.iter().map(super::tree::Node::to_json).collect(), lines(&report, &sources))
}

/// The documents of some inputs, and what was found in them.
fn read(inputs: &[(&str, &str)]) -> (Vec<Document>, String) {
    let mut sources = Sources::new();
    for (name, text) in inputs {
        sources.add(*name, *text);
    }
    let mut report = Report::new();
    let documents = documents(&sources, &mut report);
    (documents, lines(&report, &sources))
}
