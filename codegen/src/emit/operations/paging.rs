//! Lists that come page by page: where the items are, and how a page leads to the next.

use proc_macro2::TokenStream;
use quote::quote;

use super::answers;
use super::request::members;
use super::{Item, values};
use crate::emit::ident;
use crate::facts::{Paging, Turn, Way};
use crate::ir::{Null, Presence, Shape};

/// How values are taken out of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Take {
    Borrowed,
    Owned,
}

/// What makes the requests of an operation those of a list that comes page by page, where the configuration says so.
pub(super) fn emit(item: Item<'_>, paging: &Paging) -> Option<TokenStream> {
    let request = item.request();
    let ty = values::of(item.model, &paging.item);
    let ty = if paging.item.null == Null::Allowed { quote!(Option<#ty>) } else { ty };
    let turn = match paging.turn {
        Turn::Link => quote!(Link),
        Turn::Cursor => quote!(Cursor),
        Turn::Page => quote!(Page),
        Turn::Offset => quote!(Offset),
    };
    let parameter = &item.operation.parameters.get(paging.parameter)?.name;
    let all = members(item);
    let member = all.get(paging.parameter)?;
    let (name, read) = (&member.name, member.read());
    let list = way(item, &paging.items, Take::Borrowed);
    let owned = way(item, &paging.items, Take::Owned);
    let next = paging.next.as_ref().map(|next| {
        let next = way(item, next, Take::Borrowed);
        quote!(fn next(page: &Success<Self>) -> Option<String> { #next.and_then(cursor) })
    });
    Some(quote! {
        impl Paged for #request {
            type Item = #ty;
            const TURN: Turn = Turn::#turn;
            const PARAMETER: &'static str = #parameter;
            fn list(page: &Success<Self>) -> Option<&Vec<Self::Item>> { #list }
            fn into_list(page: Success<Self>) -> Option<Vec<Self::Item>> { #owned }
            #next
            fn turn(&mut self, from: &mut Incoming) -> Result<(), Fault> {
                self.#name = #read;
                Ok(())
            }
        }
    })
}

/// The value that a way leads to, if it is there.
fn way(item: Item<'_>, way: &Way, take: Take) -> TokenStream {
    let page = answers::body_of_only(item);
    let start = match (page, take) {
        (Some(body), Take::Borrowed) => quote!(Some(&page.#body)),
        (Some(body), Take::Owned) => quote!(Some(page.#body)),
        (None, _) => quote!(Some(page)),
    };
    way.iter().fold(start, |value, (id, at)| {
        let (Shape::Object(object), Some(name)) =
            (&item.model.api.ty(*id).shape, item.model.names.members(*id).get(*at))
        else {
            return value;
        };
        let (field, name) = (&object.fields[*at], ident(name));
        let step = match (field.presence, field.value.null, take) {
            (Presence::Required, Null::Refused, Take::Borrowed) => quote!(map(|page| &page.#name)),
            (Presence::Required, Null::Refused, Take::Owned) => quote!(map(|page| page.#name)),
            (Presence::Optional, Null::Allowed, Take::Borrowed) => {
                quote!(and_then(|page| page.#name.as_option()))
            }
            (Presence::Optional, Null::Allowed, Take::Owned) => {
                quote!(and_then(|page| page.#name.into_option()))
            }
            (_, _, Take::Borrowed) => quote!(and_then(|page| page.#name.as_ref())),
            (_, _, Take::Owned) => quote!(and_then(|page| page.#name)),
        };
        quote!(#value.#step)
    })
}
