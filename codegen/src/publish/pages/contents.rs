//! The pages: what each of them says.

use std::collections::BTreeMap;

use serde_json::Value;

use super::content::{
    DocumentPart, Entry, GroupPart, IndexPage, KindPage, SchemePart, Section, ServerPart, TagPage, TypePage,
};
use super::sections::Sections;
use super::site::{Group, INDEX, Site, document_name};
use super::{endpoints, place};
use crate::example;
use crate::ir::{
    Document, DocumentId, OperationId, Resource, ResourceId, Root, SchemaId, Scope, SecurityScheme,
    SecuritySchemeKind, Server,
};
use crate::publish::schema;

/// The first page.
pub(super) fn index(site: &Site<'_>) -> IndexPage {
    let mut groups: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for (index, resource) in served(site) {
        groups.entry(&resource.group).or_default().push(kind_entry(site, (index, resource), INDEX));
    }
    let group = |(name, mut kinds): (&str, Vec<Entry>)| {
        kinds.sort_by(|one, other| one.name.cmp(&other.name));
        GroupPart { name: name.to_owned(), kinds }
    };
    let documents = site.api.documents.iter().enumerate();
    let document = |(id, document): (usize, &Document)| {
        let part = document_part(site, DocumentId(id), document);
        (!part.tags.is_empty() || !part.types.is_empty()).then_some(part)
    };
    IndexPage {
        groups: groups.into_iter().map(group).collect(),
        documents: documents.filter_map(document).collect(),
    }
}

/// The resources that are served, as nothing is said of others.
pub(super) fn served<'a>(site: &Site<'a>) -> impl Iterator<Item = (ResourceId, &'a Resource)> {
    let all = site.api.resources.iter().enumerate();
    all.filter(|(_, resource)| resource.served).map(|(index, resource)| (ResourceId(index), resource))
}

fn kind_entry(site: &Site<'_>, (id, resource): (ResourceId, &Resource), from: &str) -> Entry {
    let description = site.api.ty(resource.root).schema.description();
    Entry {
        name: format!("{} {}", resource.names.kind, resource.version),
        link: place::relative(from, site.resource(id)),
        description: first_sentence(description.unwrap_or_default()),
        deprecated: resource.deprecation.is_some(),
    }
}

fn document_part(site: &Site<'_>, id: DocumentId, document: &Document) -> DocumentPart {
    let tag = |group: &Group| Entry {
        name: group.name.clone(),
        link: place::relative(INDEX, &group.path),
        description: first_sentence(tag_description(document, &group.name)),
        deprecated: false,
    };
    let mut types: Vec<Entry> = site
        .types()
        .filter(|schema| site.api.schema(*schema).document == id)
        .map(|schema| type_entry(site, schema))
        .collect();
    types.sort_by(|one, other| one.name.cmp(&other.name));
    DocumentPart {
        title: document_name(document).to_owned(),
        version: document.version.clone(),
        description: document.description.clone(),
        servers: servers(&document.servers),
        schemes: document.schemes.iter().map(scheme).collect(),
        tags: site.groups.iter().filter(|group| group.document == id).map(tag).collect(),
        types,
    }
}

fn type_entry(site: &Site<'_>, id: SchemaId) -> Entry {
    let schema = site.api.schema(id);
    let keywords = schema.root.map(|root| &site.api.ty(root).schema);
    let said = keywords.and_then(|keywords| keywords.description().or(keywords.title()));
    Entry {
        name: schema.name.clone(),
        link: place::relative(INDEX, site.schema(id)),
        description: first_sentence(said.unwrap_or_default()),
        deprecated: keywords.is_some_and(crate::ir::Keywords::is_deprecated),
    }
}

/// The page of a kind.
pub(super) fn kind(site: &Site<'_>, id: ResourceId) -> KindPage {
    let resource = site.api.resource(id);
    let here = site.resource(id);
    let (root, sections) = Sections::new(site, here, Root::Resource(id)).of_root(resource.root);
    let is_other =
        |(other, one): &(ResourceId, &Resource)| one.definition == resource.definition && *other != id;
    let operations = site.api.operations.iter().enumerate();
    let operations = operations.filter(|(_, one)| one.on_resource().is_some_and(|(of, _)| of == id));
    let operations: Vec<OperationId> = operations.map(|(index, _)| OperationId(index)).collect();
    let names = &resource.names;
    let schema = Value::Object(schema::of_type(site.api, resource.root));
    KindPage {
        kind: names.kind.clone(),
        group: resource.group.clone(),
        version: resource.version.clone(),
        plural: names.plural.clone(),
        short_names: names.short.clone(),
        categories: names.categories.clone(),
        scope: match resource.scope {
            Scope::Namespaced => "Namespaced",
            Scope::Cluster => "Cluster",
        },
        storage: resource.storage,
        deprecation: resource.deprecation.clone(),
        versions: served(site).filter(is_other).map(|other| kind_entry(site, other, here)).collect(),
        example: example::of_resource(site.api, id, &schema)
            .and_then(|value| yaml(&value))
            .unwrap_or_default(),
        has_rules: has_rules(&root) || sections.iter().any(has_rules),
        root,
        sections,
        endpoints: endpoints::of(site, here, &operations),
        index: place::relative(here, INDEX),
    }
}

fn has_rules(section: &Section) -> bool {
    !section.rules.is_empty() || section.rows.iter().any(|row| !row.rules.is_empty())
}

/// The page of a named schema, if it is a type.
pub(super) fn ty(site: &Site<'_>, id: SchemaId) -> Option<TypePage> {
    let schema = site.api.schema(id);
    let here = site.schema(id);
    let (root, sections) = Sections::new(site, here, Root::Schema(id)).of_root(schema.root?);
    let example = example::of_type(site.api, schema.root?);
    Some(TypePage {
        name: schema.name.clone(),
        document: document_name(site.api.document(schema.document)).to_owned(),
        example: example.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_default(),
        root,
        sections,
        index: place::relative(here, INDEX),
    })
}

/// The page of a group of operations.
pub(super) fn tag(site: &Site<'_>, group: &Group) -> TagPage {
    let document = site.api.document(group.document);
    TagPage {
        name: group.name.clone(),
        description: tag_description(document, &group.name).to_owned(),
        document: document_name(document).to_owned(),
        servers: servers(&document.servers),
        endpoints: endpoints::of(site, &group.path, &group.operations),
        index: place::relative(&group.path, INDEX),
    }
}

fn tag_description<'a>(document: &'a Document, tag: &str) -> &'a str {
    document.tags.iter().find(|(name, _)| name == tag).map_or("", |(_, description)| description)
}

fn servers(servers: &[Server]) -> Vec<ServerPart> {
    let part =
        |server: &Server| ServerPart { url: server.url.clone(), description: server.description.clone() };
    servers.iter().map(part).collect()
}

fn scheme(scheme: &SecurityScheme) -> SchemePart {
    let kind = match &scheme.kind {
        SecuritySchemeKind::ApiKey { place, name } => format!("a key in the {} {name}", key_place(*place)),
        SecuritySchemeKind::Basic => "name and password (HTTP Basic)".to_owned(),
        SecuritySchemeKind::Bearer { .. } => "a token (HTTP Bearer)".to_owned(),
        SecuritySchemeKind::Http(scheme) => format!("the HTTP scheme {scheme}"),
        SecuritySchemeKind::OAuth2(_) => "OAuth 2".to_owned(),
        SecuritySchemeKind::OpenIdConnect { .. } => "OpenID Connect".to_owned(),
        SecuritySchemeKind::MutualTls => "a certificate of the client".to_owned(),
        SecuritySchemeKind::Other(kind) => kind.clone(),
    };
    SchemePart { name: scheme.name.clone(), kind, description: scheme.description.clone() }
}

const fn key_place(place: crate::ir::ApiKeyPlace) -> &'static str {
    match place {
        crate::ir::ApiKeyPlace::Header => "header",
        crate::ir::ApiKeyPlace::Query => "query parameter",
        crate::ir::ApiKeyPlace::Cookie => "cookie",
    }
}

/// The first sentence of a description, for lists.
fn first_sentence(text: &str) -> String {
    let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.find(". ") {
        Some(end) => line[..=end].to_owned(),
        None => line,
    }
}

fn yaml(value: &serde_json::Value) -> Option<String> {
    serde_yaml::to_string(value).ok()
}
