//! Writes a crate of what `kopium` generates, to compare with it:
//! `cargo run -p specwright-tests --example kopium_crate -- KOPIUM CRATE DEFINITION...`. Definitions that it generates
//! nothing for are named.

use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

const MANIFEST: &str = r#"[package]
name = "kopium-crate"
version = "0.1.0"
edition = "2024"

[dependencies]
k8s-openapi = { version = "0.29", default-features = false, features = ["std", "schemars"] }
kube = { version = "5", default-features = false, features = ["derive"] }
schemars = "1"
serde = { version = "1", features = ["derive"] }
serde_json = "1"

[workspace]
"#;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [kopium, folder, definitions @ ..] = arguments.as_slice() else {
        return Err(io::Error::other("give the program, a folder for the crate, and definitions"));
    };
    let source = Path::new(folder).join("src");
    fs::create_dir_all(&source)?;
    fs::write(Path::new(folder).join("Cargo.toml"), MANIFEST)?;
    let mut root = String::new();
    for definition in definitions {
        let name = Path::new(definition).file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let module = name.trim_end_matches(".yaml").replace(['.', '-'], "_");
        // What it recommends: schemas and documentation.
        let done = Command::new(kopium).args(["-A", "-f", definition]).output()?;
        if !done.status.success() {
            println!("nothing for {name}: {}", String::from_utf8_lossy(&done.stderr).trim());
            continue;
        }
        if !String::from_utf8_lossy(&done.stdout).contains("CustomResource,") {
            println!("no type for the objects of {name}");
        }
        fs::write(source.join(format!("{module}.rs")), done.stdout)?;
        root.push_str(&format!("pub mod {module};\n"));
    }
    fs::write(source.join("lib.rs"), root)
}
