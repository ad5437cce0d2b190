//! CustomResourceDefinitions (`apiextensions.k8s.io/v1`).

use serde_json::Value;

use super::schema::Schema;
use super::view::View;
use super::{syntax, version};
use crate::diagnostic::{Code, Diagnostic, Place, Report};

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

/// Reads a definition; nothing, if something required is missing.
pub(super) fn read(view: &View<'_>, report: &mut Report) -> Option<Crd> {
    let spec = view.required("spec", report)?;
    let group = spec.required("group", report).and_then(|group| checked(&group, syntax::DOMAIN, report));
    let scope = spec.required("scope", report).and_then(|scope| read_scope(&scope, report));
    let names = spec.required("names", report).and_then(|names| read_names(&names, report));
    let versions = version::read_all(&spec, report);
    let (group, scope, names) = (group?, scope?, names?);
    check_name(view, &format!("{}.{group}", names.plural), report);
    Some(Crd { place: view.place.clone(), group, scope, names, versions, document: view.node.to_json() })
}

/// Reads text that an API server takes only in one form.
pub(super) fn checked(view: &View<'_>, form: syntax::Form, report: &mut Report) -> Option<String> {
    let text = view.string(report)?;
    if (form.matches)(&text) {
        return Some(text);
    }
    view.report_value(form.name, report);
    None
}

fn read_scope(view: &View<'_>, report: &mut Report) -> Option<Scope> {
    match view.string(report)?.as_str() {
        "Cluster" => Some(Scope::Cluster),
        "Namespaced" => Some(Scope::Namespaced),
        _ => {
            view.report_choice(&["Cluster", "Namespaced"], report);
            None
        }
    }
}

fn read_names(view: &View<'_>, report: &mut Report) -> Option<Names> {
    let plural = view.required("plural", report).and_then(|plural| checked(&plural, syntax::LABEL, report));
    let kind = view.required("kind", report).and_then(|kind| checked(&kind, syntax::KIND, report));
    let singular = view.member("singular").map(|singular| checked(&singular, syntax::LABEL, report));
    let list_kind = view.member("listKind").map(|list_kind| checked(&list_kind, syntax::KIND, report));
    let (plural, kind) = (plural?, kind?);
    Some(Names {
        singular: singular.flatten().unwrap_or_else(|| kind.to_lowercase()),
        list_kind: list_kind.flatten().unwrap_or_else(|| format!("{kind}List")),
        short_names: view.member("shortNames").map(|names| names.strings(report)).unwrap_or_default(),
        categories: view.member("categories").map(|names| names.strings(report)).unwrap_or_default(),
        plural,
        kind,
    })
}

fn check_name(view: &View<'_>, expected: &str, report: &mut Report) {
    let Some(name) = view.member("metadata").and_then(|metadata| metadata.member("name")) else { return };
    if name.node.as_str() != Some(expected) {
        let message =
            format!("the name of this definition must be `{expected}`, which is its plural and its group");
        report.push(Diagnostic::new(Code::NameMismatch, message).at(name.place));
    }
}
