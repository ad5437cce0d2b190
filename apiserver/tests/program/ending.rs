//! How the program ends.

use std::path::Path;

use crate::running::{Running, WIDGETS, ask};

#[test]
fn it_finishes_watches_and_takes_its_kubeconfig_away() {
    let server = Running::start(&[]);
    let kubeconfig = server.kubeconfig.clone();
    let text = std::fs::read_to_string(&kubeconfig).expect("the file is there");
    assert!(text.contains(&format!("server: http://{}", server.address)), "{text}");
    let address = server.address.clone();
    let watch = format!(
        "GET {WIDGETS}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
    );
    let (started, start) = std::sync::mpsc::channel();
    let watcher = std::thread::spawn(move || {
        started.send(()).expect("the test waits");
        ask(&address, &watch, &[], "")
    });
    start.recv().expect("the watcher starts");
    // The watch is under way once the server has answered what came after it, or it finds no server: both are an end.
    server.ask("GET /version", &[], "").expect("it answers");
    assert!(server.end().success());
    let watched = watcher.join().expect("the watcher ends");
    // An answer that was begun is complete: the last chunk of it says so.
    assert!(watched.is_none_or(|(status, body)| status == 200 && body.trim_end().ends_with('0')));
    assert!(!Path::new(&kubeconfig).exists(), "the kubeconfig is left behind");
}

#[test]
fn the_kubeconfig_goes_where_it_is_wanted() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("config").to_string_lossy().into_owned();
    let server = Running::start(&["--kubeconfig", &path]);
    assert_eq!(server.kubeconfig, path);
    assert!(Path::new(&path).exists());
}
