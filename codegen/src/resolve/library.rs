//! All OpenAPI documents of a run, and the files that they refer to: where references are looked up.

use std::collections::HashMap;

use crate::diagnostic::SourceId;
use crate::pointer::Pointer;
use crate::read::open_api::{Dialect, OpenApi, View};
use crate::read::tree::{Node, NodeValue};
use crate::reference::{folder, joined};

/// All OpenAPI documents of a run.
#[derive(Debug, Default)]
pub struct Library {
    documents: Vec<OpenApi>,
    by_source: HashMap<SourceId, usize>,
    by_name: HashMap<String, usize>,
    /// What can be referred to by a name of its own (`$id`, `$anchor`), and where it stands.
    named: HashMap<String, (usize, Pointer)>,
}

/// Why a reference leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lost {
    /// There is nothing at its end.
    Nowhere,
    /// It leads to where nothing is read.
    Foreign,
}

impl Library {
    /// The library of these documents.
    #[must_use]
    pub fn new(documents: Vec<OpenApi>) -> Self {
        let mut library = Self { documents, ..Self::default() };
        for (index, document) in library.documents.iter().enumerate() {
            library.by_source.insert(document.source, index);
            library.by_name.insert(document.name.clone(), index);
            if matches!(document.dialect, Dialect::V31 | Dialect::Parts) {
                name_all(&document.view(), index, &mut library.named);
            }
        }
        library
    }

    /// The documents.
    #[must_use]
    pub fn documents(&self) -> &[OpenApi] {
        &self.documents
    }

    /// The index of the document that stands in this source.
    #[must_use]
    pub fn index(&self, source: SourceId) -> Option<usize> {
        self.by_source.get(&source).copied()
    }

    /// What a reference leads to that stands in this source.
    ///
    /// # Errors
    /// It leads nowhere.
    pub fn find(&self, from: SourceId, reference: &str) -> Result<View<'_>, Lost> {
        let from = self.index(from).ok_or(Lost::Nowhere)?;
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let document = match file {
            "" => from,
            _ => match self.file(from, file) {
                Ok(document) => document,
                Err(lost) => {
                    return self.by_own_name(reference).or_else(|| self.short(from, reference)).ok_or(lost);
                }
            },
        };
        let whole = self.documents.get(document).ok_or(Lost::Nowhere)?.view();
        let fragment = decoded(fragment);
        let found = match fragment.strip_prefix('/') {
            Some(steps) => steps.split('/').try_fold(whole, |view, step| view.at(&unescaped(step))),
            None if fragment.is_empty() => Some(whole),
            None => self.by_own_name(&anchor(document, &fragment)),
        };
        found.ok_or(Lost::Nowhere)
    }

    fn file(&self, from: usize, file: &str) -> Result<usize, Lost> {
        let from = self.documents.get(from).ok_or(Lost::Nowhere)?;
        let name = joined(&from.name, file).ok_or(Lost::Foreign)?;
        let is_below = name.starts_with(folder(&from.name));
        self.by_name.get(&name).copied().ok_or(if is_below { Lost::Nowhere } else { Lost::Foreign })
    }

    fn by_own_name(&self, name: &str) -> Option<View<'_>> {
        let (document, pointer) = self.named.get(name)?;
        let whole = self.documents.get(*document)?.view();
        pointer.as_str().split('/').skip(1).try_fold(whole, |view, step| view.at(&unescaped(step)))
    }

    /// The schema with this name: old documents refer so, and mappings of discriminators do.
    fn short(&self, from: usize, name: &str) -> Option<View<'_>> {
        let whole = self.documents.get(from)?.view();
        let schemas = whole.at("components").and_then(|components| components.at("schemas"));
        schemas.or_else(|| whole.at("definitions"))?.at(name)
    }
}

/// Notes everything that can be referred to by a name of its own.
fn name_all(whole: &View<'_>, document: usize, named: &mut HashMap<String, (usize, Pointer)>) {
    let mut waiting = vec![(whole.node, Pointer::root())];
    while let Some((node, pointer)) = waiting.pop() {
        let text = |key| node.get(key).and_then(Node::as_str);
        if let Some(id) = text("$id") {
            named.entry(id.to_owned()).or_insert((document, pointer.clone()));
        }
        for name in [text("$anchor"), text("$dynamicAnchor")].into_iter().flatten() {
            named.entry(anchor(document, name)).or_insert((document, pointer.clone()));
        }
        match &node.value {
            NodeValue::Array(items) => {
                waiting.extend(
                    items
                        .iter()
                        .enumerate()
                        .filter(|(_, item)| is_container(item))
                        .map(|(at, item)| (item, pointer.join(at))),
                );
            }
            _ => {
                let members = node.members().iter().filter(|member| is_container(&member.value));
                waiting.extend(members.map(|member| (&member.value, pointer.join(&member.key))));
            }
        }
    }
}

fn is_container(node: &Node) -> bool {
    matches!(node.value, NodeValue::Array(_) | NodeValue::Object(_))
}

/// The key of an anchor: it is good within its document.
fn anchor(document: usize, name: &str) -> String {
    format!("{document}#{name}")
}

/// A step of a JSON pointer as the key that it stands for.
fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// A fragment without its percent-encoding.
fn decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%').then(|| after.get(..2)).flatten();
        let code = code.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| fragment.to_owned())
}
