//! Writes a generated crate again with serde derives in the place of its own implementations, to compare what the two
//! cost to compile: `cargo run -p specwright-tests --example derive_twin -- GENERATED TWIN`.
//!
//! The twin has the same structs, enums and aliases with the same names on the wire. It drops what it does not know.

#![allow(clippy::panic, reason = "a tool for measuring, run by hand")]

use std::collections::HashMap;
use std::path::Path;
use std::{env, fs, io};

use quote::{format_ident, quote};
use syn::{Expr, ImplItem, Item, Lit, Type};

const MANIFEST: &str = r#"[package]
name = "derive-twin"
version = "0.1.0"
edition = "2024"

[dependencies]
k8s-openapi = { version = "0.29", default-features = false, features = ["std"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"

[workspace]

[features]
"#;

const PRELUDE: &str = r#"pub use std::collections::BTreeMap;
pub use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
pub use serde::{Deserialize, Serialize};
pub use serde_json::Value;
pub type DateTime = String;
pub type Nullable<T> = Option<Option<T>>;
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum IntOrString {
    Int(i64),
    String(String),
}
"#;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [from, to] = arguments.as_slice() else {
        return Err(io::Error::other("give the folder of a generated crate, and one for its twin"));
    };
    let (from, to) = (Path::new(from), Path::new(to));
    fs::create_dir_all(to.join("src"))?;
    fs::write(
        to.join("Cargo.toml"),
        format!("{MANIFEST}{}", features(&fs::read_to_string(from.join("Cargo.toml"))?)),
    )?;
    fs::write(to.join("src/prelude.rs"), PRELUDE)?;
    folder(&from.join("src"), &to.join("src"))
}

/// The features that choose groups and kinds, all of them on.
fn features(manifest: &str) -> String {
    let names = manifest.lines().filter_map(|line| line.strip_suffix(" = []"));
    let names: Vec<&str> = names.filter(|name| *name != "default").collect();
    let lines: String = names.iter().map(|name| format!("{name} = []\n")).collect();
    format!("default = {names:?}\n{lines}")
}

fn folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        match name.as_str() {
            "support" | "definitions" | "client.rs" | "server.rs" => {}
            _ if path.is_dir() => folder(&path, &to.join(name))?,
            _ => fs::write(to.join(name), twin(&fs::read_to_string(&path)?))?,
        }
    }
    Ok(())
}

/// A file with derives in the place of implementations.
fn twin(text: &str) -> String {
    let file =
        syn::parse_file(text).unwrap_or_else(|error| panic!("the crate was generated, and is Rust: {error}"));
    let names = names(&file);
    let items = file.items.into_iter().filter_map(|item| match item {
        Item::Struct(item) => Some(structure(item, &names)),
        Item::Enum(item) => Some(enumeration(item, &names)),
        Item::Type(item) if !quote!(#item).to_string().contains("List <") => Some(Item::Type(item)),
        Item::Mod(item) if item.ident == "support" => Some(syn::parse_quote!(
            pub mod prelude;
        )),
        Item::Mod(item) => (!["client", "definitions", "server"].iter().any(|name| item.ident == name))
            .then_some(Item::Mod(item)),
        Item::Use(item) => used(item),
        _ => None,
    });
    let items: Vec<Item> = items.collect();
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items })
}

fn used(item: syn::ItemUse) -> Option<Item> {
    let text = quote!(#item).to_string();
    match () {
        () if text.contains("prelude") => Some(syn::parse_quote!(
            use crate::prelude::*;
        )),
        () if text.contains("support") || text.contains("client") => None,
        () => Some(Item::Use(item)),
    }
}

/// The names on the wire of the members of each struct, and of the variants of each enum.
fn names(file: &syn::File) -> HashMap<String, Vec<String>> {
    let mut names = HashMap::new();
    for item in &file.items {
        let Item::Impl(item) = item else { continue };
        let ty = &item.self_ty;
        let ty = quote!(#ty).to_string();
        for part in &item.items {
            match part {
                ImplItem::Const(part) if part.ident == "MEMBERS" => {
                    names.insert(ty.clone(), strings(&part.expr));
                }
                ImplItem::Fn(part) if part.sig.ident == "text" => {
                    let block = &part.block;
                    let body: Expr = syn::parse_quote!(#block);
                    names.insert(ty.clone(), strings(&body));
                }
                _ => {}
            }
        }
    }
    names
}

/// The string literals in an expression, in their order.
fn strings(expr: &Expr) -> Vec<String> {
    struct Strings(Vec<String>);
    impl syn::visit::Visit<'_> for Strings {
        fn visit_lit(&mut self, literal: &Lit) {
            if let Lit::Str(text) = literal {
                self.0.push(text.value());
            }
        }
    }
    let mut strings = Strings(Vec::new());
    syn::visit::Visit::visit_expr(&mut strings, expr);
    strings.0
}

fn structure(mut item: syn::ItemStruct, names: &HashMap<String, Vec<String>>) -> Item {
    let wire = &names[&item.ident.to_string()];
    let wire = wire.strip_prefix(&["apiVersion".to_owned(), "kind".to_owned()][..]).unwrap_or(wire);
    let syn::Fields::Named(fields) = &mut item.fields else { return Item::Struct(item) };
    fields.named.pop();
    for (field, name) in fields.named.iter_mut().zip(wire) {
        field.attrs.push(match is_option(&field.ty) {
            true => {
                syn::parse_quote!(#[serde(rename = #name, default, skip_serializing_if = "Option::is_none")])
            }
            false => syn::parse_quote!(#[serde(rename = #name)]),
        });
    }
    item.attrs.push(syn::parse_quote!(#[derive(Serialize, Deserialize)]));
    Item::Struct(item)
}

fn is_option(ty: &Type) -> bool {
    let text = quote!(#ty).to_string();
    text.starts_with("Option <") || text.starts_with("Nullable <")
}

fn enumeration(mut item: syn::ItemEnum, names: &HashMap<String, Vec<String>>) -> Item {
    let wire = &names[&item.ident.to_string()];
    item.variants.pop();
    for (variant, name) in item.variants.iter_mut().zip(wire) {
        variant.ident = format_ident!("{}", variant.ident);
        variant.attrs.push(syn::parse_quote!(#[serde(rename = #name)]));
    }
    item.attrs.push(syn::parse_quote!(#[derive(Serialize, Deserialize)]));
    Item::Enum(item)
}
