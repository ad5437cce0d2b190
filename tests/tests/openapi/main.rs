//! Real OpenAPI documents, whole and unmodified: each becomes a crate. The crates are compiled, with types, client, server and
//! validation, and nothing that the compiler or its linter would say; and their types are asked about documents.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod judged;
mod output;

use std::sync::LazyLock;

use output::Output;
use rayon::prelude::*;
use specwright_tests::openapi;
use specwright_tests::workspace::Workspace;

/// The crates of all documents, and their workspace; none where there are no documents, which is said.
static CRATES: LazyLock<(Workspace, Vec<Output>)> = LazyLock::new(|| {
    let paths = openapi::paths();
    let workspace = output::workspace(&paths.iter().map(|path| output::name(path)).collect::<Vec<_>>());
    let crates = paths.par_iter().map(|path| Output::of(path, &workspace)).collect();
    (workspace, crates)
});

/// How many lines a generated file may have.
const LINES: usize = 3_000;

#[test]
fn no_file_is_long() {
    let files = CRATES.1.iter().flat_map(Output::files);
    let lines = files.map(|file| (std::fs::read_to_string(&file).unwrap().lines().count(), file));
    let long: Vec<_> = lines.filter(|(lines, _)| *lines > LINES).collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
#[ignore = "it takes several minutes of two processors: run it with `--ignored`"]
fn the_compiler_and_its_linter_have_nothing_to_say() {
    let (workspace, crates) = &*CRATES;
    let names: Vec<String> = crates.iter().map(|output| format!("--package={}", output.name)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    if !names.is_empty() {
        workspace.lint(&[&["--keep-going", "--features=client,server,validate"], &names[..]].concat());
    }
}
