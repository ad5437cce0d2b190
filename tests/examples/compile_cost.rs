//! What crates cost to compile: `cargo run -p specwright-tests --example compile_cost -- [MODE...] FOLDER...`, in the modes
//! `check`, `debug` and `release`, or all of them, for folders of packages such as `specwright generate`, the example `derive_twin` and the example `kopium_crate` write.
//!
//! All crates are measured in one run, with their dependencies compiled before: what is shown is the CPU time and the
//! peak memory of compiling the crate itself, by GNU time. Read the ratios, not the times.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use std::{env, io};

use specwright_tests::cost::measured;

/// What is measured: a title, and what Cargo is told.
const MODES: [(&str, &[&str]); 3] =
    [("check", &["check"]), ("debug", &["build"]), ("release", &["build", "--release"])];

fn main() -> io::Result<()> {
    let is_mode = |argument: &String| MODES.iter().any(|(title, _)| title == argument);
    let (wanted, folders): (Vec<String>, Vec<String>) = env::args().skip(1).partition(is_mode);
    let is_wanted = |title: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == title);
    for folder in folders.iter().map(Path::new) {
        describe(folder)?;
        for (title, mode) in MODES.into_iter().filter(|(title, _)| is_wanted(title)) {
            cargo(folder, mode)?.status()?;
            let root = File::options().append(true).open(folder.join("src/lib.rs"))?;
            root.set_modified(SystemTime::now())?;
            let (seconds, memory) = measured(&cargo(folder, mode)?)?;
            println!("    {title}: {seconds:.2} s, {memory:.0} MiB{}", library(folder, mode)?);
        }
    }
    Ok(())
}

/// Says how large a crate is.
fn describe(folder: &Path) -> io::Result<()> {
    let sources = sources(&folder.join("src"))?;
    let code = sources.iter().map(fs::read_to_string).collect::<io::Result<String>>()?;
    let starting = |word: &str| code.lines().filter(|line| line.trim_start().starts_with(word)).count();
    let [structs, enums, aliases] = ["pub struct ", "pub enum ", "pub type "].map(starting);
    let lines = code.lines().count();
    println!("{}: {lines} lines, {structs} structs, {enums} enums, {aliases} aliases", folder.display());
    Ok(())
}

fn cargo(folder: &Path, mode: &[&str]) -> io::Result<Command> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(mode).arg("--quiet").current_dir(folder);
    let settings = [
        ("CARGO_INCREMENTAL", "0"),
        ("CARGO_PROFILE_DEV_DEBUG", "0"),
        ("K8S_OPENAPI_ENABLED_VERSION", "1.37"),
        ("RUSTFLAGS", "-Awarnings"),
    ];
    cargo.envs(settings).env("CARGO_TARGET_DIR", target(folder)?);
    Ok(cargo)
}

/// Where Cargo builds: crates may share a folder.
fn target(folder: &Path) -> io::Result<PathBuf> {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Ok(fs::canonicalize(folder)?.join("target")), |shared| Ok(shared.into()))
}

/// The size of the library that was built.
fn library(folder: &Path, mode: &[&str]) -> io::Result<String> {
    let profile = match mode {
        ["build"] => "debug",
        ["build", "--release"] => "release",
        _ => return Ok(String::new()),
    };
    let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
    let name = manifest.lines().find_map(|line| line.strip_prefix("name = ")).unwrap_or_default();
    let name = name.trim_matches('"').replace('-', "_");
    let path = target(folder)?.join(profile).join(format!("lib{name}.rlib"));
    Ok(format!(", a library of {:.1} MB", fs::metadata(path)?.len() as f64 / 1e6))
}

fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder)? {
        match entry?.path() {
            path if path.is_dir() => sources.extend(self::sources(&path)?),
            path if path.extension().is_some_and(|ending| ending == "rs") => sources.push(path),
            _ => {}
        }
    }
    Ok(sources)
}
