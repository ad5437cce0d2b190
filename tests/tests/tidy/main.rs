//! Holds the shape of this repository: who may use whom, how large things may be, and that every module says what it is.

#![allow(clippy::panic, reason = "a test fails by panicking")]

mod edges;
mod measure;
mod sources;

use measure::{Function, Measures};
use sources::Source;

/// The hand-written code of all packages, tests apart.
fn measures() -> Measures {
    Measures::of(&sources::hand_written())
}

#[test]
fn every_module_says_what_it_is() {
    // A `tests.rs` beside a module is about that module, which says what it is.
    let speaks = |source: &Source| source.text.starts_with("//!") || source.path.ends_with("tests.rs");
    let silent: Vec<_> =
        sources::all().into_iter().filter(|source| !speaks(source)).map(|source| source.path).collect();
    assert!(silent.is_empty(), "these files do not begin with a line of `//!`: {silent:#?}");
}

#[test]
fn functions_are_short() {
    let functions = measures().functions;
    assert!(functions.len() > 300, "only {} functions were found", functions.len());
    assert!(percentile(&functions, 50) <= 10, "the median function has {} lines", percentile(&functions, 50));
    assert!(percentile(&functions, 90) <= 30, "the 90th percentile is {} lines", percentile(&functions, 90));
    let long: Vec<_> = functions.iter().filter(|function| function.lines > function.limit()).collect();
    assert!(long.is_empty(), "these functions are too long: {}", places(&long));
}

#[test]
fn files_are_short() {
    let mut files = measures().files;
    files.sort_unstable_by_key(|(_, lines)| *lines);
    let p90 = files[files.len() * 9 / 10].1;
    assert!(p90 <= 300, "the 90th percentile is {p90} lines");
    let long: Vec<_> = files.iter().filter(|(_, lines)| *lines > 500).collect();
    assert!(long.is_empty(), "these files are too long: {long:#?}");
}

#[test]
fn quotations_are_short() {
    let long: Vec<_> = measures().quotes.into_iter().filter(|(_, lines)| *lines > 40).collect();
    assert!(long.is_empty(), "these `quote!` blocks are too long: {long:#?}");
}

#[test]
fn hardly_anything_can_panic() {
    let measures = measures();
    let lines: usize = measures.files.iter().map(|(_, lines)| lines).sum();
    let allowed = lines * 2 / 1000;
    assert!(
        measures.panics.len() <= allowed,
        "{} of {allowed} allowed: {:#?}",
        measures.panics.len(),
        measures.panics
    );
}

#[test]
fn parameters_are_few_and_say_what_they_mean() {
    let functions = measures().functions;
    let bare: Vec<_> = functions.iter().filter(|function| function.takes_bool).collect();
    assert!(bare.is_empty(), "these functions take a bare `bool`: {}", places(&bare));
    let many: Vec<_> = functions.iter().filter(|function| function.parameters > 4).collect();
    assert!(many.is_empty(), "these functions take more than four parameters: {}", places(&many));
}

#[test]
fn no_stage_reaches_back() {
    let breaches = edges::breaches(&sources::of_package("codegen"));
    assert!(breaches.is_empty(), "these uses go against the flow: {breaches:#?}");
}

#[test]
fn the_edges_are_looked_for() {
    let source = |text: &str| vec![Source { path: "codegen/src/ir.rs".into(), text: text.to_owned() }];
    assert_eq!(edges::breaches(&source("//! x\nuse crate::emit::Files;")).len(), 1);
    assert_eq!(edges::breaches(&source("//! x\nfn f() { crate::lower::lower() }")).len(), 1);
    assert_eq!(edges::breaches(&source("//! x\nuse quote::quote;")).len(), 1);
    assert_eq!(edges::breaches(&source("//! x\nuse crate::pointer::Pointer;")).len(), 0);
}

fn places(functions: &[&Function]) -> String {
    functions.iter().map(|function| format!("\n{} ({} lines)", function.place, function.lines)).collect()
}

fn percentile(functions: &[Function], percent: usize) -> usize {
    let mut lines: Vec<_> = functions.iter().map(|function| function.lines).collect();
    lines.sort_unstable();
    lines[lines.len() * percent / 100]
}
