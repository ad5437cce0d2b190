//! What a newcomer does first: clone the repository, and run it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

fn run(program: &str, arguments: &[&str], folder: &Path) -> Option<Output> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("newcomer/target");
    let command = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env_remove("OUT_DIR")
        .output();
    command.ok()
}

fn succeed(program: &str, arguments: &[&str], folder: &Path) -> String {
    let done = run(program, arguments, folder).unwrap();
    assert!(done.status.success(), "{program} {arguments:?}:\n{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

#[test]
fn in_a_fresh_clone_a_run_changes_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let is_repository =
        run("git", &["rev-parse", "--git-dir"], root).is_some_and(|done| done.status.success());
    if !is_repository {
        println!("skipped: there is no git, or this is no clone");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("newcomer");
    let clone = folder.join("clone");
    let _ = std::fs::remove_dir_all(&clone);
    std::fs::create_dir_all(&folder).unwrap();
    let (from, to) = (root.to_str().unwrap(), clone.to_str().unwrap());
    succeed("git", &["clone", "--quiet", "--no-hardlinks", from, to], &folder);
    let said = succeed(env!("CARGO"), &["run", "--quiet", "--offline", "--locked"], &clone);
    assert!(said.contains("0 written, 0 removed"), "{said}");
    let status = succeed("git", &["status", "--porcelain"], &clone);
    assert_eq!(status, "", "the run changed files");
}
