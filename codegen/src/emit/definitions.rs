//! The definitions that the types were made from: they travel with the types, as data.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Value, json};

use super::{File, Files, Model, docs, ident, paths};
use crate::facts::UnitId;
use crate::ir::{DefinitionId, DocumentId, ResourceId, Type, TypeId};
use crate::pointer::Pointer;

/// One file of JSON for each definition, and a module that holds them.
pub(super) fn emit<'a>(model: Model<'a>, files: &mut Files<'a>) {
    for (index, document) in model.api.documents.iter().enumerate() {
        let name = format!("definitions/{}", document_file(model, DocumentId(index)));
        files.insert(name, File::Text(serde_json::to_string(&document.schemas).unwrap_or_default() + "\n"));
    }
    for (index, document) in model.definitions.iter().enumerate() {
        let name = format!("definitions/{}", file_name(model, DefinitionId(index)));
        files.insert(name, File::Text(text(document)));
    }
    files.insert("definitions/mod.rs".to_owned(), File::rust(move || module(model)));
}

/// The module that holds them.
fn module(model: Model<'_>) -> TokenStream {
    let root = paths::root(model.options, 1);
    let users = users(model);
    let statics = (0..model.api.definitions.len()).map(|index| {
        let id = DefinitionId(index);
        let name = static_name(model, id);
        let file = file_name(model, id);
        let docs = docs::own(&["A CustomResourceDefinition, as it was given."]);
        let gate = paths::used_by(model, &users[index]);
        quote!(#docs #gate pub static #name: Source = Source::new(include_str!(#file));)
    });
    let documents = (0..model.api.documents.len()).map(|index| {
        let id = DocumentId(index);
        let (name, file) = (document_static(model, id), document_file(model, id));
        let docs = docs::own(&["The schemas of an OpenAPI document, as far as the types need them."]);
        quote!(#docs pub static #name: Source = Source::new(include_str!(#file));)
    });
    let docs = docs::inner("The definitions that the types of this crate were made from.");
    // Where users choose nothing, there is none.
    let allow = paths::has_choice(model).then(|| quote!(#[allow(unused_imports)]));
    quote!(#docs #allow use #root::support::schema::Source; #(#statics)* #(#documents)*)
}

/// How deeply a part of a definition is nested at most. Readers of JSON stop at 127.
const PART: usize = 100;

/// A definition as the support code reads it (`schema::Source`): in parts, where it is nested too deeply for one.
fn text(document: &Value) -> String {
    let text = match is_deeper(document, PART) {
        true => serde_json::to_string_pretty(&in_parts(document.clone())),
        false => serde_json::to_string_pretty(document),
    };
    text.unwrap_or_default() + "\n"
}

/// Whether a value is nested deeper than this. The recursion ends there.
fn is_deeper(value: &Value, depth: usize) -> bool {
    let Some(left) = depth.checked_sub(1) else { return value.is_object() || value.is_array() };
    match value {
        Value::Object(members) => members.values().any(|value| is_deeper(value, left)),
        Value::Array(items) => items.iter().any(|value| is_deeper(value, left)),
        _ => false,
    }
}

/// A value without what lies too deep in it, and those parts, each with its place.
fn in_parts(document: Value) -> Value {
    let mut parts = vec![(Pointer::root(), document)];
    let mut next = 0;
    while let Some((pointer, part)) = parts.get_mut(next) {
        let (pointer, mut inner) = (pointer.clone(), Vec::new());
        take_inner(part, PART, &pointer, &mut inner);
        parts.append(&mut inner);
        next += 1;
    }
    let pairs = parts.into_iter().enumerate();
    pairs.map(|(at, (pointer, part))| if at == 0 { part } else { json!([pointer.as_str(), part]) }).collect()
}

/// Takes out of a value the lists and objects that lie this deep in it. The recursion ends there.
fn take_inner(value: &mut Value, depth: usize, pointer: &Pointer, taken: &mut Vec<(Pointer, Value)>) {
    if depth == 0 {
        let is_scalar = !value.is_object() && !value.is_array();
        taken.extend((!is_scalar).then(|| (pointer.clone(), value.take())));
        return;
    }
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| {
            take_inner(value, depth - 1, &pointer.join(name), taken);
        }),
        Value::Array(items) => items.iter_mut().enumerate().for_each(|(index, value)| {
            take_inner(value, depth - 1, &pointer.join(index), taken);
        }),
        _ => {}
    }
}

/// Who uses a type that was made from each definition.
fn users(model: Model<'_>) -> Vec<BTreeSet<UnitId>> {
    let mut users = vec![BTreeSet::new(); model.api.definitions.len()];
    for (index, ty) in model.api.types.iter().enumerate() {
        let Some(resource) = ty.path.resource() else { continue };
        let definition = model.api.resource(resource).definition;
        users[definition.0].extend(model.facts.units.users(TypeId(index)));
    }
    users
}

fn static_name(model: Model<'_>, id: DefinitionId) -> proc_macro2::Ident {
    format_ident!("{}", model.names.definition(id).as_str().to_ascii_uppercase())
}

fn file_name(model: Model<'_>, id: DefinitionId) -> String {
    format!("{}.json", model.names.definition(id))
}

/// The definition of a resource, from the module of its types.
pub(super) fn path(model: Model<'_>, resource: ResourceId) -> TokenStream {
    let root = paths::root(model.options, model.names.module_of(resource).0.len() + 1);
    let name = static_name(model, model.api.resource(resource).definition);
    quote!(#root::definitions::#name)
}

/// Where the schema of a type stands in its definition.
fn pointer(model: Model<'_>, resource: ResourceId, ty: &Type) -> String {
    let definition = model.api.definition(model.api.resource(resource).definition);
    let whole = ty.place.pointer.as_str();
    whole.strip_prefix(definition.place.pointer.as_str()).unwrap_or(whole).to_owned()
}

fn document_static(model: Model<'_>, id: DocumentId) -> proc_macro2::Ident {
    format_ident!("{}", model.names.document(id).as_str().to_ascii_uppercase())
}

fn document_file(model: Model<'_>, id: DocumentId) -> String {
    format!("{}.json", model.names.document(id))
}

/// The document of a type, and where its schema stands there.
fn of_document(model: Model<'_>, ty: &Type) -> Option<(TokenStream, String)> {
    let id = model.api.document_of(&ty.path.root)?;
    let root = paths::root(model.options, model.names.module(ty).0.len() + 1);
    let name = document_static(model, id);
    Some((quote!(#root::definitions::#name), ty.place.pointer.as_str().to_owned()))
}

/// What ties a type to its schema.
pub(super) fn described(model: Model<'_>, id: TypeId) -> TokenStream {
    let ty = model.api.ty(id);
    let of_resource =
        ty.path.resource().map(|resource| (path(model, resource), pointer(model, resource, ty)));
    let Some((source, pointer)) = of_resource.or_else(|| of_document(model, ty)) else {
        return TokenStream::new();
    };
    let name = ident(model.names.ty(id));
    quote! {
        impl Described for #name {
            const SOURCE: &'static Source = &#source;
            const POINTER: &'static str = #pointer;
        }
    }
}
