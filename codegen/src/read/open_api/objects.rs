//! The objects of a document other than schemas, in one form for all dialects.

use super::super::tree::{Node, NodeValue};
use super::super::view::View;
use super::Dialect;

/// A parameter or a header.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    /// The whole of it, and where it stands.
    pub view: View<'a>,
    /// Its name; empty for a header, which is named by its key.
    pub name: &'a str,
    /// Where it goes, by its word.
    pub location: &'a str,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What it is for.
    pub description: &'a str,
    /// The style, by its word.
    pub style: Option<&'a str>,
    /// Whether each item or member is written for itself, if that is said.
    pub explode: Option<bool>,
    /// Whether reserved characters are written as they are.
    pub allow_reserved: bool,
    /// What it holds.
    pub schema: ParameterSchema<'a>,
}

/// What a parameter holds.
#[derive(Clone, Debug)]
pub enum ParameterSchema<'a> {
    /// A value that is written by a style; the document may not say which.
    Plain(Option<View<'a>>),
    /// A document of this media type, as its media type object says.
    Content(&'a str, View<'a>),
}

impl<'a> Parameter<'a> {
    /// Reads a parameter or a header.
    #[must_use]
    pub fn read(view: &View<'a>, dialect: Dialect) -> Self {
        let content = view.member("content").and_then(|content| entries(&content).into_iter().next());
        let schema = match (dialect, content) {
            // The keywords of the schema stand beside those of the parameter.
            (Dialect::Swagger, _) if text(view, "in") != "body" => ParameterSchema::Plain(Some(view.clone())),
            (_, Some((media_type, content))) => ParameterSchema::Content(media_type, content),
            (_, None) => ParameterSchema::Plain(view.member("schema")),
        };
        let (style, explode) = match dialect {
            Dialect::Swagger => collection(text(view, "collectionFormat")),
            _ => (view.node.get("style").and_then(Node::as_str), boolean(view, "explode")),
        };
        Self {
            name: text(view, "name"),
            location: text(view, "in"),
            required: boolean(view, "required").unwrap_or_default(),
            deprecated: boolean(view, "deprecated").unwrap_or_default(),
            description: text(view, "description"),
            style,
            explode,
            allow_reserved: boolean(view, "allowReserved").unwrap_or_default(),
            schema,
            view: view.clone(),
        }
    }
}

/// The style that a `collectionFormat` of Swagger means. Without one, lists are written with commas.
fn collection(format: &str) -> (Option<&'static str>, Option<bool>) {
    match format {
        "multi" => (Some("form"), Some(true)),
        "ssv" => (Some("spaceDelimited"), Some(false)),
        "tsv" => (Some("tabDelimited"), Some(false)),
        "pipes" => (Some("pipeDelimited"), Some(false)),
        _ => (None, Some(false)),
    }
}

/// A text member; empty where there is none.
#[must_use]
pub fn text<'a>(view: &View<'a>, key: &str) -> &'a str {
    view.node.get(key).and_then(Node::as_str).unwrap_or_default()
}

/// The texts of a list; none where there is no list.
#[must_use]
pub fn texts<'a>(view: &View<'a>, key: &str) -> Vec<&'a str> {
    view.node.get(key).map(Node::items).unwrap_or_default().iter().filter_map(Node::as_str).collect()
}

/// A boolean member.
#[must_use]
pub fn boolean(view: &View<'_>, key: &str) -> Option<bool> {
    match view.node.get(key)?.value {
        NodeValue::Bool(value) => Some(value),
        _ => None,
    }
}

/// The members of an object that are no extensions.
#[must_use]
pub fn entries<'a>(view: &View<'a>) -> Vec<(&'a str, View<'a>)> {
    view.members().filter(|(key, _)| !key.starts_with("x-")).collect()
}

/// The media types of a `content`, or in Swagger those of `consumes` and `produces`.
#[must_use]
pub fn media_types<'a>(view: &View<'a>) -> Vec<(&'a str, View<'a>)> {
    view.member("content").map(|content| entries(&content)).unwrap_or_default()
}

/// The statuses that a response is for, by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusKey {
    /// A status code.
    Code(u16),
    /// All codes that begin with this digit.
    Range(u8),
    /// All others.
    Default,
}

/// The statuses that the key of a response stands for.
#[must_use]
pub fn status_key(key: &str) -> Option<StatusKey> {
    if key.eq_ignore_ascii_case("default") {
        return Some(StatusKey::Default);
    }
    if let Some(first) = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
        return first.parse().ok().filter(|digit| (1..=5).contains(digit)).map(StatusKey::Range);
    }
    key.trim().parse().ok().filter(|code| (100..=999).contains(code)).map(StatusKey::Code)
}
