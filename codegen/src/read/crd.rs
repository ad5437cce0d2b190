//! CustomResourceDefinitions (`apiextensions.k8s.io/v1`).

use serde_json::Value;

use crate::diagnostic::Place;
use crate::read::schema::Schema;

/// A CustomResourceDefinition.
#[derive(Clone, Debug)]
pub struct Crd {
    /// Where it stands.
    pub place: Place,
    /// The API group, as in `security.istio.io`.
    pub group: String,
    /// Whether its objects live in a namespace.
    pub scope: Scope,
    /// What its resource is called.
    pub names: Names,
    /// Its versions, in the order of the document; at least one.
    pub versions: Vec<Version>,
    /// All of it, as it is written.
    pub document: Value,
}

/// Whether objects live in a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// They live in the cluster.
    Cluster,
    /// Each lives in a namespace.
    Namespaced,
}

/// What a resource is called. What may be left out is filled in as an API server does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// As in `peerauthentications`.
    pub plural: String,
    /// As in `peerauthentication`; the kind in lower case, if it is not given.
    pub singular: String,
    /// As in `PeerAuthentication`.
    pub kind: String,
    /// As in `PeerAuthenticationList`; the kind and `List`, if it is not given.
    pub list_kind: String,
    /// As in `pa`.
    pub short_names: Vec<String>,
    /// The groups of resources that it is listed with.
    pub categories: Vec<String>,
}

/// A version of a definition.
#[derive(Clone, Debug)]
pub struct Version {
    /// Where it stands.
    pub place: Place,
    /// As in `v1`.
    pub name: String,
    /// Whether an API server serves it.
    pub served: bool,
    /// Whether objects are kept in it.
    pub storage: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The warning for those who use it though it is deprecated, if it has its own.
    pub deprecation_warning: Option<String>,
    /// The schema of its objects.
    pub schema: Option<Schema>,
    /// Its subresources.
    pub subresources: Subresources,
    /// The columns that it is listed with.
    pub printer_columns: Vec<PrinterColumn>,
    /// The JSON paths of the fields that lists can be selected by.
    pub selectable_fields: Vec<String>,
}

/// The subresources of a version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subresources {
    /// Whether `status` is read and written apart.
    pub status: bool,
    /// The `scale`, if there is one.
    pub scale: Option<Scale>,
}

/// Where a scale finds its values in an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The JSON path of the replicas that are wanted.
    pub spec_replicas_path: String,
    /// The JSON path of the replicas that there are.
    pub status_replicas_path: String,
    /// The JSON path of the label selector as text.
    pub label_selector_path: Option<String>,
}

/// A column that objects are listed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterColumn {
    /// Where it stands.
    pub place: Place,
    /// The heading.
    pub name: String,
    /// The type, as in `string`.
    pub ty: String,
    /// The format of the type.
    pub format: Option<String>,
    /// What it shows.
    pub description: Option<String>,
    /// Zero for a column that is always shown; the higher, the sooner it is left out.
    pub priority: i64,
    /// The JSON path of its value.
    pub json_path: String,
}
