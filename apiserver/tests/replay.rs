//! Recorded exchanges with a real kube-apiserver, sent to this server in the same order.
//!
//! The recordings are not part of the project: where `../shared` is missing beside it, this test says so and passes.
//! A case that answers otherwise than recorded stands in `replay-exceptions.txt` with the reason; the test fails for a
//! case that differs and is not listed, and for a listed one that agrees.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use specwright_apiserver::ApiServer;

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

#[tokio::test(flavor = "multi_thread")]
async fn the_recorded_exchanges_agree() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let script = shared.join("truth/replay.py");
    if !script.exists() {
        eprintln!("skipped: there are no recordings at {}", script.display());
        return;
    }
    // The exchanges were recorded without the controllers of a cluster.
    let mut builder = ApiServer::builder()
        .without_garbage_collector()
        .token_file(TOKENS)
        .namespace("truth-a")
        .namespace("truth-b");
    for file in definitions(&shared) {
        builder = builder.crd_text(&std::fs::read_to_string(file).expect("a readable definition"));
    }
    let server = builder.start().await.expect("the definitions are good");
    let mut command = Command::new("python3");
    command
        .arg(&script)
        .args(["--list", "--base", &server.url(), "--dir"])
        .arg(shared.join("truth/transcripts"));
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("the task ends");
    let output = String::from_utf8_lossy(&output.expect("python3 runs").stdout).into_owned();
    judge(&output);
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
