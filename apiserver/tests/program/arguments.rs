//! What the program is told, and what it says to what it cannot do.

use crate::running::{Running, program};

/// The exit status and what was printed on the channel for errors.
fn refused(arguments: &[&str]) -> (Option<i32>, String) {
    let output = program(arguments).output().expect("the program runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_help_names_every_argument() {
    let output = program(&["--help"]).output().expect("the program runs");
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    let names = [
        "--listen",
        "--token-file",
        "--data",
        "--etcd",
        "--tls-cert",
        "--tls-key",
        "--kubeconfig",
        "--namespace",
        "--without-garbage-collector",
    ];
    for name in names {
        assert!(help.contains(name), "{name} is missing in:\n{help}");
    }
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let file = |name: &str, text: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, text).expect("a writable directory");
        path.to_string_lossy().into_owned()
    };
    let (odd, list) = (file("odd.yaml", "kind: Pod\n"), file("tokens", "t,admin\n"));
    let cases: [(&[&str], i32, &str); 9] = [
        (&["--odd"], 2, "unexpected argument '--odd'"),
        (&["--listen", "here"], 2, "invalid value 'here'"),
        (&["--tls-cert", &odd], 2, "--tls-key"),
        (&["--data", "d", "--etcd", "http://e:1"], 2, "cannot be used with"),
        (&["no-such-file.yaml"], 1, "no-such-file.yaml: No such file"),
        (&[&odd], 1, "is no CustomResourceDefinition"),
        (&["--token-file", &list], 1, "line 1: expected token,user,uid"),
        (&["--listen", "0.0.0.0:0"], 1, "can be reached from other machines"),
        (&["--tls-cert", &odd, "--tls-key", &odd], 1, "no certificate"),
    ];
    for (arguments, code, reason) in cases {
        let (found, printed) = refused(arguments);
        assert_eq!(found, Some(code), "{arguments:?}: {printed}");
        assert!(printed.contains(reason), "{arguments:?}: {printed}");
    }
}

#[test]
fn namespaces_can_be_there_from_the_start() {
    let server = Running::start(&["--namespace", "one", "--namespace", "two"]);
    for name in ["one", "two", "default"] {
        let path = format!("GET /api/v1/namespaces/{name}");
        assert_eq!(server.ask(&path, &[], "").map(|(status, _)| status), Some(200), "{name}");
    }
}
