//! What documents say of the API as a whole: how to prove who asks, and where it is served.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Item;
use crate::emit::{Model, docs, ident, paths};
use crate::ir::{ApiKeyPlace, Document, DocumentId, SecurityRequirement, SecurityScheme, SecuritySchemeKind};

/// The schemes of all documents.
pub(super) fn schemes(model: Model<'_>) -> TokenStream {
    let root = paths::root(model.options, 2);
    let title = docs::inner("The ways to prove who asks.");
    let all = model.api.documents.iter().enumerate();
    let all =
        all.flat_map(|(at, document)| document.schemes.iter().map(move |scheme| (DocumentId(at), scheme)));
    let consts: Vec<_> = all.map(|(document, scheme)| declaration(model, document, scheme)).collect();
    let imports =
        (!consts.is_empty()).then(|| quote!(use #root::support::operation::security::{Kind, Scheme};));
    quote!(#title #imports #(#consts)*)
}

fn declaration(model: Model<'_>, document: DocumentId, scheme: &SecurityScheme) -> TokenStream {
    let name = ident(model.names.scheme(document, &scheme.name));
    let wire = &scheme.name;
    let description = Some(scheme.description.trim()).filter(|text| !text.is_empty());
    let docs = docs::docs(description, &format!("The scheme {}.", docs::code(wire)));
    let kind = match &scheme.kind {
        SecuritySchemeKind::ApiKey { place: ApiKeyPlace::Header, name } => quote!(Kind::HeaderKey(#name)),
        SecuritySchemeKind::ApiKey { place: ApiKeyPlace::Query, name } => quote!(Kind::QueryKey(#name)),
        SecuritySchemeKind::ApiKey { place: ApiKeyPlace::Cookie, name } => quote!(Kind::CookieKey(#name)),
        SecuritySchemeKind::Basic => quote!(Kind::Basic),
        SecuritySchemeKind::Bearer { .. }
        | SecuritySchemeKind::OAuth2(_)
        | SecuritySchemeKind::OpenIdConnect { .. } => quote!(Kind::Bearer),
        SecuritySchemeKind::Http(scheme) | SecuritySchemeKind::Other(scheme) => quote!(Kind::Http(#scheme)),
        SecuritySchemeKind::MutualTls => quote!(Kind::MutualTls),
    };
    quote!(#docs pub const #name: Scheme = Scheme { name: #wire, kind: #kind };)
}

/// What proves who asks for an operation. The way that needs nothing comes last, so that a client proves what it can.
pub(super) fn needs(item: Item<'_>) -> Option<TokenStream> {
    let document = item.operation.document()?;
    let mut all: Vec<&SecurityRequirement> = item.operation.security.iter().collect();
    all.sort_by_key(|need| need.schemes.is_empty());
    let known =
        |name: &str| item.model.api.document(document).schemes.iter().any(|scheme| scheme.name == name);
    let need = |need: &&SecurityRequirement| {
        let schemes = need.schemes.iter().filter(|(name, _)| known(name)).map(|(name, scopes)| {
            let name = ident(item.model.names.scheme(document, name));
            quote!((&security::#name, &[#(#scopes),*]))
        });
        quote!(&[#(#schemes),*])
    };
    let needs: Vec<_> = all.iter().map(need).collect();
    (!needs.is_empty()).then(|| quote!(.secured_by(&[#(#needs),*])))
}

/// The servers of all documents.
pub(super) fn servers(model: Model<'_>) -> TokenStream {
    let root = paths::root(model.options, 2);
    let title = docs::inner("Where the API is served.");
    let several = model.api.documents.len() > 1;
    let list = |(at, document): (usize, &Document)| {
        let name = if several { format_ident!("SERVERS_{}", at + 1) } else { format_ident!("SERVERS") };
        let docs = docs::own(&[&format!("The servers that {} names.", docs::code(&document.title))]);
        let servers = document.servers.iter().map(|server| {
            let (url, description) = (&server.url, &server.description);
            let variables = server.variables.iter().map(|variable| {
                let (name, default, values) = (&variable.name, &variable.default, &variable.values);
                quote!(Variable { name: #name, default: #default, values: &[#(#values),*] })
            });
            quote!(Server { url: #url, description: #description, variables: &[#(#variables),*] })
        });
        quote!(#docs pub static #name: &[Server] = &[#(#servers),*];)
    };
    let lists = model.api.documents.iter().enumerate().map(list);
    quote!(#title #[allow(unused_imports)] use #root::support::operation::{Server, Variable}; #(#lists)*)
}
