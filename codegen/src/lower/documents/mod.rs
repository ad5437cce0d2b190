//! OpenAPI documents: named schemas and operations become types and operations of the model.
//!
//! Every schema that has a name, or that something refers to, is noted before it is looked at ([`Lowering::name`]), so
//! that references need no order and cycles do no harm. A schema is looked at together with those that hold at the same
//! place (`allOf`, the keywords beside a `$ref`): [`merge`] puts them side by side, [`schema`] asks what they are.

mod account;
mod choice;
mod circles;
mod content;
mod formats;
mod merge;
mod object;
mod operations;
mod outline;
mod parameters;
mod references;
mod schema;
mod security;
mod swagger;
#[cfg(test)]
mod tests;
mod texts;
mod union;

use std::collections::{HashMap, HashSet, VecDeque};

use crate::diagnostic::{Code, Diagnostic, Place, Report, SourceId};
use crate::filter::Filter;
use crate::ir::{
    Api, Document, DocumentId, Keywords, NamedSchema, Null, Root, SchemaId, Shape, Type, TypeId, TypePath,
    TypeRef, Use,
};
use crate::read::open_api::{Dialect, OpenApi, View, text};
use crate::read::tree::Node;
use crate::resolve::{Library, Linked};

/// The documents on their way into the model.
pub(super) struct Lowering<'a> {
    library: &'a Library,
    api: Api,
    report: Report,
    /// The schemas that have a name, and those whose types are known, by what they stand in.
    schemas: HashMap<Key, SchemaId>,
    types: HashMap<Key, TypeId>,
    /// The named schemas that are not looked at yet.
    waiting: VecDeque<(SchemaId, View<'a>)>,
    /// What references lead to that were followed before.
    followed: HashMap<(SourceId, &'a str), Option<View<'a>>>,
    /// The schemas that are made from a schema with a discriminator.
    children: HashMap<Key, Vec<View<'a>>>,
    outlines: HashMap<Key, std::rc::Rc<outline::Outline>>,
    /// The schemas that travel along: those with names, and those in place of operations.
    named: Vec<View<'a>>,
    inline: Vec<View<'a>>,
    /// How many schemas are being looked at, each inside the one before.
    depth: usize,
    reported: HashSet<Place>,
    /// The schemas that documents give names, and the operations that are in the model.
    components: Vec<View<'a>>,
    described: Vec<View<'a>>,
    filter: &'a Filter,
}

/// What tells a node of a tree from all others: where it is in the memory.
pub(super) type Key = *const Node;

/// Adds what the documents describe.
pub(super) fn add(api: &mut Api, linked: &Linked, report: &mut Report) {
    let mut lowering = Lowering {
        library: &linked.library,
        api: std::mem::take(api),
        report: Report::new(),
        schemas: HashMap::new(),
        types: HashMap::new(),
        waiting: VecDeque::new(),
        followed: HashMap::new(),
        children: HashMap::new(),
        outlines: HashMap::new(),
        named: Vec::new(),
        inline: Vec::new(),
        depth: 0,
        reported: HashSet::new(),
        components: Vec::new(),
        described: Vec::new(),
        filter: &linked.filter,
    };
    lowering.all();
    *api = lowering.api;
    report.append(lowering.report);
}

impl<'a> Lowering<'a> {
    fn all(&mut self) {
        let library = self.library;
        for document in library.documents() {
            let described = self.document(document);
            self.api.documents.push(described);
        }
        for document in library.documents() {
            self.name_all(document);
        }
        self.find_children();
        self.finish_schemas();
        for (index, document) in library.documents().iter().enumerate() {
            self.operations(DocumentId(index), document);
            self.finish_schemas();
        }
        self.cut_circles();
        self.texts();
        self.account();
    }

    fn document(&mut self, document: &'a OpenApi) -> Document {
        let whole = document.view();
        let info = whole.at("info").unwrap_or_else(|| whole.clone());
        let is_part = document.dialect == Dialect::Parts;
        let said = |key| if is_part { String::new() } else { text(&info, key).to_owned() };
        let tags = whole.at("tags").map(|tags| tags.each()).unwrap_or_default();
        let tags = tags.iter().map(|tag| (text(tag, "name").to_owned(), text(tag, "description").to_owned()));
        Document {
            source: document.source,
            name: document.name.clone(),
            title: said("title"),
            version: said("version"),
            description: said("description"),
            tags: tags.collect(),
            servers: self.servers(&whole, document.dialect),
            schemes: self.schemes(&whole, document.dialect),
            schemas: serde_json::Value::Null,
            place: whole.place,
        }
    }

    /// Notes the schemas that a document gives names.
    fn name_all(&mut self, document: &'a OpenApi) {
        let whole = document.view();
        let schemas = match document.dialect {
            Dialect::Swagger => whole.member("definitions"),
            Dialect::V30 | Dialect::V31 => {
                whole.member("components").and_then(|components| components.member("schemas"))
            }
            Dialect::Parts => None,
        };
        for (name, schema) in schemas.iter().flat_map(View::members) {
            self.components.push(schema.clone());
            // Where a part of the operations is wanted, schemas are looked at if one of these leads to them.
            if self.filter.is_empty() {
                self.name(&schema, name.to_owned());
            }
        }
    }

    /// Notes a schema by its name, so that it can be referred to.
    fn name(&mut self, view: &View<'a>, name: String) -> SchemaId {
        let id = self.place_named(view, name);
        let root = TypeId(self.api.types.len());
        let path = TypePath { root: Root::Schema(id), steps: Vec::new() };
        let shape = Shape::Alias(anything(&view.place));
        self.api.types.push(Type { place: view.place.clone(), path, schema: Keywords::default(), shape });
        self.api.schemas[id.0].root = Some(root);
        self.schemas.insert(view.node, id);
        self.types.insert(view.node, root);
        self.named.push(view.clone());
        self.waiting.push_back((id, view.clone()));
        id
    }

    /// Gives types inside a schema something that they can be named after.
    fn place_named(&mut self, view: &View<'a>, name: String) -> SchemaId {
        let document = DocumentId(self.library.index(view.place.source).unwrap_or_default());
        self.api.schemas.push(NamedSchema { name, place: view.place.clone(), document, root: None });
        SchemaId(self.api.schemas.len() - 1)
    }

    /// Looks at all schemas that were named and not looked at yet.
    fn finish_schemas(&mut self) {
        while let Some((id, view)) = self.waiting.pop_front() {
            self.named_schema(id, &view);
        }
    }

    fn dialect(&self, source: SourceId) -> Dialect {
        let document = self.library.index(source).and_then(|index| self.library.documents().get(index));
        document.map_or(Dialect::V31, |document| document.dialect)
    }

    /// Reports a finding, once for each place.
    fn warn(&mut self, code: Code, message: impl Into<String>, place: &Place) {
        if self.reported.insert(place.clone()) {
            self.report.push(Diagnostic::new(code, message).at(place.clone()));
        }
    }
}

/// A value of which nothing is known.
fn anything(place: &Place) -> Use {
    Use { place: place.clone(), ty: TypeRef::Any, null: Null::Refused, schema: Keywords::default() }
}
