//! A server that is killed under load keeps every write that it acknowledged.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running program, and where it listens.
struct Running {
    child: Child,
    address: String,
}

fn run(data: &str, kubeconfig: &str) -> Running {
    let definitions = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/api/widget.yaml");
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright-apiserver"));
    command.args([definitions, "--data", data, "--kubeconfig", kubeconfig]);
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the program starts");
    let mut line = String::new();
    let errors = child.stderr.take().expect("stderr is piped");
    BufReader::new(errors).read_line(&mut line).expect("it says where it listens");
    let address = line.trim().rsplit('/').next().unwrap_or_default().to_owned();
    Running { child, address }
}

/// The status of a request; none where the connection fails.
fn status(address: &str, method: &str, path: &str, body: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(address).ok()?;
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.split(' ').nth(1)?.parse().ok()
}

const WIDGETS: &str = "/apis/example.com/v1/namespaces/default/widgets";

/// Creates objects until the server is gone; answers the names that were acknowledged.
fn load(address: String) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for i in 0.. {
        let name = format!("w{i}");
        let body =
            format!(r#"{{"apiVersion":"example.com/v1","kind":"Widget","metadata":{{"name":"{name}"}}}}"#);
        match status(&address, "POST", WIDGETS, &body) {
            Some(201) => acknowledged.push(name),
            _ => break,
        }
    }
    acknowledged
}

#[test]
fn no_acknowledged_write_is_lost() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = |name: &str| directory.path().join(name).to_string_lossy().into_owned();
    let mut first = run(&path("data"), &path("first"));
    let address = first.address.clone();
    let writer = std::thread::spawn(move || load(address));
    std::thread::sleep(Duration::from_millis(700));
    first.child.kill().expect("it runs until it is killed");
    first.child.wait().expect("it ends");
    let acknowledged = writer.join().expect("the writer ends");
    assert!(!acknowledged.is_empty(), "nothing was written before the server was killed");
    let mut second = run(&path("data"), &path("second"));
    let missing: Vec<&String> = acknowledged
        .iter()
        .filter(|name| status(&second.address, "GET", &format!("{WIDGETS}/{name}"), "") != Some(200))
        .collect();
    second.child.kill().expect("it runs until it is killed");
    second.child.wait().expect("it ends");
    assert!(missing.is_empty(), "of {} writes these are lost: {missing:?}", acknowledged.len());
}
