//! The server of a version: its paths, answered by what implements the trait of the support code.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Model, docs, ident, kind, paths};
use crate::ir::ResourceId;
use crate::name::ModulePath;

/// The server of a module.
pub(super) fn emit(model: Model<'_>, path: &ModulePath, resources: &[ResourceId]) -> TokenStream {
    let root = paths::root(model.options, path.0.len() + 1);
    let served = resources.first().map(|id| kind::api_version(model.api.resource(*id))).unwrap_or_default();
    let title = docs::inner(&format!("The server of {}.", docs::code(&served)));
    let docs = docs::own(&[
        &format!("All paths of {}, answered by `server`.", docs::code(&served)),
        "",
        "What it does not implement is answered with the status 501.",
    ]);
    let kinds: Vec<_> =
        resources.iter().map(|id| ident(model.names.ty(model.api.resource(*id).root))).collect();
    let routers =
        resources.iter().zip(&kinds).map(|(id, kind)| match model.api.resource(*id).subresources.status {
            true => quote!(.merge(server::router_with_status::<super::#kind, S>(Arc::clone(&server)))),
            false => quote!(.merge(server::router::<super::#kind, S>(Arc::clone(&server)))),
        });
    let deprecated = kind::allow_deprecated(model, resources);
    quote! {
        #title
        #deprecated
        use #root::support::server::{self, ResourceServer};
        use std::sync::Arc;

        #docs
        pub fn router<S>(server: Arc<S>) -> axum::Router
        where
            S: #(ResourceServer<super::#kinds>)+*
        {
            axum::Router::new() #(#routers)*
        }
    }
}
