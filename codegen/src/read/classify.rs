//! What is a document? It is known by its `apiVersion` and `kind`.

use super::open_api::{Claim, Dialect, claim};
use super::tree::{Node, NodeValue};
use super::view::View;
use super::{Content, Document, crd};
use crate::diagnostic::{Code, Diagnostic, Place, Report, Source, SourceId};
use crate::pointer::Pointer;

/// The kind that is read.
const KIND: &str = "CustomResourceDefinition";

/// How an object says what it is.
#[derive(Clone, Copy, Debug, Default)]
struct Identity<'a> {
    api_version: Option<&'a str>,
    kind: Option<&'a str>,
}

impl<'a> Identity<'a> {
    fn of(node: &'a Node) -> Self {
        let text = |key| node.get(key).and_then(Node::as_str);
        Self { api_version: text("apiVersion"), kind: text("kind") }
    }

    /// What the items of a list are, unless they say it: a list of a kind holds objects of that kind.
    fn of_items(self) -> Self {
        let kind = self.kind.and_then(|kind| kind.strip_suffix("List")).filter(|kind| !kind.is_empty());
        Self { api_version: self.api_version.filter(|_| kind.is_some()), kind }
    }

    fn or(self, other: Self) -> Self {
        Self { api_version: self.api_version.or(other.api_version), kind: self.kind.or(other.kind) }
    }
}

/// What a tree is written in, if it is an OpenAPI document, or a part of one that others refer to.
pub(super) fn open_api(tree: &Node, source: &Source) -> Option<Dialect> {
    match claim(tree) {
        Some(Claim::Known(_)) if source.is_part() => Some(Dialect::Parts),
        Some(Claim::Known(dialect)) => Some(dialect),
        Some(Claim::Other(_)) => None,
        None => (source.is_part() && Identity::of(tree).kind.is_none()).then_some(Dialect::Parts),
    }
}

/// The documents that a tree holds: itself, or the items of the list that it is.
pub(super) fn documents(source: SourceId, tree: &Node, report: &mut Report) -> Vec<Document> {
    let place = Place { source, span: tree.span.clone(), pointer: Pointer::root() };
    let mut waiting = vec![(View { node: tree, place }, Identity::default())];
    let mut documents = Vec::new();
    while let Some((view, inherited)) = waiting.pop() {
        let identity = Identity::of(view.node).or(inherited);
        match list(&view, identity) {
            Some(list) => {
                waiting.extend(list.items(report).into_iter().rev().map(|item| (item, identity.of_items())))
            }
            None => documents.extend(document(&view, identity, report)),
        }
    }
    documents
}

/// The items of a list of objects.
fn list<'a>(view: &View<'a>, identity: Identity<'_>) -> Option<View<'a>> {
    identity.kind.filter(|kind| kind.ends_with("List"))?;
    view.member("items")
}

fn document(view: &View<'_>, identity: Identity<'_>, report: &mut Report) -> Option<Document> {
    match (identity.api_version, identity.kind) {
        (Some("apiextensions.k8s.io/v1"), Some(KIND)) => {
            let crd = crd::read(view, report)?;
            Some(Document { place: view.place.clone(), content: Content::Definition(Box::new(crd)) })
        }
        (Some("apiextensions.k8s.io/v1beta1"), Some(KIND)) => {
            report.push(old(view));
            None
        }
        (Some(api_version), Some(kind)) => {
            report.push(other(view, (api_version, kind)));
            None
        }
        _ => {
            report.extend(unknown(view));
            None
        }
    }
}

fn old(view: &View<'_>) -> Diagnostic {
    let message = "a definition of `apiextensions.k8s.io/v1beta1` is not read";
    Diagnostic::new(Code::OldDefinition, message)
        .at(view.place.clone())
        .help("convert it to `apiextensions.k8s.io/v1`, where each version has its own schema")
}

fn other(view: &View<'_>, (api_version, kind): (&str, &str)) -> Diagnostic {
    let name = view.member("metadata").and_then(|metadata| metadata.member("name"));
    let name = name.and_then(|name| name.node.as_str().map(|name| format!(" `{name}`"))).unwrap_or_default();
    let message = format!("the {kind}{name} of `{api_version}` is skipped");
    Diagnostic::new(Code::OtherKind, message).at(view.place.clone())
}

/// What to say of a document that is no Kubernetes object; nothing of one that is empty.
fn unknown(view: &View<'_>) -> Option<Diagnostic> {
    let finding = match (&view.node.value, claim(view.node)) {
        (NodeValue::Null, _) => return None,
        (_, Some(Claim::Other(version))) => {
            let message = format!("a document of {version} is left out: this version is not read");
            Diagnostic::new(Code::OpenApi, message).help("convert it to OpenAPI 3.1, 3.0 or Swagger 2.0")
        }
        (NodeValue::Object(_), _) => Diagnostic::new(
            Code::UnknownDocument,
            "the document says neither `apiVersion` and `kind`, nor `openapi`",
        ),
        _ => {
            let message = format!("a document must be an object, not {}", view.node.kind());
            Diagnostic::new(Code::UnknownDocument, message)
        }
    };
    Some(finding.at(view.place.clone()))
}
