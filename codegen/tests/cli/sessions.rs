//! Sessions of the program, and what is not the same in every run of one.
//!
//! The sessions are in the folder of the same name; `UPDATE_EXPECT=1` fills in what is said.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use expect_test::expect_file;
use serde_json::Value;

use super::sandbox::{Sandbox, TOAST};
use super::session;

#[test]
fn every_session_goes_as_it_is_written() {
    for (path, session) in session::all("tests/cli/sessions") {
        expect_file![path].assert_eq(&session.play());
    }
}

#[test]
fn what_init_writes_names_every_key() {
    let sandbox = Sandbox::empty();
    assert_eq!(sandbox.run("init").code, 0);
    let text = sandbox.text("specwright.toml");
    let unknown = "[[output]]\nzzz = 1\n";
    sandbox.put("other.toml", unknown);
    let said = sandbox.run("generate -c other.toml").stderr;
    let keys = said.split("The keys here are `").nth(1).and_then(|rest| rest.split("`.").next()).unwrap();
    for key in keys.split("`, `") {
        assert!(
            text.contains(&format!("{key} = ")) || text.contains(&format!("output.{key}]")),
            "{key} is not explained"
        );
    }
}

#[test]
fn stages_are_timed() {
    let sandbox = Sandbox::new();
    let said = sandbox.run("generate --timings -q").stdout;
    let stages: Vec<&str> = said.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let all =
        ["gather", "read", "resolve", "lower", "facts", "name", "emit", "format", "compare", "write", "sum"];
    assert_eq!(stages, all);
    let said = sandbox.run("check --timings -q --message-format json").stdout;
    let value: Value = serde_json::from_str(&said).unwrap();
    assert!(
        value["milliseconds"]["read"].is_number() && value["milliseconds"].get("write").is_none(),
        "{said}"
    );
}

#[test]
fn a_terminal_shows_what_is_being_done() {
    let sandbox = Sandbox::new();
    let on_a_terminal = |words: &str| {
        let call = format!("{} {words}", env!("CARGO_BIN_EXE_specwright"));
        let mut script = Command::new("script");
        script.args(["-qec", &call, "/dev/null"]).current_dir(sandbox.path("")).stdin(Stdio::null());
        script.output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Ok(said) = on_a_terminal("generate") else {
        println!("skipped: there is no `script` to make a terminal");
        return;
    };
    assert!(said.contains("generated: ") && said.contains("\u{1b}[2K"), "{said:?}");
    assert!(!on_a_terminal("generate -q").unwrap().contains('\u{1b}'));
    assert!(!sandbox.run("generate").stderr.contains('\u{1b}'), "not a terminal");
}

#[test]
fn a_watched_input_is_generated_again() {
    let sandbox = Sandbox::new();
    let mut child = sandbox.command("generate --watch").stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut wait_for = |text: &str| lines.find(|line| line.contains(text)).is_some();
    assert!(wait_for("watching 3 files and folders"));
    sandbox.put("spec/toast.yaml", &TOAST.replace("[Light, Dark]", "[Light, Dark, Black]"));
    assert!(wait_for(" written") && wait_for("watching"));
    sandbox.put("spec/jam.yaml", "a: [");
    assert!(wait_for("watching"), "a fault does not end it");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(sandbox.text("generated/src/v1/toast.rs").contains("Black"));
}
