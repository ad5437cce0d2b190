//! The server of a group: a trait with a method for each operation, and its routes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Item;
use crate::emit::{Model, docs, ident, paths};

/// The server of a group.
pub(super) fn emit(model: Model<'_>, items: &[Item<'_>]) -> TokenStream {
    let root = paths::root(model.options, 3);
    let shown = shown(items);
    let title = docs::inner(&format!("The server of {shown}."));
    let docs = docs::own(&[
        &format!("Answers the operations of {shown}."),
        "",
        "The methods can be written as `async fn`; those that are left out answer with the status 501.",
    ]);
    let methods = items.iter().map(|item| {
        let (docs, name, request) = (item.brief(), ident(&item.names.method), item.request());
        quote! {
            #docs
            fn #name(&self, request: #request, context: Context) -> impl Future<Output = Answer<#request>> + Send {
                not_implemented(request, context)
            }
        }
    });
    quote! {
        #title
        #[allow(unused_imports)]
        use super::*;
        use #root::support::operation::server::{Answer, Context, not_implemented};

        #docs
        pub trait Server: Send + Sync + 'static { #(#methods)* }
    }
}

/// Where the operations of a group are found.
pub(super) fn routes(model: Model<'_>, items: &[Item<'_>]) -> TokenStream {
    let root = paths::root(model.options, 3);
    let shown = shown(items);
    let title = docs::inner(&format!("The routes of {shown}."));
    let docs = docs::own(&[&format!("The operations of {shown}, answered by `server`.")]);
    let routes = items.iter().map(|item| {
        let (name, request) = (ident(&item.names.method), item.request());
        quote!(.with::<#request, _, _>(server, S::#name))
    });
    quote! {
        #title
        #[allow(unused_imports)]
        use super::*;
        use #root::support::operation::server::Routes;
        use std::sync::Arc;

        #docs
        pub fn routes<S: Server>(server: &Arc<S>) -> Routes { Routes::new() #(#routes)* }
    }
}

/// The name of a group, as it is shown.
fn shown(items: &[Item<'_>]) -> String {
    items.first().map(|item| docs::code(&item.exchange.group)).unwrap_or_default()
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
