//! A folder to run the program in, and what it says there.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A definition of a small resource.
pub const TOAST: &str = include_str!("toast.yaml");

/// What a configuration for it says.
const CONFIG: &str = "[[output]]\ninputs = [\"spec\"]\ndir = \"generated\"\nname = \"toasts\"\n";

/// A folder to run the program in.
pub struct Sandbox {
    folder: TempDir,
}

/// What a run said, and how it ended.
#[derive(Debug)]
pub struct Ended {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Sandbox {
    /// A folder with a configuration and a definition.
    pub fn new() -> Self {
        let sandbox = Self::empty();
        sandbox.put("specwright.toml", CONFIG);
        sandbox.put("spec/toast.yaml", TOAST);
        sandbox
    }

    /// A folder without anything.
    pub fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A path in the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file.
    pub fn put(&self, path: &str, text: &str) {
        self.put_bytes(path, text.as_bytes());
    }

    /// Writes a file that may be no text. What is in the folder `bin` is a program, which is found before others.
    pub fn put_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        if path.starts_with(self.path("bin")) {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    /// Makes a link.
    pub fn link(&self, path: &str, target: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The program, to be run in the folder with these words.
    pub fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        command.args(words.split_whitespace()).current_dir(self.folder.path());
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", self.path("bin").display()));
        // Help texts are broken into lines of this width.
        command.env("COLUMNS", "100");
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "OUT_DIR"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs the program.
    pub fn run(&self, words: &str) -> Ended {
        ended(self.command(words).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs the program with this text on its standard input.
    pub fn run_with_input(&self, words: &str, input: &str) -> Ended {
        let mut command = self.command(words);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        ended(child.wait_with_output().unwrap())
    }

    /// Runs the program, and shows the run as a terminal would.
    pub fn show(&self, words: &str) -> String {
        let Ended { stdout, stderr, code } = self.run(words);
        let shown = format!("$ specwright {words}\n{stdout}{stderr}exit {code}\n");
        self.steady(&shown)
    }

    /// The text, with what stands for the number of files, which is no matter of these tests.
    fn steady(&self, text: &str) -> String {
        let list = fs::read_to_string(self.path("generated/.specwright-files")).unwrap_or_default();
        let count = list.lines().count().saturating_sub(1);
        let text = text.replace(&format!("\"files\":{count},"), "\"files\":N,");
        text.replace(&format!("{count} files"), "N files").replace(&format!("{count} written"), "N written")
    }

    /// All files below a folder.
    pub fn files(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let root = self.path(folder);
        let mut files = BTreeMap::new();
        collect(&root, &root, &mut files);
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
        }
    }
}

fn ended(output: std::process::Output) -> Ended {
    Ended {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}
