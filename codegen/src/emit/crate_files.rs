//! What a crate has beside its modules: the manifest, the front page, the root module and the support code.

use proc_macro2::TokenStream;
use quote::quote;
use toml::{Table, Value};

use super::{File, Files, Model, docs, ident, modules, paths, support};
use crate::options::{Layout, Part};

/// Emits the files around the modules, and moves all files to where the layout has them.
pub(super) fn emit(model: Model<'_>, modules: Files) -> Files {
    let mut files = modules;
    files.extend(support::files(model.options));
    let name = model.options.name.replace('-', "_");
    match model.options.layout {
        Layout::Crate => {
            files.insert("lib.rs".to_owned(), File::Rust(root(model)));
            let mut files = below("src", files);
            files.insert("Cargo.toml".to_owned(), File::Text(manifest(model)));
            files.insert("README.md".to_owned(), File::Text(readme(model)));
            files.insert("rustfmt.toml".to_owned(), File::Text("disable_all_formatting = true\n".to_owned()));
            files
        }
        Layout::Modules(_) => {
            files.insert("mod.rs".to_owned(), File::Rust(root(model)));
            let mut files = below(&name, files);
            files.insert(format!("{name}.rs"), File::Rust(mount(&name)));
            files
        }
    }
}

fn below(folder: &str, files: Files) -> Files {
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
    let title = docs::inner(&description(model));
    let modules = modules::of(model);
    let mut tops: Vec<_> = modules.keys().filter_map(|path| path.0.first()).collect();
    tops.dedup();
    let tops = tops.into_iter().map(ident);
    let parts = Part::ALL.into_iter().filter_map(|part| reexport(model, part));
    let rest = rest(model);
    quote! {
        #title
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        pub mod definitions;
        #[allow(clippy::result_large_err, dead_code, unused_imports, unused_macros)]
        pub mod support;
        #(pub mod #tops;)*
        pub use support::{DateTime, Described, IntOrString, Kind, Nullable, OpenEnum, Scope, Unknown};
        pub use support::{List, meta};
        #rest
        #(#parts)*
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
    match part {
        Part::Validate => Some(quote!(#cfg pub use support::{Defaults, Validate, Violation, Violations};)),
        Part::Cel => Some(quote!(#cfg pub use support::CheckRules;)),
        Part::Client => Some(quote!(#cfg pub use support::client;)),
        Part::Server => Some(quote!(#cfg pub use support::server;)),
        Part::Schemars => None,
    }
}

/// One line about the crate.
fn description(model: Model<'_>) -> String {
    let mut groups: Vec<&str> = model.api.resources.iter().map(|resource| resource.group.as_str()).collect();
    groups.sort_unstable();
    groups.dedup();
    let groups: Vec<String> = groups.into_iter().map(docs::code).collect();
    format!("Types, client and server for the Kubernetes API of {}.", groups.join(", "))
}

/// The manifest: what every generated crate needs, under the name of this one.
fn manifest(model: Model<'_>) -> String {
    let mut manifest: Table = specwright_templates::MANIFEST.parse().unwrap_or_default();
    if let Some(Value::Table(package)) = manifest.get_mut("package") {
        package.insert("name".to_owned(), model.options.name.clone().into());
        package.insert("version".to_owned(), model.options.version.clone().into());
        package.insert("description".to_owned(), description(model).replace('`', "").into());
    }
    manifest.to_string()
}

fn readme(model: Model<'_>) -> String {
    let name = &model.options.name;
    let kinds = model.api.resources.iter().enumerate().filter(|(_, resource)| resource.served).map(
        |(index, resource)| {
            let path = model.names.type_path(model.api, resource.root);
            let list = model.names.list(crate::ir::ResourceId(index));
            let served = format!("{}/{}", resource.group, resource.version);
            format!("| {} | {} | {} |\n", docs::code(&served), docs::code(&path), docs::code(list.as_str()))
        },
    );
    let table: String = kinds.collect();
    format!(
        "# {name}\n\n{}\n\nGenerated by specwright {}; do not edit it. To make it again: `{}`.\n\n\
         | served as | type | list |\n|---|---|---|\n{table}\n{}",
        description(model),
        env!("CARGO_PKG_VERSION"),
        model.options.command,
        specwright_templates::README,
    )
}
