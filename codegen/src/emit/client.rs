//! The client of a version: a handle for each of its resources. What a handle can do stands in the support code.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Model, docs, ident, kind, paths};
use crate::ir::{ResourceId, Scope};
use crate::name::ModulePath;

/// The client of a module.
pub(super) fn emit(model: Model<'_>, path: &ModulePath, resources: &[ResourceId]) -> TokenStream {
    let root = paths::root(model.options, path.0.len() + 1);
    let served = resources.first().map(|id| kind::api_version(model.api.resource(*id))).unwrap_or_default();
    let title = docs::inner(&format!("The client of {}.", docs::code(&served)));
    let docs = docs::own(&[&format!("Asks for the resources of {}.", docs::code(&served))]);
    let handles: Vec<_> = resources.iter().map(|id| handle(model, *id)).collect();
    let kinds = handles.iter().map(|handle| &handle.kind);
    let methods = handles.iter().map(|handle| &handle.method);
    let over = docs::own(&["Asks by way of a client that there is."]);
    let deprecated = kind::allow_deprecated(model, resources);
    quote! {
        #title
        #deprecated
        use super::{#(#kinds),*};
        use #root::support::client;

        #docs
        #[derive(Clone, Debug)]
        pub struct Client(client::Client);

        impl Client {
            #over
            #[must_use]
            pub const fn over(client: client::Client) -> Self { Self(client) }
            #(#methods)*
        }

        impl From<client::Client> for Client {
            fn from(client: client::Client) -> Self { Self(client) }
        }
    }
}

struct Handle {
    kind: proc_macro2::Ident,
    method: TokenStream,
}

/// The methods that give the handles of a resource.
fn handle(model: Model<'_>, id: ResourceId) -> Handle {
    let resource = model.api.resource(id);
    let kind = ident(model.names.ty(resource.root));
    let name = ident(model.names.methods(id));
    let shown = docs::code(&resource.names.kind);
    if resource.scope == Scope::Cluster {
        let docs = docs::own(&[&format!("The objects of kind {shown}, which belong to no namespace.")]);
        let method = quote! {
            #docs
            #[must_use]
            pub fn #name(&self) -> client::Cluster<#kind> { client::Cluster::new(&self.0) }
        };
        return Handle { kind, method };
    }
    let all = ident(model.names.all_method(id));
    let one = docs::own(&[&format!("The objects of kind {shown} in one namespace.")]);
    let every = docs::own(&[&format!("The objects of kind {shown} in all namespaces.")]);
    let method = quote! {
        #one
        #[must_use]
        pub fn #name(&self, namespace: impl AsRef<str>) -> client::Namespaced<#kind> {
            client::Namespaced::new(&self.0, namespace.as_ref())
        }
        #every
        #[must_use]
        pub fn #all(&self) -> client::AllNamespaces<#kind> {
            client::AllNamespaces::new(&self.0)
        }
    };
    Handle { kind, method }
}
