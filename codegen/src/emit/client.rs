//! The client of a version: a handle for each of its resources. What a handle can do stands in the support code.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Model, docs, ident, kind, paths};
use crate::facts::Unit;
use crate::ir::{ResourceId, Scope};
use crate::name::ModulePath;

/// The client of a module.
pub(super) fn emit(model: Model<'_>, path: &ModulePath, resources: &[ResourceId]) -> TokenStream {
    let root = paths::root(model.options, path.0.len() + 1);
    let served = resources.first().map(|id| kind::api_version(model.api.resource(*id))).unwrap_or_default();
    let title = docs::inner(&format!("The client of {}.", docs::code(&served)));
    let docs = docs::own(&[&format!("Asks for the resources of {}.", docs::code(&served))]);
    let handles: Vec<_> = resources.iter().map(|id| handle(model, *id)).collect();
    let kinds = handles.iter().map(|Handle { gate, kind, .. }| quote!(#gate use super::#kind;));
    let methods = handles.iter().map(|handle| &handle.method);
    let over = docs::own(&["Asks by way of a client that there is."]);
    let deprecated = kind::allow_deprecated(model, resources);
    quote! {
        #title
        #deprecated
        #(#kinds)*
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
    gate: Option<TokenStream>,
    kind: proc_macro2::Ident,
    method: TokenStream,
}

/// The attribute in front of what is about one of several resources that users choose one by one.
fn gate(model: Model<'_>, id: ResourceId) -> Option<TokenStream> {
    let unit = model.facts.units.unit(id).and_then(|id| model.facts.units.all.get(id.0));
    unit.and_then(Unit::definition).and_then(|_| paths::about_any(model, &[id]))
}

/// The methods that give the handles of a resource.
fn handle(model: Model<'_>, id: ResourceId) -> Handle {
    let resource = model.api.resource(id);
    let kind = ident(model.names.ty(resource.root));
    let name = ident(model.names.methods(id));
    let gate = gate(model, id);
    let shown = docs::code(&resource.names.kind);
    if resource.scope == Scope::Cluster {
        let docs = docs::own(&[&format!("The objects of kind {shown}, which belong to no namespace.")]);
        let method = quote! {
            #docs
            #gate
            #[must_use]
            pub fn #name(&self) -> client::Cluster<#kind> { client::Cluster::new(&self.0) }
        };
        return Handle { gate, kind, method };
    }
    let all = ident(model.names.all_method(id));
    let one = docs::own(&[&format!("The objects of kind {shown} in one namespace.")]);
    let every = docs::own(&[&format!("The objects of kind {shown} in all namespaces.")]);
    let method = quote! {
        #one
        #gate
        #[must_use]
        pub fn #name(&self, namespace: impl AsRef<str>) -> client::Namespaced<#kind> {
            client::Namespaced::new(&self.0, namespace.as_ref())
        }
        #every
        #gate
        #[must_use]
        pub fn #all(&self) -> client::AllNamespaces<#kind> {
            client::AllNamespaces::new(&self.0)
        }
    };
    Handle { gate, kind, method }
}
