//! What does the text say? Text becomes a tree with positions, and the tree a document.
//!
//! JSON and YAML have a reader each, which hand the parts of the text to one builder of trees ([`tree`]). It keeps to the
//! limits, so that no input can exhaust the memory or the stack. What a tree describes is recognised in `classify`.

mod builder;
mod classify;
pub mod crd;
mod json;
mod keywords;
mod limits;
mod number;
pub mod open_api;
mod scalar;
pub mod schema;
mod syntax;
#[cfg(test)]
pub(crate) mod tests;
pub mod tree;
mod version;
mod view;
mod yaml;

use rayon::prelude::*;

use self::builder::Halt;
use self::open_api::Dialect;
use self::tree::{Node, NodeValue};
use crate::diagnostic::{Code, Diagnostic, Place, Report, Severity, Source, SourceId, Sources};
use crate::pointer::Pointer;

pub use crd::Crd;
pub use open_api::OpenApi;
pub use schema::Schema;

/// A document that was read.
#[derive(Debug)]
pub struct Document {
    /// Where it stands; the pointer is empty unless it is an item of a list.
    pub place: Place,
    /// What it is.
    pub content: Content,
}

/// What a document is.
#[derive(Debug)]
pub enum Content {
    /// A CustomResourceDefinition.
    Definition(Box<Crd>),
    /// An OpenAPI document, or a file that one refers to.
    OpenApi(Box<OpenApi>),
}

/// The documents of all inputs, in the order of the inputs.
pub fn documents(sources: &Sources, report: &mut Report) -> Vec<Document> {
    let inputs: Vec<_> = sources.iter().collect();
    let read: Vec<_> = inputs.into_par_iter().map(|(id, source)| read_source(id, source)).collect();
    let mut documents = Vec::new();
    for (found, findings) in read {
        documents.extend(found);
        report.append(findings);
    }
    if documents.is_empty() && !report.has_errors() {
        let finding =
            Diagnostic::new(Code::NothingToRead, "the inputs hold neither definitions nor OpenAPI documents");
        report.push(finding.help("give files that do"));
    }
    documents
}

/// The values that the text of one input holds, one for each document of it.
pub fn trees(id: SourceId, source: &Source, report: &mut Report) -> Vec<Node> {
    match read_trees(id, source, report) {
        Ok(trees) => trees,
        Err(finding) => {
            report.push(*finding);
            Vec::new()
        }
    }
}

fn read_source(id: SourceId, source: &Source) -> (Vec<Document>, Report) {
    let mut report = Report::new();
    let trees = trees(id, source, &mut report);
    let is_empty = trees.iter().all(|tree| tree.value == NodeValue::Null);
    let mut documents = Vec::new();
    for tree in trees {
        match classify::open_api(&tree, source) {
            Some(dialect) => documents.push(open_api(id, source, (dialect, tree))),
            None => documents.extend(classify::documents(id, &tree, &mut report)),
        }
    }
    let says_why =
        |finding: &&Diagnostic| finding.severity() == Severity::Error || finding.code == Code::OpenApi;
    if documents.is_empty() && !report.sorted().iter().any(says_why) {
        let finding = match is_empty {
            true => Diagnostic::new(Code::NoDocuments, format!("`{}` holds nothing", source.name())),
            false => Diagnostic::new(
                Code::NoDefinitions,
                format!("`{}` holds no definition and no OpenAPI document", source.name()),
            ),
        };
        report.push(finding.at(start_of(id)));
    }
    (documents, report)
}

fn open_api(id: SourceId, source: &Source, (dialect, tree): (Dialect, Node)) -> Document {
    let place = Place { span: tree.span.clone(), ..start_of(id) };
    let document = OpenApi { source: id, name: source.name().to_owned(), dialect, tree };
    Document { place, content: Content::OpenApi(Box::new(document)) }
}

fn read_trees(id: SourceId, source: &Source, report: &mut Report) -> Result<Vec<Node>, Halt> {
    let text = source.text();
    if source.is_undecoded() {
        let place = Place { span: text.len()..text.len(), ..start_of(id) };
        let message = format!("`{}` is not UTF-8 from here on", source.name());
        return Err(Box::new(Diagnostic::new(Code::NotUtf8, message).at(place)));
    }
    if text.len() > limits::BYTES {
        let message = format!("`{}` has more than {} MiB", source.name(), limits::BYTES >> 20);
        return Err(Box::new(Diagnostic::new(Code::TooLarge, message).at(start_of(id))));
    }
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let is_json = source.name().ends_with(".json");
    let looks_like_json = text.get(start..).unwrap_or_default().trim_start().starts_with(['{', '[']);
    if !is_json && !looks_like_json {
        return yaml::read(id, text, start, report);
    }
    // YAML has objects in braces too, so that text which breaks the rules of JSON may still be YAML.
    let mut findings = Report::new();
    match json::read(id, text, start, &mut findings) {
        Err(finding) if finding.code == Code::Syntax && !is_json => {
            as_yaml(id, (text, start), finding, report)
        }
        result => {
            report.append(findings);
            result
        }
    }
}

/// Reads what is not JSON as YAML. If it is neither, the reader that came further knows better what is wrong.
fn as_yaml(
    id: SourceId,
    (text, start): (&str, usize),
    not_json: Halt,
    report: &mut Report,
) -> Result<Vec<Node>, Halt> {
    let mut findings = Report::new();
    let result = yaml::read(id, text, start, &mut findings);
    let position = |finding: &Halt| finding.place.as_ref().map(|place| place.span.start);
    match result {
        Err(not_yaml) if not_yaml.code == Code::Syntax && position(&not_yaml) <= position(&not_json) => {
            Err(not_json)
        }
        result => {
            report.append(findings);
            result
        }
    }
}

fn start_of(source: SourceId) -> Place {
    Place { source, span: 0..0, pointer: Pointer::root() }
}
