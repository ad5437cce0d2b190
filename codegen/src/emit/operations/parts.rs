//! Bodies in parts: a struct with a field for each member, files being streams.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Item, values};
use crate::emit::{docs, ident};
use crate::facts::Codec;
use crate::ir::{Content, Field, Object, Presence, Shape, StringFormat, TypeId, TypeRef};

/// What a part is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Files,
    Value,
}

/// The object that the parts of a body are the members of, where that is its only form.
fn object(item: Item<'_>) -> Option<(TypeId, &Object, &Content)> {
    let [case] = item.exchange.body.as_slice() else { return None };
    let content = item.operation.body.as_ref()?.content.get(case.content?)?;
    let (TypeRef::Described(id), Some(Shape::Object(object))) = values::resolved(item.model, &content.value)
    else {
        return None;
    };
    (case.codec == Codec::Multipart).then_some((*id, object, content))
}

/// The type of the parts of a body, where they have one.
pub(super) fn of(item: Item<'_>) -> Option<proc_macro2::Ident> {
    object(item).map(|_| ident(&item.names.body))
}

fn kind(item: Item<'_>, field: &Field) -> Kind {
    let is_file = |ty: &TypeRef| matches!(ty, TypeRef::String(StringFormat::Binary));
    match values::resolved(item.model, &field.value).0 {
        ty if is_file(ty) => Kind::File,
        TypeRef::List(inner) if is_file(values::resolved(item.model, inner).0) => Kind::Files,
        _ => Kind::Value,
    }
}

/// The struct for the parts of a body.
pub(super) fn emit(item: Item<'_>) -> TokenStream {
    let Some((id, object, content)) = object(item) else { return TokenStream::new() };
    let name = ident(&item.names.body);
    let docs = docs::own(&[&format!("The parts of the body of [`{}`].", item.request())]);
    let members: Vec<_> = item.model.names.members(id).iter().map(ident).zip(&object.fields).collect();
    let fields = members.iter().map(|(name, field)| definition(item, name, field));
    let reads = members.iter().map(|(name, field)| read(item, name, field));
    let media_type = |field: &Field| {
        let encoding = content.encodings.iter().find(|part| part.name == field.name);
        encoding.and_then(|part| part.content_types.first()).map_or("", String::as_str)
    };
    // The list begins with the parts that are always there and come before all others.
    let mut rest = members.as_slice();
    let mut first = Vec::new();
    while let Some(((name, field), others)) = rest.split_first()
        && let Some(part) = always(item, name, field, media_type(field))
    {
        first.push(part);
        rest = others;
    }
    let list = if first.is_empty() { quote!(Vec::new()) } else { quote!(vec![#(#first),*]) };
    let writes = rest.iter().map(|(name, field)| write(item, name, field, media_type(field)));
    let other = docs::own(&["Parts that the schema does not name."]);
    quote! {
        #docs
        #[derive(Debug)]
        pub struct #name { #(#fields,)* #other pub unknown_fields: Parts }
        impl #name {
            fn read(from: &mut Incoming) -> Result<Self, Fault> {
                let mut parts = from.multipart()?;
                Ok(Self { #(#reads,)* unknown_fields: parts })
            }
            fn write(self, to: &mut Outgoing) -> Written {
                let mut parts = #list;
                #(#writes)*
                parts.extend(self.unknown_fields.0);
                to.multipart(parts)
            }
        }
    }
}

fn definition(item: Item<'_>, name: &proc_macro2::Ident, field: &Field) -> TokenStream {
    let docs = docs::docs(field.value.schema.description(), &format!("The part `{}`.", field.name));
    let ty = match kind(item, field) {
        Kind::File => quote!(Part),
        Kind::Files => quote!(Vec<Part>),
        Kind::Value => values::of(item.model, &field.value),
    };
    match (field.presence, kind(item, field)) {
        (Presence::Required, _) | (_, Kind::Files) => quote!(#docs pub #name: #ty),
        (Presence::Optional, _) => quote!(#docs pub #name: Option<#ty>),
    }
}

fn read(item: Item<'_>, name: &proc_macro2::Ident, field: &Field) -> TokenStream {
    let wire = &field.name;
    match (kind(item, field), field.presence) {
        (Kind::File, Presence::Required) => quote!(#name: parts.one(#wire)?),
        (Kind::File, Presence::Optional) => quote!(#name: parts.maybe(#wire)),
        (Kind::Files, _) => quote!(#name: parts.all(#wire)),
        (Kind::Value, Presence::Required) => quote!(#name: parts.value(#wire)?),
        (Kind::Value, Presence::Optional) => quote!(#name: parts.maybe_value(#wire)?),
    }
}

/// The one part that a field always becomes, if it does.
fn always(item: Item<'_>, name: &proc_macro2::Ident, field: &Field, media_type: &str) -> Option<TokenStream> {
    let wire = &field.name;
    match (kind(item, field), field.presence) {
        (Kind::File, Presence::Required) => Some(quote!(self.#name.named(#wire))),
        (Kind::Value, Presence::Required) => Some(quote!(Part::value(#wire, &self.#name, #media_type)?)),
        _ => None,
    }
}

fn write(item: Item<'_>, name: &proc_macro2::Ident, field: &Field, media_type: &str) -> TokenStream {
    if let Some(part) = always(item, name, field, media_type) {
        return quote!(parts.push(#part););
    }
    let wire = &field.name;
    match kind(item, field) {
        Kind::Value => quote! {
            if let Some(value) = &self.#name { parts.push(Part::value(#wire, value, #media_type)?); }
        },
        Kind::File | Kind::Files => {
            quote!(parts.extend(self.#name.into_iter().map(|part| part.named(#wire)));)
        }
    }
}
