//! The server of a group: a trait with a method for each operation, and its routes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Item;
use crate::emit::{Model, docs, ident, paths};

/// The server of a group.
pub(super) fn emit(model: Model<'_>, name: &str, items: &[Item<'_>]) -> TokenStream {
    let root = paths::root(model.options, 3);
    let shown = docs::code(items.first().map_or(name, |item| item.exchange.group.as_str()));
    let title = docs::inner(&format!("The server of {shown}."));
    let docs = docs::own(&[
        &format!("Answers the operations of {shown}."),
        "",
        "The methods can be written as `async fn`; those that are left out answer with the status 501.",
    ]);
    let routes_docs = docs::own(&[&format!("The operations of {shown}, answered by `server`.")]);
    let methods = items.iter().map(|item| {
        let (docs, name, request) = (item.brief(), ident(&item.names.method), item.request());
        quote! {
            #docs
            fn #name(&self, request: #request, context: Context) -> impl Future<Output = Answer<#request>> + Send {
                not_implemented(request, context)
            }
        }
    });
    let routes = items.iter().map(|item| {
        let (name, request) = (ident(&item.names.method), item.request());
        quote!(.with::<#request, _, _>(server, S::#name))
    });
    quote! {
        #title
        #[allow(unused_imports)]
        use super::*;
        use #root::support::operation::server::{Answer, Context, Routes, not_implemented};
        use std::sync::Arc;

        #docs
        pub trait Server: Send + Sync + 'static { #(#methods)* }

        #routes_docs
        pub fn routes<S: Server>(server: &Arc<S>) -> Routes { Routes::new() #(#routes)* }
    }
}

/// The routes of all groups.
pub(super) fn all<'a>(cfg: &TokenStream, groups: impl Iterator<Item = &'a str>) -> TokenStream {
    let groups: Vec<_> = groups.map(|name| format_ident!("{name}")).collect();
    let docs = docs::own(&["All operations, answered by `server`."]);
    quote! {
        #docs
        #cfg
        pub fn routes<S>(server: &std::sync::Arc<S>) -> super::support::operation::server::Routes
        where
            S: #(#groups::Server)+*
        {
            super::support::operation::server::Routes::new() #(.and(#groups::routes(server)))*
        }
    }
}
