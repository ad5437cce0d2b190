//! References, followed to where they lead.

use super::{Key, Lowering};
use crate::diagnostic::Code;
use crate::ir::{SchemaId, TypeId};
use crate::read::open_api::{Schema, View};
use crate::read::tree::Node;
use crate::resolve::Lost;

/// How many references in a row are followed.
const HOPS: usize = 64;

impl<'a> Lowering<'a> {
    /// What a reference leads to that stands at this place; reported, if that is nothing.
    pub(super) fn follow(&mut self, from: &View<'a>, reference: &'a str) -> Option<View<'a>> {
        let key = (from.place.source, reference);
        if let Some(known) = self.followed.get(&key) {
            let known = known.clone();
            if known.is_none() {
                self.lost(from, reference, Lost::Nowhere);
            }
            return known;
        }
        let found = self.library.find(from.place.source, reference);
        if let Err(lost) = found {
            self.lost(from, reference, lost);
        }
        let found = found.ok();
        self.followed.insert(key, found.clone());
        found
    }

    fn lost(&mut self, from: &View<'a>, reference: &str, lost: Lost) {
        let (code, message) = match lost {
            Lost::Nowhere => (Code::DanglingReference, format!("`{reference}` leads nowhere")),
            Lost::Foreign => {
                (Code::ForeignReference, format!("`{reference}` leads out of the folder of the document"))
            }
        };
        let place = from.at("$ref").map_or_else(|| from.place.clone(), |reference| reference.place);
        self.warn(code, message, &place);
    }

    /// An object other than a schema, or the one that it refers to; nothing, if that leads nowhere.
    pub(super) fn resolved(&mut self, view: &View<'a>) -> Option<View<'a>> {
        let mut view = view.clone();
        for _ in 0..HOPS {
            let Some(reference) = view.node.get("$ref").and_then(Node::as_str) else { return Some(view) };
            view = self.follow(&view, reference)?;
        }
        self.circular(&view);
        None
    }

    fn circular(&mut self, view: &View<'a>) {
        self.warn(Code::CircularReference, "references lead in a circle here", &view.place);
    }

    /// The type of the schema that a reference leads to. One that has no name is named after where it stands.
    pub(super) fn referred(&mut self, target: &View<'a>) -> TypeId {
        let key: Key = target.node;
        if let Some(id) = self.types.get(&key) {
            return *id;
        }
        let name = name_of(target, &self.file_name(target));
        let id = self.name(target, name);
        self.api.schema(id).root.unwrap_or(TypeId(0))
    }

    /// The name of a schema that a reference leads to.
    pub(super) fn schema_id(&mut self, target: &View<'a>) -> SchemaId {
        let key: Key = target.node;
        if let Some(id) = self.schemas.get(&key) {
            return *id;
        }
        let name = name_of(target, &self.file_name(target));
        self.name(target, name)
    }

    fn file_name(&self, view: &View<'a>) -> String {
        let document = self.library.index(view.place.source).and_then(|at| self.library.documents().get(at));
        let name = document.map(|document| document.name.as_str()).unwrap_or_default();
        let file = name.rsplit('/').next().unwrap_or_default();
        file.split('.').next().unwrap_or_default().to_owned()
    }

    /// Whether null fits a schema, as far as its own keywords and the references in it say.
    pub(super) fn allows_null(&mut self, view: &View<'a>) -> bool {
        let mut view = view.clone();
        for _ in 0..HOPS {
            let schema = Schema::read(&view, &mut crate::diagnostic::Report::new());
            if schema.nullable || schema.types.has_null() || has_null_branch(&schema) {
                return true;
            }
            let enumerates_null = schema.enumeration.iter().flatten().any(|value| is_null(value));
            if enumerates_null && schema.types.is_unspecified() {
                return true;
            }
            let only = schema.all_of.as_ref().map(View::each).filter(|parts| parts.len() == 1);
            let next = match schema.reference {
                Some(reference) => self.follow(&view, reference),
                None => only.and_then(|parts| parts.into_iter().next()),
            };
            let Some(next) = next else { return false };
            view = next;
        }
        self.circular(&view);
        false
    }
}

fn has_null_branch(schema: &Schema<'_>) -> bool {
    let groups = [&schema.one_of, &schema.any_of].into_iter().flatten();
    groups.flat_map(|group| group.node.items()).any(is_null_branch)
}

/// Whether a schema allows null and nothing else.
pub(super) fn is_null_branch(node: &Node) -> bool {
    let says_null = |node: &Node| {
        node.as_str() == Some("null")
            || node.items().iter().all(|word| word.as_str() == Some("null")) && node.items().len() == 1
    };
    let only_null = |node: &Node| node.items().len() == 1 && node.items().iter().all(is_null);
    node.get("type").is_some_and(says_null)
        || node.get("enum").is_some_and(only_null)
        || node.get("const").is_some_and(is_null)
}

pub(super) fn is_null(node: &Node) -> bool {
    node.value == crate::read::tree::NodeValue::Null
}

/// What a schema is called that a reference leads to: the steps of its pointer that say something, or its file.
fn name_of(target: &View<'_>, file: &str) -> String {
    const SILENT: [&str; 17] = [
        "components",
        "schemas",
        "definitions",
        "$defs",
        "paths",
        "content",
        "schema",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "application~1json",
        "responses",
        "requestBody",
        "requestBodies",
        "parameters",
    ];
    let pointer = target.place.pointer.as_str();
    let named =
        ["/components/schemas/", "/definitions/"].iter().find_map(|prefix| pointer.strip_prefix(prefix));
    if let Some(name) = named.filter(|name| !name.contains('/')) {
        return name.replace("~1", "/").replace("~0", "~");
    }
    let steps = pointer.split('/').skip(1);
    let telling =
        steps.filter(|step| !SILENT.contains(step)).map(|step| step.replace("~1", "/").replace("~0", "~"));
    let name = telling.collect::<Vec<_>>().join(" ");
    if name.is_empty() { file.to_owned() } else { name }
}
