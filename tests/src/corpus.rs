//! The real CustomResourceDefinitions that lie beside the repository on some machines.

use std::path::Path;

use serde_json::Value;

/// One version of a definition.
#[derive(Debug)]
pub struct Version {
    /// The file and the version, for messages.
    pub title: String,
    /// As in `security.istio.io/v1`.
    pub api_version: String,
    /// As in `PeerAuthentication`.
    pub kind: String,
    /// The schema of its objects.
    pub schema: Value,
    /// Where that stands in the file (JSON pointer).
    pub pointer: String,
    /// Whether a server takes requests for this version.
    pub is_served: bool,
    /// Whether the objects live in the cluster, beside namespaces.
    pub is_cluster_wide: bool,
}

/// All versions of all definitions; none where the corpus is not there, which is said.
#[must_use]
pub fn versions() -> Vec<Version> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/crds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no corpus of definitions at ../shared/corpus/crds");
        return Vec::new();
    };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.iter().flat_map(|file| of_file(file)).collect()
}

/// All versions of the definition in a file.
///
/// # Panics
/// There is none in the file.
#[must_use]
pub fn of_file(file: &Path) -> Vec<Version> {
    let text = std::fs::read_to_string(file).expect("a file of the corpus can be read");
    of_definition(file, &serde_yaml::from_str(&text).expect("a file of the corpus is YAML"))
}

/// All versions of a definition, which stands in this file.
#[must_use]
pub fn of_definition(file: &Path, document: &Value) -> Vec<Version> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let word = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let versions = document.pointer("/spec/versions").and_then(Value::as_array).into_iter().flatten();
    let versions = versions.enumerate().filter_map(|(index, version)| {
        let number = version.get("name")?.as_str()?;
        Some(Version {
            title: format!("{name} {number}"),
            api_version: format!("{}/{number}", word("/spec/group")),
            kind: word("/spec/names/kind").to_owned(),
            schema: version.pointer("/schema/openAPIV3Schema")?.clone(),
            pointer: format!("/spec/versions/{index}/schema/openAPIV3Schema"),
            is_served: version.get("served")?.as_bool()?,
            is_cluster_wide: word("/spec/scope") == "Cluster",
        })
    });
    versions.collect()
}
