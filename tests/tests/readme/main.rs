//! Runs what the README tells its reader to type, and to write. Its other Rust is run as documentation tests of this package.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod blocks;
mod lesson;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use blocks::{Block, blocks, root};
use lesson::Lesson;

/// The commands that others run: the first is what `check` compares with, the second is this very run.
const ELSEWHERE: [&str; 2] = ["cargo run", "cargo test --workspace"];

/// The blocks of this kind.
fn of_kind(kind: &str) -> impl Iterator<Item = Block> {
    blocks().into_iter().filter(move |block| block.kind == kind)
}

/// The lines of the blocks of commands, without their comments.
fn commands() -> Vec<String> {
    let lines: Vec<String> = of_kind("sh").flat_map(|block| lines(&block.text)).collect();
    lines.iter().map(|line| line.split('#').next().unwrap_or_default().trim().to_owned()).collect()
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

#[test]
fn every_block_is_run() {
    for block in blocks() {
        let is_run = match (block.kind.as_str(), &block.file) {
            // By documentation tests.
            ("rust" | "rust,no_run", None) => true,
            // By the tests below.
            ("sh" | "toml", None) | ("console", _) => true,
            // By the lesson.
            ("rust,ignore" | "yaml", Some(_)) => true,
            _ => false,
        };
        assert!(is_run, "README.md:{}: nothing runs this block of {}", block.line, block.kind);
    }
}

#[test]
fn every_command_does_what_it_says() {
    let commands = commands();
    assert!(commands.len() >= 5, "{commands:?}");
    for command in commands.iter().filter(|command| !ELSEWHERE.contains(&command.as_str())) {
        let quiet = command.replacen("cargo run --", &format!("'{}' run -q --", env!("CARGO")), 1);
        let done = Command::new("sh").args(["-c", &quiet]).current_dir(root()).output().unwrap();
        let errors = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "`{command}` failed:\n{errors}");
        assert!(!done.stdout.is_empty(), "`{command}` says nothing");
    }
}

/// The blocks of configuration are parts of one file, which is for definitions in `crds`.
#[test]
fn the_configuration_shown_is_one() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    std::fs::create_dir_all(folder.join("crds")).unwrap();
    let shown: Vec<String> = of_kind("toml").map(|block| block.text).collect();
    assert!(shown.len() >= 2);
    std::fs::write(folder.join("specwright.toml"), shown.concat()).unwrap();
    let definition = "security.istio.io_peerauthentications.yaml";
    std::fs::copy(root().join("spec").join(definition), folder.join("crds").join(definition)).unwrap();
    let config = folder.join("specwright.toml");
    let generate = ["run", "-q", "-p", "specwright", "--", "generate", "-c"];
    let done = Command::new(env!("CARGO")).args(generate).arg(&config).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let types = std::fs::read_to_string(folder.join("generated/src/v1/peer_authentication.rs")).unwrap();
    assert!(types.contains("pub struct PolicySpec") && types.contains("my_types::Selector"), "{types}");
}

/// From an empty folder to programs that talk to each other.
#[test]
fn a_newcomer_gets_what_is_shown() {
    let begin = Instant::now();
    let lesson = Lesson::of(&blocks());
    let folder = std::env::temp_dir().join(format!("specwright-newcomer-{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let said = lesson.follow(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    for said in &said {
        assert_eq!(said.code, Some(0), "`{}` failed:\n{}", said.command, said.said);
        assert!(said.is_as_shown(), "`{}` says:\n{}", said.command, said.said);
    }
    let (commands, files) = lesson.length();
    let minutes = begin.elapsed().as_secs_f64() / 60.0;
    println!("the lesson takes {commands} commands and {files} files, and took {minutes:.1} minutes");
    assert!(commands <= 30, "{commands} commands are too many for a beginning");
}
