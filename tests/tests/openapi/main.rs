//! Real OpenAPI documents, whole and unmodified: each becomes a crate. The crates are compiled, with types, client, server and
//! validation, and nothing that the compiler or its linter would say; and their types are asked about documents.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod judged;
mod output;

use std::sync::LazyLock;

use output::Output;
use rayon::prelude::*;
use specwright_tests::openapi;

/// The crates of all documents; none where there are no documents, which is said.
static CRATES: LazyLock<Vec<Output>> = LazyLock::new(|| {
    let paths = openapi::paths();
    output::prepare(&paths.iter().map(|path| output::name(path)).collect::<Vec<_>>());
    paths.par_iter().map(|path| Output::of(path)).collect()
});

/// How many lines a generated file may have.
const LINES: usize = 3_000;

#[test]
fn no_file_is_long() {
    let files = CRATES.iter().flat_map(Output::files);
    let lines = files.map(|file| (std::fs::read_to_string(&file).unwrap().lines().count(), file));
    let long: Vec<_> = lines.filter(|(lines, _)| *lines > LINES).collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
#[ignore = "it takes several minutes of two processors: run it with `--ignored`"]
fn the_compiler_and_its_linter_have_nothing_to_say() {
    let names: Vec<String> = CRATES.iter().map(|output| format!("--package={}", output.name)).collect();
    if names.is_empty() {
        return;
    }
    // Clippy says what the compiler says, and more; where it is not installed, the compiler has to do.
    let asked = output::cargo(&["clippy", "--version"]).output();
    let has_clippy = asked.is_ok_and(|asked| asked.status.success());
    let mut cargo = output::cargo(&[if has_clippy { "clippy" } else { "check" }]);
    cargo.args(&names).args(["--keep-going", "--features=client,server,validate"]);
    if has_clippy {
        cargo.args(["--", "--deny", "warnings"]);
    }
    let done = cargo.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
