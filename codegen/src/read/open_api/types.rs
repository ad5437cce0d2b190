//! The keyword `type`: one type or several, as documents write them and as they mean them.

use super::super::tree::{Node, NodeValue};
use super::super::view::View;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::read::schema::SchemaType;

/// A set of types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Types {
    set: u8,
    null: bool,
}

/// All types but null, in the order in which variants are named.
const ALL: [SchemaType; 6] = [
    SchemaType::String,
    SchemaType::Integer,
    SchemaType::Number,
    SchemaType::Boolean,
    SchemaType::Array,
    SchemaType::Object,
];

impl Types {
    /// This type alone.
    #[must_use]
    pub fn one(ty: SchemaType) -> Self {
        let mut types = Self::default();
        types.add(ty);
        types
    }

    fn bit(ty: SchemaType) -> u8 {
        ALL.iter().position(|one| *one == ty).map_or(0, |at| 1 << at)
    }

    fn add(&mut self, ty: SchemaType) {
        self.set |= Self::bit(ty);
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_unspecified(self) -> bool {
        self.set == 0 && !self.null
    }

    /// Whether null alone is allowed.
    #[must_use]
    pub fn is_null_alone(self) -> bool {
        self.set == 0 && self.null
    }

    /// Whether null is among them.
    #[must_use]
    pub fn has_null(self) -> bool {
        self.null
    }

    /// The types other than null. A number may be an integer, so that the two are one.
    #[must_use]
    pub fn listed(self) -> Vec<SchemaType> {
        let has = |ty| self.set & Self::bit(ty) != 0;
        let listed = ALL.into_iter().filter(|ty| has(*ty));
        listed.filter(|ty| *ty != SchemaType::Integer || !has(SchemaType::Number)).collect()
    }

    /// What both sets allow; an integer is a number. `None` if there is nothing.
    #[must_use]
    pub fn both(self, other: Self) -> Option<Self> {
        if self.is_unspecified() || other.is_unspecified() {
            return Some(if self.is_unspecified() { other } else { self });
        }
        let number = Self::bit(SchemaType::Number);
        let widened = |set: u8| if set & number != 0 { set | Self::bit(SchemaType::Integer) } else { set };
        let both = Self { set: widened(self.set) & widened(other.set), null: self.null && other.null };
        (!both.is_unspecified()).then_some(both)
    }
}

/// Reads `type`. Spellings that are not right but leave no doubt are understood, with a warning.
pub(super) fn read(view: &View<'_>, report: &mut Report) -> Types {
    let mut types = Types::default();
    match &view.node.value {
        NodeValue::String(word) => add(&mut types, word, view, report),
        NodeValue::Array(items) => {
            for word in items.iter().filter_map(Node::as_str) {
                add(&mut types, word, view, report);
            }
            if items.iter().any(|item| item.as_str().is_none()) {
                warn(view, "the items of `type` must be texts", report);
            }
        }
        NodeValue::Null => {}
        _ => warn(view, &format!("`type` must be a text, not {}", view.node.kind()), report),
    }
    types
}

fn add(types: &mut Types, word: &str, view: &View<'_>, report: &mut Report) {
    if word == "null" {
        types.null = true;
        return;
    }
    match (exact(word), meant(word)) {
        (Some(ty), _) => types.add(ty),
        (None, Some(ty)) => {
            types.add(ty);
            warn(view, &format!("`{word}` is no type; it is read as the one that is meant"), report);
        }
        (None, None) if word == "file" => types.add(SchemaType::String),
        (None, None) => warn(view, &format!("`{word}` is no type, and is ignored"), report),
    }
}

fn exact(word: &str) -> Option<SchemaType> {
    let ty = match word {
        "string" => SchemaType::String,
        "integer" => SchemaType::Integer,
        "number" => SchemaType::Number,
        "boolean" => SchemaType::Boolean,
        "array" => SchemaType::Array,
        "object" => SchemaType::Object,
        _ => return None,
    };
    Some(ty)
}

/// The type that another word for it means.
fn meant(word: &str) -> Option<SchemaType> {
    let lower = word.trim().to_ascii_lowercase();
    let ty = match lower.as_str() {
        "str" | "text" => SchemaType::String,
        "int" | "int32" | "int64" | "long" => SchemaType::Integer,
        "float" | "double" | "decimal" => SchemaType::Number,
        "bool" => SchemaType::Boolean,
        "list" => SchemaType::Array,
        "map" | "dict" => SchemaType::Object,
        other => return exact(other),
    };
    Some(ty)
}

fn warn(view: &View<'_>, message: &str, report: &mut Report) {
    report.push(Diagnostic::new(Code::Keyword, message).at(view.place.clone()));
}
