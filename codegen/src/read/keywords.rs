//! The keywords of schemas whose values have a type that is fixed.

use super::tree::{Node, NodeValue};
use super::view::View;
use crate::diagnostic::Report;

/// What the value of a keyword must be.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Text,
    Texts,
    Boolean,
    Number,
    Count,
    List,
    Object,
    Objects,
}

/// The keywords that are known. What is not named here may be anything.
const KEYWORDS: &[(&str, Kind)] = &[
    ("$ref", Kind::Text),
    ("allOf", Kind::Objects),
    ("anyOf", Kind::Objects),
    ("description", Kind::Text),
    ("enum", Kind::List),
    ("exclusiveMaximum", Kind::Boolean),
    ("exclusiveMinimum", Kind::Boolean),
    ("externalDocs", Kind::Object),
    ("format", Kind::Text),
    ("maxItems", Kind::Count),
    ("maxLength", Kind::Count),
    ("maxProperties", Kind::Count),
    ("maximum", Kind::Number),
    ("minItems", Kind::Count),
    ("minLength", Kind::Count),
    ("minProperties", Kind::Count),
    ("minimum", Kind::Number),
    ("multipleOf", Kind::Number),
    ("not", Kind::Object),
    ("nullable", Kind::Boolean),
    ("oneOf", Kind::Objects),
    ("pattern", Kind::Text),
    ("required", Kind::Texts),
    ("title", Kind::Text),
    ("type", Kind::Text),
    ("uniqueItems", Kind::Boolean),
    ("x-kubernetes-embedded-resource", Kind::Boolean),
    ("x-kubernetes-int-or-string", Kind::Boolean),
    ("x-kubernetes-list-map-keys", Kind::Texts),
    ("x-kubernetes-list-type", Kind::Text),
    ("x-kubernetes-map-type", Kind::Text),
    ("x-kubernetes-preserve-unknown-fields", Kind::Boolean),
    ("x-kubernetes-validations", Kind::Objects),
];

/// Reports the keywords of a schema whose values have the wrong type. Null counts as not being there.
pub(super) fn check(schema: &View<'_>, report: &mut Report) {
    for member in schema.node.members() {
        let Ok(at) = KEYWORDS.binary_search_by_key(&member.key.as_str(), |(keyword, _)| keyword) else {
            continue;
        };
        let Some((_, kind)) = KEYWORDS.get(at) else { continue };
        if !kind.fits(&member.value)
            && let Some(view) = schema.member(&member.key)
        {
            view.report_type(kind.name(), report);
        }
    }
}

impl Kind {
    fn fits(self, node: &Node) -> bool {
        match (self, &node.value) {
            (Self::Text, NodeValue::String(_))
            | (Self::Boolean, NodeValue::Bool(_))
            | (Self::Number, NodeValue::Number(_))
            | (Self::List, NodeValue::Array(_))
            | (Self::Object, NodeValue::Object(_)) => true,
            (Self::Count, NodeValue::Number(number)) => number.is_u64(),
            (Self::Texts, NodeValue::Array(items)) => items.iter().all(|item| Self::Text.fits(item)),
            (Self::Objects, NodeValue::Array(items)) => items.iter().all(|item| Self::Object.fits(item)),
            _ => false,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Texts => "a list of strings",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Count => "an integer that is not negative",
            Self::List => "a list",
            Self::Object => "an object",
            Self::Objects => "a list of objects",
        }
    }
}
