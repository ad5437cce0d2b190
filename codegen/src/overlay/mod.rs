//! What is different in a document than its author wrote it: overlays (Overlay Specification 1.0).
//!
//! An overlay is a list of actions. Each names places of a document by a JSONPath (RFC 9535), and adds to what stands there or
//! removes it. Overlays come after reading and before anything else, so that nothing behind this module knows of them. What
//! they add keeps its own place: findings about it show the line of the overlay.

mod edit;
#[cfg(test)]
mod tests;

use serde_json::Value;
use serde_json_path::{JsonPath, LocatedNode, PathElement};

use self::edit::{Step, remove, update};
use crate::diagnostic::{Code, Diagnostic, Overlaid, Place, Report, Sources};
use crate::pointer::Pointer;
use crate::read::open_api::Dialect;
use crate::read::tree::{Node, NodeValue};
use crate::read::{self, Content, Document, OpenApi};

/// Applies the overlays to the documents, in the order in which they were given.
pub fn apply(documents: &mut [Document], sources: &Sources, report: &mut Report) {
    for overlaid in sources.overlays() {
        let trees = read::trees(overlaid.id, overlaid.source, report);
        for tree in &trees {
            let overlay = Overlay { overlaid, tree };
            if let Err(finding) = overlay.apply(documents, report) {
                report.push(*finding);
            }
        }
    }
}

type Wrong = Box<Diagnostic>;

/// An overlay.
struct Overlay<'a> {
    overlaid: Overlaid<'a>,
    tree: &'a Node,
}

/// An action of an overlay.
struct Action<'a> {
    target: JsonPath,
    place: Place,
    change: Change<'a>,
}

enum Change<'a> {
    Remove,
    Update(&'a Node, Place),
}

/// A document, and what it says as JSON: paths are looked up in that.
struct Edited<'a> {
    document: &'a mut OpenApi,
    json: Value,
}

impl<'a> Overlay<'a> {
    fn apply(&self, documents: &mut [Document], report: &mut Report) -> Result<(), Wrong> {
        let version = self.tree.get("overlay").and_then(Node::as_str);
        if !version.is_some_and(|version| version == "1" || version.starts_with("1.")) {
            let message = format!("`{}` is no overlay of version 1", self.overlaid.source.name());
            let place = self.tree.member("overlay").map_or(0..0, |member| member.value.span.clone());
            let finding = self.wrong(message, Place { span: place, ..self.place(self.tree) });
            return Err(Box::new(finding.help("It begins with `overlay: 1.0.0`.")));
        }
        let actions = self.tree.get("actions").map(Node::items).unwrap_or_default();
        if actions.is_empty() {
            let message = format!("`{}` has no list of `actions`", self.overlaid.source.name());
            return Err(Box::new(self.wrong(message, self.place(self.tree))));
        }
        let mut edited = self.edited(documents);
        for (index, action) in actions.iter().enumerate() {
            match self.action(index, action) {
                Ok(action) => self.act(&action, &mut edited, report),
                Err(finding) => report.push(*finding),
            }
        }
        Ok(())
    }

    /// The documents that it is about: the one that `extends` names, if that is among the inputs, and otherwise all.
    fn edited<'d>(&self, documents: &'d mut [Document]) -> Vec<Edited<'d>> {
        let last = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let extended = self.tree.get("extends").and_then(Node::as_str).map(last);
        let is_named =
            |document: &OpenApi| extended.as_ref().is_some_and(|name| last(&document.name) == *name);
        let all = documents.iter_mut().filter_map(|document| match &mut document.content {
            Content::OpenApi(document) if document.dialect != Dialect::Parts => Some(&mut **document),
            _ => None,
        });
        let mut all: Vec<&mut OpenApi> = all.collect();
        if all.iter().any(|document| is_named(document)) {
            all.retain(|document| is_named(document));
        }
        all.into_iter().map(|document| Edited { json: document.tree.to_json(), document }).collect()
    }

    fn action(&self, index: usize, action: &'a Node) -> Result<Action<'a>, Wrong> {
        let pointer = Pointer::root().join("actions").join(index);
        let place = |node: &Node, step: &str| Place { pointer: pointer.join(step), ..self.place(node) };
        let whole = Place { pointer: pointer.clone(), ..self.place(action) };
        let Some(target) = action.get("target") else {
            return Err(Box::new(self.wrong("the action has no `target`".to_owned(), whole)));
        };
        let at = place(target, "target");
        let text = target.as_str().unwrap_or_default();
        let path = JsonPath::parse(text).map_err(|error| {
            let finding = self.wrong(format!("`{text}` is no JSONPath: {}", error.message()), at.clone());
            finding.help(
                "RFC 9535 says what one looks like: `$.paths['/pets'].get.parameters[?@.name == 'limit']`.",
            )
        })?;
        let removes = matches!(action.get("remove").map(|node| &node.value), Some(NodeValue::Bool(true)));
        let change = match action.get("update") {
            _ if removes => Change::Remove,
            Some(update) => Change::Update(update, place(update, "update")),
            None => {
                let message = "the action has neither `update` nor `remove: true`".to_owned();
                return Err(Box::new(self.wrong(message, whole)));
            }
        };
        Ok(Action { target: path, place: at, change })
    }

    fn act(&self, action: &Action<'_>, documents: &mut [Edited<'_>], report: &mut Report) {
        let mut found = 0;
        for edited in documents {
            let targets = edited.find(&action.target);
            found += targets.len();
            for steps in targets {
                let refused = match &action.change {
                    Change::Remove => edited.remove(&steps).map_err(|why| (why, &action.place)),
                    Change::Update(node, place) => {
                        edited.update(&steps, &shifted(node, self.overlaid.start)).map_err(|why| (why, place))
                    }
                };
                if let Err((why, place)) = refused {
                    let message = format!("{why}: `{}`", edit::pointer(&steps));
                    report.push(Diagnostic::new(Code::OverlayMisfit, message).at(place.clone()));
                    break;
                }
            }
        }
        if found == 0 {
            let message = format!("`{}` is nowhere in what the overlay is about", action.target);
            report.push(Diagnostic::new(Code::OverlayMiss, message).at(action.place.clone()));
        }
    }

    fn place(&self, node: &Node) -> Place {
        Place { source: self.overlaid.id, span: node.span.clone(), pointer: Pointer::root() }
    }

    fn wrong(&self, message: String, place: Place) -> Diagnostic {
        Diagnostic::new(Code::BadOverlay, message).at(place)
    }
}

impl Edited<'_> {
    /// The places that a path leads to, the later and inner ones first: so none moves when another is removed.
    fn find(&self, path: &JsonPath) -> Vec<Vec<Step>> {
        let mut found: Vec<Vec<Step>> = path.query_located(&self.json).iter().map(steps).collect();
        found.sort();
        found.dedup();
        found.reverse();
        found
    }

    fn remove(&mut self, steps: &[Step]) -> Result<(), &'static str> {
        remove(&mut self.document.tree, steps)?;
        self.settle(steps.get(..steps.len().saturating_sub(1)).unwrap_or_default());
        Ok(())
    }

    fn update(&mut self, steps: &[Step], node: &Node) -> Result<(), &'static str> {
        update(&mut self.document.tree, steps, node)?;
        self.settle(steps);
        Ok(())
    }

    /// Makes the JSON say at a place what the document says there.
    fn settle(&mut self, steps: &[Step]) {
        let node = edit::find(&mut self.document.tree, steps).map(|node| node.to_json());
        let value = self.json.pointer_mut(edit::pointer(steps).as_str());
        if let (Some(node), Some(value)) = (node, value) {
            *value = node;
        }
    }
}

fn steps(found: &LocatedNode<'_>) -> Vec<Step> {
    let step = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => Step::Name((*name).to_owned()),
        PathElement::Index(index) => Step::Index(*index),
    };
    found.location().iter().map(step).collect()
}

/// A value of the overlay as a part of the document: its bytes are counted on from those of the inputs.
fn shifted(node: &Node, start: usize) -> Node {
    let mut node = node.clone();
    shift(&mut node, start);
    node
}

fn shift(node: &mut Node, start: usize) {
    let moved = |span: &std::ops::Range<usize>| span.start + start..span.end + start;
    node.span = moved(&node.span);
    match &mut node.value {
        NodeValue::Array(items) => items.iter_mut().for_each(|item| shift(item, start)),
        NodeValue::Object(members) => members.iter_mut().for_each(|member| {
            member.key_span = moved(&member.key_span);
            shift(&mut member.value, start);
        }),
        _ => {}
    }
}
