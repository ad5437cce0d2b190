//! The operations of documents: for each group a module with the requests and answers of its operations, a client and a
//! server. What they do stands in the support code; here are declarations, and which part of a message each value is.

mod answers;
mod body;
mod check;
mod client;
mod pack;
mod paging;
mod parts;
mod request;
mod security;
mod server;
mod values;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{File, Files, Model, docs, ident, paths};
use crate::facts::{Exchange, Paging, UnitId};
use crate::ir::{Direction, Operation, OperationId, Presence};
use crate::markdown::Reader;
use crate::name::{Ident, OperationName};
use crate::options::{Layout, Part};

/// An operation with all that is known of it.
#[derive(Clone, Copy)]
struct Item<'a> {
    model: Model<'a>,
    operation: &'a Operation,
    exchange: &'a Exchange,
    names: &'a OperationName,
    /// How it comes page by page, if it does.
    paging: Option<&'a Paging>,
    /// What users choose it by.
    unit: Option<UnitId>,
    /// The type of the failures of another operation of the group, where they are the same.
    shared_error: Option<&'a Ident>,
}

impl Item<'_> {
    /// What a comment says of the operation: what its document does, and where it goes.
    fn docs(&self) -> TokenStream {
        let Operation { summary, description, method, path, .. } = self.operation;
        let goes = docs::own(&["", &docs::code(&format!("{method} {path}"))]);
        let text = match (summary.trim(), description.trim()) {
            ("", "") => return docs::own(&[&docs::code(&format!("{method} {path}"))]),
            ("", text) | (text, "") => text.to_owned(),
            (summary, text) if text.starts_with(summary) => text.to_owned(),
            (summary, text) => format!("{summary}\n\n{text}"),
        };
        let docs = docs::docs(Some(&text), "");
        quote!(#docs #goes)
    }

    /// The same in short, for its methods.
    fn brief(&self) -> TokenStream {
        let Operation { summary, description, method, path, .. } = self.operation;
        let goes = docs::code(&format!("{method} {path}"));
        let text = [summary, description].into_iter().find_map(|text| text.trim().lines().next());
        let text = text.map(|text| format!(": {}", Reader::Rustdoc.prose(text)));
        docs::own(&[&format!("{goes}{}", text.unwrap_or_default())])
    }

    /// The type of its requests.
    fn request(&self) -> proc_macro2::Ident {
        ident(&self.names.request)
    }
}

/// The groups with their operations.
type Groups<'a> = BTreeMap<&'a str, Vec<Item<'a>>>;

/// The operations of documents by their groups.
fn groups(model: Model<'_>) -> Groups<'_> {
    let mut groups = Groups::new();
    for (index, operation) in model.api.operations.iter().enumerate() {
        let id = OperationId(index);
        let (Some(exchange), Some(names)) = (model.facts.exchange(id), model.names.operation(id)) else {
            continue;
        };
        let (unit, paging) = (model.facts.units.of_operation(id), model.facts.paging.get(&id));
        let item = Item { model, operation, exchange, names, paging, unit, shared_error: None };
        groups.entry(names.group.as_str()).or_default().push(item);
    }
    groups.values_mut().for_each(|items| share(items));
    groups
}

/// Lets operations of a group that fail alike have one type for it: that costs the compiler less.
fn share(items: &mut [Item<'_>]) {
    let mut known = BTreeMap::new();
    for item in items {
        let Some(failures) = answers::failures(*item) else { continue };
        match known.get(&failures) {
            Some(name) => item.shared_error = Some(*name),
            None => _ = known.insert(failures, &item.names.error),
        }
    }
}

/// A call of an operation that needs least: the way to it from the client, and arguments of plain values.
pub(super) fn example(model: Model<'_>) -> Option<String> {
    let groups = groups(model);
    let items = groups
        .values()
        .flatten()
        .filter(|item| item.operation.direction() == Direction::Outgoing && !item.operation.deprecated);
    let calls = items.filter_map(|item| {
        let members = request::members(*item);
        let needed = members.iter().filter(|member| member.presence == Presence::Required);
        let arguments: Vec<&str> = needed.map(request::Member::literal).collect::<Option<_>>()?;
        Some((arguments.len(), item, arguments.join(", ")))
    });
    let (_, item, arguments) = calls.min_by_key(|(count, ..)| *count)?;
    let (group, method) = (ident(&item.names.group), ident(&item.names.method));
    Some(format!("{group}().{method}({arguments})"))
}

/// Whether there are operations of documents.
pub(super) fn any(model: Model<'_>) -> bool {
    model.api.operations.iter().any(|operation| operation.document().is_some())
}

/// What stands at the root of the output.
pub(super) fn root(model: Model<'_>) -> Option<TokenStream> {
    let cfg = match &model.options.layout {
        Layout::Crate => quote!(#[cfg(feature = "http")]),
        Layout::Modules(parts) if parts.iter().any(|part| part.features().contains(&"http")) => quote!(),
        Layout::Modules(_) => return None,
    };
    any(model).then(|| quote!(#cfg pub mod api; #cfg pub use support::operation;))
}

/// Emits the modules of all groups.
pub(super) fn emit<'a>(model: Model<'a>, files: &mut Files<'a>) {
    if !any(model) {
        return;
    }
    let groups = groups(model);
    for (name, items) in &groups {
        group(model, name, items, files);
    }
    files.insert("api/mod.rs".to_owned(), File::rust(move || module(model, &groups)));
    files.insert("api/security.rs".to_owned(), File::rust(move || security::schemes(model)));
    files.insert("api/servers.rs".to_owned(), File::rust(move || security::servers(model)));
}

/// The module of all groups.
fn module(model: Model<'_>, groups: &Groups<'_>) -> TokenStream {
    let unit = |items: &Vec<Item<'_>>| items.first().and_then(|item| item.unit);
    let modules = groups.iter().map(|(name, items)| {
        let (gate, name) = (paths::used_by(model, &unit(items)), format_ident!("{name}"));
        quote!(#gate pub mod #name;)
    });
    let docs = docs::inner("The operations, by the groups that they are listed in.");
    let all = paths::part(model.options, Part::Server).map(|cfg| {
        let whole = paths::needs_all(model, groups.values().filter_map(unit));
        server::all(&quote!(#cfg #whole), groups.keys().copied())
    });
    quote!(#docs #(#modules)* pub mod security; pub mod servers; #all)
}

/// Emits the files of a group.
fn group<'a>(model: Model<'a>, name: &'a str, items: &[Item<'a>], files: &mut Files<'a>) {
    let folder = format!("api/{name}");
    let owned = || items.to_vec();
    let mut put = |module: String, file: File<'a>| _ = files.insert(format!("{folder}/{module}.rs"), file);
    let requests_of = pack::files(items, pack::messages);
    for (part, module) in requests_of.iter().zip(pack::names("requests", requests_of.len())) {
        let part = part.to_vec();
        put(module.to_string(), File::rust(move || requests(model, name, &part)));
    }
    if paths::part(model.options, Part::Client).is_some() {
        let parts = pack::files(items, pack::calls);
        for (at, (part, module)) in parts.iter().zip(pack::names("client", parts.len())).enumerate() {
            let part = part.to_vec();
            let file = match at {
                0 => File::rust(move || client::emit(model, name, &part)),
                _ => File::rust(move || client::more(model, &part)),
            };
            put(module.to_string(), file);
        }
    }
    if paths::part(model.options, Part::Server).is_some() {
        let (server, routes) = (owned(), owned());
        put("server".to_owned(), File::rust(move || server::emit(model, &server)));
        put("routes".to_owned(), File::rust(move || server::routes(model, &routes)));
    }
    let items = owned();
    put("mod".to_owned(), File::rust(move || group_module(model, name, &items)));
}

/// The module of a group.
fn group_module(model: Model<'_>, name: &str, items: &[Item<'_>]) -> TokenStream {
    let shown = items.first().map_or(name, |item| item.exchange.group.as_str());
    let docs = docs::inner(&format!("The operations of {}.", docs::code(shown)));
    let modules = pack::names("requests", pack::files(items, pack::messages).len());
    let client = paths::part(model.options, Part::Client).map(|cfg| {
        let modules = pack::names("client", pack::files(items, pack::calls).len());
        quote!(#(#cfg mod #modules;)* #cfg pub use client::Client;)
    });
    let server = paths::part(model.options, Part::Server)
        .map(|cfg| quote!(#cfg mod routes; #cfg mod server; #cfg pub use {routes::routes, server::Server};));
    quote!(#docs #client #(mod #modules;)* #server #(pub use #modules::*;)*)
}

/// The declaration that brings the module of the types of documents into scope, where there is one.
fn types_module(model: Model<'_>, root: &TokenStream) -> Option<TokenStream> {
    let any = model.api.types.iter().any(|ty| ty.path.resource().is_none());
    any.then(|| quote!(#[allow(unused_imports)] use #root::types;))
}

/// The requests and answers of a file.
fn requests(model: Model<'_>, name: &str, items: &[Item<'_>]) -> TokenStream {
    let root = paths::root(model.options, 3);
    let docs =
        docs::inner(&format!("What the operations of {} ask for, and what answers them.", docs::code(name)));
    let types = types_module(model, &root);
    let items = items.iter().map(|item| {
        let (request, answers) = (request::emit(*item), answers::emit(*item));
        quote!(#request #answers)
    });
    quote! {
        #docs
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use #root::support::operation::prelude::*;
        #[allow(unused_imports)]
        use #root::api::security;
        #types
        #(#items)*
    }
}
