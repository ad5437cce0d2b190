//! Kinds: objects with an API version, a kind and metadata.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::metadata::ObjectMeta;
use super::schema::{Described, Source};

/// Whether objects of a kind live in a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// They live in the cluster, beside namespaces.
    Cluster,
    /// Each lives in a namespace.
    Namespaced,
}

/// A kind of object that an API server keeps: where it is served and what it looks like.
pub trait Kind:
    Described + DeserializeOwned + Serialize + Clone + fmt::Debug + Send + Sync + 'static
{
    /// The API group, as in `security.istio.io`.
    const GROUP: &'static str;
    /// The version of the group, as in `v1`.
    const VERSION: &'static str;
    /// Group and version, as in `security.istio.io/v1`.
    const API_VERSION: &'static str;
    /// The kind, as in `PeerAuthentication`.
    const KIND: &'static str;
    /// The kind of a list of these objects, as in `PeerAuthenticationList`.
    const LIST_KIND: &'static str;
    /// The name of the resource in paths, as in `peerauthentications`.
    const PLURAL: &'static str;
    /// Whether the objects live in a namespace.
    const SCOPE: Scope;
    /// The CustomResourceDefinition that this kind was made from.
    const DEFINITION: &'static Source;

    /// The metadata of this object.
    fn metadata(&self) -> &ObjectMeta;
    /// The metadata of this object.
    fn metadata_mut(&mut self) -> &mut ObjectMeta;
}

/// A kind whose status is read and written apart from the rest of the object.
pub trait StatusSubresource: Kind {}
