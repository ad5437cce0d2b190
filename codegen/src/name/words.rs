//! The words that types and forms are called after.
//!
//! A type of a resource is called by the kind, one of a document by the component or the part of the operation that it
//! belongs to; behind that come the members on the way to it. What lies in a list or a map is called as the list is, as
//! long as the list itself has no name: behind the name of one comes `Item` or `Value`. A form of a union is called by
//! what it has: the value of the member that tells it, the name of its schema, its title, its type.

use std::collections::BTreeMap;

use serde_json::Value;

use super::case;
use super::scope::Claim;
use crate::ir::{Api, JsonType, Label, Part, Root, Shape, StatusPattern, Step, Type, TypePath, Union};

/// The unions, by their place: what leads into one is called by its variants.
pub(super) type Unions<'a> = BTreeMap<&'a TypePath, &'a Union>;

pub(super) fn unions(api: &Api) -> Unions<'_> {
    let unions = api.types.iter().filter_map(|ty| match &ty.shape {
        Shape::Union(union) => Some((&ty.path, union)),
        _ => None,
    });
    unions.collect()
}

/// What a type is called as long as nothing else is, and the spelling that tells it from others.
pub(super) fn type_claim(api: &Api, unions: &Unions<'_>, ty: &Type) -> Claim {
    let mut spelling = root(api, &ty.path.root);
    let first = spelling.len();
    let mut here = TypePath { root: ty.path.root.clone(), steps: Vec::new() };
    for step in &ty.path.steps {
        let is_outermost = here.steps.is_empty() && ty.path.resource().is_none();
        spelling.extend(match step {
            Step::Member(name) => Some(name.clone()),
            // No member is spelled as a choice is, which therefore gives way to it.
            Step::Choice(name) => Some(format!("{{{name}}}")),
            Step::Items if is_outermost => Some("item".to_owned()),
            Step::Values | Step::Pattern(_) if is_outermost => Some("value".to_owned()),
            Step::Items | Step::Values | Step::Pattern(_) => None,
            Step::Tuple(index) => Some(format!("item {index}")),
            Step::Variant(index) => {
                let variant = unions.get(&here).and_then(|union| union.variants.get(*index));
                Some(variant.map_or_else(|| index.to_string(), |variant| word(&variant.label)))
            }
        });
        here.steps.push(step.clone());
    }
    let rest: String = spelling[1..].iter().map(|member| case::camel(member)).collect();
    Claim {
        name: case::kind(&spelling[0]) + &rest,
        rank: spelling.len() - first,
        spelling: spelling.join("/"),
    }
}

/// What the types of a root are called after.
fn root(api: &Api, root: &Root) -> Vec<String> {
    match root {
        Root::Resource(id) => vec![api.resource(*id).names.kind.clone()],
        Root::Schema(id) => vec![api.schema(*id).name.clone()],
        Root::Operation(id, part) => {
            let mut words = vec![case::camel(&api.operation(*id).label())];
            words.extend(part_words(part));
            words
        }
    }
}

/// The usual media type and the usual status are not named.
fn part_words(part: &Part) -> Vec<String> {
    match part {
        Part::Parameter(_, name) => vec![name.clone()],
        Part::Request(media) => [vec!["request".to_owned()], media_words(media)].concat(),
        Part::Response(status, media) => [response_words(*status), media_words(media)].concat(),
        Part::Header(status, name) => [response_words(*status), vec![name.clone()]].concat(),
        Part::PartHeader(part, name) => vec!["request".to_owned(), part.clone(), name.clone()],
    }
}

fn response_words(status: StatusPattern) -> Vec<String> {
    match status {
        StatusPattern::Code(200) => vec!["response".to_owned()],
        other => vec!["response".to_owned(), other.to_string().to_lowercase()],
    }
}

fn media_words(media: &str) -> Vec<String> {
    let essence = media.split(';').next().unwrap_or(media).trim();
    match essence {
        "application/json" => Vec::new(),
        "application/x-www-form-urlencoded" => vec!["form".to_owned()],
        "multipart/form-data" => vec!["multipart".to_owned()],
        _ => vec![essence.strip_prefix("application/").unwrap_or(essence).replace('/', " ")],
    }
}

/// A name that gives way to all others.
pub(super) fn last(name: &str) -> Claim {
    Claim { name: name.to_owned(), rank: usize::MAX, spelling: String::new() }
}

/// A string goes before a value of another type that is spelled as it is.
pub(super) fn value_claim(value: &Value) -> Claim {
    match value {
        Value::String(text) => super::variant_spelling(text),
        other => Claim { name: case::variant(&other.to_string()), rank: 2, spelling: format!("={other}") },
    }
}

/// What the forms of a union are called; those that share a label are told apart by their order.
pub(super) fn form_claims(union: &Union) -> Vec<Claim> {
    let words: Vec<String> = union.variants.iter().map(|variant| word(&variant.label)).collect();
    let claims = words.iter().enumerate().map(|(index, word)| {
        let is_again = words[..index].contains(word);
        let spelling = if is_again { format!("{word}/{index}") } else { word.clone() };
        Claim { name: case::variant(word), rank: usize::from(is_again), spelling }
    });
    claims.collect()
}

/// What a form is called after.
fn word(label: &Label) -> String {
    match label {
        Label::Tag(text) | Label::Reference(text) | Label::Title(text) | Label::Member(text) => text.clone(),
        Label::Constant(Value::String(text)) => text.clone(),
        Label::Constant(value) => value.to_string(),
        Label::Type(ty) => json_type(*ty).to_owned(),
        Label::Index(index) => format!("form {index}"),
    }
}

const fn json_type(ty: JsonType) -> &'static str {
    match ty {
        JsonType::Object => "object",
        JsonType::Array => "list",
        JsonType::String => "string",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::Boolean => "boolean",
    }
}
