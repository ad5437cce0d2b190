//! Lists the files of `support/`, so that none can be forgotten.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=support");
    let mut paths = Vec::new();
    collect(Path::new("support"), &mut paths)?;
    paths.sort_unstable();
    let mut list = String::from("&[\n");
    for path in &paths {
        let file = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/support/{path}\")");
        let _ = writeln!(list, "    ({path:?}, include_str!({file})),");
    }
    list.push_str("]\n");
    let out =
        env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR for build scripts"))?;
    fs::write(Path::new(&out).join("support.rs"), list)
}

/// The Rust files below a folder, by their path from `support/`, with `/` between folders.
fn collect(folder: &Path, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let steps: Vec<_> = path.iter().skip(1).map(|step| step.to_string_lossy()).collect();
            paths.push(steps.join("/"));
        }
    }
    Ok(())
}
