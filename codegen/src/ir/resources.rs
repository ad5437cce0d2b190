//! The resources of Kubernetes: kinds, and the definitions that they come from.

use serde_json::Value;

use super::TypeId;
use crate::diagnostic::Place;

/// The place of a resource in [`Api::resources`](super::Api::resources).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId(pub usize);

/// The place of a definition in [`Api::definitions`](super::Api::definitions).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DefinitionId(pub usize);

/// A kind in one version of its group, as an API server serves it.
#[derive(Debug)]
pub struct Resource {
    /// Where the version stands.
    pub place: Place,
    /// The definition that it comes from.
    pub definition: DefinitionId,
    /// The API group, as in `security.istio.io`.
    pub group: String,
    /// The version, as in `v1`.
    pub version: String,
    /// What it is called.
    pub names: ResourceNames,
    /// Whether its objects live in a namespace.
    pub scope: Scope,
    /// Whether an API server serves this version; nothing is generated for one that is not served.
    pub served: bool,
    /// Whether objects are kept in this version.
    pub storage: bool,
    /// The warning for those who use this version, where it is deprecated; empty for the usual one.
    pub deprecation: Option<String>,
    /// The subresources.
    pub subresources: Subresources,
    /// The type of its objects.
    pub root: TypeId,
}

/// What a resource is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceNames {
    /// As in `PeerAuthentication`.
    pub kind: String,
    /// As in `PeerAuthenticationList`.
    pub list_kind: String,
    /// As in `peerauthentications`.
    pub plural: String,
    /// As in `peerauthentication`.
    pub singular: String,
    /// As in `pa`.
    pub short: Vec<String>,
    /// The groups of resources that it is listed with.
    pub categories: Vec<String>,
}

/// Whether objects live in a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// They live in the cluster.
    Cluster,
    /// Each lives in a namespace.
    Namespaced,
}

/// The subresources of a resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subresources {
    /// Whether `status` is read and written apart.
    pub status: bool,
    /// Whether there is a `scale`.
    pub scale: bool,
}

/// A CustomResourceDefinition.
#[derive(Debug)]
pub struct Definition {
    /// Where it stands.
    pub place: Place,
    /// All of it, but for the schemas of its versions, in the place of which there is null.
    pub document: Value,
    /// The root type of each version, in the order of the document; none for a version without a schema.
    pub roots: Vec<Option<TypeId>>,
}
