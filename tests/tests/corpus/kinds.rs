//! The kinds of a generated crate.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use specwright::{inspect, run};
use specwright_tests::corpus;

/// A served version of a kind.
pub struct Kind {
    /// The path of its type from the root of the crate.
    pub rust: String,
    /// Where its definition stands.
    pub file: PathBuf,
    /// What its definition says.
    pub version: corpus::Version,
}

/// The served versions of all kinds that these files define.
pub fn kinds(files: &[PathBuf]) -> Vec<Kind> {
    of(files, files.iter().map(|file| corpus::of_file(file)).collect())
}

/// The same of files with these versions.
pub fn of(files: &[PathBuf], versions: Vec<Vec<corpus::Version>>) -> Vec<Kind> {
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
    let kinds = files.iter().zip(versions).flat_map(|(file, versions)| {
        let served = versions.into_iter().filter(|version| version.is_served);
        served.map(move |version| (file, version))
    });
    let kinds = kinds.map(|(file, version)| {
        let rust = path_of(file, &version.pointer)
            .unwrap_or_else(|| panic!("{} has no type at {}", version.title, version.pointer));
        Kind { rust, file: file.clone(), version }
    });
    kinds.collect()
}

/// How many kinds there are: each has a definition in a file of its own.
pub fn count(kinds: &[Kind]) -> usize {
    kinds.iter().map(|kind| &kind.file).collect::<BTreeSet<_>>().len()
}

/// How many served versions the kind of this one has.
pub fn versions(kinds: &[Kind], of: &Kind) -> usize {
    kinds.iter().filter(|kind| kind.file == of.file).count()
}
