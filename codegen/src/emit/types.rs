//! References to types, and aliases.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Model, docs, ident, paths};
use crate::ir::{Field, IntegerFormat, Null, Presence, StringFormat, TypeId, TypeRef, Use};

/// The Rust type of a field.
pub(super) fn of_field(model: Model<'_>, field: &Field) -> TokenStream {
    let ty = of(model, &field.value.ty);
    match (field.presence, field.value.null) {
        (Presence::Required, Null::Refused) => ty,
        (Presence::Optional, Null::Refused) | (Presence::Required, Null::Allowed) => quote!(Option<#ty>),
        (Presence::Optional, Null::Allowed) => quote!(Nullable<#ty>),
    }
}

/// The Rust type of a value, null left aside.
fn of(model: Model<'_>, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Described(id) => {
            let name = ident(model.names.ty(*id));
            quote!(#name)
        }
        TypeRef::Boolean => quote!(bool),
        TypeRef::Integer(IntegerFormat::Int32) => quote!(i32),
        TypeRef::Integer(IntegerFormat::Int64) => quote!(i64),
        TypeRef::Number => quote!(f64),
        TypeRef::String(StringFormat::Plain) => quote!(String),
        TypeRef::String(StringFormat::DateTime) => quote!(DateTime),
        TypeRef::IntOrString => quote!(IntOrString),
        TypeRef::List(item) => {
            let item = of_use(model, item);
            quote!(Vec<#item>)
        }
        TypeRef::Map(value) => {
            let value = of_use(model, value);
            quote!(BTreeMap<String, #value>)
        }
        // The bodies of requests have types of their own in the support code.
        TypeRef::Any | TypeRef::Known(_) | TypeRef::ListOf(_) | TypeRef::Resource(_) => quote!(Value),
    }
}

fn of_use(model: Model<'_>, value: &Use) -> TokenStream {
    let ty = of(model, &value.ty);
    match value.null {
        Null::Refused => ty,
        Null::Allowed => quote!(Option<#ty>),
    }
}

/// A type under the name of its own place, where an equal one is defined.
pub(super) fn alias(model: Model<'_>, id: TypeId, representative: TypeId) -> TokenStream {
    let ty = model.api.ty(id);
    let docs = docs::docs(ty.schema.description(), "The same type as at another place.");
    let name = ident(model.names.ty(id));
    let target = ident(model.names.ty(representative));
    let module = model.names.module(model.api.ty(representative));
    if module == model.names.module(ty) {
        return quote!(#docs pub type #name = #target;);
    }
    let path = paths::module(model.options, model.names.module(ty), module);
    quote!(#docs pub type #name = #path::#target;)
}
