//! Writes a program that reads and writes a list of pods of 1 MB with the types of a crate that was generated from the OpenAPI
//! document of Kubernetes' core group, with structs that were written by hand for just these members, and with none:
//! `cargo run -p specwright-tests --example pods -- GENERATED PROGRAM`, then `cargo run --release -- --bench` in its folder. It says how
//! fast that is, and how often memory is asked for.

use std::{env, io};

use specwright_tests::program;

/// The program is not compiled here, where the crate is not.
const PROGRAM: &str = include_str!("program.rs");
const BY_HAND: &str = include_str!("by_hand.rs");
const POD: &str = include_str!("pod.json");

const MANIFEST: &str = r#"[package]
name = "pods"
version = "0.1.0"
edition = "2024"

[dependencies]
divan = "0.1"
generated = { package = "PACKAGE", path = "PATH" }
serde = { version = "1", features = ["derive"] }
serde_json = "1"

[workspace]
"#;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [generated, folder] = arguments.as_slice() else {
        return Err(io::Error::other("give a generated crate, and a folder for the program"));
    };
    let (package, path) = program::package(generated)?;
    let manifest = MANIFEST.replace("PACKAGE", &package).replace("PATH", &path.to_string_lossy());
    program::write(folder, &manifest, &[("main.rs", PROGRAM), ("by_hand.rs", BY_HAND), ("pod.json", POD)])
}
