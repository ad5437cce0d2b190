//! A type, field by field down the tree.
//!
//! Objects, lists and maps of objects, maps, and values of several types have a section each; everything else is a row in the
//! table of what holds it. A type that is described elsewhere is a link.

use std::collections::BTreeSet;

use super::content::{Fact, Piece, Row, Rule, Section};
use super::site::Site;
use super::{facts, place};
use crate::ir::{
    Access, Enumeration, Field, Keywords, MemberChoice, Object, Presence, Rest, Root, Shape, Step, Type,
    TypeId, TypeRef, Union, Use,
};

/// What every object of Kubernetes has, and no page needs to say.
const ENVELOPE: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// The sections of one root.
pub(super) struct Sections<'a> {
    site: &'a Site<'a>,
    /// The page.
    here: &'a str,
    /// What the types belong to.
    root: Root,
    /// What titles begin with.
    title: String,
    /// What the anchors begin with.
    anchor: String,
    /// The types that have a section.
    seen: BTreeSet<TypeId>,
    done: Vec<Section>,
}

impl<'a> Sections<'a> {
    /// No sections yet, on the page `here`.
    pub fn new(site: &'a Site<'a>, here: &'a str, root: Root) -> Self {
        let (title, anchor) = (String::new(), String::new());
        Self { site, here, root, title, anchor, seen: BTreeSet::new(), done: Vec::new() }
    }

    /// The same, for a value that is called `title` and has this anchor.
    pub fn called(self, title: &str, anchor: String) -> Self {
        Self { title: title.to_owned(), anchor, ..self }
    }

    /// The section of the root, and those of what is in it.
    pub fn of_root(mut self, id: TypeId) -> (Section, Vec<Section>) {
        self.described(id, &[]);
        let mut sections = self.done.into_iter();
        (sections.next().unwrap_or_default(), sections.collect())
    }

    /// The row of a value, whose sections are added.
    pub fn row_of(&mut self, name: &str, (used, presence): (&Use, Presence), steps: &[Step]) -> Row {
        let (keywords, inner) = self.says(used);
        let has_section = self.has_section(used);
        let anchor = self.anchor_of(steps);
        let row = Row {
            name: name.to_owned(),
            anchor: (!has_section).then(|| anchor.clone()),
            section: has_section.then_some(anchor),
            ty: self.words(used),
            required: presence == Presence::Required,
            deprecated: keywords.is_deprecated(),
            description: keywords.description().unwrap_or_default().to_owned(),
            facts: if has_section { row_facts(keywords) } else { inner },
            rules: if has_section { Vec::new() } else { self.rules(used) },
        };
        if has_section {
            self.value(used, steps);
        }
        row
    }

    /// The sections that were made.
    pub fn finish(self) -> Vec<Section> {
        self.done
    }

    /// Adds the section of a value that has one, and those of what is in it.
    fn value(&mut self, used: &Use, steps: &[Step]) {
        match &used.ty {
            TypeRef::Described(id) => self.described(*id, steps),
            TypeRef::List(inner) => {
                self.container(used, steps);
                self.inside(inner, steps, Step::Items);
            }
            TypeRef::Map(inner) => {
                self.container(used, steps);
                self.inside(inner, steps, Step::Values);
            }
            _ => {}
        }
    }

    fn inside(&mut self, inner: &Use, steps: &[Step], step: Step) {
        if self.has_section(inner) {
            self.value(inner, &then(steps, step));
        }
    }

    /// The section of a list or a map.
    fn container(&mut self, used: &Use, steps: &[Step]) {
        let (keywords, facts) = self.says(used);
        let (ty, rules) = (self.words(used), self.rules(used));
        let section = self.section(steps, ty, keywords);
        self.done.push(Section { facts, rules, ..section });
    }

    fn section(&self, steps: &[Step], ty: Vec<Piece>, keywords: &Keywords) -> Section {
        Section {
            title: format!("{}{}", self.title, place::title(steps)),
            anchor: self.anchor_of(steps),
            ty,
            deprecated: keywords.is_deprecated(),
            description: keywords.description().unwrap_or_default().to_owned(),
            facts: facts::of(keywords),
            rules: facts::rules(keywords),
            column: "Property",
            rows: Vec::new(),
        }
    }

    /// The section of a described type. Its place in the list is before those of what is in it.
    fn described(&mut self, id: TypeId, steps: &[Step]) {
        if !self.seen.insert(id) {
            return;
        }
        let site = self.site;
        let ty = site.api.ty(id);
        let at = self.done.len();
        let section = self.section(steps, site.shape(self.here, &self.root, ty), &ty.schema);
        self.done.push(Section { facts: type_facts(ty), ..section });
        let (column, rows, more) = self.content(ty, steps);
        let section = &mut self.done[at];
        section.column = column;
        section.rows = rows;
        if !more.is_empty() {
            // It is told in words which members exclude each other.
            section.facts.retain(|fact| !facts::is_about_presence(fact));
        }
        section.facts.extend(more);
    }

    /// What a type holds: rows, and what is to be said of them together.
    fn content(&mut self, ty: &Type, steps: &[Step]) -> (&'static str, Vec<Row>, Vec<Fact>) {
        match &ty.shape {
            Shape::Object(object) => ("Property", self.members(object, steps), together(object)),
            Shape::Union(union) => ("Variant", self.variants(union, steps), told_by(union)),
            Shape::Tuple(tuple) => {
                let items = tuple.items.iter().enumerate();
                let row = |(index, item): (usize, &Use)| {
                    let steps = then(steps, Step::Tuple(index));
                    self.row_of(&index.to_string(), (item, Presence::Optional), &steps)
                };
                let mut rows: Vec<Row> = items.map(row).collect();
                rows.extend(self.rest(&tuple.rest, steps));
                ("Item", rows, Vec::new())
            }
            Shape::Alias(target) => {
                let (_, facts) = self.says(target);
                self.inside_alias(target, steps);
                ("Property", Vec::new(), facts)
            }
            Shape::Enum(_) | Shape::Choice(_) => ("Property", Vec::new(), Vec::new()),
        }
    }

    /// The sections of what a named list or map holds.
    fn inside_alias(&mut self, target: &Use, steps: &[Step]) {
        match &target.ty {
            TypeRef::List(inner) => self.inside(inner, steps, Step::Items),
            TypeRef::Map(inner) => self.inside(inner, steps, Step::Values),
            _ => self.inside_described(target, steps),
        }
    }

    fn inside_described(&mut self, target: &Use, steps: &[Step]) {
        if self.has_section(target) {
            self.value(target, steps);
        }
    }

    fn members(&mut self, object: &Object, steps: &[Step]) -> Vec<Row> {
        let is_root = matches!(self.root, Root::Resource(_)) && steps.is_empty();
        let shown = |field: &&Field| !(is_root && ENVELOPE.contains(&field.name.as_str()));
        let mut rows: Vec<Row> = Vec::new();
        for field in object.fields.iter().filter(shown) {
            let steps = then(steps, Step::Member(field.name.clone()));
            let mut row = self.row_of(&field.name, (&field.value, field.presence), &steps);
            row.facts.extend(access(field.access).filter(|fact| !row.facts.contains(fact)));
            rows.push(row);
        }
        rows.extend(self.rest(&object.rest, steps));
        rows
    }

    /// The row of members or items that have no name.
    fn rest(&mut self, rest: &Rest, steps: &[Step]) -> Option<Row> {
        let used = rest.typed()?;
        Some(self.row_of("(others)", (used, Presence::Optional), &then(steps, Step::Values)))
    }

    fn variants(&mut self, union: &Union, steps: &[Step]) -> Vec<Row> {
        let mut rows = Vec::new();
        for (index, variant) in union.variants.iter().enumerate() {
            let steps = then(steps, Step::Variant(index));
            rows.push(self.row_of(&(index + 1).to_string(), (&variant.value, Presence::Optional), &steps));
        }
        rows
    }

    fn anchor_of(&self, steps: &[Step]) -> String {
        place::anchor(&self.anchor, steps)
    }

    /// The name of the type of a value.
    pub fn words(&self, used: &Use) -> Vec<Piece> {
        self.site.words(self.here, &self.root, used)
    }

    /// Whether a value has a section of its own.
    fn has_section(&self, used: &Use) -> bool {
        match &used.ty {
            TypeRef::Described(id) => {
                let ty = self.site.api.ty(*id);
                let is_here = ty.path.root == self.root && !self.seen.contains(id);
                is_here
                    && match &ty.shape {
                        Shape::Object(_) | Shape::Union(_) | Shape::Tuple(_) => true,
                        Shape::Alias(target) => self.has_section(target),
                        Shape::Enum(_) | Shape::Choice(_) => false,
                    }
            }
            TypeRef::List(inner) => self.has_section(inner),
            TypeRef::Map(inner) => !matches!(inner.ty, TypeRef::Described(_)) || self.has_section(inner),
            _ => false,
        }
    }

    /// The keywords that speak of a value, and all that they and those of values inside say, as long as those have no
    /// section of their own.
    fn says<'u>(&self, used: &'u Use) -> (&'u Keywords, Vec<Fact>)
    where
        'a: 'u,
    {
        let mut said = facts::of(&used.schema);
        match &used.ty {
            TypeRef::Described(id) => {
                let ty = self.site.api.ty(*id);
                if ty.path.root != self.root {
                    return (&used.schema, said);
                }
                said.extend(type_facts(ty));
                (&ty.schema, said)
            }
            TypeRef::List(inner) if !self.has_section(inner) => {
                said.extend(facts::inside("Each item", self.says(inner).1));
                (&used.schema, said)
            }
            TypeRef::Map(inner) if !self.has_section(inner) => {
                said.extend(facts::inside("Each value", self.says(inner).1));
                (&used.schema, said)
            }
            _ => (&used.schema, said),
        }
    }

    /// The rules for a value and for those inside that have no section.
    fn rules(&self, used: &Use) -> Vec<Rule> {
        let mut rules = facts::rules(&used.schema);
        match &used.ty {
            TypeRef::Described(id) if self.site.api.ty(*id).path.root == self.root => {
                rules.extend(facts::rules(&self.site.api.ty(*id).schema));
            }
            TypeRef::List(inner) if !self.has_section(inner) => {
                rules.extend(self.rules(inner).into_iter().map(|rule| Rule { about: "each item", ..rule }));
            }
            TypeRef::Map(inner) if !self.has_section(inner) => {
                rules.extend(self.rules(inner).into_iter().map(|rule| Rule { about: "each value", ..rule }));
            }
            _ => {}
        }
        rules
    }
}

/// What the row of a value says that has a section: only what one looks for in the row.
fn row_facts(keywords: &Keywords) -> Vec<Fact> {
    facts::of(keywords).into_iter().filter(|fact| fact.label == "Default").collect()
}

fn then(steps: &[Step], step: Step) -> Vec<Step> {
    steps.iter().cloned().chain([step]).collect()
}

fn access(access: Access) -> Option<Fact> {
    match access {
        Access::Both => None,
        Access::Read => Some(facts::words("Access", "read only: servers alone send it")),
        Access::Write => Some(facts::words("Access", "write only: clients alone send it")),
    }
}

/// Which members exclude each other, and which others there may be.
fn together(object: &Object) -> Vec<Fact> {
    let sets = |choice: &MemberChoice| {
        let name = |at: &usize| object.fields.get(*at).map(|field| field.name.clone()).unwrap_or_default();
        let sets = choice.sets.iter().map(|set| set.iter().map(name).collect::<Vec<_>>().join(" + "));
        let label = match choice.presence {
            Presence::Required => "Exactly one of",
            Presence::Optional => "At most one of",
        };
        facts::values(label, sets)
    };
    let rest = match object.rest {
        Rest::Refused => Some(facts::words("Other members", "none")),
        Rest::Unspecified | Rest::Preserved | Rest::Typed(_) => None,
    };
    object.choices.iter().map(sets).chain(rest).collect()
}

/// How the variants are told apart.
fn told_by(union: &Union) -> Vec<Fact> {
    match &union.choice {
        crate::ir::Choice::Tag { property, .. } | crate::ir::Choice::ByConstant { property, .. } => {
            vec![facts::values("Told apart by", [property.clone()])]
        }
        _ => Vec::new(),
    }
}

/// What the keywords of a type say, and which values it has where it is one of several.
fn type_facts(ty: &Type) -> Vec<Fact> {
    let mut facts = facts::of(&ty.schema);
    let values = match &ty.shape {
        Shape::Enum(Enumeration::Strings(all)) => Some(facts::values("One of", all.iter().cloned())),
        Shape::Enum(Enumeration::Values(all)) => Some(facts::values("One of", all.iter().map(facts::shown))),
        _ => None,
    };
    if !facts.iter().any(|fact| matches!(fact.label.as_str(), "One of" | "Always")) {
        facts.extend(values);
    }
    facts
}
