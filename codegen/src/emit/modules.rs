//! The modules of groups and versions: a file for each resource, and a client and a server for each version.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::split::{self, Part};
use super::{Emitted, File, Files, Form, Model, client, described, docs, ident, kind, paths, server};
use crate::facts::UnitId;
use crate::ir::{ResourceId, TypeId};
use crate::name::ModulePath;
use crate::options;

/// The resources of each module.
pub(super) type Modules<'a> = BTreeMap<&'a ModulePath, Vec<ResourceId>>;

/// The modules that something is emitted into, with their resources.
pub(super) fn of<'a>(model: Model<'a>) -> Modules<'a> {
    let mut modules = Modules::new();
    for (index, _) in model.api.resources.iter().enumerate().filter(|(_, resource)| resource.served) {
        modules.entry(model.names.module_of(ResourceId(index))).or_default().push(ResourceId(index));
    }
    modules
}

/// Emits all modules.
pub(super) fn emit(model: Model<'_>, files: &mut Files) {
    let modules = of(model);
    for (path, resources) in &modules {
        let folder = folder(path);
        let parts: Vec<_> = resources.iter().flat_map(|resource| split::parts(model, *resource)).collect();
        for part in &parts {
            files.insert(format!("{folder}/{}.rs", part.file), File::Rust(types(model, path, part)));
        }
        if paths::part(model.options, options::Part::Client).is_some() {
            files.insert(format!("{folder}/client.rs"), File::Rust(client::emit(model, path, resources)));
        }
        if paths::part(model.options, options::Part::Server).is_some() {
            files.insert(format!("{folder}/server.rs"), File::Rust(server::emit(model, path, resources)));
        }
        files.insert(format!("{folder}/mod.rs"), File::Rust(version(model, resources, &parts)));
    }
    let users = users(model, &modules);
    for (group, versions) in groups(&modules) {
        let docs = docs::inner(&format!(
            "The versions of {}.",
            docs::code(&model.api.resource(versions[0].1).group)
        ));
        let versions = versions.iter().map(|(version, resource)| {
            let gate = paths::used_by(model, &users[model.names.module_of(*resource)]);
            let version = ident(version);
            quote!(#gate pub mod #version;)
        });
        files.insert(format!("{group}/mod.rs"), File::Rust(quote!(#docs #(#versions)*)));
    }
}

/// Who uses a type of each module.
fn users<'a>(model: Model<'a>, modules: &Modules<'a>) -> BTreeMap<&'a ModulePath, BTreeSet<UnitId>> {
    let mut users: BTreeMap<_, BTreeSet<UnitId>> = BTreeMap::new();
    for (index, ty) in model.api.types.iter().enumerate() {
        let module = model.names.module(ty);
        if modules.contains_key(module) {
            users.entry(module).or_default().extend(model.facts.units.users(TypeId(index)));
        }
    }
    users
}

/// The modules at the root of the output, each with the attribute in front of it.
pub(super) fn tops(model: Model<'_>) -> Vec<TokenStream> {
    let mut tops: BTreeMap<_, BTreeSet<UnitId>> = BTreeMap::new();
    for (path, users) in users(model, &of(model)) {
        if let Some(top) = path.0.first() {
            tops.entry(top).or_default().extend(users);
        }
    }
    let top = |(top, users): (&crate::name::Ident, BTreeSet<UnitId>)| {
        let (gate, top) = (paths::used_by(model, &users), ident(top));
        quote!(#gate pub mod #top;)
    };
    tops.into_iter().map(top).collect()
}

fn folder(path: &ModulePath) -> String {
    let steps: Vec<&str> = path.0.iter().map(crate::name::Ident::as_str).collect();
    steps.join("/")
}

type Version<'a> = (&'a crate::name::Ident, ResourceId);

/// The modules of groups, where there are several groups, with the modules of their versions.
fn groups<'a>(modules: &Modules<'a>) -> BTreeMap<&'a crate::name::Ident, Vec<Version<'a>>> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (path, resources) in modules {
        if let ([group, version], Some(resource)) = (path.0.as_slice(), resources.first()) {
            groups.entry(group).or_default().push((version, *resource));
        }
    }
    groups
}

/// The types of a file: their definitions first, then what makes them work.
fn types(model: Model<'_>, path: &ModulePath, part: &Part<'_>) -> TokenStream {
    let root = paths::root(model.options, path.0.len() + 1);
    let docs = docs::inner(&title(model, part));
    let types: Vec<_> = part.types.iter().map(|id| (*id, described(model, *id, model.api.ty(*id)))).collect();
    let root_type = part.types.iter().map(|id| model.api.ty(*id)).find(|ty| ty.path.steps.is_empty());
    let resource = root_type.and_then(|ty| ty.path.resource());
    let deprecated = resource.map(|id| kind::allow_deprecated(model, &[id]));
    let definitions = types.iter().map(|(_, emitted)| &emitted.definition);
    let machinery = types.iter().map(|(_, emitted)| &emitted.machinery);
    let shared = shared(model, &types, &root);
    let imports: Vec<_> =
        split::imports(model, part).into_iter().map(|id| ident(model.names.ty(id))).collect();
    let imports = (!imports.is_empty()).then(|| quote!(use super::{#(#imports),*};));
    let is_alias = |(_, emitted): &(TypeId, Emitted)| emitted.form == Form::Alias;
    let prelude = (!types.iter().all(is_alias)).then(|| quote!(use #root::support::prelude::*;));
    quote! {
        #docs
        #deprecated
        #imports
        #prelude
        #(#definitions)*
        #(#machinery)*
        #shared
    }
}

/// What a file is about.
fn title(model: Model<'_>, part: &Part<'_>) -> String {
    let Some(first) = part.types.first() else { return String::new() };
    let ty = model.api.ty(*first);
    let kind = ty.path.resource().map(|id| model.api.resource(id).names.kind.as_str()).unwrap_or_default();
    let kind = docs::code(kind);
    match ty.path.steps.is_empty() {
        true => format!("{kind} and the types inside it."),
        false => format!("Types inside {kind}, from {} on.", docs::code(model.names.ty(*first).as_str())),
    }
}

/// What is the same for all types of a form.
fn shared(model: Model<'_>, types: &[(TypeId, Emitted)], root: &TokenStream) -> TokenStream {
    let names = |form: Form| -> Vec<_> {
        let of_form = types.iter().filter(|(_, emitted)| emitted.form == form);
        of_form.map(|(id, _)| ident(model.names.ty(*id))).collect()
    };
    let (structs, enums) = (names(Form::Struct), names(Form::Enum));
    let read = (!structs.is_empty()).then(|| quote!(wire::decode_object!(#(#structs),*);));
    let text = (!enums.is_empty()).then(|| quote!(open_enum!(#(#enums),*);));
    let schemas = paths::part(model.options, options::Part::Schemars);
    let schemas =
        schemas.map(|cfg| quote!(#cfg #root::support::json_schema::json_schema!(#(#structs,)* #(#enums),*);));
    quote!(#read #text #schemas)
}

fn version(model: Model<'_>, resources: &[ResourceId], parts: &[Part<'_>]) -> TokenStream {
    let title = resources.first().map(|id| kind::api_version(model.api.resource(*id))).unwrap_or_default();
    let docs = docs::inner(&format!("{}.", docs::code(&title)));
    let files: Vec<_> = parts.iter().map(|part| ident(part.file)).collect();
    // A kind may be called as its version is.
    let version = resources.first().and_then(|resource| model.names.module_of(*resource).0.last());
    let allow =
        |part: &Part<'_>| (version == Some(part.file)).then(|| quote!(#[allow(clippy::module_inception)]));
    let gates: Vec<_> = parts.iter().map(|part| paths::used_by(model, part.users)).collect();
    let modules = parts.iter().zip(&files).zip(&gates).map(|((part, file), gate)| {
        let allow = allow(part);
        quote!(#gate #allow mod #file;)
    });
    let (any, all) = (paths::about_any(model, resources), paths::about_all(model, resources));
    let client = paths::part(model.options, options::Part::Client);
    let client = client.map(|cfg| quote!(#cfg #any mod client; #cfg #any pub use client::Client;));
    let server =
        paths::part(model.options, options::Part::Server).map(|cfg| quote!(#cfg #all pub mod server;));
    quote! {
        #docs
        #client
        #(#modules)*
        #server
        #(#gates pub use #files::*;)*
    }
}
