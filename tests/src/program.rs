//! Packages that examples write to measure generated crates with.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The name of the package in this folder, and the whole path of the folder: what another package depends on it by.
///
/// # Errors
/// There is no such folder, or no manifest in it.
pub fn package(folder: &str) -> io::Result<(String, PathBuf)> {
    let folder = fs::canonicalize(folder)?;
    let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
    let name = manifest.lines().find_map(|line| line.strip_prefix("name = ")).unwrap_or_default();
    Ok((name.trim_matches('"').to_owned(), folder))
}

/// Writes a package: its manifest, and the files of its sources.
///
/// # Errors
/// A file cannot be written.
pub fn write(folder: &str, manifest: &str, sources: &[(&str, &str)]) -> io::Result<()> {
    let folder = Path::new(folder);
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    sources.iter().try_for_each(|(name, text)| fs::write(folder.join("src").join(name), text))
}
