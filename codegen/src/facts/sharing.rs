//! Which types are the same.
//!
//! Real definitions describe the same tree at many places, and each version of a resource describes all of it again.
//! One Rust type serves for all of them, for that is what the user's compiler pays for. Types are the same when
//! everything but their descriptions is: members, types, constraints, defaults and rules, the keys by which lists tell them
//! apart, and what the user wants otherwise.
//!
//! All types begin in one class. Each round splits the classes by what their types look like, the classes of the types
//! inside them included, until a round splits nothing. Equality is thereby decided for trees of any depth, and for
//! cycles, without recursion over types.

use indexmap::IndexSet;
use serde_json::{Value, json};

use crate::ir::{Api, Enumeration, Field, Keywords, Object, Rest, Shape, Type, TypeId, TypeRef, Use};
use crate::overrides::{Overrides, RustPath};

/// Keywords that say something to a reader and nothing about values.
const PROSE: [&str; 5] = ["description", "title", "example", "examples", "externalDocs"];

/// For every type, the first type that is the same.
pub(super) fn representatives(api: &Api, overrides: &Overrides, keys: &[Option<Vec<usize>>]) -> Vec<TypeId> {
    let mut texts = IndexSet::new();
    let types = api.types.iter().zip(keys);
    let outlines: Vec<Outline> =
        types.map(|(ty, keys)| Outline::of(ty, &json!([wanted(ty, overrides), keys]), &mut texts)).collect();
    let mut classes = vec![0; api.types.len()];
    let mut count = 0;
    loop {
        let mut seen = IndexSet::new();
        let split: Vec<usize> = outlines.iter().map(|outline| outline.class(&classes, &mut seen)).collect();
        classes = split;
        if seen.len() == count {
            return first_of_class(&classes, count);
        }
        count = seen.len();
    }
}

fn first_of_class(classes: &[usize], count: usize) -> Vec<TypeId> {
    let mut first = vec![None; count];
    let of = |(index, &class): (usize, &usize)| *first[class].get_or_insert(TypeId(index));
    classes.iter().enumerate().map(of).collect()
}

/// A type without the types inside it, and those.
struct Outline {
    /// The number of its text among all.
    text: usize,
    inner: Vec<TypeId>,
}

impl Outline {
    /// The outline of a type of which this is said elsewhere.
    fn of(ty: &Type, elsewhere: &Value, texts: &mut IndexSet<String>) -> Self {
        let mut inner = Vec::new();
        let shape = match &ty.shape {
            // The root of a resource has an API version and a kind of its own.
            Shape::Object(_) if ty.path.steps.is_empty() && ty.path.resource().is_some() => {
                json!(ty.path.resource().map(|id| id.0))
            }
            shape => outline(shape, &mut inner),
        };
        let text = json!([facts_of(&ty.schema), shape, elsewhere]).to_string();
        Self { text: texts.insert_full(text).0, inner }
    }

    fn class(&self, classes: &[usize], seen: &mut IndexSet<(usize, Vec<usize>)>) -> usize {
        let inner = self.inner.iter().map(|id| classes[id.0]).collect();
        seen.insert_full((self.text, inner)).0
    }
}

fn outline(shape: &Shape, inner: &mut Vec<TypeId>) -> Value {
    match shape {
        Shape::Object(object) => json!([object_outline(object, inner), rest_outline(&object.rest, inner)]),
        Shape::Enum(Enumeration::Strings(values)) => json!(values),
        Shape::Enum(Enumeration::Values(values)) => json!(["values", values]),
        Shape::Union(union) => {
            let variants = union.variants.iter().map(|variant| use_outline(&variant.value, inner));
            json!(["union", variants.collect::<Vec<_>>(), format!("{:?}", union.choice)])
        }
        Shape::Tuple(tuple) => {
            let items: Vec<_> = tuple.items.iter().map(|item| use_outline(item, inner)).collect();
            json!(["tuple", items, rest_outline(&tuple.rest, inner)])
        }
        Shape::Alias(target) => json!(["alias", use_outline(target, inner)]),
        Shape::Choice(sets) => {
            let mut set =
                |set: &Vec<Field>| -> Value { set.iter().map(|field| field_outline(field, inner)).collect() };
            json!(["choice", sets.iter().map(&mut set).collect::<Value>()])
        }
    }
}

fn rest_outline(rest: &Rest, inner: &mut Vec<TypeId>) -> Value {
    match rest {
        Rest::Typed(value) => json!(["typed", use_outline(value, inner)]),
        // What is kept is kept in the same way, whatever the schema says of it.
        Rest::Unspecified | Rest::Preserved | Rest::Refused => Value::Null,
    }
}

fn object_outline(object: &Object, inner: &mut Vec<TypeId>) -> Value {
    let fields: Vec<Value> = object.fields.iter().map(|field| field_outline(field, inner)).collect();
    let choices = object.choices.iter().map(|choice| json!([choice.sets, format!("{:?}", choice.presence)]));
    json!([fields, choices.collect::<Value>()])
}

fn field_outline(field: &Field, inner: &mut Vec<TypeId>) -> Value {
    let said = format!("{:?} {:?}", field.presence, field.access);
    json!([field.name, said, use_outline(&field.value, inner)])
}

fn use_outline(value: &Use, inner: &mut Vec<TypeId>) -> Value {
    let ty = match &value.ty {
        TypeRef::Described(id) => {
            inner.push(*id);
            json!("described")
        }
        TypeRef::List(item) => json!(["list", use_outline(item, inner)]),
        TypeRef::Map(entry) => json!(["map", use_outline(entry, inner)]),
        other => json!(format!("{other:?}")),
    };
    json!([ty, format!("{:?}", value.null), facts_of(&value.schema)])
}

/// What the user wants of a type otherwise than of others. That it has another name makes no difference: an alias has it.
fn wanted(ty: &Type, overrides: &Overrides) -> Value {
    let wire = ty.wire_names();
    let names: Vec<_> = wire.iter().map(|wire| overrides.member(&ty.place, wire)).collect();
    let derives: Vec<_> = overrides.derives(&ty.place).iter().map(RustPath::as_str).collect();
    if derives.is_empty() && names.iter().all(Option::is_none) {
        Value::Null
    } else {
        json!([names, derives])
    }
}

fn facts_of(schema: &Keywords) -> Value {
    let mut keywords = schema.0.clone();
    keywords.retain(|keyword, _| !PROSE.contains(&keyword.as_str()));
    Value::Object(keywords)
}
