//! Everything that a selector can mean.

use serde_json::Value;

use crate::diagnostic::{Place, Sources};
use crate::ir::{Api, Field, Keywords, Shape, Type, TypeId, TypeRef, Use};
use crate::name::Names;
use crate::pointer::Pointer;

/// Something that can be meant.
pub(super) struct Candidate<'a> {
    /// Where its schema stands; for a variant, where the value does.
    pub(super) pointer: Pointer,
    /// The Rust path; none for the items of a list and the values of a map.
    pub(super) rust: Option<String>,
    /// What it is.
    pub(super) thing: Thing<'a>,
}

/// What can be meant.
pub(super) enum Thing<'a> {
    /// A type.
    Type(TypeId),
    /// A field, the type that it is a part of first.
    Field(TypeId, &'a Field),
    /// A variant, the type that it is a part of first, and what tells it from the others.
    Variant(TypeId, String),
    /// What a list or a map holds.
    Value(&'a Use),
}

/// Everything that can be meant.
pub(super) struct Candidates<'a> {
    api: &'a Api,
    sources: &'a Sources,
    all: Vec<Candidate<'a>>,
}

impl<'a> Candidates<'a> {
    pub(super) fn of(api: &'a Api, names: &Names, sources: &'a Sources) -> Self {
        let all = (0..api.types.len()).flat_map(|index| of_type(api, names, TypeId(index)));
        Self { api, sources, all: all.collect() }
    }

    /// What a selector means.
    pub(super) fn find(&self, selector: &str) -> Vec<&Candidate<'a>> {
        match pointer(selector) {
            Some((document, pointer)) => {
                let here = self.all.iter().filter(|one| one.pointer.as_str() == pointer);
                here.filter(|one| document.is_empty() || self.is_in(one, document)).collect()
            }
            None => self
                .all
                .iter()
                .filter(|one| one.rust.as_deref().is_some_and(|path| ends_with(path, selector)))
                .collect(),
        }
    }

    /// What is spelled most like the selector, and how much.
    pub(super) fn nearest(&self, selector: &str) -> Option<(f64, String)> {
        let texts: Vec<String> = match pointer(selector) {
            Some((document, _)) => {
                let mark = if selector.contains('#') { format!("{document}#") } else { String::new() };
                self.all.iter().map(|one| format!("{mark}{}", one.pointer)).collect()
            }
            None => self
                .all
                .iter()
                .filter_map(|one| Some(tail(one.rust.as_deref()?, selector).to_owned()))
                .collect(),
        };
        let like = texts.into_iter().map(|text| (strsim::normalized_levenshtein(selector, &text), text));
        like.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)))
    }

    /// Whether this is the name of the definition or of the input that something stands in.
    fn is_in(&self, one: &Candidate<'_>, name: &str) -> bool {
        let place = self.place(&one.thing);
        let source = self.sources.get(place.source).map(crate::diagnostic::Source::name);
        let is_file = source.is_some_and(|source| source == name || source.rsplit('/').next() == Some(name));
        is_file || self.definition(place) == Some(name)
    }

    fn place(&self, thing: &Thing<'a>) -> &'a Place {
        match thing {
            Thing::Type(id) | Thing::Variant(id, _) => &self.api.ty(*id).place,
            Thing::Field(_, field) => &field.value.place,
            Thing::Value(value) => &value.place,
        }
    }

    /// The name of the definition around a place.
    fn definition(&self, place: &Place) -> Option<&'a str> {
        let holds = |outer: &Place| {
            outer.source == place.source
                && outer.span.start <= place.span.start
                && place.span.end <= outer.span.end
        };
        let definition = self.api.definitions.iter().find(|definition| holds(&definition.place))?;
        definition.document.pointer("/metadata/name")?.as_str()
    }
}

/// The document and the pointer in it, where a selector is one.
fn pointer(selector: &str) -> Option<(&str, &str)> {
    match selector.split_once('#') {
        Some((document, pointer)) if pointer.is_empty() || pointer.starts_with('/') => {
            Some((document, pointer))
        }
        _ => selector.starts_with('/').then_some(("", selector)),
    }
}

/// Whether a path ends with these steps.
fn ends_with(path: &str, steps: &str) -> bool {
    let before = path.strip_suffix(steps);
    !steps.is_empty() && before.is_some_and(|before| before.is_empty() || before.ends_with("::"))
}

/// As much of a path as the other one has steps, from its end.
fn tail<'p>(path: &'p str, other: &str) -> &'p str {
    let count = |path: &str| path.split_once('.').map_or(path, |(ty, _)| ty).matches("::").count();
    let skipped = count(path).saturating_sub(count(other));
    path.splitn(skipped + 1, "::").last().unwrap_or(path)
}

fn of_type<'a>(api: &'a Api, names: &Names, id: TypeId) -> Vec<Candidate<'a>> {
    let (ty, path) = (api.ty(id), names.type_path(api, id));
    let itself =
        Candidate { pointer: ty.place.pointer.clone(), rust: Some(path.clone()), thing: Thing::Type(id) };
    let mut all = vec![itself];
    if let Shape::Object(object) = &ty.shape {
        let choices =
            object.choices.iter().map(|choice| of_choice(id, api.ty(choice.ty), &path, &choice.name));
        all.extend(choices);
    }
    match &ty.shape {
        Shape::Object(object) => object.fields.iter().for_each(|field| {
            let (pointer, rust) = (field.value.place.pointer.clone(), Some(format!("{path}.{}", field.name)));
            all.push(Candidate { pointer, rust, thing: Thing::Field(id, field) });
            all.extend(inner(&field.value).into_iter().map(of_value));
        }),
        Shape::Enum(_) => all.extend(ty.wire_names().into_iter().map(|value| {
            let pointer = ty.place.pointer.join("enum").join(at(&ty.schema, &value));
            let rust = Some(format!("{path}.{value}"));
            Candidate { pointer, rust, thing: Thing::Variant(id, value.into_owned()) }
        })),
        Shape::Union(union) => {
            for (index, (variant, name)) in union.variants.iter().zip(names.members(id)).enumerate() {
                let (pointer, rust) = (variant.value.place.pointer.clone(), Some(format!("{path}.{name}")));
                all.push(Candidate { pointer, rust, thing: Thing::Variant(id, index.to_string()) });
                all.extend(inner(&variant.value).into_iter().map(of_value));
            }
        }
        Shape::Choice(_) => all.extend(ty.wire_names().into_iter().map(|set| of_choice(id, ty, &path, &set))),
        Shape::Tuple(tuple) => all.extend(tuple.items.iter().map(of_value)),
        Shape::Alias(value) => all.extend(inner(value).into_iter().map(of_value)),
    }
    all
}

/// A choice between members, or one of its sets: a name alone. It has no place of its own in a document.
fn of_choice<'a>(id: TypeId, choice: &Type, path: &str, name: &str) -> Candidate<'a> {
    let pointer = choice.place.pointer.join(format!("{{{name}}}"));
    Candidate { pointer, rust: Some(format!("{path}.{name}")), thing: Thing::Variant(id, name.to_owned()) }
}

fn of_value(value: &Use) -> Candidate<'_> {
    Candidate { pointer: value.place.pointer.clone(), rust: None, thing: Thing::Value(value) }
}

/// What lists and maps hold, those in others included.
fn inner(value: &Use) -> Vec<&Use> {
    let mut all = Vec::new();
    let mut value = value;
    while let TypeRef::List(inner) | TypeRef::Map(inner) = &value.ty {
        // What no schema describes stands at the place of what is around it.
        all.extend((inner.place != value.place).then_some(&**inner));
        value = inner;
    }
    all
}

/// The place of a value in its enumeration.
fn at(schema: &Keywords, value: &str) -> usize {
    let text = |other: &Value| other.as_str().map_or_else(|| other.to_string(), str::to_owned);
    let values = schema.0.get("enum").and_then(Value::as_array);
    values.and_then(|values| values.iter().position(|other| text(other) == value)).unwrap_or_default()
}
