//! What was written is there again after a restart, and after a crash.

use std::time::Duration;

use serde_json::Value;

use crate::running::{Running, WIDGETS, ask, widget};

/// Creates objects until the server is gone; answers the names that were acknowledged.
fn load(address: &str) -> Vec<String> {
    let create = |name: &String| ask(address, &format!("POST {WIDGETS}"), &[], &widget(name));
    let names = (0..).map(|i| format!("w{i}"));
    names.take_while(|name| create(name).is_some_and(|(status, _)| status == 201)).collect()
}

fn arguments(directory: &tempfile::TempDir) -> [String; 4] {
    let path = |name: &str| directory.path().join(name).to_string_lossy().into_owned();
    ["--data".into(), path("data"), "--kubeconfig".into(), path("kubeconfig")]
}

#[test]
fn a_crash_loses_no_acknowledged_write() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let arguments = arguments(&directory);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut first = Running::start(&arguments);
    let address = first.address.clone();
    let writer = std::thread::spawn(move || load(&address));
    std::thread::sleep(Duration::from_millis(700));
    first.kill();
    let acknowledged = writer.join().expect("the writer ends");
    assert!(!acknowledged.is_empty(), "nothing was written before the server was killed");
    let second = Running::start(&arguments);
    let is_there = |name: &String| {
        second.ask(&format!("GET {WIDGETS}/{name}"), &[], "").is_some_and(|(status, _)| status == 200)
    };
    let missing: Vec<&String> = acknowledged.iter().filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "of {} writes these are lost: {missing:?}", acknowledged.len());
}

#[test]
fn a_restart_changes_nothing_and_watches_go_on() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let arguments = arguments(&directory);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let first = Running::start(&arguments);
    let list = |server: &Running| -> Value {
        let (_, body) = server.ask(&format!("GET {WIDGETS}"), &[], "").expect("it answers");
        serde_json::from_str(&body).expect("a list")
    };
    let empty = list(&first);
    for name in ["a", "b"] {
        let made = first.ask(&format!("POST {WIDGETS}"), &[], &widget(name)).expect("it answers");
        assert_eq!(made.0, 201, "{}", made.1);
    }
    let gone = first.ask(&format!("DELETE {WIDGETS}/a"), &[], "").expect("it answers");
    assert_eq!(gone.0, 200, "{}", gone.1);
    let before = list(&first);
    assert!(first.end().success());

    let second = Running::start(&arguments);
    assert_eq!(list(&second), before);
    // A watch from before the restart is told all that happened since.
    let revision = empty["metadata"]["resourceVersion"].as_str().expect("lists have a revision");
    let watch = format!("GET {WIDGETS}?watch=true&timeoutSeconds=1&resourceVersion={revision}");
    let (_, events) = second.ask(&watch, &[], "").expect("it answers");
    let told: Vec<_> =
        ["ADDED", "DELETED", "ERROR"].iter().map(|kind| events.matches(kind).count()).collect();
    assert_eq!(told, [2, 1, 0], "{events}");
}
