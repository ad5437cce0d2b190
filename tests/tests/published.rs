//! Generated crates as published ones: they are packed without a word, their front pages are true, and nothing in them is
//! without documentation.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use specwright::output::{Draft, Given};
use specwright::run;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What cargo says of a package; it has to succeed.
fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).current_dir(folder).env("RUSTDOCFLAGS", "-D warnings");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("published/target");
    let done = cargo.env("CARGO_TARGET_DIR", target).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{arguments:?}:\n{said}\n{}", String::from_utf8_lossy(&done.stdout));
    said + &String::from_utf8_lossy(&done.stdout)
}

/// A crate that is generated from this input, in a workspace with the versions of this one.
fn generated(name: &str, input: &str) -> PathBuf {
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("published").join(name);
    std::fs::create_dir_all(&workspace).unwrap();
    let members = "[workspace]\nmembers = [\"crate\"]\nresolver = \"3\"\n";
    std::fs::write(workspace.join("Cargo.toml"), members).unwrap();
    std::fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock")).unwrap();
    let keys =
        [("license", "MIT"), ("homepage", "https://example.com"), ("description", "What one can lend")];
    let package: BTreeMap<String, Value> = keys.map(|(key, value)| (key.to_owned(), value.into())).into();
    let draft = Draft {
        inputs: vec![root().join(input).to_string_lossy().into_owned()],
        dir: workspace.join("crate"),
        name: Some(Given::plain(name.to_owned())),
        pages: Some(Given::plain("html".to_owned())),
        package: Given::plain(package),
        ..Draft::default()
    };
    let output = draft.finish(|_| "specwright generate".to_owned()).unwrap();
    let mut understood = run::understand_output(&output);
    let ready = run::prepare(&output, &mut understood).unwrap();
    ready.plan.apply().unwrap();
    output.dir
}

/// Packs a package, which nothing must be missing from.
fn is_packed(folder: &Path) {
    let said = cargo(folder, &["package", "--offline", "--allow-dirty"]);
    assert!(!said.contains("warning"), "{said}");
}

#[test]
fn our_crate_is_packed_without_a_word() {
    is_packed(&root().join("generated"));
}

#[test]
fn what_a_version_was_made_from_is_told() {
    let changes = std::fs::read_to_string(root().join("generated/CHANGELOG.md")).unwrap();
    let input = "security.istio.io_peerauthentications.yaml";
    let row = changes.lines().find(|line| line.contains(input)).unwrap();
    assert!(row.contains("`peerauthentications.security.istio.io`: `v1`, `v1beta1`"), "{row}");
    match Command::new("sha256sum").arg(root().join("spec").join(input)).output() {
        Ok(done) => {
            let said = String::from_utf8(done.stdout).unwrap();
            assert!(row.contains(said.split(' ').next().unwrap()), "{row}");
        }
        Err(_) => println!("skipped: there is no sha256sum to compare with"),
    }
}

#[test]
fn a_crate_of_a_document_can_be_published() {
    let folder = generated("lending", "tests/openapi/library.yaml");
    is_packed(&folder);
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    assert!(readme.contains("use lending::types::Book;") && readme.contains("client.books()."), "{readme}");
    // Both examples are compiled, and the first one is run.
    let said = cargo(&folder, &["test", "--doc", "--offline", "--quiet", "--features", "hyper,validate"]);
    assert!(said.contains("2 passed"), "{said}");
    cargo(&folder, &["doc", "--offline", "--quiet", "--no-deps", "--features", "hyper,validate,server"]);
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("license = \"MIT\"") && manifest.contains("What one can lend"), "{manifest}");
    assert!(folder.join("docs/index.html").is_file() && folder.join("docs/style.css").is_file());
}
