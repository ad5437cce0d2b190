//! OpenAPI documents: 3.0, 3.1 and 2.0 (Swagger).
//!
//! A document is kept as the tree that it was read as. What stands in it is looked at where it is needed, and once: a
//! schema by [`Schema`], the other objects by the readers beside it. They give one form for all dialects, and are lenient:
//! what a document gets wrong is reported and left out, and the rest is read.

mod objects;
mod schema;
mod types;

use crate::diagnostic::{Place, SourceId};
use crate::pointer::Pointer;

use super::tree::Node;
pub use super::view::View;
pub use objects::{
    Parameter, ParameterSchema, StatusKey, boolean, entries, media_types, status_key, text, texts,
};
pub use schema::{Additional, Discriminator, Schema};
pub use types::Types;

/// An OpenAPI document, or a file that one refers to.
#[derive(Debug)]
pub struct OpenApi {
    /// The input.
    pub source: SourceId,
    /// The name of the input.
    pub name: String,
    /// What it is written in.
    pub dialect: Dialect,
    /// All of it.
    pub tree: Node,
}

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Swagger 2.0.
    Swagger,
    /// OpenAPI 3.0.
    V30,
    /// OpenAPI 3.1 or later.
    V31,
    /// No document, but a file that others take parts from.
    Parts,
}

impl OpenApi {
    /// The whole document.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        let place = Place { source: self.source, span: self.tree.span.clone(), pointer: Pointer::root() };
        View { node: &self.tree, place }
    }
}

/// What a document says that it is written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// One of the dialects that are read.
    Known(Dialect),
    /// Another version, by its name.
    Other(String),
}

/// The dialect of a document, by the member that it begins with.
pub(super) fn claim(node: &Node) -> Option<Claim> {
    let version = |key| {
        let version = &node.get(key)?.to_json();
        Some(version.as_str().map_or_else(|| version.to_string(), str::to_owned))
    };
    if let Some(version) = version("openapi") {
        let claim = match version.get(..2) {
            _ if version.starts_with("3.0") => Claim::Known(Dialect::V30),
            Some("3.") => Claim::Known(Dialect::V31),
            _ => Claim::Other(format!("OpenAPI {version}")),
        };
        return Some(claim);
    }
    version("swagger").map(|version| match version.as_str() {
        "2" | "2.0" => Claim::Known(Dialect::Swagger),
        _ => Claim::Other(format!("Swagger {version}")),
    })
}
