//! Writes a program that reads and writes lists of 1,000 objects with the types of a generated crate and with those of a
//! crate that the example `kopium_crate` wrote, both for the definitions of Istio:
//! `cargo run -p specwright-tests --example rivals -- GENERATED KOPIUM_CRATE PROGRAM`, then
//! `cargo run --release -- --bench` in its folder. It says how fast that is, and how often memory is asked for.

use std::{env, io};

use specwright_tests::program;

/// The program is not compiled here, where neither crate is.
const PROGRAM: &str = include_str!("program.rs");
const ITEMS: &str = include_str!("../../benches/items/mod.rs");

const MANIFEST: &str = r#"[package]
name = "rivals"
version = "0.1.0"
edition = "2024"

[dependencies]
divan = "0.1"
k8s-openapi = { version = "0.29", default-features = false, features = ["latest"] }
kopium_crate = { package = "kopium-crate", path = "KOPIUM" }
kube = { version = "5", default-features = false }
serde = "1"
serde_json = "1"
specwright_crate = { package = "PACKAGE", path = "GENERATED" }

[workspace]
"#;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [generated, kopium, folder] = arguments.as_slice() else {
        return Err(io::Error::other("give a generated crate, one of kopium, and a folder for the program"));
    };
    let ((package, generated), (_, kopium)) = (program::package(generated)?, program::package(kopium)?);
    let manifest = MANIFEST
        .replace("PACKAGE", &package)
        .replace("GENERATED", &generated.to_string_lossy())
        .replace("KOPIUM", &kopium.to_string_lossy());
    program::write(folder, &manifest, &[("main.rs", PROGRAM), ("items.rs", ITEMS)])
}
