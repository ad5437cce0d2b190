//! The client of a group: a method for each operation, and setters for what may be left out.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::request::{Member, is_default, members};
use super::{Item, paging, types_module};
use crate::emit::{Model, docs, ident, paths};
use crate::ir::Presence;

/// The client of a group, with the first of its operations.
pub(super) fn emit(model: Model<'_>, name: &str, items: &[Item<'_>]) -> TokenStream {
    let shown = docs::code(items.first().map_or(name, |item| item.exchange.group.as_str()));
    let title = docs::inner(&format!("The client of {shown}."));
    let docs = docs::own(&[&format!("Asks for the operations of {shown}.")]);
    let group = docs::own(&[&format!("The operations of {shown}.")]);
    let name = format_ident!("{name}");
    let (imports, calls) = (imports(model, items), calls(items));
    quote! {
        #title
        #imports

        #docs
        #[derive(Clone, Debug)]
        pub struct Client(pub(super) client::Client);

        impl client::Client {
            #group
            #[must_use]
            pub fn #name(&self) -> Client { Client(self.clone()) }
        }
        #calls
    }
}

/// More operations of a client.
pub(super) fn more(model: Model<'_>, items: &[Item<'_>]) -> TokenStream {
    let shown = items.first().map(|item| docs::code(&item.exchange.group)).unwrap_or_default();
    let title = docs::inner(&format!("More of the client of {shown}."));
    let (imports, calls) = (imports(model, items), calls(items));
    quote!(#title #imports #calls)
}

/// What a file names. The client itself comes with the module around it.
fn imports(model: Model<'_>, items: &[Item<'_>]) -> TokenStream {
    let root = paths::root(model.options, 3);
    let types = types_module(model, &root);
    let paged = items.iter().any(|item| item.paging.is_some()).then(|| {
        quote! {
            #[allow(unused_imports)]
            use #root::support::operation::{Success, client::{Paged, Turn, cursor}};
        }
    });
    quote! {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use #root::support::{client, operation::client::Call};
        #[allow(unused_imports)]
        use #root::support::operation::prelude::*;
        #types
        #paged
    }
}

fn calls(items: &[Item<'_>]) -> TokenStream {
    let methods = items.iter().map(|item| method(*item));
    let setters = items.iter().map(|item| setters(*item));
    let paged = items.iter().filter_map(|item| paging::emit(*item, item.paging?));
    quote! {
        impl Client { #(#methods)* }
        #(#setters)*
        #(#paged)*
    }
}

fn method(item: Item<'_>) -> TokenStream {
    let members = members(item);
    let required: Vec<&Member> =
        members.iter().filter(|member| member.presence == Presence::Required).collect();
    let (name, request) = (ident(&item.names.method), item.request());
    let arguments = required.iter().map(|member| member.argument());
    let passed = required.iter().map(|member| &member.name);
    let docs = item.brief();
    let made = match is_default(&members) {
        true => quote!(#request::default()),
        false => quote!(#request::new(#(#passed),*)),
    };
    let deprecated = item.operation.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #docs
        #deprecated
        pub fn #name(&self, #(#arguments),*) -> Call<#request> {
            Call::new(&self.0, #made)
        }
    }
}

/// The setters of what may be left out.
fn setters(item: Item<'_>) -> TokenStream {
    let members = members(item);
    let optional: Vec<&Member> =
        members.iter().filter(|member| member.presence == Presence::Optional).collect();
    if optional.is_empty() {
        return TokenStream::new();
    }
    let request = item.request();
    let setters = optional.iter().map(|member| {
        let (name, docs, argument, passed) =
            (&member.name, &member.brief, member.argument(), member.passed());
        quote! {
            #docs
            pub fn #name(mut self, #argument) -> Self {
                self.request.#name = Some(#passed);
                self
            }
        }
    });
    quote!(impl Call<#request> { #(#setters)* })
}
