//! Checking the values of a request against their schemas.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::request::Member;
use super::{Item, values};
use crate::facts::Codec;
use crate::ir::{Location, Presence, Shape, TypeRef, Use};

/// The method that checks a request, where there is something to check.
pub(super) fn emit(item: Item<'_>, members: &[Member]) -> Option<TokenStream> {
    let parameters = item.operation.parameters.iter().zip(members).filter_map(|(parameter, member)| {
        let location = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let place = format!("{location} parameter `{}`", parameter.name);
        statement(item, &place, member, &parameter.value)
    });
    let body =
        body(item).zip(members.last()).and_then(|(value, member)| statement(item, "body", member, value));
    let statements: Vec<_> = parameters.chain(body).collect();
    (!statements.is_empty()).then(|| quote!(fn check(&self, check: &mut Check) { #(#statements)* }))
}

/// The value of the body, where there is one, and it is all there.
fn body(item: Item<'_>) -> Option<&Use> {
    let [case] = item.exchange.body.as_slice() else { return None };
    let content = item.operation.body.as_ref()?.content.get(case.content?)?;
    matches!(case.codec, Codec::Json | Codec::Form).then_some(&content.value)
}

/// The statement that checks a value, where its schema says more than its type.
fn statement(item: Item<'_>, place: &str, member: &Member, value: &Use) -> Option<TokenStream> {
    let name = &member.name;
    let own = literal(item, value);
    let own = own.map(|schema| quote!(check.value(#place, &self.#name, #schema);));
    let described = described(item, place, member, value);
    (own.is_some() || described.is_some()).then(|| quote!(#own #described))
}

/// The statement that checks the described values inside a value.
fn described(item: Item<'_>, place: &str, member: &Member, value: &Use) -> Option<TokenStream> {
    let name = &member.name;
    let is_required = member.presence == Presence::Required;
    let steps = match values::resolved(item.model, value) {
        (_, Some(_)) if is_required => return Some(quote!(check.described(#place, &self.#name);)),
        (_, Some(_)) => {
            return Some(quote!(if let Some(value) = &self.#name { check.described(#place, value); }));
        }
        (TypeRef::List(inner), None) if is_required => inside(item, inner).map(|rest| quote!(.iter() #rest)),
        (TypeRef::Map(inner), None) if is_required => inside(item, inner).map(|rest| quote!(.values() #rest)),
        _ => steps(item, value).map(|rest| quote!(.iter() #rest)),
    };
    steps.map(|steps| quote!(for value in self.#name #steps { check.described(#place, value); }))
}

/// The steps from values to the described values inside them.
fn steps(item: Item<'_>, value: &Use) -> Option<TokenStream> {
    match values::resolved(item.model, value) {
        (_, Some(_)) => Some(TokenStream::new()),
        (TypeRef::List(inner), None) => inside(item, inner).map(|rest| quote!(.flatten() #rest)),
        (TypeRef::Map(inner), None) => {
            inside(item, inner).map(|rest| quote!(.flat_map(|map| map.values()) #rest))
        }
        _ => None,
    }
}

/// The same from the items of a list, or from the values of a map.
fn inside(item: Item<'_>, inner: &Use) -> Option<TokenStream> {
    let present = (inner.null == crate::ir::Null::Allowed).then(|| quote!(.flatten()));
    steps(item, inner).map(|rest| quote!(#present #rest))
}

/// The schema of a value as text, where it says more than its type does.
fn literal(item: Item<'_>, value: &Use) -> Option<String> {
    let schema = schema(item, value, 0);
    let says = |schema: &Value| schema.as_object().is_some_and(|members| !members.is_empty());
    says(&schema).then(|| schema.to_string())
}

/// The keywords that constrain a value.
const CONSTRAINTS: [&str; 15] = [
    "const",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
];

/// What the schema of a value says, that of described types apart.
fn schema(item: Item<'_>, value: &Use, depth: usize) -> Value {
    let mut members = Map::new();
    if depth > 8 {
        return Value::Object(members);
    }
    let own = value
        .schema
        .0
        .iter()
        .filter(|(name, _)| CONSTRAINTS.contains(&name.as_str()) || *name == "uniqueItems");
    members.extend(own.map(|(name, value)| (name.clone(), value.clone())));
    if value.null == crate::ir::Null::Allowed && !members.is_empty() {
        members.insert("nullable".to_owned(), Value::Bool(true));
    }
    let inside = |inner: &Use| {
        Some(schema(item, inner, depth + 1))
            .filter(|inner| inner.as_object().is_some_and(|inner| !inner.is_empty()))
    };
    match &value.ty {
        TypeRef::List(inner) => members.extend(inside(inner).map(|inner| ("items".to_owned(), inner))),
        TypeRef::Map(inner) => {
            members.extend(inside(inner).map(|inner| ("additionalProperties".to_owned(), inner)))
        }
        TypeRef::Described(id) => {
            if let Shape::Alias(target) = &item.model.api.ty(*id).shape {
                return schema(item, target, depth + 1);
            }
        }
        _ => {}
    }
    Value::Object(members)
}
