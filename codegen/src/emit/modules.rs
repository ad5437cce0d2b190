//! The modules of groups and versions: a file for each resource, and a client and a server for each version.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::split::{self, Part};
use super::{Emitted, File, Files, Form, Model, apply, client, described, docs, ident, kind, paths, server};
use crate::facts::UnitId;
use crate::ir::{ResourceId, Shape, Type, TypeId};
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
pub(super) fn emit<'a>(model: Model<'a>, files: &mut Files<'a>) {
    let modules = of(model);
    for (path, resources) in &modules {
        files_of(model, path, resources, files);
    }
    documents(model, files);
    let mut users = users(model, &modules);
    for (name, versions) in groups(&modules) {
        let used = |version: Version<'a>| {
            (version, users.remove(model.names.module_of(version.1)).unwrap_or_default())
        };
        let versions: Vec<_> = versions.into_iter().map(used).collect();
        files.insert(format!("{name}/mod.rs"), File::rust(move || group(model, &versions)));
    }
}

/// The files of a version.
fn files_of<'a>(model: Model<'a>, path: &'a ModulePath, resources: &[ResourceId], files: &mut Files<'a>) {
    let folder = folder(path);
    let parts: Vec<_> = resources.iter().flat_map(|id| split::parts(model, Some(*id))).collect();
    for part in parts.iter().cloned() {
        files.insert(format!("{folder}/{}.rs", part.file), File::rust(move || types(model, path, &part)));
    }
    if paths::part(model.options, options::Part::Apply).is_some() {
        apply::emit(model, (path, &folder), resources, files);
    }
    if paths::part(model.options, options::Part::Client).is_some() {
        let resources = resources.to_vec();
        let client = move || client::emit(model, path, &resources);
        files.insert(format!("{folder}/client.rs"), File::rust(client));
    }
    if paths::part(model.options, options::Part::Server).is_some() {
        let resources = resources.to_vec();
        let server = move || server::emit(model, path, &resources);
        files.insert(format!("{folder}/server.rs"), File::rust(server));
    }
    let resources = resources.to_vec();
    files.insert(format!("{folder}/mod.rs"), File::rust(move || version(model, &resources, &parts)));
}

/// The module of a group: its versions, each with those who use a type of it.
fn group(model: Model<'_>, versions: &[(Version<'_>, BTreeSet<UnitId>)]) -> TokenStream {
    let name = versions.first().map(|((_, resource), _)| &model.api.resource(*resource).group);
    let docs = docs::inner(&format!("The versions of {}.", docs::code(name.map_or("", String::as_str))));
    let versions = versions.iter().map(|((version, _), users)| {
        let (gate, version) = (paths::used_by(model, users), ident(version));
        quote!(#gate pub mod #version;)
    });
    quote!(#docs #(#versions)*)
}

/// Emits the module of the types of documents, if there are any.
fn documents<'a>(model: Model<'a>, files: &mut Files<'a>) {
    let parts = split::parts(model, None);
    if parts.is_empty() {
        return;
    }
    let path = model.names.types_module();
    let folder = folder(path);
    for part in parts.iter().cloned() {
        files.insert(format!("{folder}/{}.rs", part.file), File::rust(move || types(model, path, &part)));
    }
    files.insert(format!("{folder}/mod.rs"), File::rust(move || types_module(model, &parts)));
}

/// The module of the types of documents.
fn types_module(model: Model<'_>, parts: &[Part<'_>]) -> TokenStream {
    let docs = docs::inner("The types of the schemas.");
    let modules = parts.iter().map(|part| {
        let (gate, name) = (paths::used_by(model, part.users), ident(part.file));
        quote!(#gate mod #name; #gate pub use #name::*;)
    });
    quote!(#docs #(#modules)*)
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
    let mut tops: Vec<TokenStream> = tops.into_iter().map(top).collect();
    if model.api.types.iter().any(|ty| ty.path.resource().is_none()) {
        let module = model.names.types_module().0.first().map(ident);
        tops.push(quote!(pub mod #module;));
    }
    tops
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
    let deprecated = allow_deprecated(model, part);
    let definitions = types.iter().map(|(_, emitted)| &emitted.definition);
    let machinery = types.iter().map(|(_, emitted)| &emitted.machinery);
    let shared = shared(model, &types, &root);
    let imports: Vec<_> =
        split::imports(model, part).into_iter().map(|id| ident(model.names.ty(id))).collect();
    let imports = (!imports.is_empty()).then(|| quote!(use super::{#(#imports),*};));
    let prelude = types.iter().any(|(_, emitted)| needs_prelude(emitted));
    let prelude = prelude.then(|| quote!(use #root::support::prelude::*;));
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

/// Whether a type names something of the support code: of aliases, only some do.
fn needs_prelude(emitted: &Emitted) -> bool {
    const NAMES: [&str; 5] = ["BTreeMap", "DateTime", "IntOrString", "Value", "formats"];
    let is_name = |token: proc_macro2::TokenTree| match token {
        proc_macro2::TokenTree::Ident(name) => NAMES.iter().any(|known| name == *known),
        _ => false,
    };
    emitted.form != Form::Alias || emitted.definition.clone().into_iter().any(is_name)
}

/// What a file is about.
fn title(model: Model<'_>, part: &Part<'_>) -> String {
    let Some(first) = part.types.first() else { return String::new() };
    let ty = model.api.ty(*first);
    let name = docs::code(model.names.ty(*first).as_str());
    match ty.path.resource().map(|id| docs::code(&model.api.resource(id).names.kind)) {
        Some(kind) if ty.path.steps.is_empty() => format!("{kind} and the types inside it."),
        Some(kind) => format!("Types inside {kind}, from {name} on."),
        None => format!("Types from {name} on."),
    }
}

/// What keeps the compiler from warning of deprecated kinds and members where they are not used but defined and passed on.
pub(super) fn allow_deprecated(model: Model<'_>, part: &Part<'_>) -> TokenStream {
    let types = part.types.iter().map(|id| model.api.ty(*id));
    let root = types.clone().find(|ty| ty.path.steps.is_empty()).and_then(|ty| ty.path.resource());
    let is_deprecated = |ty: &Type| match &ty.shape {
        Shape::Object(object) => object.fields.iter().any(|field| field.value.schema.is_deprecated()),
        _ => false,
    };
    match root {
        Some(resource) => kind::allow_deprecated(model, &[resource]),
        None if types.into_iter().any(is_deprecated) => quote!(#![allow(deprecated)]),
        None => TokenStream::new(),
    }
}

/// What is the same for all types of a form.
fn shared(model: Model<'_>, types: &[(TypeId, Emitted)], root: &TokenStream) -> TokenStream {
    let names = |form: Form| -> Vec<_> {
        let of_form = types.iter().filter(|(_, emitted)| emitted.form == form);
        of_form.map(|(id, _)| ident(model.names.ty(*id))).collect()
    };
    let (structs, enums, values) = (names(Form::Struct), names(Form::Enum), names(Form::ValueEnum));
    let (unions, tuples) = (names(Form::Union), names(Form::Tuple));
    let read = (!structs.is_empty()).then(|| quote!(wire::decode_object!(#(#structs),*);));
    let text = (!enums.is_empty()).then(|| quote!(open_enum!(#(#enums),*);));
    let values_read = (!values.is_empty()).then(|| quote!(value_enum!(#(#values),*);));
    let unions_read = (!unions.is_empty()).then(|| quote!(union!(#(#unions),*);));
    let tuples_read = (!tuples.is_empty()).then(|| quote!(wire::decode_tuple!(#(#tuples),*);));
    let all = [structs, enums, values, unions, tuples].concat();
    let schemas = paths::part(model.options, options::Part::Schemars);
    let schemas = schemas.map(|cfg| quote!(#cfg #root::support::json_schema::json_schema!(#(#all),*);));
    quote!(#read #text #values_read #unions_read #tuples_read #schemas)
}

fn version(model: Model<'_>, resources: &[ResourceId], parts: &[Part<'_>]) -> TokenStream {
    let title = resources.first().map(|id| kind::api_version(model.api.resource(*id))).unwrap_or_default();
    let docs = docs::inner(&format!("{}.", docs::code(&title)));
    let files: Vec<_> = parts.iter().map(|part| ident(part.file)).collect();
    let gates: Vec<_> = parts.iter().map(|part| paths::used_by(model, part.users)).collect();
    let (any, all) = (paths::about_any(model, resources), paths::about_all(model, resources));
    let apply = paths::part(model.options, options::Part::Apply).map(|cfg| quote!(#cfg #any pub mod apply;));
    let client = paths::part(model.options, options::Part::Client);
    let client = client.map(|cfg| quote!(#cfg #any mod client; #cfg #any pub use client::Client;));
    let server =
        paths::part(model.options, options::Part::Server).map(|cfg| quote!(#cfg #all pub mod server;));
    quote! {
        #docs
        #apply
        #client
        #(#gates mod #files;)*
        #server
        #(#gates pub use #files::*;)*
    }
}
