//! What a crate has beside its modules: the manifest, the root module and the support code.

use proc_macro2::TokenStream;
use quote::quote;
use toml::{Table, Value};

use super::family::{self, Family};
use super::{File, Files, Model, docs, front, modules, operations, paths, support};
use crate::facts::UnitId;
use crate::name::Ident;
use crate::options::{Layout, Part};

/// Emits the files around the modules, and moves all files to where the layout has them.
pub(super) fn emit<'a>(model: Model<'a>, modules: Files<'a>) -> Files<'a> {
    let mut files = modules;
    let families = Family::of(model.api, model.options);
    files.extend(support::files(model.options, &families));
    let name = model.options.name.replace('-', "_");
    match model.options.layout {
        Layout::Crate => {
            files.insert("lib.rs".to_owned(), File::rust(move || root(model)));
            let mut files = below("src", files);
            files.insert("Cargo.toml".to_owned(), File::Text(manifest(model, &families)));
            files.insert("README.md".to_owned(), File::Text(front::readme(model)));
            files.insert("CHANGELOG.md".to_owned(), File::Text(front::changelog(model)));
            files.insert("rustfmt.toml".to_owned(), File::Text("disable_all_formatting = true\n".to_owned()));
            files
        }
        Layout::Modules(_) => {
            files.insert("mod.rs".to_owned(), File::rust(move || root(model)));
            let mut files = below(&name, files);
            files.insert(format!("{name}.rs"), File::rust(move || mount(&name)));
            files
        }
    }
}

fn below<'a>(folder: &str, files: Files<'a>) -> Files<'a> {
    files.into_iter().map(|(path, file)| (format!("{folder}/{path}"), file)).collect()
}

/// The file that another crate includes: all it says is where the modules are.
fn mount(name: &str) -> TokenStream {
    let path = format!("{name}/mod.rs");
    let name = quote::format_ident!("{name}");
    let docs = docs::own(&["Generated modules."]);
    quote!(#docs #[path = #path] pub mod #name;)
}

fn root(model: Model<'_>) -> TokenStream {
    let title = match model.options.layout {
        // The front page, whose examples are tested with the documentation.
        Layout::Crate => quote!(#![doc = include_str!("../README.md")]),
        Layout::Modules(_) => docs::inner(&description(model)),
    };
    let tops = modules::tops(model);
    let parts = Part::ALL.into_iter().filter_map(|part| reexport(model, part));
    let is_kubernetes = Family::of(model.api, model.options).contains(&Family::Kubernetes);
    let kubernetes = is_kubernetes.then(|| {
        quote!(
            pub use support::{Kind, List, Scope, meta};
        )
    });
    let operations = operations::root(model);
    let rest = is_kubernetes.then(|| rest(model));
    let lints = lints();
    // The pages on docs.rs say which feature an item needs.
    let documented =
        (model.options.layout == Layout::Crate).then(|| quote!(#![cfg_attr(docsrs, feature(doc_cfg))]));
    quote! {
        #title
        #lints
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #documented
        pub mod definitions;
        #[allow(clippy::result_large_err, dead_code, unused_imports, unused_macros)]
        pub mod support;
        #(#tops)*
        pub use support::{Base64, Date, DateTime, Decimal, Duration, Ipv4, Ipv6, Time, Uuid};
        pub use support::{Described, IntOrString, Nullable, OpenEnum, Union, Unknown, ValueEnum};
        pub use support::{Keyed, KeyedList};
        #kubernetes
        #operations
        #rest
        #(#parts)*
    }
}

/// What the linter would have otherwise, and what the input decides. It is the same for every input: a member that is added
/// to a schema must change no attribute.
fn lints() -> TokenStream {
    quote! {
        #![allow(
            clippy::disallowed_names,
            clippy::enum_variant_names,
            clippy::just_underscores_and_digits,
            clippy::module_inception,
            clippy::should_implement_trait,
            clippy::wrong_self_convention,
            reason = "the names are those of the description"
        )]
        #![allow(
            clippy::large_enum_variant,
            clippy::too_many_arguments,
            clippy::type_complexity,
            reason = "the values are as large as the description has them"
        )]
    }
}

/// What client and server have in common.
fn rest(model: Model<'_>) -> Option<TokenStream> {
    match &model.options.layout {
        Layout::Crate => Some(quote!(
            #[cfg(feature = "http")]
            pub use support::rest;
        )),
        Layout::Modules(parts) => {
            let speaks_http = parts.iter().any(|part| part.features().contains(&"http"));
            speaks_http.then(|| {
                quote!(
                    pub use support::rest;
                )
            })
        }
    }
}

/// What of a part has a place at the root.
fn reexport(model: Model<'_>, part: Part) -> Option<TokenStream> {
    let cfg = paths::part(model.options, part)?;
    let is_kubernetes = Family::of(model.api, model.options).contains(&Family::Kubernetes);
    match part {
        Part::Validate => {
            Some(quote!(#cfg pub use support::{Defaults, Side, Validate, Violation, Violations};))
        }
        Part::Apply | Part::Cel if !is_kubernetes => None,
        Part::Server if !is_kubernetes => None,
        Part::Apply => Some(quote!(#cfg pub use support::apply::{ApplyConfiguration, ExtractError};)),
        Part::Cel => Some(quote!(#cfg pub use support::CheckRules;)),
        Part::Client => Some(quote!(#cfg pub use support::client;)),
        Part::Server => Some(quote!(#cfg pub use support::server;)),
        Part::Schemars | Part::Tracing => None,
    }
}

/// One line about the crate.
pub(super) fn description(model: Model<'_>) -> String {
    if model.api.resources.is_empty() {
        let titles: Vec<String> = model
            .api
            .documents
            .iter()
            .map(|document| document.title.trim())
            .filter(|title| !title.is_empty())
            .map(docs::code)
            .collect();
        return format!("Types, client and server for {}.", titles.join(", "));
    }
    let mut groups: Vec<&str> = model.api.resources.iter().map(|resource| resource.group.as_str()).collect();
    groups.sort_unstable();
    groups.dedup();
    let groups: Vec<String> = groups.into_iter().map(docs::code).collect();
    format!("Types, client and server for the Kubernetes API of {}.", groups.join(", "))
}

/// The manifest: what every generated crate needs, under the name of this one.
fn manifest(model: Model<'_>, families: &[Family]) -> String {
    let mut manifest: Table = specwright_templates::MANIFEST.parse().unwrap_or_default();
    family::choose(&mut manifest, families);
    if let Some(Value::Table(package)) = manifest.get_mut("package") {
        package.insert("name".to_owned(), model.options.name.clone().into());
        package.insert("version".to_owned(), model.options.version.clone().into());
        package.insert("description".to_owned(), description(model).replace('`', "").into());
        let more = model.options.package.iter();
        package.extend(more.filter_map(|(key, value)| Some((key.clone(), Value::try_from(value).ok()?))));
    }
    if let Some(Value::Table(features)) = manifest.get_mut("features").filter(|_| paths::has_choice(model)) {
        choices(model, features);
    }
    if let Some(Value::Table(dependencies)) = manifest.get_mut("dependencies") {
        let more = model.options.dependencies.iter();
        dependencies
            .extend(more.filter_map(|(name, value)| Some((name.clone(), Value::try_from(value).ok()?))));
    }
    manifest.to_string()
}

/// Adds the features of what users may choose. Unless they say otherwise, they get all of it.
fn choices(model: Model<'_>, features: &mut Table) {
    let names = &model.names.features;
    let list =
        |names: &[&Ident]| -> Value { names.iter().map(|name| name.as_str()).collect::<Vec<_>>().into() };
    let mut default = Vec::new();
    for (index, unit) in model.facts.units.all.iter().enumerate() {
        let name = names.unit(UnitId(index));
        features.insert(name.as_str().to_owned(), list(&[]));
        if unit.definition().is_none() || names.groups().is_empty() {
            default.push(name);
        }
    }
    for group in names.groups() {
        let units: Vec<_> = group.units.iter().map(|unit| names.unit(*unit)).collect();
        features.insert(group.name.as_str().to_owned(), list(&units));
        default.push(&group.name);
    }
    default.sort_unstable();
    features.insert("default".to_owned(), list(&default));
}
