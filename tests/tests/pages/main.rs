//! The reference pages: their links lead somewhere, their examples fit, and a real browser shows them as they are meant.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod browser;
mod examples;
mod links;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use specwright::options::PageFormat;
use specwright::pipeline::Analysis;
use specwright::publish::pages::{Templates, render};
use specwright::run::understand;

/// The largest document whose pages are made here: larger ones take minutes without optimisation.
const LARGEST: u64 = 200_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// An input with its name, understood.
type Input = (String, Analysis);

fn input(path: &Path) -> Option<Input> {
    let inputs = [path.to_string_lossy().into_owned()];
    let name = path.file_name()?.to_string_lossy().into_owned();
    Some((name, understand(&root(), &inputs).analysis?))
}

/// The inputs of this repository: those that are generated from, and a document.
fn own() -> Vec<Input> {
    let paths = ["spec", "tests/openapi/library.yaml"];
    paths.iter().map(|path| input(&root().join(path)).unwrap()).collect()
}

/// The definitions and the smaller documents of the corpus; none where it is not there, which is said.
fn corpus() -> Vec<Input> {
    let mut inputs = Vec::new();
    let folder = root().join("../shared/corpus");
    if !folder.is_dir() {
        println!("skipped: there is no corpus at ../shared/corpus");
        return inputs;
    }
    inputs.extend(input(&folder.join("crds")));
    let mut documents: Vec<_> =
        std::fs::read_dir(folder.join("openapi")).unwrap().map(|entry| entry.unwrap().path()).collect();
    documents.sort();
    for path in documents.iter().filter(|path| path.is_file()) {
        match path.metadata().unwrap().len() {
            0..LARGEST => inputs.extend(input(path)),
            _ => println!("skipped: {} is large", path.display()),
        }
    }
    inputs
}

fn pages(analysis: &Analysis, format: PageFormat) -> BTreeMap<String, String> {
    render(&analysis.api, format, &Templates::default()).unwrap_or_else(|error| panic!("{error}"))
}
