//! The form of the answer that the client accepts.

use crate::status::ApiError;

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// Protobuf, which nothing but an error about it is written in.
    Protobuf,
}

impl Encoding {
    /// The content type.
    pub fn media_type(self) -> &'static str {
        match self {
            Encoding::Json => "application/json",
            Encoding::Yaml => "application/yaml",
            Encoding::Protobuf => "application/vnd.kubernetes.protobuf",
        }
    }
}

/// What the answer shows of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// All of it.
    Whole,
    /// A table, in this version of `meta.k8s.io`.
    Table(String),
    /// Its metadata, in this version.
    Metadata(String),
    /// The metadata of a list, in this version.
    MetadataList(String),
}

/// The chosen form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accept {
    /// How it is written.
    pub encoding: Encoding,
    /// What it shows.
    pub view: View,
    /// Whether it is laid out for people.
    pub pretty: bool,
}

/// The form of answers and errors where nothing fits.
pub const FALLBACK: Accept = Accept { encoding: Encoding::Json, view: View::Whole, pretty: false };

/// One alternative of the header.
struct Clause<'a> {
    media: String,
    parameters: Vec<(&'a str, &'a str)>,
    weight: f32,
}

fn clause(text: &str) -> Clause<'_> {
    let mut parts = text.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default().to_lowercase();
    let parameters: Vec<(&str, &str)> = parts.filter_map(|p| p.split_once('=')).collect();
    let weight = parameters.iter().find(|(k, _)| *k == "q").and_then(|(_, v)| v.parse().ok()).unwrap_or(1.0);
    Clause { media, parameters, weight }
}

fn clauses(header: &str) -> Vec<Clause<'_>> {
    let mut all: Vec<Clause> = header.split(',').filter(|c| !c.trim().is_empty()).map(clause).collect();
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    all
}

/// Chooses a form from an Accept header; an absent one accepts all.
pub fn choose(header: Option<&str>) -> Result<Accept, ApiError> {
    let all = clauses(header.unwrap_or("*/*"));
    if all.is_empty() {
        return Ok(FALLBACK);
    }
    all.iter().find_map(candidate).ok_or_else(ApiError::not_acceptable)
}

fn encoding(media: &str) -> Option<Encoding> {
    match media {
        "*/*" | "application/*" | "application/json" => Some(Encoding::Json),
        "application/yaml" => Some(Encoding::Yaml),
        _ => None,
    }
}

fn candidate(clause: &Clause) -> Option<Accept> {
    let parameter = |name: &str| clause.parameters.iter().find(|(k, _)| *k == name).map(|(_, v)| *v);
    let version = parameter("v").unwrap_or_default().to_owned();
    let known = parameter("g") == Some("meta.k8s.io") && matches!(version.as_str(), "v1" | "v1beta1");
    let view = match parameter("as") {
        None => View::Whole,
        Some("Table") if known => View::Table(version),
        Some("PartialObjectMetadata") if known => View::Metadata(version),
        Some("PartialObjectMetadataList") if known => View::MetadataList(version),
        Some(_) => return None,
    };
    let pretty = parameter("pretty").is_some_and(|p| p != "0" && p != "false");
    Some(Accept { encoding: encoding(&clause.media)?, view, pretty })
}

/// How an error is written when no form could be chosen.
pub fn for_errors(header: Option<&str>) -> Encoding {
    let all = clauses(header.unwrap_or_default());
    let known = |c: &Clause| match c.media.as_str() {
        "application/vnd.kubernetes.protobuf" => Some(Encoding::Protobuf),
        media => encoding(media),
    };
    all.iter().find_map(known).unwrap_or(Encoding::Json)
}
