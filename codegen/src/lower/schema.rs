//! From a schema to what it describes.
//!
//! A schema is asked one question after the other ([`CLASSIFIERS`]); the first that knows it decides. What none of them
//! knows may be any JSON value, which loses nothing. Constraints are not asked about: they stay with the schema and are
//! checked on demand.

use serde_json::Value;

use super::{choice, depth};
use crate::ir::{
    Access, Api, Enumeration, Field, ForeignId, IntegerFormat, Keywords, MemberChoice, Null, Object,
    Presence, ResourceId, Rest, Root, Shape, Step, StringFormat, Type, TypeId, TypePath, TypeRef, Use,
};
use crate::read::crd::Version;
use crate::read::schema::{Additional, Schema, SchemaType};

/// Adds the type of the objects of a version, and all types inside it.
pub(super) fn root(api: &mut Api, resource: ResourceId, version: &Version) -> TypeId {
    let path = TypePath { root: Root::Resource(resource), steps: Vec::new() };
    match &version.schema {
        Some(schema) => add_object(api, schema, path),
        None => {
            let shape =
                Shape::Object(Object { fields: Vec::new(), choices: Vec::new(), rest: Rest::Preserved });
            push(api, Type { place: version.place.clone(), path, schema: Keywords::default(), shape })
        }
    }
}

type Classifier = fn(&mut Api, &Schema, &TypePath) -> Option<TypeRef>;

/// The questions, in their order.
const CLASSIFIERS: [Classifier; 8] =
    [foreign, int_or_string, enumeration, too_deep, object, map, list, scalar];

fn value(api: &mut Api, schema: &Schema, path: &TypePath) -> Use {
    let decided = CLASSIFIERS.iter().find_map(|classify| classify(api, schema, path));
    let ty = decided.unwrap_or(TypeRef::Any);
    let keywords = match ty {
        TypeRef::Described(_) => Keywords::default(),
        TypeRef::List(_) => keywords(schema, "items"),
        TypeRef::Map(_) => keywords(schema, "additionalProperties"),
        _ => keywords(schema, ""),
    };
    let null = if schema.nullable { Null::Allowed } else { Null::Refused };
    Use { place: schema.place.clone(), ty, null, schema: keywords }
}

fn foreign(_: &mut Api, schema: &Schema, _: &TypePath) -> Option<TypeRef> {
    schema.foreign.map(|id| TypeRef::Foreign(ForeignId(id)))
}

fn int_or_string(_: &mut Api, schema: &Schema, _: &TypePath) -> Option<TypeRef> {
    schema.int_or_string.then_some(TypeRef::IntOrString)
}

/// An enumeration of scalars. One with lists, objects or values that its type rules out is of that type, and its values
/// are a constraint.
fn enumeration(api: &mut Api, schema: &Schema, path: &TypePath) -> Option<TypeRef> {
    let mut values: Vec<Value> = Vec::new();
    for value in schema.enumeration.iter().filter(|value| !(value.is_null() && schema.nullable)) {
        if !is_scalar_of(value, schema.ty) {
            return None;
        }
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    let shape = match values.iter().map(|value| value.as_str().map(str::to_owned)).collect() {
        _ if values.is_empty() => return None,
        Some(texts) => Enumeration::Strings(texts),
        None => Enumeration::Values(values),
    };
    let shape = Shape::Enum(shape);
    let ty = Type { place: schema.place.clone(), path: path.clone(), schema: keywords(schema, ""), shape };
    Some(TypeRef::Described(push(api, ty)))
}

fn is_scalar_of(value: &Value, ty: Option<SchemaType>) -> bool {
    match value {
        Value::String(_) => matches!(ty, None | Some(SchemaType::String)),
        Value::Number(_) => matches!(ty, None | Some(SchemaType::Integer | SchemaType::Number)),
        Value::Bool(_) => matches!(ty, None | Some(SchemaType::Boolean)),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

/// A value with values inside it that is too far from the root for a type. Its schema is kept whole.
fn too_deep(_: &mut Api, schema: &Schema, path: &TypePath) -> Option<TypeRef> {
    let is_container = matches!(schema.ty, Some(SchemaType::Object | SchemaType::Array));
    let holds_values = is_container || !schema.properties.is_empty();
    (holds_values && depth::is_too_deep(path)).then_some(TypeRef::Any)
}

fn object(api: &mut Api, schema: &Schema, path: &TypePath) -> Option<TypeRef> {
    let is_object = matches!(schema.ty, Some(SchemaType::Object) | None) && !schema.properties.is_empty();
    is_object.then(|| TypeRef::Described(add_object(api, schema, path.clone())))
}

/// An object without named members. Where the schema says nothing of the values either, they may be anything.
fn map(api: &mut Api, schema: &Schema, path: &TypePath) -> Option<TypeRef> {
    if schema.ty != Some(SchemaType::Object) {
        return None;
    }
    let values = match &schema.additional {
        Additional::Schema(values) => value(api, values, &path.then(Step::Values)),
        _ => anything(schema),
    };
    Some(TypeRef::Map(Box::new(values)))
}

fn list(api: &mut Api, schema: &Schema, path: &TypePath) -> Option<TypeRef> {
    if schema.ty != Some(SchemaType::Array) {
        return None;
    }
    let item = match &schema.items {
        Some(items) => value(api, items, &path.then(Step::Items)),
        None => anything(schema),
    };
    Some(TypeRef::List(Box::new(item)))
}

fn scalar(_: &mut Api, schema: &Schema, _: &TypePath) -> Option<TypeRef> {
    let format = schema.format.as_deref();
    match schema.ty? {
        SchemaType::Boolean => Some(TypeRef::Boolean),
        SchemaType::Number => Some(TypeRef::Number),
        SchemaType::Integer if format == Some("int32") => Some(TypeRef::Integer(IntegerFormat::Int32)),
        SchemaType::Integer => Some(TypeRef::Integer(IntegerFormat::Int64)),
        SchemaType::String if format == Some("date-time") => Some(TypeRef::String(StringFormat::DateTime)),
        SchemaType::String => Some(TypeRef::String(StringFormat::Plain)),
        SchemaType::Object | SchemaType::Array => None,
    }
}

/// A value that no schema describes, inside one that `outer` describes.
fn anything(outer: &Schema) -> Use {
    Use { place: outer.place.clone(), ty: TypeRef::Any, null: Null::Refused, schema: Keywords::default() }
}

/// Adds an object and, after it, the types inside it.
fn add_object(api: &mut Api, schema: &Schema, path: TypePath) -> TypeId {
    let rest = match (schema.preserve_unknown_fields, &schema.additional) {
        (false, Additional::Unspecified | Additional::Refused) => Rest::Unspecified,
        _ => Rest::Preserved,
    };
    let shape = Shape::Object(Object { fields: Vec::new(), choices: Vec::new(), rest: rest.clone() });
    let keywords = keywords(schema, "properties");
    let id = push(api, Type { place: schema.place.clone(), path: path.clone(), schema: keywords, shape });
    let fields = schema.properties.iter().map(|(name, property)| Field {
        name: name.clone(),
        presence: presence(schema, name, property),
        access: Access::Both,
        value: value(api, property, &path.then(Step::Member(name.clone()))),
        also: Vec::new(),
    });
    let fields: Vec<Field> = fields.collect();
    let choices = choices(api, schema, &path, &fields);
    api.types[id.0].shape = Shape::Object(Object { fields, choices, rest });
    id
}

/// The choices between members of an object. What an object has in any case (`metadata`) is no matter of choice, and types
/// from elsewhere are read as members alone.
fn choices(api: &mut Api, schema: &Schema, path: &TypePath, fields: &[Field]) -> Vec<MemberChoice> {
    let is_standard = |field: &Field| {
        path.steps.is_empty() && ["apiVersion", "kind", "metadata"].contains(&field.name.as_str())
    };
    let is_plain =
        |at: &usize| fields.get(*at).is_none_or(|field| is_standard(field) || is_foreign(&field.value.ty));
    let mut groups = choice::groups(schema);
    groups.retain(|group| depth::leaves_room_for_choices(path) && !group.sets.iter().flatten().any(is_plain));
    let choice = |(index, group): (usize, choice::Group)| {
        let sets = group.sets.iter().map(|set| set.iter().map(|at| fields[*at].clone()).collect());
        let sets: Vec<Vec<Field>> = sets.collect();
        let first = sets.first().and_then(|set| set.first()).filter(|_| index > 0);
        let name = first.map_or_else(|| "choice".to_owned(), |field| format!("{} choice", field.name));
        let path = path.then(Step::Choice(name.clone()));
        let ty = Type { place: group.place, path, schema: Keywords::default(), shape: Shape::Choice(sets) };
        MemberChoice { name, ty: push(api, ty), sets: group.sets, presence: group.presence }
    };
    groups.into_iter().enumerate().map(choice).collect()
}

fn is_foreign(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Foreign(_) => true,
        TypeRef::List(inner) | TypeRef::Map(inner) => is_foreign(&inner.ty),
        _ => false,
    }
}

/// Whether a member must be there. A document may leave out a required member that has a default: an API server fills
/// it in before it looks.
fn presence(object: &Schema, name: &str, member: &Schema) -> Presence {
    let required = object.required.iter().any(|required| required == name);
    match required && !member.keywords.contains_key("default") {
        true => Presence::Required,
        false => Presence::Optional,
    }
}

/// What a schema says beside the schemas under the keyword `modelled`, which become types of their own. Those under any
/// other keyword are kept as they are.
fn keywords(schema: &Schema, modelled: &str) -> Keywords {
    let mut keywords = schema.keywords.clone();
    if modelled != "properties" && !schema.properties.is_empty() {
        let properties = schema.properties.iter().map(|(name, property)| (name.clone(), whole(property)));
        keywords.insert("properties".to_owned(), Value::Object(properties.collect()));
    }
    if let (Some(items), true) = (&schema.items, modelled != "items") {
        keywords.insert("items".to_owned(), whole(items));
    }
    if let (Additional::Schema(values), true) = (&schema.additional, modelled != "additionalProperties") {
        keywords.insert("additionalProperties".to_owned(), whole(values));
    }
    Keywords(keywords)
}

/// A schema as it was written.
fn whole(schema: &Schema) -> Value {
    Value::Object(keywords(schema, "").0)
}

fn push(api: &mut Api, ty: Type) -> TypeId {
    api.types.push(ty);
    TypeId(api.types.len() - 1)
}
