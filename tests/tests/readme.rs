//! Runs what the README tells its reader to type. Its Rust is run as documentation tests of this package.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

/// The commands that others run: the first is what `check` compares with, the second is this very run.
const ELSEWHERE: [&str; 2] = ["cargo run", "cargo test --workspace"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The lines of the blocks of commands, without their comments.
fn commands() -> Vec<String> {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let blocks = readme.split("```sh\n").skip(1).filter_map(|block| block.split("```").next());
    let lines = blocks.flat_map(str::lines).map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
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

#[test]
fn the_configuration_shown_is_one() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let shown = readme.split("```toml\n").nth(1).and_then(|block| block.split("```").next()).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    std::fs::create_dir_all(folder.join("crds")).unwrap();
    std::fs::write(folder.join("specwright.toml"), shown).unwrap();
    let definition = "security.istio.io_peerauthentications.yaml";
    std::fs::copy(root().join("spec").join(definition), folder.join("crds").join(definition)).unwrap();
    let config = folder.join("specwright.toml");
    let generate = ["run", "-q", "-p", "specwright", "--", "generate", "-c"];
    let done = Command::new(env!("CARGO")).args(generate).arg(&config).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(folder.join("generated/src/v1/peer_authentication.rs").is_file());
}
