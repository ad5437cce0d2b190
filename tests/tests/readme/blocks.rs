//! The blocks of code that the README shows.

use std::path::{Path, PathBuf};

/// A block of code.
#[derive(Debug)]
pub struct Block {
    /// What it says it is: a language, and what rustdoc is to do with it.
    pub kind: String,
    /// The file that it is, where the line before it names one.
    pub file: Option<String>,
    /// What stands in it.
    pub text: String,
    /// The line that it begins in.
    pub line: usize,
}

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The blocks of the README, in their order.
pub fn blocks() -> Vec<Block> {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut before = "";
    for (number, line) in readme.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => {
                let file = named_file(before);
                open = Some(Block { kind: kind.to_owned(), file, text: String::new(), line: number + 1 });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.text += &format!("{line}\n"),
            (None, None) if line.is_empty() => {}
            (None, None) => before = line,
        }
    }
    blocks
}

/// The file that a line announces: it ends with its path.
fn named_file(line: &str) -> Option<String> {
    let (_, path) = line.strip_suffix("`:")?.rsplit_once('`')?;
    Some(path.to_owned())
}
