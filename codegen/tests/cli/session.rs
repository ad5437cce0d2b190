//! Sessions as data: the files that there are, what is typed, and what is shown.
//!
//! A session is a text of parts. A part that is headed `=== PATH` is a file, `=== PATH -> TARGET` is a link, and what
//! follows `=== $ COMMAND` is what the command says. `«N of TEXT»` in a file stands for N copies of the text, in which `%n`
//! is the number of the copy; `«byte XX»` stands for a byte.

use std::fs;

use super::sandbox::Sandbox;

/// A session: its text, by parts.
pub struct Session {
    parts: Vec<(String, String)>,
}

impl Session {
    /// Reads a session.
    pub fn parse(text: &str) -> Self {
        let parts =
            text.split("=== ").skip(1).map(|part| part.split_once('\n').expect("a part has a heading"));
        Self { parts: parts.map(|(heading, text)| (heading.to_owned(), text.to_owned())).collect() }
    }

    /// Plays the session: the text as it should be.
    pub fn play(&self) -> String {
        self.play_by(said)
    }

    /// Plays the session in a way of one's own: what a command says is what comes back for its words.
    pub fn play_by(&self, mut say: impl FnMut(&Sandbox, &str) -> String) -> String {
        let sandbox = Sandbox::empty();
        let mut played = String::new();
        for (heading, text) in &self.parts {
            let said = heading.strip_prefix("$ specwright").map(|words| say(&sandbox, words.trim()));
            if said.is_none() {
                put(&sandbox, heading, text);
            }
            played += &format!("=== {heading}\n{}", said.as_ref().unwrap_or(text));
        }
        played
    }
}

fn put(sandbox: &Sandbox, heading: &str, text: &str) {
    match heading.split_once(" -> ") {
        Some((path, target)) => sandbox.link(path, target),
        None => sandbox.put_bytes(heading, &expanded(text)),
    }
}

fn said(sandbox: &Sandbox, words: &str) -> String {
    let shown = sandbox.show(words);
    shown.split_once('\n').map(|(_, said)| said.to_owned()).unwrap_or_default()
}

/// The text that is meant by one with repetitions and bytes.
fn expanded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('«') {
        let (inside, after) = after.split_once('»').expect("what is opened is closed");
        bytes.extend_from_slice(before.as_bytes());
        match inside.split_once(" of ") {
            Some((number, repeated)) => {
                let number: usize = number.parse().expect("a number of copies");
                let copies = (1..=number).map(|copy| repeated.replace("%n", &copy.to_string()));
                bytes.extend(copies.flat_map(String::into_bytes));
            }
            None => {
                let byte = inside.strip_prefix("byte ").and_then(|hex| u8::from_str_radix(hex, 16).ok());
                bytes.push(byte.expect("a byte"));
            }
        }
        rest = after;
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// The sessions in a folder of this package, with the paths of their files.
pub fn all(folder: &str) -> Vec<(std::path::PathBuf, Session)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a session is text");
            (path, Session::parse(&text))
        })
        .collect()
}
