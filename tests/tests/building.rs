//! The build script that the README shows, run by Cargo: when it runs again, and what a wrong input looks like.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate with a build script, as a user would have it.
struct Built {
    folder: PathBuf,
}

/// What Cargo said.
struct Said {
    is_done: bool,
    text: String,
    /// How many times the build script was run.
    runs: usize,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The build script in the README, and the line by which a crate takes up what it writes.
fn shown() -> (String, String) {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let script = readme.split("```rust,no_run\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(script.trim().lines().count(), 3, "it is no longer the smallest:\n{script}");
    let include = readme.lines().find_map(|line| line.split('`').find(|code| code.starts_with("include!(")));
    (script.to_owned(), include.unwrap().to_owned())
}

impl Built {
    /// The crate, with the versions of this workspace, so that nothing has to be resolved or fetched.
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("building").join(name);
        let _ = fs::remove_dir_all(&folder);
        let built = Self { folder };
        let (script, include) = shown();
        built.put("build.rs", &script);
        built.put("src/lib.rs", &format!("//! A crate.\n{include}\npub use my_api::v1::Toast;\n"));
        built.put("crds/toast.yaml", include_str!("../../codegen/tests/cli/toast.yaml"));
        let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
        built.put("Cargo.lock", &lock);
        let codegen = root().join("codegen");
        built.put(
            "Cargo.toml",
            &format!(
                r#"
                [package]
                name = "built-{name}"
                edition = "2024"
                [workspace]
                [dependencies]
                base64 = {{ version = "0.22", default-features = false, features = ["alloc"] }}
                jiff = {{ version = "1", default-features = false, features = ["std"] }}
                k8s-openapi = {{ version = "0.29", default-features = false, features = ["std"] }}
                serde = {{ version = "1", default-features = false, features = ["std"] }}
                serde_json = {{ version = "1", features = ["float_roundtrip", "raw_value"] }}
                [build-dependencies]
                specwright = {{ path = {codegen:?}, default-features = false }}
                "#
            ),
        );
        built
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn change(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.folder.join(path)).unwrap();
        assert!(text.contains(from));
        self.put(path, &text.replace(from, to));
    }

    fn check(&self) -> Said {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--offline", "--verbose"]).current_dir(&self.folder);
        cargo.env("CARGO_TARGET_DIR", self.folder.with_file_name("target")).env_remove("OUT_DIR");
        cargo.env("K8S_OPENAPI_ENABLED_VERSION", "1.36").env("CARGO_TERM_COLOR", "never");
        let done = cargo.output().unwrap();
        let text = String::from_utf8(done.stderr).unwrap();
        let name = format!(
            "build/{}-",
            self.folder.file_name().map(|name| format!("built-{}", name.display())).unwrap()
        );
        let is_run = |line: &&str| {
            line.trim_start().starts_with("Running")
                && line.contains(&name)
                && line.contains("build-script-build`")
        };
        let runs = text.lines().filter(is_run).count();
        Said { is_done: done.status.success(), text, runs }
    }
}

#[test]
fn it_runs_again_when_an_input_changed_and_only_then() {
    let built = Built::new("again");
    let first = built.check();
    assert!(first.is_done && first.runs == 1, "{}", first.text);
    let toast = include_str!("../../codegen/tests/cli/toast.yaml");
    let jam = toast.replace("toast", "jam").replace("Toast", "Jam");
    let changes: [(&str, &dyn Fn(), usize); 6] = [
        ("nothing", &|| {}, 0),
        ("the code", &|| built.change("src/lib.rs", "A crate.", "The crate."), 0),
        ("another file", &|| built.put("README.md", "# The crate\n"), 0),
        ("an input", &|| built.change("crds/toast.yaml", "Dark", "Black"), 1),
        ("a further input", &|| built.put("crds/jam.yaml", &jam), 1),
        ("an input that is gone", &|| fs::remove_file(built.folder.join("crds/jam.yaml")).unwrap(), 1),
    ];
    for (what, change, runs) in changes {
        change();
        let said = built.check();
        assert!(said.is_done, "{what}: {}", said.text);
        assert_eq!(said.runs, runs, "{what} changed:\n{}", said.text);
    }
}

#[test]
fn what_is_wrong_is_shown_with_its_line() {
    let built = Built::new("wrong");
    built.change("crds/toast.yaml", "enum: [Light, Dark]", "enum: Light");
    let said = built.check();
    assert!(!said.is_done);
    for part in ["SW0102", "crds/toast.yaml:", "enum: Light", "^^^^^"] {
        assert!(said.text.contains(part), "it does not show {part}:\n{}", said.text);
    }
    built.change("crds/toast.yaml", "enum: Light", "enum: [Light, Dark]");
    let said = built.check();
    assert!(said.is_done && said.runs == 1, "{}", said.text);
}
