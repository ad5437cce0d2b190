//! A running program, and short ways to talk to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};

/// The collection that the tests use.
pub const WIDGETS: &str = "/apis/example.com/v1/namespaces/default/widgets";

/// A running program. It ends with this value.
pub struct Running {
    child: Child,
    /// `host:port`.
    pub address: String,
    /// The path that it printed.
    pub kubeconfig: String,
}

/// The program with arguments.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright-apiserver"));
    command.args(arguments);
    command
}

impl Running {
    /// Starts it with the definition of widgets.
    pub fn start(arguments: &[&str]) -> Running {
        let mut command = program(&[concat!(env!("CARGO_MANIFEST_DIR"), "/tests/api/widget.yaml")]);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let kubeconfig = first_line(child.stdout.take());
        let address = first_line(child.stderr.take()).rsplit('/').next().unwrap_or_default().to_owned();
        Running { child, address, kubeconfig }
    }

    /// The status and the body of an answer; none where the connection fails.
    pub fn ask(&self, head: &str, headers: &[&str], body: &str) -> Option<(u16, String)> {
        ask(&self.address, head, headers, body)
    }

    /// Ends it at once, as a crash does.
    pub fn kill(&mut self) {
        self.child.kill().and_then(|()| self.child.wait()).expect("it runs until it is killed");
    }

    /// Asks it to end, and waits until it has.
    pub fn end(mut self) -> ExitStatus {
        self.ask_to_end();
        self.child.wait().expect("it ends")
    }

    /// Asks it to end.
    pub fn ask_to_end(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs").success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// The first line of a channel, which stays open.
fn first_line(channel: Option<impl Read + Send + 'static>) -> String {
    let mut reader = BufReader::new(channel.expect("the channel is piped"));
    let mut line = String::new();
    reader.read_line(&mut line).expect("it says what it does");
    // What it says later is read away, so that it never waits for us.
    std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
    line.trim().to_owned()
}

/// Sends a request such as `GET /version`; answers the status and the body, or nothing where the connection fails.
pub fn ask(address: &str, head: &str, headers: &[&str], body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let more: String = headers.iter().map(|h| format!("{h}\r\n")).collect();
    let length = body.len();
    let request = format!(
        "{head} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{more}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
}

/// The text of a widget.
pub fn widget(name: &str) -> String {
    format!(r#"{{"apiVersion":"example.com/v1","kind":"Widget","metadata":{{"name":"{name}"}}}}"#)
}
