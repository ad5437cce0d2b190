//! Objects that fit their schemas: examples, made of the model.
//!
//! An example has what must be there, and some of what may be, less the deeper it stands. It is made to fit, and then compared
//! with the whole schema ([`fits`]): where it does not fit, a plainer one is tried, and at last there is none. Rules in CEL are
//! not evaluated; members that one of them speaks of are left out where they may be.

mod fits;
mod object;
mod pattern;
mod scalar;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use crate::ir::{Api, Choice, Keywords, ResourceId, Scope, Shape, Type, TypeId, TypeRef, Union, Use};

/// How much an example is to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// Some of what may be left out, and values that the schema gives as examples.
    Telling,
    /// The same, with values of our own.
    Own,
    /// What must be there.
    Least,
}

/// The extents, in the order in which they are tried.
const EXTENTS: [Extent; 3] = [Extent::Telling, Extent::Own, Extent::Least];

/// How many members of an object are shown that may be left out, by how deep it stands.
const OPTIONAL: [usize; 4] = [8, 8, 3, 1];

/// The deepest value that is made: what has no end is given up.
const DEEPEST: usize = 24;

/// An object of a resource whose schema is this, as a whole; nothing where none was found that fits.
#[must_use]
pub fn of_resource(api: &Api, id: ResourceId, schema: &Value) -> Option<Value> {
    let resource = api.resource(id);
    let mut metadata = json!({ "name": "example" });
    if resource.scope == Scope::Namespaced {
        metadata["namespace"] = "default".into();
    }
    let head = json!({
        "apiVersion": format!("{}/{}", resource.group, resource.version),
        "kind": resource.names.kind,
        "metadata": metadata,
    });
    let whole = |extent: Extent| {
        let Value::Object(made) = Maker::new(api, extent).of_type(resource.root)? else { return None };
        // What a server writes is nothing that one sends.
        let own = made.into_iter().filter(|(name, _)| name != "status" && head.get(name).is_none());
        let mut object = Value::Object(head.as_object()?.clone().into_iter().chain(own).collect());
        object.sort_all_objects();
        Some(object).filter(|object| fits::fits(object, schema, schema))
    };
    EXTENTS.into_iter().find_map(whole)
}

/// A value of a type; nothing where none was found that fits.
#[must_use]
pub fn of_type(api: &Api, id: TypeId) -> Option<Value> {
    let ty = api.ty(id);
    let document = api.document(api.document_of(&ty.path.root)?);
    let schema = document.schema_at(&ty.place)?;
    EXTENTS.into_iter().find_map(|extent| {
        let mut value = Maker::new(api, extent).of_type(id)?;
        value.sort_all_objects();
        Some(value).filter(|value| fits::fits(value, schema, &document.schemas))
    })
}

/// Makes one example.
struct Maker<'a> {
    api: &'a Api,
    extent: Extent,
    /// The types that are being made: one that holds itself is left out.
    open: Vec<TypeId>,
    /// How many values are around this one.
    depth: usize,
    /// How many objects.
    objects: usize,
    /// The rules that speak of what is being made, or of something in it.
    rules: Vec<&'a str>,
}

impl<'a> Maker<'a> {
    fn new(api: &'a Api, extent: Extent) -> Self {
        Self { api, extent, open: Vec::new(), depth: 0, objects: 0, rules: Vec::new() }
    }

    fn of_type(&mut self, id: TypeId) -> Option<Value> {
        let ty = self.api.ty(id);
        if self.open.contains(&id) {
            return None;
        }
        if let Some(given) = self.given(&ty.schema) {
            return Some(given);
        }
        self.open.push(id);
        let rules = self.rules.len();
        self.rules.extend(rules_of(&ty.schema));
        let made = self.of_shape(ty);
        self.rules.truncate(rules);
        self.open.pop();
        made
    }

    fn of_shape(&mut self, ty: &'a Type) -> Option<Value> {
        match &ty.shape {
            Shape::Object(object) => self.object(ty, object),
            // The first value is often the one that stands for nothing in particular.
            Shape::Enum(crate::ir::Enumeration::Strings(all)) => all.last().cloned().map(Value::from),
            Shape::Enum(crate::ir::Enumeration::Values(all)) => all.last().cloned(),
            Shape::Union(union) => self.union(union),
            Shape::Tuple(tuple) => tuple.items.iter().map(|item| self.of_use(item)).collect(),
            Shape::Alias(target) => self.of_use(target),
            Shape::Choice(_) => None,
        }
    }

    /// The first variant of which there is a value.
    fn union(&mut self, union: &'a Union) -> Option<Value> {
        let mut variants = union.variants.iter().enumerate();
        variants.find_map(|(index, variant)| {
            let mut value = self.of_use(&variant.value)?;
            if let Choice::Tag { property, values } = &union.choice {
                let tag = values.get(index).and_then(|values| values.first())?;
                value.as_object_mut()?.insert(property.clone(), tag.as_str().into());
            }
            Some(value)
        })
    }

    fn of_use(&mut self, used: &'a Use) -> Option<Value> {
        if let Some(given) = self.given(&used.schema) {
            return Some(given);
        }
        if self.depth == DEEPEST {
            return None;
        }
        self.depth += 1;
        let rules = self.rules.len();
        self.rules.extend(rules_of(&used.schema));
        let made = self.of_ref(used);
        self.rules.truncate(rules);
        self.depth -= 1;
        made
    }

    fn of_ref(&mut self, used: &'a Use) -> Option<Value> {
        let keywords = &used.schema;
        match &used.ty {
            TypeRef::Described(id) => self.of_type(*id),
            TypeRef::List(inner) => self.list(keywords, inner),
            TypeRef::Map(inner) => self.map(keywords, inner),
            TypeRef::Boolean => Some(true.into()),
            TypeRef::Integer(_) => scalar::integer(keywords),
            TypeRef::Number | TypeRef::Float => scalar::number(keywords),
            TypeRef::String(format) => scalar::string(keywords, *format).map(Value::from),
            TypeRef::IntOrString if keywords.0.contains_key("pattern") => {
                scalar::string(keywords, crate::ir::StringFormat::Plain).map(Value::from)
            }
            TypeRef::IntOrString => scalar::integer(keywords),
            TypeRef::Any if keywords.0.get("type").is_some_and(|ty| ty == "object") => Some(json!({})),
            TypeRef::Any
            | TypeRef::Known(_)
            | TypeRef::ListOf(_)
            | TypeRef::Resource(_)
            | TypeRef::Foreign(_) => None,
        }
    }

    /// As many items as there must be, and one if there may be.
    fn list(&mut self, keywords: &Keywords, inner: &'a Use) -> Option<Value> {
        let least = usize::try_from(keywords.0.get("minItems").and_then(Value::as_u64).unwrap_or(0)).ok()?;
        let item = self.of_use(inner);
        match (item, least) {
            (Some(item), 0 | 1) => Some(Value::Array(vec![item])),
            // Several would have to differ.
            (Some(item), 2..=8) => Some(Value::Array(vec![item; least])),
            (None, 0) => Some(json!([])),
            _ => None,
        }
    }

    fn map(&mut self, keywords: &Keywords, inner: &'a Use) -> Option<Value> {
        let least = keywords.0.get("minProperties").and_then(Value::as_u64).unwrap_or(0);
        match self.of_use(inner) {
            Some(value) if least <= 1 => Some(json!({ "example": value })),
            None if least == 0 => Some(json!({})),
            _ => None,
        }
    }

    /// A value that the schema itself gives.
    fn given(&self, keywords: &Keywords) -> Option<Value> {
        let get = |keyword: &str| keywords.0.get(keyword).filter(|value| !value.is_null());
        if let Some(only) = get("const") {
            return Some(only.clone());
        }
        if self.extent != Extent::Telling {
            return None;
        }
        let examples = get("examples").and_then(Value::as_array).and_then(|all| all.first());
        get("example").or(examples).or_else(|| get("default")).cloned()
    }
}

/// The rules of a schema.
fn rules_of(keywords: &Keywords) -> impl Iterator<Item = &str> {
    let rules = keywords.0.get("x-kubernetes-validations").and_then(Value::as_array);
    rules.into_iter().flatten().filter_map(|rule| rule.get("rule")?.as_str())
}
