//! Which pages there are, and what leads where.

use std::collections::BTreeMap;

use super::content::Piece;
use super::place;
use crate::ir::{
    Api, DocumentId, IntegerFormat, Known, Null, Operation, OperationId, Resource, ResourceId, Root,
    SchemaId, Shape, StringFormat, Type, TypeRef, Use,
};

/// The name of the first page.
pub(super) const INDEX: &str = "index.md";

/// The group of operations without a tag.
const UNTAGGED: &str = "other";

/// The operations of a document that are listed together.
#[derive(Debug)]
pub(super) struct Group {
    /// The document.
    pub document: DocumentId,
    /// The tag.
    pub name: String,
    /// The operations.
    pub operations: Vec<OperationId>,
    /// The path of their page.
    pub path: String,
}

/// The pages.
#[derive(Debug)]
pub(super) struct Site<'a> {
    /// The model.
    pub api: &'a Api,
    /// The groups of operations.
    pub groups: Vec<Group>,
    resources: Vec<String>,
    schemas: Vec<String>,
}

impl<'a> Site<'a> {
    /// Decides which pages there are.
    pub fn of(api: &'a Api) -> Self {
        let folders = place::names(
            api.resources.iter().map(|one| one.group.as_str()).chain(api.documents.iter().map(document_name)),
        );
        let resources = api.resources.iter().map(|resource| {
            let Resource { group, version, names, .. } = resource;
            let (version, plural) = (own_name(version), own_name(&names.plural));
            format!("{}/{version}/{plural}.md", folders[group.as_str()])
        });
        let mut schemas = vec![String::new(); api.schemas.len()];
        for (id, document) in api.documents.iter().enumerate() {
            let of_document = |one: &&crate::ir::NamedSchema| one.document == DocumentId(id);
            let names = place::names(api.schemas.iter().filter(of_document).map(|one| one.name.as_str()));
            for (at, schema) in api.schemas.iter().enumerate().filter(|(_, one)| of_document(one)) {
                schemas[at] =
                    format!("{}/types/{}.md", folders[document_name(document)], names[schema.name.as_str()]);
            }
        }
        let mut groups = groups(api);
        let names = place::names(groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>());
        let paths = groups.iter().map(|group| {
            let folder = &folders[document_name(api.document(group.document))];
            format!("{folder}/{}.md", names[group.name.as_str()])
        });
        let paths: Vec<String> = paths.collect();
        groups.iter_mut().zip(paths).for_each(|(group, path)| group.path = path);
        Self { api, groups, resources: resources.collect(), schemas }
    }

    /// The page of a resource.
    pub fn resource(&self, id: ResourceId) -> &str {
        &self.resources[id.0]
    }

    /// The page of a named schema.
    pub fn schema(&self, id: SchemaId) -> &str {
        &self.schemas[id.0]
    }

    /// The named schemas that have a page: those that are types.
    pub fn types(&self) -> impl Iterator<Item = SchemaId> {
        let ids = (0..self.api.schemas.len()).map(SchemaId);
        ids.filter(|id| self.api.schema(*id).root.is_some())
    }

    /// The page that the types of a root are on, and how it is called; nothing for those of operations, which are where
    /// their operation is.
    fn target(&self, root: &Root) -> Option<(&str, &str)> {
        match root {
            Root::Resource(id) => Some((self.resource(*id), &self.api.resource(*id).names.kind)),
            Root::Schema(id) => Some((self.schema(*id), &self.api.schema(*id).name)),
            Root::Operation(..) => None,
        }
    }

    /// The name of a type as it is shown on the page `here`, in the place of `root`.
    pub fn words(&self, here: &str, root: &Root, used: &Use) -> Vec<Piece> {
        let mut words = self.of_ref(here, root, used);
        if used.null == Null::Allowed {
            words.push(plain(" or null"));
        }
        words
    }

    fn of_ref(&self, here: &str, root: &Root, used: &Use) -> Vec<Piece> {
        let inside = |text: &str, inner: &Use| {
            let mut words = vec![plain(text)];
            words.extend(self.words(here, root, inner));
            words
        };
        match &used.ty {
            TypeRef::Described(id) => self.of_type(here, root, self.api.ty(*id)),
            TypeRef::List(inner) => inside("array of ", inner),
            TypeRef::Map(inner) => inside("map of ", inner),
            TypeRef::Known(known) => vec![plain(known_name(*known))],
            TypeRef::Resource(id) => vec![self.kind(here, *id, &self.api.resource(*id).names.kind)],
            TypeRef::ListOf(id) => vec![self.kind(here, *id, &self.api.resource(*id).names.list_kind)],
            TypeRef::Boolean => vec![plain("boolean")],
            TypeRef::Integer(format) => vec![plain(&format!("integer{}", bits(*format)))],
            TypeRef::Number => vec![plain("number")],
            TypeRef::Float => vec![plain("number (float)")],
            TypeRef::String(format) => vec![plain(&format!("string{}", string_format(*format)))],
            TypeRef::IntOrString => vec![plain("integer or string")],
            TypeRef::Any | TypeRef::Foreign(_) => vec![plain(stated(used).unwrap_or("any value"))],
        }
    }

    /// The name of a described type: that of its page, or what it is, where it is described in place.
    fn of_type(&self, here: &str, root: &Root, ty: &Type) -> Vec<Piece> {
        let is_elsewhere = ty.path.root != *root || ty.path.steps.is_empty();
        if let Some((page, name)) = self.target(&ty.path.root).filter(|_| is_elsewhere) {
            let path = place::relative(here, page);
            let link = match ty.path.steps.is_empty() && !path.is_empty() {
                true => path,
                false => format!("{path}#{}", place::anchor("", &ty.path.steps)),
            };
            return vec![Piece { text: format!("{name}{}", place::title(&ty.path.steps)), link: Some(link) }];
        }
        self.shape(here, root, ty)
    }

    /// What a type is.
    pub fn shape(&self, here: &str, root: &Root, ty: &Type) -> Vec<Piece> {
        let text = match &ty.shape {
            Shape::Object(_) | Shape::Choice(_) => "object",
            Shape::Enum(crate::ir::Enumeration::Strings(_)) => "string",
            Shape::Enum(crate::ir::Enumeration::Values(_)) => "one of several values",
            Shape::Union(_) => "one of several types",
            Shape::Tuple(_) => "array",
            Shape::Alias(target) => return self.words(here, root, target),
        };
        vec![plain(text)]
    }

    fn kind(&self, here: &str, id: ResourceId, name: &str) -> Piece {
        let link = place::relative(here, self.resource(id));
        let link = if link.is_empty() { format!("#{}", place::anchor("", &[])) } else { link };
        Piece { text: name.to_owned(), link: Some(link) }
    }
}

/// A piece that leads nowhere.
fn plain(text: &str) -> Piece {
    Piece { text: text.to_owned(), link: None }
}

/// A name of a file for a text that shares its folder with none that comes to the same.
fn own_name(text: &str) -> String {
    place::names([text]).remove(text).unwrap_or_default()
}

/// What a document is called: by its title, or by the input.
pub(super) fn document_name(document: &crate::ir::Document) -> &str {
    if document.title.trim().is_empty() { &document.name } else { &document.title }
}

/// The operations of documents, by their first tag, in the order of the documents.
fn groups(api: &Api) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut at: BTreeMap<(DocumentId, &str), usize> = BTreeMap::new();
    for (id, operation) in api.operations.iter().enumerate() {
        let Some(document) = operation.document() else { continue };
        let name = tag(operation);
        let index = *at.entry((document, name)).or_insert_with(|| {
            groups.push(Group {
                document,
                name: name.to_owned(),
                operations: Vec::new(),
                path: String::new(),
            });
            groups.len() - 1
        });
        groups[index].operations.push(OperationId(id));
    }
    groups
}

fn tag(operation: &Operation) -> &str {
    operation.tags.iter().map(String::as_str).find(|tag| !tag.trim().is_empty()).unwrap_or(UNTAGGED)
}

/// The type that a schema states for a value that has none in the model.
fn stated(used: &Use) -> Option<&'static str> {
    let stated = used.schema.0.get("type")?.as_str()?;
    ["object", "array", "string", "integer", "number", "boolean"].into_iter().find(|known| *known == stated)
}

const fn known_name(known: Known) -> &'static str {
    match known {
        Known::DeleteOptions => "DeleteOptions",
        Known::Patch => "Patch",
        Known::Scale => "Scale",
        Known::Status => "Status",
    }
}

const fn bits(format: IntegerFormat) -> &'static str {
    match format {
        IntegerFormat::Int8 => " (int8)",
        IntegerFormat::Int16 => " (int16)",
        IntegerFormat::Int32 => " (int32)",
        // Also where no format is given.
        IntegerFormat::Int64 => "",
        IntegerFormat::Uint8 => " (uint8)",
        IntegerFormat::Uint16 => " (uint16)",
        IntegerFormat::Uint32 => " (uint32)",
        IntegerFormat::Uint64 => " (uint64)",
    }
}

const fn string_format(format: StringFormat) -> &'static str {
    match format {
        StringFormat::Plain => "",
        StringFormat::DateTime => " (date-time)",
        StringFormat::Date => " (date)",
        StringFormat::Time => " (time)",
        StringFormat::Duration => " (duration)",
        StringFormat::Uuid => " (uuid)",
        StringFormat::Byte => " (byte)",
        StringFormat::Base64Url => " (base64url)",
        StringFormat::Binary => " (binary)",
        StringFormat::Decimal => " (decimal)",
        StringFormat::Email => " (email)",
        StringFormat::Hostname => " (hostname)",
        StringFormat::Uri => " (uri)",
        StringFormat::UriReference => " (uri-reference)",
        StringFormat::Ipv4 => " (ipv4)",
        StringFormat::Ipv6 => " (ipv6)",
        StringFormat::Password => " (password)",
    }
}
