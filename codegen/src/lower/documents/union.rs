//! Unions: `oneOf`, `anyOf`, several types, and the schemas that are made from one with a discriminator.

use std::rc::Rc;

use serde_json::Value;

use super::choice;
use super::formats::json_type;
use super::merge::{At, Merged, Part, Whole};
use super::outline::Outline;
use super::references::is_null_branch;
use super::schema::Home;
use super::{Key, Lowering};
use crate::diagnostic::Report;
use crate::ir::{Choice, JsonType, Label, Shape, Step, TypeRef, Union, Use, Variant};
use crate::read::open_api::{Discriminator, Schema, Types, View};

/// A branch of a union: what holds where it is chosen.
struct Branch<'a> {
    at: At<'a>,
    merged: Option<Merged<'a>>,
    outline: Rc<Outline>,
}

impl<'a> Lowering<'a> {
    /// Notes which schemas are made from which, for discriminators to look up.
    pub(super) fn find_children(&mut self) {
        for view in self.components.clone() {
            let parts = view.at("allOf").map(|parts| parts.each()).unwrap_or_default();
            for part in parts {
                let Some(reference) = part.node.get("$ref").and_then(|reference| reference.as_str()) else {
                    continue;
                };
                if let Some(parent) =
                    self.follow(&part, reference).filter(|parent| parent.node.get("discriminator").is_some())
                {
                    let key: Key = parent.node;
                    self.children.entry(key).or_default().push(view.clone());
                }
            }
        }
    }

    /// A named schema with a discriminator and no list of variants: these are the schemas that are made from it, those
    /// that its mapping names, and itself.
    pub(super) fn inherited(&mut self, view: &View<'a>, whole: &Whole<'a>, home: &Home) -> Option<Use> {
        let discriminator = Schema::read(view, &mut Report::new()).discriminator?;
        let has_groups =
            whole.parts.iter().any(|part| part.schema.one_of.is_some() || part.schema.any_of.is_some());
        if has_groups {
            return None;
        }
        let key: Key = view.node;
        let mut variants = self.children.get(&key).cloned().unwrap_or_default();
        for (_, reference) in &discriminator.mapping {
            let target = self.follow(view, reference);
            variants.extend(target.filter(|target| !std::ptr::eq(target.node, view.node)));
        }
        let mut seen: Vec<Key> = Vec::new();
        variants.retain(|variant| {
            let key: Key = variant.node;
            let is_new = !seen.contains(&key);
            seen.push(key);
            is_new
        });
        if variants.is_empty() {
            return None;
        }
        let merged = self.expanded(whole.clone());
        Some(self.base_and(&merged, (&discriminator, variants), (view, home)))
    }

    fn base_and(
        &mut self,
        merged: &Merged<'a>,
        (discriminator, derived): (&Discriminator<'a>, Vec<View<'a>>),
        (view, home): (&View<'a>, &Home),
    ) -> Use {
        let union = Union { variants: Vec::new(), choice: Choice::FirstMatch };
        let id = self.push(merged, home, (merged.keywords(&[]), Shape::Union(union)));
        let mut variants = Vec::new();
        let mut values = Vec::new();
        for target in &derived {
            let tags = self.tags(view, discriminator, target);
            let ty = TypeRef::Described(self.referred(target));
            variants.push(Variant { value: plain(target, ty), label: Label::Tag(first(&tags)) });
            values.push(tags);
        }
        let inner = Home { path: home.path.then(Step::Variant(derived.len())), slot: None };
        let base = self.of_merged(merged, &inner, view);
        let tags = self.tags(view, discriminator, view);
        variants.push(Variant { value: base, label: Label::Tag(first(&tags)) });
        values.push(tags);
        let choice = Choice::Tag { property: discriminator.property.to_owned(), values };
        self.api.types[id.0].shape = Shape::Union(Union { variants, choice });
        let null = merged.null.into();
        Use { null, ..plain(view, TypeRef::Described(id)) }
    }

    /// The values of a discriminator that stand for a schema.
    fn tags(&mut self, from: &View<'a>, discriminator: &Discriminator<'a>, target: &View<'a>) -> Vec<String> {
        let mut tags = Vec::new();
        for (value, reference) in &discriminator.mapping {
            if self.follow(from, reference).is_some_and(|found| std::ptr::eq(found.node, target.node)) {
                tags.push((*value).to_owned());
            }
        }
        if !tags.is_empty() {
            return tags;
        }
        let path = self.path_of(target);
        let outline = self.outline_at(&At { view: target.clone(), path }, 0);
        let constants = outline.constants.get(discriminator.property).filter(|values| values.len() == 1);
        match constants.and_then(|values| values.first()).and_then(Value::as_str) {
            Some(constant) => vec![constant.to_owned()],
            None => {
                let own = target.node.get("x-ms-discriminator-value").and_then(|value| value.as_str());
                let id = self.schema_id(target);
                vec![own.map_or_else(|| self.api.schema(id).name.clone(), str::to_owned)]
            }
        }
    }

    fn path_of(&mut self, target: &View<'a>) -> crate::ir::TypePath {
        crate::ir::TypePath { root: crate::ir::Root::Schema(self.schema_id(target)), steps: Vec::new() }
    }

    /// One of the schemas in a list.
    pub(super) fn union(&mut self, merged: &Merged<'a>, home: &Home) -> Option<TypeRef> {
        let (part, keyword, group) =
            merged.groups().into_iter().find(|(_, _, group)| self.is_choice(merged, group))?;
        let path = part.path.clone();
        let base = merged.without_groups();
        let discriminator = merged.parts.iter().rev().find_map(|part| part.schema.discriminator.clone());
        let mut branches = Vec::new();
        let is_value = |(_, view): &(usize, View<'a>)| !is_null_branch(view.node);
        for (index, view) in group.each().into_iter().enumerate().filter(is_value) {
            let at = At { view, path: path.then(Step::Variant(index)) };
            branches.push(self.branch(&base, at));
        }
        let simple = one_scalar(&branches);
        if simple.is_some() {
            return simple;
        }
        let modelled: &[&str] =
            if keyword == "oneOf" { &["oneOf", "discriminator"] } else { &["anyOf", "discriminator"] };
        let union = Union { variants: Vec::new(), choice: Choice::FirstMatch };
        let id = self.push(merged, home, (merged.keywords(modelled), Shape::Union(union)));
        let from = part.schema.view.clone();
        let union = self.variants(branches, (discriminator, &from), home);
        self.api.types[id.0].shape = Shape::Union(union);
        Some(TypeRef::Described(id))
    }

    /// What holds in a branch: the branch alone, or with what holds around it where that says more than the type.
    fn branch(&mut self, base: &Merged<'a>, at: At<'a>) -> Branch<'a> {
        let schema = Schema::read(&at.view, &mut Report::new());
        let is_alone = !base.has_members()
            && base.required.is_empty()
            && (schema.reference.is_some() || !schema.types.is_unspecified() || base.types.is_unspecified());
        if is_alone {
            let outline = self.outline_at(&at, 0);
            return Branch { at, merged: None, outline };
        }
        let whole = self.whole(std::slice::from_ref(&at));
        let inner = self.expanded(whole);
        let referred = base.parts.iter().map(|part| Part { is_referred: true, ..part.clone() });
        let parts = referred.chain(inner.parts).collect();
        let merged = self.combine(Merged { parts, null: inner.null, ..Merged::default() });
        let outline = Rc::new(self.outline(&merged, 0));
        Branch { at, merged: Some(merged), outline }
    }

    fn variants(
        &mut self,
        branches: Vec<Branch<'a>>,
        (discriminator, from): (Option<Discriminator<'a>>, &View<'a>),
        home: &Home,
    ) -> Union {
        let outlines: Vec<&Outline> = branches.iter().map(|branch| &*branch.outline).collect();
        let mut choice = choice::of(&outlines);
        let mut tags = Vec::new();
        if let Some(discriminator) = discriminator {
            tags = branches.iter().map(|branch| self.tags_of(branch, &discriminator, from)).collect();
            if tags.iter().all(|tags: &Vec<String>| !tags.is_empty()) {
                choice = Choice::Tag { property: discriminator.property.to_owned(), values: tags.clone() };
            }
        }
        let mut variants = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let value = self.variant(branch, index, home);
            let label = match tags.get(index).and_then(|tags| tags.first()) {
                Some(tag) if matches!(choice, Choice::Tag { .. }) => Label::Tag(tag.clone()),
                _ => self.label(branch, &choice, index),
            };
            variants.push(Variant { value, label });
        }
        Union { variants, choice }
    }

    fn variant(&mut self, branch: &Branch<'a>, index: usize, home: &Home) -> Use {
        let inner = Home { path: home.path.then(Step::Variant(index)), slot: None };
        match &branch.merged {
            Some(merged) => self.of_merged(merged, &inner, &branch.at.view),
            None => self.inside(std::slice::from_ref(&branch.at), home, Step::Variant(index)),
        }
    }

    fn tags_of(
        &mut self,
        branch: &Branch<'a>,
        discriminator: &Discriminator<'a>,
        from: &View<'a>,
    ) -> Vec<String> {
        if let Some(target) = self.only_target(&branch.at) {
            return self.tags(from, discriminator, &target);
        }
        let values = branch.outline.constants.get(discriminator.property);
        values.into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }

    fn label(&mut self, branch: &Branch<'a>, choice: &Choice, index: usize) -> Label {
        if let Some(target) = self.only_target(&branch.at) {
            let id = self.schema_id(&target);
            return Label::Reference(self.api.schema(id).name.clone());
        }
        let title = branch.at.view.node.get("title").and_then(|title| title.as_str());
        if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
            return Label::Title(title.to_owned());
        }
        if let [only] = branch.outline.values.as_slice() {
            return Label::Constant(only.clone());
        }
        match (choice, branch.outline.types.as_slice()) {
            (Choice::ByConstant { values, .. }, _) => values
                .get(index)
                .and_then(|values| values.first())
                .cloned()
                .map_or(Label::Index(index), Label::Constant),
            (Choice::ByMember(members), _) => {
                members.get(index).cloned().flatten().map_or(Label::Index(index), Label::Member)
            }
            (_, [only]) => Label::Type(*only),
            _ => Label::Index(index),
        }
    }

    /// Values of several types, of which each has its own keywords.
    pub(super) fn union_of_types(&mut self, merged: &Merged<'a>, home: &Home) -> Option<TypeRef> {
        let listed = merged.types.listed();
        if listed.len() < 2 {
            return None;
        }
        let union = Union { variants: Vec::new(), choice: Choice::FirstMatch };
        let id = self.push(merged, home, (merged.keywords(&[]), Shape::Union(union)));
        let view = merged.parts.last()?.schema.view.clone();
        let mut variants = Vec::new();
        for (index, ty) in listed.iter().enumerate() {
            let inner = Home { path: home.path.then(Step::Variant(index)), slot: None };
            let alone = Merged { types: Types::one(*ty), null: false, ..merged.clone() };
            let value = self.of_merged(&alone, &inner, &view);
            variants.push(Variant { value, label: Label::Type(json_type(*ty)) });
        }
        let choice = Choice::ByType(listed.into_iter().map(|ty| vec![json_type(ty)]).collect());
        self.api.types[id.0].shape = Shape::Union(Union { variants, choice });
        Some(TypeRef::Described(id))
    }

    /// Whether the schemas of a list differ in the shape of values. Others are conditions, and are checked on demand.
    fn is_choice(&mut self, merged: &Merged<'a>, group: &View<'a>) -> bool {
        let branches = group.each();
        let mut values = branches.iter().filter(|view| !is_null_branch(view.node));
        values.any(|view| {
            let schema = Schema::read(view, &mut Report::new());
            let adds_member = || {
                let members = schema.properties.iter().flat_map(View::members);
                members.into_iter().any(|(name, _)| !merged.properties.contains_key(name))
            };
            let inner = [&schema.items, &schema.prefix, &schema.all_of, &schema.one_of, &schema.any_of];
            schema.reference.is_some()
                || schema.enumeration.is_some()
                || schema.format.is_some()
                || inner.iter().any(|inner| inner.is_some())
                || adds_member()
                || !(schema.types.is_unspecified() || merged.has_members() && schema.types == merged.types)
                || matches!(schema.additional, crate::read::open_api::Additional::Schema(_))
        })
    }
}

impl<'a> Merged<'a> {
    /// The lists of which one schema holds.
    fn groups(&self) -> Vec<(&Part<'a>, &'static str, View<'a>)> {
        let of_part = |part: &'_ Part<'a>| {
            let one = part.schema.one_of.clone().map(|group| ("oneOf", group));
            let any = part.schema.any_of.clone().map(|group| ("anyOf", group));
            [one, any]
        };
        let groups = self.parts.iter().flat_map(|part| {
            of_part(part).into_iter().flatten().map(move |(keyword, group)| (part, keyword, group))
        });
        groups.collect()
    }

    /// The same without these lists.
    fn without_groups(&self) -> Self {
        let mut base = self.clone();
        for part in &mut base.parts {
            (part.schema.one_of, part.schema.any_of, part.schema.discriminator) = (None, None, None);
        }
        base
    }
}

/// The scalar that all branches are, where they differ in conditions alone.
fn one_scalar(branches: &[Branch<'_>]) -> Option<TypeRef> {
    let kind = |branch: &Branch<'_>| match branch.outline.types.as_slice() {
        [JsonType::String] => Some(JsonType::String),
        [JsonType::Integer] => Some(JsonType::Integer),
        [JsonType::Number] => Some(JsonType::Number),
        [JsonType::Boolean] => Some(JsonType::Boolean),
        _ => None,
    };
    let is_plain = |branch: &&Branch<'_>| {
        branch.outline.values.is_empty()
            && branch.at.view.node.get("$ref").is_none()
            && branch.at.view.node.get("format").is_none()
    };
    if !branches.iter().all(|branch| is_plain(&branch)) {
        return None;
    }
    let kinds: Option<Vec<JsonType>> = branches.iter().map(kind).collect();
    let mut kinds = kinds?;
    kinds.sort_unstable();
    kinds.dedup();
    match kinds.as_slice() {
        [JsonType::String] => Some(TypeRef::String(crate::ir::StringFormat::Plain)),
        [JsonType::Integer] => Some(TypeRef::Integer(crate::ir::IntegerFormat::Int64)),
        [JsonType::Number] | [JsonType::Integer, JsonType::Number] => Some(TypeRef::Number),
        [JsonType::Boolean] => Some(TypeRef::Boolean),
        _ => None,
    }
}

fn plain(view: &View<'_>, ty: TypeRef) -> Use {
    Use {
        place: view.place.clone(),
        ty,
        null: crate::ir::Null::Refused,
        schema: crate::ir::Keywords::default(),
    }
}

fn first(tags: &[String]) -> String {
    tags.first().cloned().unwrap_or_default()
}
