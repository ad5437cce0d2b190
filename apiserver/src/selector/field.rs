//! Selectors by field: name and namespace, and what a version declares as selectable.

use serde_json::Value;

use crate::crd::Version;
use crate::jsonpath::JsonPath;
use crate::object::Meta;

/// Comparisons that all hold.
#[derive(Debug, Clone, Default)]
pub struct FieldSelector(Vec<Term>);

#[derive(Debug, Clone)]
struct Term {
    place: Place,
    relation: Relation,
    value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Equal,
    Different,
}

#[derive(Debug, Clone)]
enum Place {
    Name,
    Namespace,
    Path(JsonPath),
}

impl Place {
    fn read(&self, object: &Value) -> String {
        match self {
            Place::Name => object.name().to_owned(),
            Place::Namespace => object.meta_text("namespace").to_owned(),
            Place::Path(path) => match path.first(object) {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Null) | None => String::new(),
                Some(other) => other.to_string(),
            },
        }
    }
}

impl FieldSelector {
    /// Reads a selector against the fields that a version lets select by.
    pub fn parse(text: &str, version: &Version) -> Result<FieldSelector, String> {
        let mut terms = Vec::new();
        for part in split(text) {
            let Some((field, relation, value)) = term(&part) else {
                return Err(format!("invalid selector: '{text}'; can't understand '{part}'"));
            };
            let place = place(field, version).ok_or_else(|| format!("field label not supported: {field}"))?;
            terms.push(Term { place, relation, value: value.replace('\\', "") });
        }
        Ok(FieldSelector(terms))
    }

    /// Requires a name.
    pub fn require_name(&mut self, name: &str) {
        self.0.push(Term { place: Place::Name, relation: Relation::Equal, value: name.to_owned() });
    }

    /// Whether it selects everything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an object meets all comparisons.
    pub fn matches(&self, object: &Value) -> bool {
        self.0.iter().all(|t| (t.place.read(object) == t.value) == (t.relation == Relation::Equal))
    }
}

/// The parts between commas that are not escaped.
fn split(text: &str) -> Vec<String> {
    let (mut parts, mut escaped) = (vec![String::new()], false);
    for c in text.chars() {
        match c {
            ',' if !escaped => parts.push(String::new()),
            _ => {
                if let Some(last) = parts.last_mut() {
                    last.push(c);
                }
            }
        }
        escaped = c == '\\' && !escaped;
    }
    parts.retain(|p| !p.is_empty());
    parts
}

fn term(part: &str) -> Option<(&str, Relation, &str)> {
    let operators = [("!=", Relation::Different), ("==", Relation::Equal), ("=", Relation::Equal)];
    operators.into_iter().find_map(|(sign, relation)| part.split_once(sign).map(|(l, r)| (l, relation, r)))
}

fn place(field: &str, version: &Version) -> Option<Place> {
    match field {
        "metadata.name" => Some(Place::Name),
        "metadata.namespace" => Some(Place::Namespace),
        _ => version
            .selectable
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, path)| Place::Path(path.clone())),
    }
}
