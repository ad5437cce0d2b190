//! Sets of field paths, as a tree in the shape of `fieldsV1`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::text::json::canonical;

/// One step of a path, in its written form: `f:name`, `k:{"name":"x"}`, `v:"x"` or `i:0`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Element(String);

impl Element {
    /// A member of an object.
    pub fn field(name: &str) -> Element {
        Element(format!("f:{name}"))
    }

    /// An item that is known by its value.
    pub fn value(value: &Value) -> Element {
        Element(format!("v:{}", canonical(value)))
    }

    /// An item that is known by some of its members.
    pub fn key(members: Map<String, Value>) -> Element {
        Element(format!("k:{}", canonical(&Value::Object(members))))
    }

    /// Reads the written form; none where it is not one.
    fn parse(text: &str) -> Option<Element> {
        let json = |text: &str| serde_json::from_str::<Value>(text).ok();
        match text.split_at_checked(2)? {
            ("f:", name) => Some(Element::field(name)),
            ("v:", value) => Some(Element::value(&json(value)?)),
            ("k:", key) => Some(Element(format!("k:{}", canonical(&json(key)?)))),
            ("i:", index) => index.parse::<i64>().ok().map(|i| Element(format!("i:{i}"))),
            _ => None,
        }
    }

    /// The name of a member.
    pub fn field_name(&self) -> Option<&str> {
        self.0.strip_prefix("f:")
    }

    /// As paths of conflicts show it: `.name`, `[name="x"]` or `[="x"]`.
    pub fn shown(&self) -> String {
        if let Some(name) = self.field_name() {
            return format!(".{name}");
        }
        match self.0.split_at_checked(2) {
            Some(("k:", key)) => match serde_json::from_str::<Map<String, Value>>(key) {
                Ok(map) => {
                    format!("[{}]", map.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join(","))
                }
                Err(_) => format!("[{key}]"),
            },
            Some(("v:", value)) => format!("[={value}]"),
            Some((_, index)) => format!("[{index}]"),
            None => String::new(),
        }
    }
}

/// A set of paths: whether the place itself is in it, and what is below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Set {
    /// Whether this place is in the set.
    pub member: bool,
    /// The places below.
    pub below: BTreeMap<Element, Set>,
}

impl Set {
    /// The set of one place: the root.
    pub fn leaf() -> Set {
        Set { member: true, below: BTreeMap::new() }
    }

    /// The set of some paths of members.
    pub fn of(paths: &[&[&str]]) -> Set {
        let mut set = Set::default();
        for path in paths {
            path.iter().fold(&mut set, |node, name| node.at(Element::field(name))).member = true;
        }
        set
    }

    /// The place below, made if it is missing.
    pub fn at(&mut self, element: Element) -> &mut Set {
        self.below.entry(element).or_default()
    }

    /// Whether no place is in it.
    pub fn is_empty(&self) -> bool {
        !self.member && self.below.values().all(Set::is_empty)
    }

    /// Puts a set below a place, unless it is empty.
    pub fn put(&mut self, element: Element, set: Set) {
        if !set.is_empty() {
            self.below.insert(element, set);
        }
    }

    /// All places of both.
    pub fn union(&self, other: &Set) -> Set {
        let mut out = self.clone();
        out.member |= other.member;
        for (element, set) in &other.below {
            let merged = out.below.get(element).map_or_else(|| set.clone(), |mine| mine.union(set));
            out.below.insert(element.clone(), merged);
        }
        out
    }

    /// This place as it is, and what becomes of the places below.
    fn combine(&self, other: &Set, below: impl Fn(&Set, Option<&Set>) -> Set) -> Set {
        let mut out = Set { member: self.member, below: BTreeMap::new() };
        for (element, set) in &self.below {
            out.put(element.clone(), below(set, other.below.get(element)));
        }
        out
    }

    /// The places of this that are not in the other.
    pub fn difference(&self, other: &Set) -> Set {
        let below = |set: &Set, other: Option<&Set>| other.map_or_else(|| set.clone(), |o| set.difference(o));
        Set { member: self.member && !other.member, ..self.combine(other, below) }
    }

    /// The places of this that are neither in the other nor below a place of the other.
    pub fn without_trees(&self, other: &Set) -> Set {
        if other.member {
            return Set::default();
        }
        let below =
            |set: &Set, other: Option<&Set>| other.map_or_else(|| set.clone(), |o| set.without_trees(o));
        self.combine(other, below)
    }

    /// The places in both.
    pub fn intersection(&self, other: &Set) -> Set {
        let below = |set: &Set, other: Option<&Set>| other.map(|o| set.intersection(o)).unwrap_or_default();
        Set { member: self.member && other.member, ..self.combine(other, below) }
    }

    /// The paths as conflicts show them, in order.
    pub fn paths(&self) -> Vec<String> {
        let mut out = Vec::new();
        self.collect("", &mut out);
        out
    }

    fn collect(&self, path: &str, out: &mut Vec<String>) {
        if self.member {
            out.push(path.to_owned());
        }
        for (element, set) in &self.below {
            set.collect(&format!("{path}{}", element.shown()), out);
        }
    }

    /// As `fieldsV1`.
    pub fn to_fields(&self) -> Value {
        let mut map = Map::new();
        if self.member && !self.below.is_empty() {
            map.insert(".".into(), Value::Object(Map::new()));
        }
        for (element, set) in &self.below {
            map.insert(element.0.clone(), set.to_fields());
        }
        Value::Object(map)
    }

    /// From `fieldsV1`; none where it is not of that form.
    pub fn from_fields(fields: &Value) -> Option<Set> {
        let mut set = Set::default();
        for (name, value) in fields.as_object()? {
            if name == "." {
                set.member = true;
                continue;
            }
            let mut below = Set::from_fields(value)?;
            below.member |= value.as_object().is_some_and(Map::is_empty);
            set.below.insert(Element::parse(name)?, below);
        }
        Some(set)
    }
}
