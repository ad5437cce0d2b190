//! Definitions of resources: what a CustomResourceDefinition says, made ready to serve.

pub mod check;
mod columns;
pub mod fields;
mod layout;
mod parse;
mod registry;

use std::sync::{Arc, OnceLock};

use serde_json::Value;

use crate::cel::Rules;
use crate::jsonpath::JsonPath;
use crate::object::convert::Conversion;
use crate::schema::Schema;

use columns::standard_columns;
pub use columns::{Column, Shows};
pub use parse::{parse, parse_builtin};
pub use registry::Registry;

/// The group of CustomResourceDefinitions.
pub const CRD_GROUP: &str = "apiextensions.k8s.io";

/// The names of a resource.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// In paths.
    pub plural: String,
    /// For people.
    pub singular: String,
    /// In bodies.
    pub kind: String,
    /// In bodies of lists.
    pub list_kind: String,
    /// For typing.
    pub short: Vec<String>,
    /// Groups of resources that are asked for together.
    pub categories: Vec<String>,
}

/// Where objects of a resource live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In namespaces.
    Namespaced,
    /// Beside them.
    Cluster,
}

/// What a resource is to this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Data and nothing else.
    Custom,
    /// A namespace: others live in it.
    Namespace,
    /// A definition: it makes others appear.
    Definition,
    /// A kind of Kubernetes itself that is data too.
    Data,
    /// A question, which is answered and not kept.
    Review,
}

/// The `scale` subresource.
#[derive(Debug, Clone)]
pub struct Scale {
    /// Where the wanted count stands.
    pub spec: JsonPath,
    /// Where the observed count stands.
    pub status: JsonPath,
    /// Where the selector of the counted objects stands.
    pub selector: Option<JsonPath>,
}

/// One version of a resource.
#[derive(Debug)]
pub struct Version {
    /// Its name.
    pub name: String,
    /// Whether requests for it are answered.
    pub served: bool,
    /// The warning that every answer carries, if the version is deprecated.
    pub deprecation: Option<String>,
    /// What its objects hold.
    pub schema: Schema,
    /// What follows from the schema.
    pub derived: Derived,
    /// What tables show of it.
    pub columns: Vec<Column>,
    /// Whether status is a subresource.
    pub has_status: bool,
    /// The scale subresource.
    pub scale: Option<Scale>,
    /// The fields that selectors may name, beside name and namespace.
    pub selectable: Vec<(String, JsonPath)>,
}

/// What follows from a schema. It is made at the first write that needs it, so that a server starts quickly.
#[derive(Debug, Default)]
pub struct Derived {
    layout: OnceLock<Schema>,
    rules: OnceLock<Rules>,
}

impl Version {
    /// The schema with the metadata declared too: what server-side apply goes by.
    pub fn layout(&self) -> &Schema {
        self.derived.layout.get_or_init(|| layout::of(&self.schema))
    }

    /// The rules in CEL.
    pub fn rules(&self) -> &Rules {
        self.derived.rules.get_or_init(|| Rules::compile(&self.schema))
    }
}

/// A resource with all its versions.
#[derive(Debug)]
pub struct Definition {
    /// API group; empty for the core group.
    pub group: String,
    /// Its names.
    pub names: Names,
    /// Where its objects live.
    pub scope: Scope,
    /// What it is to this server.
    pub role: Role,
    /// Its versions, as declared.
    pub versions: Vec<Version>,
    /// The name of the version in which objects are kept.
    pub storage: String,
    /// How its versions are converted.
    pub conversion: Conversion,
    /// The CustomResourceDefinition; null for a resource that is there from the start.
    pub source: Value,
}

impl Definition {
    /// A served version by name.
    pub fn served(&self, version: &str) -> Option<&Version> {
        self.versions.iter().find(|v| v.name == version && v.served)
    }

    /// The version in which objects are kept; a parsed definition always has it.
    pub fn stored(&self) -> Option<&Version> {
        self.versions.iter().find(|v| v.name == self.storage)
    }

    /// `group/version`, or the version alone in the core group.
    pub fn api_version(&self, version: &str) -> String {
        if self.group.is_empty() { version.to_owned() } else { format!("{}/{version}", self.group) }
    }

    /// The start of the keys of all its objects.
    pub fn prefix(&self) -> String {
        let group = if let Conversion::Kin(kin) = &self.conversion { &kin.group } else { &self.group };
        format!("/{group}/{}/", self.names.plural)
    }

    /// The start of the keys of its objects in a namespace; of all for a cluster resource or no namespace.
    pub fn prefix_in(&self, namespace: Option<&str>) -> String {
        match namespace {
            Some(ns) if self.scope == Scope::Namespaced => format!("{}{ns}/", self.prefix()),
            _ => self.prefix(),
        }
    }

    /// The key of an object.
    pub fn key(&self, namespace: Option<&str>, name: &str) -> String {
        format!("{}{name}", self.prefix_in(namespace))
    }
}

/// Definitions in the order in which they came, by value.
pub type Definitions = Vec<Arc<Definition>>;

/// A member of a document by its names.
pub fn at<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |v, name| v.get(name))
}
