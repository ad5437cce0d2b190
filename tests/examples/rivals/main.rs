//! Writes a program that reads and writes lists of 1,000 objects with the types of a generated crate and with those of a
//! crate that the example `kopium_crate` wrote, both for the definitions of Istio:
//! `cargo run -p specwright-tests --example rivals -- GENERATED KOPIUM_CRATE PROGRAM`, then
//! `cargo run --release -- --bench` in its folder. It says how fast that is, and how often memory is asked for.

use std::path::Path;
use std::{env, fs, io};

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
    let [generated, kopium, program] = arguments.as_slice() else {
        return Err(io::Error::other("give a generated crate, one of kopium, and a folder for the program"));
    };
    let (generated, kopium) = (fs::canonicalize(generated)?, fs::canonicalize(kopium)?);
    let manifest = fs::read_to_string(generated.join("Cargo.toml"))?;
    let package = manifest.lines().find_map(|line| line.strip_prefix("name = ")).unwrap_or_default();
    let manifest = MANIFEST
        .replace("PACKAGE", package.trim_matches('"'))
        .replace("GENERATED", &generated.to_string_lossy())
        .replace("KOPIUM", &kopium.to_string_lossy());
    let source = Path::new(program).join("src");
    fs::create_dir_all(&source)?;
    fs::write(Path::new(program).join("Cargo.toml"), manifest)?;
    fs::write(source.join("items.rs"), ITEMS)?;
    fs::write(source.join("main.rs"), PROGRAM)
}
