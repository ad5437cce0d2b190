//! What the user wants of the output.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::diagnostic::SourceId;

/// What the user wants of the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The name of the package, as in `istio-security`.
    pub name: String,
    /// The version of the package.
    pub version: String,
    /// The inputs as they are shown in the output.
    pub inputs: Vec<String>,
    /// The command that makes the output again, as it is shown there.
    pub command: String,
    /// Whether a crate is wanted, or modules for a crate that exists.
    pub layout: Layout,
    /// Whose type the metadata of Kubernetes objects has.
    pub metadata: Metadata,
    /// Whose types values of well-known shapes have.
    pub well_known: WellKnown,
    /// Further dependencies of the package, as a manifest lists them: those that types from elsewhere and further derives need.
    pub dependencies: BTreeMap<String, Value>,
    /// The reference pages that the package has, if it has any.
    pub pages: Option<Pages>,
    /// What the manifest says of the package besides, by its keys.
    pub package: BTreeMap<String, Value>,
    /// What the inputs hold.
    pub sources: Vec<Source>,
}

/// An input, as the output names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The input.
    pub id: SourceId,
    /// The name of its file.
    pub name: String,
    /// The SHA-256 of its text, in hexadecimal digits.
    pub sha256: String,
}

/// Reference pages that are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// What they are written in.
    pub format: PageFormat,
    /// The folder with templates that take the place of those of the same name.
    pub templates: Option<PathBuf>,
}

/// What reference pages are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageFormat {
    /// Markdown, with tables.
    #[default]
    Markdown,
    /// A static site: HTML and one style sheet.
    Html,
}

impl PageFormat {
    /// The words for them.
    pub const WORDS: [&str; 2] = [Self::Markdown.word(), Self::Html.word()];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// What a word means.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Markdown, Self::Html].into_iter().find(|format| format.word() == word)
    }
}

/// The form of the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// A package of its own. Its parts are Cargo features.
    #[default]
    Crate,
    /// Modules that are included in another crate, with these parts.
    Modules(Vec<Part>),
}

/// Whose type the metadata of Kubernetes objects has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Metadata {
    /// That of `k8s-openapi`, by which the kinds fit `kube::Api`, watchers and controllers.
    #[default]
    Kubernetes,
    /// One of the output itself, which then needs no `k8s-openapi`.
    Own,
}

impl Metadata {
    /// The words for them.
    pub const WORDS: [&str; 2] = [Self::Kubernetes.word(), Self::Own.word()];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kubernetes => "k8s-openapi",
            Self::Own => "own",
        }
    }

    /// What a word means.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Kubernetes, Self::Own].into_iter().find(|metadata| metadata.word() == word)
    }
}

/// Whose types the values have that look the same in many APIs of Kubernetes: conditions, selectors, references, quantities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WellKnown {
    /// Those of the output, as all others.
    #[default]
    Own,
    /// Those of `k8s-openapi`.
    Kubernetes,
}

impl WellKnown {
    /// The words for them.
    pub const WORDS: [&str; 2] = [Self::Own.word(), Self::Kubernetes.word()];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Kubernetes => "k8s-openapi",
        }
    }

    /// What a word means.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Own, Self::Kubernetes].into_iter().find(|well_known| well_known.word() == word)
    }
}

/// A part of the output beside the types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Validation against the schema.
    Validate,
    /// Validation by CEL rules.
    Cel,
    /// JSON Schemas.
    Schemars,
    /// Apply configurations.
    Apply,
    /// An HTTP client.
    Client,
    /// An HTTP server.
    Server,
    /// What the client tells of its requests.
    Tracing,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 7] =
        [Self::Validate, Self::Cel, Self::Schemars, Self::Apply, Self::Client, Self::Server, Self::Tracing];

    /// The Cargo feature of this part.
    #[must_use]
    pub const fn feature(self) -> &'static str {
        match self {
            Self::Validate => "validate",
            Self::Cel => "cel",
            Self::Schemars => "schemars",
            Self::Apply => "apply",
            Self::Client => "client",
            Self::Server => "server",
            Self::Tracing => "tracing",
        }
    }

    /// The Cargo features behind this part, with those that it needs.
    #[must_use]
    pub const fn features(self) -> &'static [&'static str] {
        match self {
            Self::Validate => &["validate"],
            Self::Cel => &["cel", "validate"],
            Self::Schemars => &["schemars"],
            Self::Apply => &["apply"],
            Self::Client => &["client", "http"],
            Self::Server => &["http", "server"],
            Self::Tracing => &["client", "http", "tracing"],
        }
    }
}
