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
        TypeRef::Integer(_) => quote!(i64),
        TypeRef::Number | TypeRef::Float => quote!(f64),
        TypeRef::String(StringFormat::DateTime) => quote!(DateTime),
        TypeRef::String(_) => quote!(String),
        TypeRef::IntOrString => quote!(IntOrString),
        TypeRef::List(item) => {
            let item = of_use(model, item);
            quote!(Vec<#item>)
        }
        TypeRef::Map(value) => {
            let value = of_use(model, value);
            quote!(BTreeMap<String, #value>)
        }
        TypeRef::Foreign(id) => model.names.foreign(*id).parse().unwrap_or_default(),
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

/// Whether a type that the user has elsewhere is a part of this one, which can then be read by its own code alone.
pub(super) fn is_foreign(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Foreign(_) => true,
        TypeRef::List(inner) | TypeRef::Map(inner) => is_foreign(&inner.ty),
        _ => false,
    }
}

/// A type under the name of its own place, where an equal one is defined.
pub(super) fn alias(model: Model<'_>, id: TypeId, representative: TypeId) -> TokenStream {
    let (ty, other) = (model.api.ty(id), model.api.ty(representative));
    let name = ident(model.names.ty(id));
    let target = ident(model.names.ty(representative));
    let (here, there) = (model.names.module(ty), model.names.module(other));
    let path = match () {
        () if ty.path.root == other.path.root => quote!(#target),
        () if here == there => quote!(super::#target),
        () => {
            let module = paths::module(model.options, here, there);
            quote!(#module::#target)
        }
    };
    let same = format!("The same as [`{}`].", path.to_string().replace(' ', ""));
    let docs = match ty.schema.description() {
        Some(description) if ty.schema.description() != other.schema.description() => {
            docs::docs(Some(description), "")
        }
        _ => docs::own(&[&same]),
    };
    quote!(#docs pub type #name = #path;)
}
