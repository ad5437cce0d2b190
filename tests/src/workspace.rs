//! Workspaces of generated crates, and Cargo in them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{fs, io};

/// What is at the end of each manifest. The code that generated types call most is compiled well; it is the same in all
/// workspaces, so that what the crates depend on is compiled once.
const PROFILE: &str = "
[profile.dev]
debug = false

[profile.dev.package]
regex-automata.opt-level = 2
regex-syntax.opt-level = 2
serde_json.opt-level = 2
";

/// A folder with packages, in a folder for all such folders.
#[derive(Clone, Debug)]
pub struct Workspace {
    scratch: PathBuf,
    path: PathBuf,
}

impl Workspace {
    /// Makes a workspace of these members (names or patterns), with the versions of this one, so that nothing has to be
    /// resolved or fetched. `scratch` is Cargo's folder for what tests write.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn new(scratch: &str, name: &str, members: &[String]) -> io::Result<Self> {
        let scratch = Path::new(scratch).join("generated");
        let path = scratch.join(name);
        fs::create_dir_all(&path)?;
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n{PROFILE}");
        fs::write(path.join("Cargo.toml"), manifest)?;
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(lock, path.join("Cargo.lock"))?;
        Ok(Self { scratch, path })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a program with these dependencies, or changes it.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn add(&self, name: &str, dependencies: &str, program: &str) -> io::Result<()> {
        let folder = self.path.join(name);
        fs::create_dir_all(folder.join("src"))?;
        let package = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        fs::write(folder.join("Cargo.toml"), format!("{package}\n[dependencies]\n{dependencies}\n"))?;
        self.write(name, "src/main.rs", program)
    }

    /// Writes a file of a package, if it changed.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, name: &str, file: &str, text: &str) -> io::Result<()> {
        let path = self.path.join(name).join(file);
        match fs::read_to_string(&path) {
            Ok(known) if known == text => Ok(()),
            _ => fs::write(path, text),
        }
    }

    /// Builds a program of the workspace, and says where it is.
    ///
    /// # Panics
    /// It cannot be built.
    #[must_use]
    pub fn built(&self, name: &str) -> PathBuf {
        self.run(&["build", "--package", name]);
        self.target("build").join("debug").join(name)
    }

    /// Checks that the compiler and its linter have nothing to say against packages.
    ///
    /// # Panics
    /// They have.
    pub fn lint(&self, arguments: &[&str]) {
        // Clippy says what the compiler says, and more; where it is not installed, the compiler has to do.
        if *HAS_CLIPPY {
            self.run(&[&["clippy"], arguments, &["--", "--deny", "warnings"]].concat());
        } else {
            println!("skipped: the linter is not installed; the compiler alone judges");
            self.run(&[&["check"], arguments].concat());
        }
    }

    /// Runs Cargo beside the crates.
    ///
    /// # Panics
    /// It does not succeed.
    pub fn run(&self, arguments: &[&str]) {
        let (command, rest) = arguments.split_first().expect("Cargo is told what to do");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args([command, "--offline", "--quiet"]).args(rest).current_dir(&self.path);
        cargo.env("CARGO_TARGET_DIR", self.target(command)).env("CARGO_INCREMENTAL", "0");
        // Which Kubernetes a program is for is chosen by the program; nothing here depends on it.
        cargo.env("K8S_OPENAPI_ENABLED_VERSION", "1.36");
        let done = cargo.output().expect("Cargo can be run");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{} {arguments:?}:\n{said}", self.path.display());
    }

    /// What is checked and what is built have nothing in common: neither waits for the other.
    fn target(&self, command: &str) -> PathBuf {
        self.scratch.join(if ["build", "run"].contains(&command) { "built" } else { "checked" })
    }
}

/// Whether the linter is installed.
static HAS_CLIPPY: LazyLock<bool> = LazyLock::new(|| {
    let asked = Command::new(env!("CARGO")).args(["clippy", "--version"]).output();
    asked.is_ok_and(|asked| asked.status.success())
});

/// The files of Rust in a folder and those in it.
#[must_use]
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => rust_files(&path),
            false if path.extension().is_some_and(|extension| extension == "rs") => vec![path],
            false => Vec::new(),
        })
        .collect()
}
