//! The families of support code: which parts of it a crate gets, by what its inputs are.
//!
//! The support code says itself what belongs to a family, by `#[cfg(feature = "kubernetes")]` on a line of its own, in
//! front of a declaration (`mod`, `use`). In a generated crate there is no such feature: the mark goes, and where the family is not
//! wanted, the declaration with it, and the files of the module that it declares.

use specwright_templates::SUPPORT;
use toml::{Table, Value};

use crate::ir::Api;
use crate::options::{Metadata, Options};

/// A family of support code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// What the resources of Kubernetes need.
    Kubernetes,
    /// What the operations of OpenAPI documents need.
    OpenApi,
    /// Resources whose metadata is that of `k8s-openapi`.
    SharedMetadata,
    /// Resources whose metadata is a type of the crate.
    OwnMetadata,
}

impl Family {
    const ALL: [Self; 4] = [Self::Kubernetes, Self::OpenApi, Self::SharedMetadata, Self::OwnMetadata];

    /// The families that a model needs.
    pub(super) fn of(api: &Api, options: &Options) -> Vec<Self> {
        let open = (!api.documents.is_empty()).then_some(Self::OpenApi);
        let metadata = match options.metadata {
            Metadata::Kubernetes => Self::SharedMetadata,
            Metadata::Own => Self::OwnMetadata,
        };
        match api.definitions.is_empty() && open.is_some() {
            true => open.into_iter().collect(),
            false => [Self::Kubernetes, metadata].into_iter().chain(open).collect(),
        }
    }

    /// The feature by which the support code marks what belongs to the family.
    pub(super) const fn feature(self) -> &'static str {
        match self {
            Self::Kubernetes => "kubernetes",
            Self::OpenApi => "openapi",
            Self::SharedMetadata => "k8s-openapi",
            Self::OwnMetadata => "own-metadata",
        }
    }

    fn mark(self) -> String {
        format!("#[cfg(feature = \"{}\")]", self.feature())
    }
}

/// The support code that is chosen.
pub(super) struct Choice {
    wanted: Vec<String>,
    unwanted: Vec<String>,
    /// The files and folders of modules that are not wanted, without `.rs`.
    left_out: Vec<String>,
}

impl Choice {
    /// The choice of these families.
    pub(super) fn of(families: &[Family]) -> Self {
        let (wanted, unwanted): (Vec<_>, Vec<_>) =
            Family::ALL.into_iter().partition(|family| families.contains(family));
        let marks = |families: Vec<Family>| families.into_iter().map(Family::mark).collect();
        let mut choice = Self { wanted: marks(wanted), unwanted: marks(unwanted), left_out: Vec::new() };
        for (path, text) in SUPPORT {
            let Some(folder) = path.strip_suffix("mod.rs") else { continue };
            let modules = choice.unwanted_lines(text).into_iter().filter_map(module);
            let left_out: Vec<_> = modules.map(|module| format!("{folder}{module}")).collect();
            choice.left_out.extend(left_out);
        }
        choice
    }

    /// Whether a file of the support code is chosen.
    pub(super) fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches(".rs");
        let is_in = |module: &String| {
            path.strip_prefix(module.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        !self.left_out.iter().any(is_in)
    }

    /// The chosen part of a file, without the marks.
    pub(super) fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut lines = text.split_inclusive('\n');
        while let Some(line) = lines.next() {
            if self.unwanted.iter().any(|mark| mark == line.trim()) {
                let indent = indent(line);
                _ = lines.by_ref().find(|line| is_end(line, indent));
            } else if !self.wanted.iter().any(|mark| mark == line.trim()) {
                out.push_str(line);
            }
        }
        out
    }

    /// The lines of declarations that are not wanted.
    fn unwanted_lines<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let mut found = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if self.unwanted.iter().any(|mark| mark == line.trim()) {
                let indent = indent(line);
                found.extend(lines.by_ref().find(|line| is_end(line, indent)));
            }
        }
        found
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether a line is the last of a declaration that is indented this far.
fn is_end(line: &str, indented: usize) -> bool {
    indent(line) == indented && line.trim_end().ends_with(';')
}

/// The module that a line declares.
fn module(line: &str) -> Option<&str> {
    let mut words = line.trim().trim_end_matches(';').split(' ').rev();
    let name = words.next()?;
    (words.next()? == "mod").then_some(name)
}

/// Takes out of a manifest what belongs to other families alone: dependencies, and features by these names.
pub(super) fn choose(manifest: &mut Table, families: &[Family]) {
    let Some(Value::Table(of_families)) = manifest.remove("families") else { return };
    let unwanted = Family::ALL.into_iter().filter(|family| !families.contains(family));
    let names = unwanted.filter_map(|family| of_families.get(family.feature())?.as_array());
    for name in names.flatten().filter_map(Value::as_str) {
        for table in ["dependencies", "dev-dependencies", "features"] {
            if let Some(Value::Table(table)) = manifest.get_mut(table) {
                table.remove(name);
            }
        }
        unmention(manifest, name);
    }
}

/// Takes a dependency out of the features that turn it on.
fn unmention(manifest: &mut Table, name: &str) {
    let Some(Value::Table(features)) = manifest.get_mut("features") else { return };
    for (_, needs) in features.iter_mut() {
        if let Value::Array(needs) = needs {
            needs.retain(|need| need.as_str().is_none_or(|need| need.trim_start_matches("dep:") != name));
        }
    }
}
