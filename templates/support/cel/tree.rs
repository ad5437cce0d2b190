//! Where in a schema there are rules, and the walk over a value to those places.

use kube_cel::KubeCelExt;
use kube_cel::cel::Context;
use serde_json::Value;

use super::super::validate::walk::push_step;
use super::super::validate::{DEPTH, Reason, Violation};
use super::rule::{Rule, STEPS};

/// A part of a schema that has rules, or parts that do.
pub(super) struct Node<'a> {
    schema: &'a Value,
    rules: Vec<Rule<'a>>,
    members: Vec<(&'a str, Node<'a>)>,
    /// For the members that the schema does not name.
    rest: Option<Box<Node<'a>>>,
    items: Option<Box<Node<'a>>>,
}

impl<'a> Node<'a> {
    /// The rules in a schema, if there are any.
    pub(super) fn read(schema: &'a Value) -> Option<Self> {
        Self::read_within(schema, DEPTH)
    }

    fn read_within(schema: &'a Value, depth: usize) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let part = |keyword| Self::read_within(schema.get(keyword)?, depth).map(Box::new);
        let rules = schema.get("x-kubernetes-validations").and_then(Value::as_array);
        let members = schema.get("properties").and_then(Value::as_object);
        let members = members.into_iter().flatten();
        let node = Self {
            schema,
            rules: rules.into_iter().flatten().map(Rule::read).collect(),
            members: members
                .filter_map(|(name, schema)| Some((name.as_str(), Self::read_within(schema, depth)?)))
                .collect(),
            rest: part("additionalProperties"),
            items: part("items"),
        };
        let empty = node.rules.is_empty() && node.members.is_empty();
        (!empty || node.rest.is_some() || node.items.is_some()).then_some(node)
    }

    /// Whether the schema names a member.
    fn names(&self, name: &str) -> bool {
        self.schema.get("properties").is_some_and(|named| named.get(name).is_some())
    }

    /// The keys that tie an item to the one that it replaces.
    fn keys(&self) -> Vec<&'a str> {
        let keys = self.schema.get("x-kubernetes-list-map-keys").and_then(Value::as_array);
        keys.into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

/// A check under way.
pub(super) struct Check {
    functions: Context<'static>,
    pointer: String,
    found: Vec<Violation>,
    /// How many steps the rules may still take.
    steps: u64,
}

impl Check {
    pub(super) fn new() -> Self {
        let functions = Context::default().with_all();
        Self { functions, pointer: String::new(), found: Vec::new(), steps: STEPS }
    }

    /// The rules that a value breaks.
    pub(super) fn over(mut self, rules: &Node<'_>, value: &Value, old: Option<&Value>) -> Vec<Violation> {
        self.visit(rules, value, old);
        self.found
    }

    /// The recursion is bounded by the depth of the rules, which [`Node::read`] bounds.
    fn visit(&mut self, node: &Node<'_>, value: &Value, old: Option<&Value>) {
        if value.is_null() {
            return;
        }
        let old = old.filter(|old| !old.is_null());
        self.run(node, value, old);
        match value {
            Value::Object(_) => self.visit_members(node, value, old),
            Value::Array(items) => self.visit_items(node, items, old),
            _ => {}
        }
    }

    fn visit_members(&mut self, node: &Node<'_>, value: &Value, old: Option<&Value>) {
        let old = |name: &str| old.and_then(|old| old.get(name));
        for (name, part) in &node.members {
            if let Some(value) = value.get(name) {
                self.step(name, part, value, old(name));
            }
        }
        let Some(part) = &node.rest else { return };
        for (name, value) in value.as_object().into_iter().flatten() {
            if !node.names(name) {
                self.step(name, part, value, old(name));
            }
        }
    }

    /// Only the items of a list with keys can be tied to those they replace.
    fn visit_items(&mut self, node: &Node<'_>, items: &[Value], old: Option<&Value>) {
        let Some(part) = &node.items else { return };
        let keys = node.keys();
        let old = old.and_then(Value::as_array).filter(|_| !keys.is_empty());
        for (index, item) in items.iter().enumerate() {
            let same = |old: &&Value| keys.iter().all(|key| old.get(key) == item.get(key));
            let old = old.and_then(|old| old.iter().find(same));
            self.step(index, part, item, old);
        }
    }

    fn step(&mut self, step: impl std::fmt::Display, node: &Node<'_>, value: &Value, old: Option<&Value>) {
        let length = self.pointer.len();
        push_step(&mut self.pointer, step);
        self.visit(node, value, old);
        self.pointer.truncate(length);
    }

    /// Runs the rules of one place.
    fn run(&mut self, node: &Node<'_>, value: &Value, old: Option<&Value>) {
        if node.rules.is_empty() {
            return;
        }
        let subject = super::value::Subject::new(node.schema, value, old);
        for rule in &node.rules {
            if let Some(fault) = rule.check(&subject, &self.functions, &mut self.steps) {
                let mut pointer = self.pointer.clone();
                rule.path().for_each(|step| push_step(&mut pointer, step));
                let Fault { reason, message } = fault;
                self.found.push(Violation { pointer, keyword: "x-kubernetes-validations", reason, message });
            }
        }
    }
}

/// How a rule is broken.
pub(super) struct Fault {
    pub(super) reason: Reason,
    pub(super) message: String,
}
