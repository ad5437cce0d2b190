//! The kinds of a generated crate.

use std::path::{Path, PathBuf};

use specwright::{inspect, run};
use specwright_tests::corpus;

/// A served version of a kind.
pub struct Kind {
    /// The path of its type from the root of the crate.
    pub rust: String,
    /// What its definition says.
    pub version: corpus::Version,
}

/// The served versions of all kinds that these files define.
pub fn kinds(files: &[PathBuf]) -> Vec<Kind> {
    let inputs: Vec<String> = files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let understood = run::understand(Path::new("/"), &inputs);
    let types = inspect::inspect(understood.analysis.as_ref(), &understood.findings).types;
    let path_of = |file: &Path, pointer: &str| {
        let name = file.file_name().unwrap();
        let is_it = |ty: &&inspect::InspectedType| {
            ty.pointer == pointer && Path::new(&ty.source).file_name() == Some(name)
        };
        types.iter().find(is_it).map(|ty| ty.rust.clone())
    };
    let kinds = files.iter().flat_map(|file| {
        let served = corpus::of_file(file).into_iter().filter(|version| version.is_served);
        served.map(move |version| (file, version))
    });
    let kinds = kinds.map(|(file, version)| {
        let rust = path_of(file, &version.pointer)
            .unwrap_or_else(|| panic!("{} has no type at {}", version.title, version.pointer));
        Kind { rust, version }
    });
    kinds.collect()
}
