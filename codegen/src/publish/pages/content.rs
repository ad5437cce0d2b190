//! What the pages say, as templates get it: texts of the input as they are. Whoever writes them down escapes them.

use serde::Serialize;

/// A piece of the name of a type, which may lead to where the type is described.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What it is called.
    pub text: String,
    /// Where it is described: a path from this page, an anchor, or both.
    pub link: Option<String>,
}

/// Something that a schema says of a value: what about (`Length`), in words (`at most 63`), or by values that are shown as code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// In words; may be empty.
    pub text: String,
    /// In values.
    pub values: Vec<String>,
}

/// A rule that a server checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// What it is for where that is not the value itself: `each item` or `each value`.
    pub about: &'static str,
    /// The rule, in CEL.
    pub rule: String,
    /// What a server says where it does not hold; may be empty.
    pub message: String,
}

/// A member, a parameter, a variant or a header: a row of a table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Row {
    /// What it is called.
    pub name: String,
    /// Its anchor, where nothing else has that.
    pub anchor: Option<String>,
    /// The anchor of its section.
    pub section: Option<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Vec<Piece>,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What it is for.
    pub description: String,
    /// What its values are like.
    pub facts: Vec<Fact>,
    /// The rules for it.
    pub rules: Vec<Rule>,
}

/// A value that is described at length: an object with its members, a list, a map, one of several types.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Section {
    /// Where it is, from the root: `.spec.rules[]`; empty for the root itself.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Vec<Piece>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What it is for.
    pub description: String,
    /// What its values are like.
    pub facts: Vec<Fact>,
    /// The rules for it.
    pub rules: Vec<Rule>,
    /// What the table is about: `Property`, `Variant` or `Item`.
    pub column: &'static str,
    /// Its members.
    pub rows: Vec<Row>,
}

/// A path, with what can be done there.
#[derive(Clone, Debug, Serialize)]
pub struct Endpoint {
    /// The path.
    pub path: String,
    /// Its anchor.
    pub anchor: String,
    /// What is besides the path of other documents: `webhook` or `callback`; empty for a path.
    pub origin: &'static str,
    /// What can be done.
    pub operations: Vec<OperationPart>,
}

/// An operation.
#[derive(Clone, Debug, Serialize)]
pub struct OperationPart {
    /// The method.
    pub method: String,
    /// Its anchor.
    pub anchor: String,
    /// Its name; may be empty.
    pub id: String,
    /// What it does, in a line.
    pub summary: String,
    /// What it does.
    pub description: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The parameters, by where they go, each list with what it is called.
    pub parameters: Vec<ParameterTable>,
    /// What the body holds, by type.
    pub bodies: Vec<BodyPart>,
    /// The answers.
    pub responses: Vec<ResponsePart>,
    /// The ways to be allowed it, each of several schemes together; an empty one needs nothing.
    pub security: Vec<Vec<String>>,
    /// The types that have their place in the operation.
    pub sections: Vec<Section>,
}

/// The parameters that go to one place.
#[derive(Clone, Debug, Serialize)]
pub struct ParameterTable {
    /// As in `Query parameters`.
    pub title: &'static str,
    /// The parameters.
    pub rows: Vec<Row>,
}

/// What a body holds.
#[derive(Clone, Debug, Serialize)]
pub struct BodyPart {
    /// Whether there must be one.
    pub required: bool,
    /// What it is for.
    pub description: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Vec<Piece>,
    /// The media types that it may have.
    pub media: Vec<String>,
}

/// An answer.
#[derive(Clone, Debug, Serialize)]
pub struct ResponsePart {
    /// The status: `200`, `4XX` or `default`.
    pub status: String,
    /// What it means.
    pub description: String,
    /// What it holds, by type.
    pub bodies: Vec<BodyPart>,
    /// Its headers.
    pub headers: Vec<Row>,
}

/// A line of a list that leads to a page.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// What it is called.
    pub name: String,
    /// The path to it from this page.
    pub link: String,
    /// What it is about.
    pub description: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// The page of a kind in one version of its group.
#[derive(Clone, Debug, Serialize)]
pub struct KindPage {
    /// The kind.
    pub kind: String,
    /// The group.
    pub group: String,
    /// The version.
    pub version: String,
    /// What it is called in paths.
    pub plural: String,
    /// The short names.
    pub short_names: Vec<String>,
    /// The groups of resources that it is listed with.
    pub categories: Vec<String>,
    /// `Namespaced` or `Cluster`.
    pub scope: &'static str,
    /// Whether objects are kept in this version.
    pub storage: bool,
    /// The warning for those who use a deprecated version.
    pub deprecation: Option<String>,
    /// The other versions.
    pub versions: Vec<Entry>,
    /// An object that fits the schema, as YAML; empty where none was found.
    pub example: String,
    /// Whether there are rules, which the example may break: they are not evaluated.
    pub has_rules: bool,
    /// The root.
    pub root: Section,
    /// What is in it, down the tree.
    pub sections: Vec<Section>,
    /// What can be asked for.
    pub endpoints: Vec<Endpoint>,
    /// The path to the index.
    pub index: String,
}

/// The page of a named schema of a document.
#[derive(Clone, Debug, Serialize)]
pub struct TypePage {
    /// What it is called.
    pub name: String,
    /// The title of the document.
    pub document: String,
    /// A value that fits the schema, as JSON; empty where none was found.
    pub example: String,
    /// The root.
    pub root: Section,
    /// What is in it, down the tree.
    pub sections: Vec<Section>,
    /// The path to the index.
    pub index: String,
}

/// The page of a group of operations of a document.
#[derive(Clone, Debug, Serialize)]
pub struct TagPage {
    /// The tag.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// The title of the document.
    pub document: String,
    /// Where the API is served.
    pub servers: Vec<ServerPart>,
    /// What can be asked for.
    pub endpoints: Vec<Endpoint>,
    /// The path to the index.
    pub index: String,
}

/// Where an API is served.
#[derive(Clone, Debug, Serialize)]
pub struct ServerPart {
    /// The URL, with `{name}` for variables.
    pub url: String,
    /// What it is for.
    pub description: String,
}

/// The first page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct IndexPage {
    /// The kinds of Kubernetes, by their groups.
    pub groups: Vec<GroupPart>,
    /// The documents.
    pub documents: Vec<DocumentPart>,
}

/// The kinds of a group.
#[derive(Clone, Debug, Serialize)]
pub struct GroupPart {
    /// The group.
    pub name: String,
    /// The kinds, in each version.
    pub kinds: Vec<Entry>,
}

/// A document.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentPart {
    /// The title.
    pub title: String,
    /// The version of the API.
    pub version: String,
    /// What it is about.
    pub description: String,
    /// Where it is served.
    pub servers: Vec<ServerPart>,
    /// The ways to prove who asks.
    pub schemes: Vec<SchemePart>,
    /// The groups of operations.
    pub tags: Vec<Entry>,
    /// The types.
    pub types: Vec<Entry>,
}

/// A way to prove who asks.
#[derive(Clone, Debug, Serialize)]
pub struct SchemePart {
    /// Its name.
    pub name: String,
    /// How it works.
    pub kind: String,
    /// What it is for.
    pub description: String,
}
