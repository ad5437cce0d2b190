//! An etcd for tests: Debian's, where it is installed (`apt-get install etcd-server`).

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running etcd with a directory of its own. It ends with this value.
pub struct Etcd {
    child: Child,
    address: String,
    _directory: tempfile::TempDir,
}

fn free() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it is bound").to_string()
}

impl Etcd {
    /// Starts one; none where etcd is not installed, which is said.
    pub fn start() -> Option<Etcd> {
        if Command::new("etcd").arg("--version").output().is_err() {
            eprintln!("skipped: there is no etcd on this machine (Debian: apt-get install etcd-server)");
            return None;
        }
        let directory = tempfile::tempdir().expect("a temporary directory");
        let (address, peers) = (free(), free());
        let mut command = Command::new("etcd");
        command.arg("--data-dir").arg(directory.path()).args(["--logger", "zap"]);
        command.args(["--listen-client-urls", &format!("http://{address}")]);
        command.args(["--advertise-client-urls", &format!("http://{address}")]);
        command.args(["--listen-peer-urls", &format!("http://{peers}")]);
        command.args(["--initial-advertise-peer-urls", &format!("http://{peers}")]);
        command.args(["--initial-cluster", &format!("default=http://{peers}")]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("etcd starts");
        let etcd = Etcd { child, address, _directory: directory };
        etcd.await_answer();
        Some(etcd)
    }

    fn await_answer(&self) {
        let start = Instant::now();
        while !self.ask("/health", "").contains("true") {
            assert!(start.elapsed() < Duration::from_secs(20), "etcd does not come up at {}", self.address);
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Its URL, with a path below which keys are kept.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// Has it forget what was before a revision.
    pub fn compact(&self, revision: u64) {
        let answer = self.ask("/v3/kv/compaction", &format!(r#"{{"revision":"{revision}"}}"#));
        assert!(answer.contains("header"), "etcd does not compact: {answer}");
    }

    /// The answer to a request; empty where it fails.
    pub fn ask(&self, path: &str, body: &str) -> String {
        let Ok(mut stream) = TcpStream::connect(&self.address) else { return String::new() };
        let method = if body.is_empty() { "GET" } else { "POST" };
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        let mut answer = String::new();
        let done = stream.write_all(request.as_bytes()).and_then(|()| stream.read_to_string(&mut answer));
        done.map(|_| answer).unwrap_or_default()
    }
}

impl Drop for Etcd {
    fn drop(&mut self) {
        self.child.kill().and_then(|()| self.child.wait()).expect("it runs until it is killed");
    }
}
