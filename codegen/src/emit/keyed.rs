//! The key of an item of a list, by which it is found there.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{Model, ident, types};
use crate::ir::{Enumeration, Field, Object, Presence, Shape, StringFormat, TypeId, TypeRef};
use crate::name::Ident;

/// How the key of an item is read; nothing where values of the type are in no list with keys, or in several with different
/// ones.
pub(super) fn emit(model: Model<'_>, id: TypeId, object: &Object) -> Option<TokenStream> {
    let places = model.facts.keys(id)?;
    let names = model.names.members(id);
    let keys = places.iter().map(|at| Key::of(model, &names[*at], &object.fields[*at]));
    let keys: Vec<Key> = keys.collect::<Option<_>>()?;
    let (types, values): (Vec<_>, Vec<_>) = keys.into_iter().map(|key| (key.ty, key.value)).unzip();
    let (ty, value) = match (types.as_slice(), values.as_slice()) {
        ([ty], [value]) => (quote!(#ty), quote!(#value)),
        _ => (quote!((#(#types),*)), quote!((#(#values),*))),
    };
    let name = ident(model.names.ty(id));
    Some(quote! {
        impl Keyed for #name {
            type Key<'a> = #ty;
            fn key(&self) -> Self::Key<'_> { #value }
            fn has_key(&self, key: Self::Key<'_>) -> bool { self.key() == key }
        }
    })
}

/// A member that is a key or a part of one.
struct Key {
    /// The Rust type of its value in the key.
    ty: TokenStream,
    /// How that is read.
    value: TokenStream,
}

/// How a value becomes a part of a key.
enum Way {
    /// As it is.
    Copied,
    /// As a slice of text.
    Text,
    /// By reference.
    Borrowed,
}

impl Key {
    /// None for what cannot be compared, or has a default that cannot be written down.
    fn of(model: Model<'_>, name: &Ident, field: &Field) -> Option<Self> {
        let (name, way) = (ident(name), way(model, &field.value.ty)?);
        let ty = match way {
            Way::Text => quote!(&'a str),
            Way::Copied => types::of(model, &field.value.ty),
            Way::Borrowed => {
                let ty = types::of(model, &field.value.ty);
                quote!(&'a #ty)
            }
        };
        if field.presence == Presence::Required {
            let value = match way {
                Way::Copied => quote!(self.#name),
                Way::Text => quote!(self.#name.as_str()),
                Way::Borrowed => quote!(&self.#name),
            };
            return Some(Self { ty, value });
        }
        let value = match way {
            Way::Copied => quote!(self.#name),
            Way::Text => quote!(self.#name.as_deref()),
            Way::Borrowed => quote!(self.#name.as_ref()),
        };
        let Some(default) = default(model, field) else {
            return Some(Self { ty: quote!(Option<#ty>), value });
        };
        let default = constant(model, &field.value.ty, default)?;
        Some(Self { ty, value: quote!(#value.unwrap_or(#default)) })
    }
}

fn way(model: Model<'_>, ty: &TypeRef) -> Option<Way> {
    match ty {
        TypeRef::Boolean | TypeRef::Integer(_) => Some(Way::Copied),
        TypeRef::String(StringFormat::DateTime) | TypeRef::IntOrString => Some(Way::Borrowed),
        TypeRef::String(_) if types::of(model, ty).to_string() == "String" => Some(Way::Text),
        TypeRef::String(_) => Some(Way::Borrowed),
        TypeRef::Described(id) if matches!(model.api.ty(*id).shape, Shape::Enum(_)) => Some(Way::Borrowed),
        _ => None,
    }
}

/// The default of a member: what stands beside the reference to a type, or in the type.
fn default<'a>(model: Model<'a>, field: &'a Field) -> Option<&'a Value> {
    field.value.schema.0.get("default").or_else(|| match field.value.ty {
        TypeRef::Described(id) => model.api.ty(id).schema.0.get("default"),
        _ => None,
    })
}

/// A value as an expression that needs no memory.
fn constant(model: Model<'_>, ty: &TypeRef, value: &Value) -> Option<TokenStream> {
    match (ty, value) {
        (TypeRef::Boolean, Value::Bool(value)) => Some(quote!(#value)),
        (TypeRef::Integer(_), value) => {
            let value = Literal::i64_unsuffixed(value.as_i64()?);
            Some(quote!(#value))
        }
        (TypeRef::String(_), Value::String(text)) if types::of(model, ty).to_string() == "String" => {
            Some(quote!(#text))
        }
        (TypeRef::Described(id), value) => {
            let Shape::Enum(values) = &model.api.ty(*id).shape else { return None };
            let at = match values {
                Enumeration::Strings(texts) => {
                    texts.iter().position(|text| Some(text.as_str()) == value.as_str())
                }
                Enumeration::Values(values) => values.iter().position(|other| other == value),
            };
            let (name, variant) = (ident(model.names.ty(*id)), ident(model.names.members(*id).get(at?)?));
            Some(quote!(&#name::#variant))
        }
        _ => None,
    }
}
