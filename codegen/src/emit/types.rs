//! References to types, and aliases.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Model, docs, ident, paths};
use crate::ir::{Field, IntegerFormat, Null, Presence, Rest, Shape, StringFormat, TypeId, TypeRef, Use};

/// The Rust type of a field.
pub(super) fn of_field(model: Model<'_>, field: &Field) -> TokenStream {
    let ty = of_item(model, &field.value);
    match (field.presence, field.value.null) {
        (Presence::Required, Null::Refused) => ty,
        (Presence::Optional, Null::Refused) | (Presence::Required, Null::Allowed) => quote!(Option<#ty>),
        (Presence::Optional, Null::Allowed) => quote!(Nullable<#ty>),
    }
}

/// The Rust type of what lies in a value of another type, null left aside.
fn of_item(model: Model<'_>, value: &Use) -> TokenStream {
    let ty = of(model, &value.ty);
    if is_boxed(model, &value.ty) { quote!(Box<#ty>) } else { ty }
}

/// Whether a value in another needs a place of its own, lest it be endless.
pub(super) fn is_boxed(model: Model<'_>, ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Described(id) if model.facts.is_boxed(*id) && !model.facts.is_endless(*id))
}

/// The Rust type of what a variant of a union holds. Objects get a place of their own, for an enum is as large as the
/// largest of its variants.
pub(super) fn of_variant(model: Model<'_>, value: &Use) -> TokenStream {
    let ty = of(model, &value.ty);
    let ty = if is_large(model, &value.ty) { quote!(Box<#ty>) } else { ty };
    or_null(value, ty)
}

fn is_large(model: Model<'_>, ty: &TypeRef) -> bool {
    let TypeRef::Described(id) = ty else { return false };
    match &model.api.ty(*id).shape {
        _ if model.facts.is_endless(*id) => false,
        Shape::Object(_) | Shape::Tuple(_) | Shape::Union(_) | Shape::Choice(_) => true,
        Shape::Enum(_) => false,
        Shape::Alias(target) => is_large(model, &target.ty),
    }
}

/// The Rust type of members or items that have no names.
pub(super) fn of_rest(model: Model<'_>, rest: &Rest) -> TokenStream {
    rest.typed().map_or_else(|| quote!(Value), |value| of_use(model, value))
}

/// The Rust type of an item of a tuple.
pub(super) fn of_place(model: Model<'_>, value: &Use) -> TokenStream {
    or_null(value, of_item(model, value))
}

/// What a value is described as, where it is used or where its type is.
pub(super) fn description<'a>(model: Model<'a>, value: &'a Use) -> Option<&'a str> {
    value.schema.description().or_else(|| match value.ty {
        TypeRef::Described(id) => model.api.ty(id).schema.description(),
        _ => None,
    })
}

/// The Rust type of a value, null left aside.
pub(super) fn of(model: Model<'_>, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Described(id) if model.facts.is_endless(*id) => quote!(Value),
        TypeRef::Described(id) => {
            let name = ident(model.names.ty(*id));
            quote!(#name)
        }
        TypeRef::Boolean => quote!(bool),
        TypeRef::Integer(format) => integer(*format),
        TypeRef::Number => quote!(f64),
        TypeRef::Float => quote!(f32),
        TypeRef::String(format) => string(*format),
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

fn integer(format: IntegerFormat) -> TokenStream {
    match format {
        IntegerFormat::Int8 => quote!(i8),
        IntegerFormat::Int16 => quote!(i16),
        IntegerFormat::Int32 => quote!(i32),
        IntegerFormat::Int64 => quote!(i64),
        IntegerFormat::Uint8 => quote!(u8),
        IntegerFormat::Uint16 => quote!(u16),
        IntegerFormat::Uint32 => quote!(u32),
        IntegerFormat::Uint64 => quote!(u64),
    }
}

/// Texts of a format that reads as something have a type; addresses of mailboxes, hosts and pages are texts to most.
fn string(format: StringFormat) -> TokenStream {
    match format {
        StringFormat::DateTime => quote!(DateTime),
        StringFormat::Date => quote!(formats::Date),
        StringFormat::Time => quote!(formats::Time),
        StringFormat::Duration => quote!(formats::Duration),
        StringFormat::Uuid => quote!(formats::Uuid),
        StringFormat::Byte | StringFormat::Base64Url => quote!(formats::Base64),
        StringFormat::Decimal => quote!(formats::Decimal),
        StringFormat::Ipv4 => quote!(formats::Ipv4),
        StringFormat::Ipv6 => quote!(formats::Ipv6),
        StringFormat::Plain
        | StringFormat::Binary
        | StringFormat::Email
        | StringFormat::Hostname
        | StringFormat::Uri
        | StringFormat::UriReference
        | StringFormat::Password => quote!(String),
    }
}

/// The Rust type of a value in a list or a map.
pub(super) fn of_use(model: Model<'_>, value: &Use) -> TokenStream {
    or_null(value, of(model, &value.ty))
}

fn or_null(value: &Use, ty: TokenStream) -> TokenStream {
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
        () if ty.path.resource() == other.path.resource() => quote!(#target),
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

/// Another name for what is not described itself.
pub(super) fn renamed(model: Model<'_>, id: TypeId, target: &Use) -> TokenStream {
    let ty = model.api.ty(id);
    let name = ident(model.names.ty(id));
    let docs = docs::docs(ty.schema.description(), &format!("A value at `{}`.", ty.place.pointer));
    let target = of_use(model, target);
    quote!(#docs pub type #name = #target;)
}

/// The name of a type that no Rust type can be made of.
pub(super) fn endless(model: Model<'_>, id: TypeId) -> TokenStream {
    let ty = model.api.ty(id);
    let name = ident(model.names.ty(id));
    let docs = docs::docs(ty.schema.description(), &format!("A value at `{}`.", ty.place.pointer));
    quote!(#docs pub type #name = Value;)
}
