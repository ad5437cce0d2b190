//! Recorded exchanges with a real kube-apiserver, sent to the program in the same order.
//!
//! The recordings are not part of the project: where `../shared` is missing beside it, this test says so and passes.
//! A case that answers otherwise than recorded stands in `replay-exceptions.txt` with the reason; the test fails for a
//! case that differs and is not listed, and for a listed one that agrees.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const TOKENS: &str = "TOKEN,admin,1,\"system:masters\"\nNOBODY-TOKEN,nobody,2,\"\"\n";

/// The listed cases, with their reasons.
fn exceptions() -> BTreeMap<String, String> {
    let text = include_str!("replay-exceptions.txt");
    let lines = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    let pair = |l: &str| l.split_once(' ').map(|(name, why)| (name.to_owned(), why.trim().to_owned()));
    lines.map(|l| pair(l).expect("every exception has a reason")).collect()
}

/// The definitions of Istio, as they were loaded when the exchanges were recorded.
fn definitions(shared: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(shared.join("corpus/crds")).expect("the corpus lies beside the recordings");
    let paths = files.filter_map(|f| f.ok().map(|f| f.path()));
    paths.filter(|p| p.to_string_lossy().ends_with(".istio.io.yaml")).collect()
}

/// The program with the definitions and the tokens, and its address.
fn start(shared: &Path, tokens: &Path) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright-apiserver"));
    // The exchanges were recorded without the controllers of a cluster.
    command.args(definitions(shared)).arg("--without-garbage-collector").arg("--token-file").arg(tokens);
    command.args(["--namespace", "truth-a", "--namespace", "truth-b"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut line = String::new();
    let errors = child.stderr.as_mut().expect("the channel is piped");
    BufReader::new(errors).read_line(&mut line).expect("it says where it listens");
    let url = line.trim().rsplit(' ').next().unwrap_or_default().to_owned();
    (child, url)
}

#[test]
fn the_recorded_exchanges_agree() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let script = shared.join("truth/replay.py");
    if !script.exists() {
        eprintln!("skipped: there are no recordings at {}", script.display());
        return;
    }
    let directory = tempfile::tempdir().expect("a temporary directory");
    let tokens = directory.path().join("tokens");
    std::fs::write(&tokens, TOKENS).expect("a writable directory");
    let (mut server, url) = start(&shared, &tokens);
    let mut command = Command::new("python3");
    command.arg(&script).args(["--list", "--base", &url, "--dir"]).arg(shared.join("truth/transcripts"));
    let output = command.output();
    server.kill().and_then(|()| server.wait()).expect("it runs until it is killed");
    judge(&String::from_utf8_lossy(&output.expect("python3 runs").stdout));
}

/// Holds what the replay says against the list of exceptions.
fn judge(output: &str) {
    let mut differing = BTreeSet::new();
    for line in output.lines().filter(|l| l.starts_with("DIFFERS ")) {
        let name = line.trim_start_matches("DIFFERS ").split(':').next().unwrap_or_default();
        differing.insert(name.to_owned());
    }
    let total = output.lines().last().unwrap_or_default();
    assert!(total.starts_with("agree "), "the replay did not finish:\n{output}");
    println!("{total}");
    let listed: BTreeSet<String> = exceptions().into_keys().collect();
    let unlisted: Vec<&str> = output
        .lines()
        .filter(|l| l.starts_with("DIFFERS ") && !listed.iter().any(|name| l.contains(name.as_str())))
        .collect();
    assert!(unlisted.is_empty(), "these differ and are not listed:\n{}", unlisted.join("\n"));
    let healed: Vec<&String> = listed.difference(&differing).collect();
    assert!(healed.is_empty(), "these are listed and agree, so take them off the list: {healed:?}");
}
