//! The files that inputs refer to. They are read along, where they are below the folder of the input that leads to them.
//!
//! What cannot be read is passed over here: whoever follows the reference says that it leads nowhere.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::{Found, Gathered, read};
use crate::diagnostic::SourceId;
use crate::reference::{folder, joined, outside};

/// How many files may be read along.
const MOST: usize = 1_000;

/// Adds the files that the sources refer to, and those that these refer to.
pub(super) fn add(base: &Path, gathered: &mut Gathered) {
    let sources = gathered.sources.iter();
    let mut known: HashMap<String, SourceId> =
        sources.map(|(id, source)| (source.name().to_owned(), id)).collect();
    // Each with the folder of the input that it was found by.
    let sources = gathered.sources.iter();
    let mut open: Vec<(SourceId, String)> =
        sources.map(|(id, source)| (id, folder(source.name()).to_owned())).collect();
    let inputs = open.len();
    let mut next = 0;
    while let Some((id, root)) = open.get(next).cloned() {
        next += 1;
        for name in named(gathered, id) {
            if let Some(part) = known.get(&name) {
                gathered.sources.mark_part(*part);
            } else if open.len() < inputs + MOST
                && let Some(part) = load(base, (&root, &name), gathered)
            {
                known.insert(name, part);
                open.push((part, root.clone()));
            }
        }
    }
}

/// The files that a source refers to.
fn named(gathered: &Gathered, id: SourceId) -> Vec<String> {
    let Some(source) = gathered.sources.get(id) else { return Vec::new() };
    outside(source.text()).into_iter().filter_map(|file| joined(source.name(), file)).collect()
}

fn load(base: &Path, (root, name): (&str, &str), gathered: &mut Gathered) -> Option<SourceId> {
    let path = base.join(name);
    // Links are followed before it is looked whether the file is below the folder.
    let whole = fs::canonicalize(&path).ok()?;
    if !whole.is_file() || !whole.starts_with(fs::canonicalize(base.join(root)).ok()?) {
        return None;
    }
    let file = Found { name: name.to_owned(), path: Some(path.clone()) };
    let bytes = read(&file).ok()?;
    let id = gathered.sources.add_bytes(name.to_owned(), bytes);
    gathered.sources.mark_part(id);
    gathered.watched.push(path);
    Some(id)
}
