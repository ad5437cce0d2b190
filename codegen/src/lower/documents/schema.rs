//! From a schema, and what holds beside it, to what it describes.
//!
//! As for definitions, one question is asked after the other ([`CLASSIFIERS`]), and the first that knows the schema
//! decides. What none of them knows may be any JSON value.

use serde_json::Value;

use super::formats::scalar;
use super::merge::{At, Merged, Part, Whole};
use super::{Key, Lowering, anything};
use crate::diagnostic::{Code, Place, Report, SourceId};
use crate::ir::{
    Enumeration, Keywords, Null, Rest, SchemaId, Shape, Step, Tuple, Type, TypeId, TypePath, TypeRef, Use,
};
use crate::lower::depth;
use crate::pointer::Pointer;
use crate::read::open_api::{Additional, Schema, View};
use crate::read::schema::SchemaType;

/// How many schemas may be looked at inside one another. Paths are bounded by [`depth`] besides; this is for those that
/// lead through many named schemas.
const NESTING: usize = 40;

/// Where a type goes.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// The path of the type.
    pub(super) path: TypePath,
    /// The type that waits to be filled in, for a named schema.
    pub(super) slot: Option<TypeId>,
}

type Classifier<'a> = fn(&mut Lowering<'a>, &Merged<'a>, &Home) -> Option<TypeRef>;

impl<'a> Lowering<'a> {
    /// The questions, in their order.
    const CLASSIFIERS: [Classifier<'a>; 9] = [
        Self::int_or_string,
        Self::enumeration,
        Self::too_deep,
        Self::union,
        Self::union_of_types,
        Self::object,
        Self::map,
        Self::list,
        Self::scalar,
    ];

    /// Looks at a named schema.
    pub(super) fn named_schema(&mut self, id: SchemaId, view: &View<'a>) {
        let Some(slot) = self.api.schema(id).root else { return };
        let path = self.api.ty(slot).path.clone();
        let home = Home { path: path.clone(), slot: Some(slot) };
        let whole = self.whole(&[At { view: view.clone(), path }]);
        let used = match self.inherited(view, &whole, &home) {
            Some(used) => used,
            None => self.of_whole(whole, &home, view),
        };
        match used.ty {
            TypeRef::Described(id) if id == slot => {}
            _ => {
                let ty = &mut self.api.types[slot.0];
                ty.schema = used.schema.clone();
                ty.shape = Shape::Alias(used);
            }
        }
    }

    /// What schemas describe that hold together.
    pub(super) fn values(&mut self, ats: &[At<'a>], home: &Home) -> Use {
        let Some(last) = ats.last() else { return anything(&nowhere()) };
        let key: Key = last.view.node;
        if let ([at], Some(id)) = (ats, self.types.get(&key).copied()) {
            let null = self.allows_null(&at.view).into();
            let schema = Keywords::default();
            return Use { place: at.view.place.clone(), ty: TypeRef::Described(id), null, schema };
        }
        let view = last.view.clone();
        let whole = self.whole(ats);
        let used = self.of_whole(whole, home, &view);
        if let ([_], TypeRef::Described(id)) = (ats, &used.ty)
            && self.api.ty(*id).place == view.place
        {
            self.types.insert(key, *id);
        }
        used
    }

    /// What holds at a place, one reference or something of its own.
    fn of_whole(&mut self, whole: Whole<'a>, home: &Home, view: &View<'a>) -> Use {
        if let Some(target) = only_reference(&whole) {
            let target = target.clone();
            let merged = self.combine(Merged { null: whole.null, parts: whole.parts, ..Merged::default() });
            let null = Null::from(merged.null || self.allows_null(&target));
            let id = self.referred(&target);
            let ty = if home.slot == Some(id) { TypeRef::Any } else { TypeRef::Described(id) };
            return used(view, ty, null, merged.keywords(&["type"]));
        }
        let merged = self.expanded(whole);
        self.of_merged(&merged, home, view)
    }

    /// What schemas describe that were put side by side.
    pub(super) fn of_merged(&mut self, merged: &Merged<'a>, home: &Home, view: &View<'a>) -> Use {
        let decided = match self.depth < NESTING {
            true => {
                self.depth += 1;
                let decided = Self::CLASSIFIERS.iter().find_map(|classify| classify(self, merged, home));
                self.depth -= 1;
                decided
            }
            false => {
                self.warn_too_deep(merged);
                None
            }
        };
        let ty = decided.unwrap_or(TypeRef::Any);
        let keywords = match ty {
            TypeRef::Described(_) => Keywords::default(),
            TypeRef::List(_) => merged.keywords(&["items"]),
            _ => merged.keywords(&[]),
        };
        used(view, ty, merged.null.into(), keywords)
    }

    fn int_or_string(&mut self, merged: &Merged<'a>, _: &Home) -> Option<TypeRef> {
        merged.int_or_string.then_some(TypeRef::IntOrString)
    }

    /// One of several values. A union of enumerations of texts is one, too, for each is open to other texts.
    fn enumeration(&mut self, merged: &Merged<'a>, home: &Home) -> Option<TypeRef> {
        let (values, modelled): (Vec<Value>, &[&str]) = match &merged.enumeration {
            Some(values) => (values.iter().map(|value| value.to_json()).collect(), &["enum", "const"]),
            None => (merged.enumerated_branches()?, &["oneOf", "anyOf"]),
        };
        let mut known: Vec<Value> = Vec::new();
        for value in values.into_iter().filter(|value| !value.is_null()) {
            if !known.contains(&value) {
                known.push(value);
            }
        }
        let listed = merged.types.listed();
        if !listed.is_empty() && known.iter().any(|value| !listed.iter().any(|ty| fits(*ty, value))) {
            let place = merged.parts.last().map(|part| part.schema.view.place.clone())?;
            self.warn(
                Code::ContradictingEnum,
                "the values of `enum` are not of the `type` of the schema",
                &place,
            );
            return None;
        }
        let is_structure = |value: &Value| value.is_object() || value.is_array();
        if known.is_empty() || known.iter().any(is_structure) {
            return None;
        }
        let texts: Option<Vec<String>> =
            known.iter().map(|value| value.as_str().map(str::to_owned)).collect();
        let shape = Shape::Enum(texts.map_or(Enumeration::Values(known), Enumeration::Strings));
        // The values stay with the schema: they tell enumerations with the same texts and other words apart.
        let keywords =
            if modelled.contains(&"enum") { merged.keywords(&[]) } else { merged.keywords(modelled) };
        Some(TypeRef::Described(self.push(merged, home, (keywords, shape))))
    }

    fn too_deep(&mut self, merged: &Merged<'a>, home: &Home) -> Option<TypeRef> {
        let listed = merged.types.listed();
        let is_container = listed.iter().any(|ty| matches!(ty, SchemaType::Object | SchemaType::Array));
        if !depth::is_too_deep(&home.path) || !(is_container || merged.has_members() || merged.has_groups()) {
            return None;
        }
        self.warn_too_deep(merged);
        Some(TypeRef::Any)
    }

    fn warn_too_deep(&mut self, merged: &Merged<'a>) {
        if let Some(part) = merged.parts.last() {
            let place = part.schema.view.place.clone();
            self.warn(Code::TypeTooDeep, "a value is nested too deeply for a type and left untyped", &place);
        }
    }

    /// An object without named members.
    fn map(&mut self, merged: &Merged<'a>, home: &Home) -> Option<TypeRef> {
        let is_object = merged.types.listed() == [SchemaType::Object]
            || merged.types.listed().is_empty() && merged.has_members();
        if !is_object {
            return None;
        }
        let place = &merged.parts.last()?.schema.view.place;
        let is_closed = merged.says_of_others(|additional| matches!(additional, Additional::Refused));
        let values = match (merged.additional(), merged.patterns.as_slice()) {
            (Some(at), []) => self.inside(&[at], home, Step::Values),
            (None, [(_, at)]) if is_closed => self.inside(std::slice::from_ref(at), home, Step::Values),
            _ => anything(place),
        };
        Some(TypeRef::Map(Box::new(values)))
    }

    fn list(&mut self, merged: &Merged<'a>, home: &Home) -> Option<TypeRef> {
        let listed = merged.types.listed();
        let has_items =
            merged.parts.iter().any(|part| part.schema.items.is_some() || part.schema.prefix.is_some());
        if listed != [SchemaType::Array] && !(listed.is_empty() && has_items) {
            return None;
        }
        let items = merged.parts.iter().filter_map(|part| {
            let view = part.schema.items.clone()?;
            Some(At { view, path: part.path.then(Step::Items) })
        });
        let items: Vec<At<'a>> = items.collect();
        if let Some(part) = merged.parts.iter().rev().find(|part| part.schema.prefix.is_some()) {
            return Some(self.tuple(merged, (part, &items), home));
        }
        let item = match items.as_slice() {
            [] => anything(&merged.parts.last()?.schema.view.place),
            items => self.inside(items, home, Step::Items),
        };
        Some(TypeRef::List(Box::new(item)))
    }

    fn tuple(&mut self, merged: &Merged<'a>, (part, rest): (&Part<'a>, &[At<'a>]), home: &Home) -> TypeRef {
        let keywords = merged.keywords(&["items", "prefixItems"]);
        let shape = Shape::Tuple(Tuple { items: Vec::new(), rest: Rest::Unspecified });
        let id = self.push(merged, home, (keywords, shape));
        let views = part.schema.prefix.as_ref().map(View::each).unwrap_or_default();
        let items = views.into_iter().enumerate().map(|(index, view)| {
            let at = At { view, path: part.path.then(Step::Tuple(index)) };
            self.inside(&[at], home, Step::Tuple(index))
        });
        let items = items.collect();
        let rest = match rest {
            [] => Rest::Unspecified,
            [at, ..] if at.view.node.value == crate::read::tree::NodeValue::Bool(false) => Rest::Refused,
            [at, ..] => Rest::Typed(Box::new(self.inside(std::slice::from_ref(at), home, Step::Items))),
        };
        self.api.types[id.0].shape = Shape::Tuple(Tuple { items, rest });
        TypeRef::Described(id)
    }

    fn scalar(&mut self, merged: &Merged<'a>, _: &Home) -> Option<TypeRef> {
        match merged.types.listed().as_slice() {
            [ty] => scalar(*ty, merged),
            _ => None,
        }
    }

    /// What schemas inside others describe. A single one has its types where it stands.
    pub(super) fn inside(&mut self, ats: &[At<'a>], home: &Home, step: Step) -> Use {
        let path = match ats {
            [only] => only.path.clone(),
            _ => home.path.then(step),
        };
        self.values(ats, &Home { path, slot: None })
    }

    /// Adds a type, or fills in the one that waits for it.
    pub(super) fn push(
        &mut self,
        merged: &Merged<'a>,
        home: &Home,
        (schema, shape): (Keywords, Shape),
    ) -> TypeId {
        if let Some(slot) = home.slot {
            let ty = &mut self.api.types[slot.0];
            (ty.schema, ty.shape) = (schema, shape);
            return slot;
        }
        let place = merged.place();
        self.api.types.push(Type { place, path: home.path.clone(), schema, shape });
        TypeId(self.api.types.len() - 1)
    }
}

impl<'a> Merged<'a> {
    /// Where the outermost schema stands.
    pub(super) fn place(&self) -> Place {
        let own = self.parts.iter().rev().find(|part| !part.is_referred).or(self.parts.last());
        own.map_or_else(nowhere, |part| part.schema.view.place.clone())
    }

    /// Whether a schema lists other schemas of which one holds.
    pub(super) fn has_groups(&self) -> bool {
        self.parts.iter().any(|part| part.schema.one_of.is_some() || part.schema.any_of.is_some())
    }

    /// Whether values are files (`type: file` of Swagger).
    pub(super) fn is_file(&self) -> bool {
        let says_file =
            |part: &Part<'a>| part.schema.view.node.get("type").and_then(|ty| ty.as_str()) == Some("file");
        self.parts.iter().any(says_file)
    }

    /// The texts of a union of enumerations in place, and of texts of any kind beside them.
    fn enumerated_branches(&self) -> Option<Vec<Value>> {
        let mut groups =
            self.parts.iter().flat_map(|part| [&part.schema.one_of, &part.schema.any_of]).flatten();
        let (group, None) = (groups.next()?, groups.next()) else { return None };
        let mut values = Vec::new();
        for view in group.each() {
            let branch = Schema::read(&view, &mut Report::new());
            match &branch.enumeration {
                Some(listed) => values.extend(listed.iter().map(|value| value.to_json())),
                None if is_any_text(&branch) => {}
                None => return None,
            }
        }
        let is_texts = !values.is_empty() && values.iter().all(Value::is_string);
        (is_texts && !self.has_members()).then_some(values)
    }
}

/// A place for what has none.
fn nowhere() -> Place {
    Place { source: SourceId(0), span: 0..0, pointer: Pointer::root() }
}

fn is_any_text(schema: &Schema<'_>) -> bool {
    let known = ["type", "description", "title", "example", "maxLength", "minLength", "pattern"];
    schema.types.listed() == [SchemaType::String]
        && schema.view.node.members().iter().all(|member| known.contains(&member.key.as_str()))
}

/// The only schema that is referred to, where nothing beside the reference says anything of the shape of values.
fn only_reference<'w, 'a>(whole: &'w Whole<'a>) -> Option<&'w View<'a>> {
    let [referred] = whole.referred.as_slice() else { return None };
    let is_plain = !whole.is_lost && whole.parts.iter().all(|part| !part.schema.shapes());
    is_plain.then_some(&referred.target)
}

fn used(view: &View<'_>, ty: TypeRef, null: Null, schema: Keywords) -> Use {
    Use { place: view.place.clone(), ty, null, schema }
}

fn fits(ty: SchemaType, value: &Value) -> bool {
    match ty {
        SchemaType::Object => value.is_object(),
        SchemaType::Array => value.is_array(),
        SchemaType::String => value.is_string(),
        SchemaType::Integer => {
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        SchemaType::Number => value.is_number(),
        SchemaType::Boolean => value.is_boolean(),
    }
}
