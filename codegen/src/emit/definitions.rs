//! The definitions that the types were made from: they travel with the types, as data.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{File, Files, Model, docs, ident, paths};
use crate::ir::{DefinitionId, ResourceId, Type, TypeId};

/// One file of JSON for each definition, and a module that holds them.
pub(super) fn emit(model: Model<'_>, files: &mut Files) {
    let root = paths::root(model.options, 1);
    let statics = (0..model.api.definitions.len()).map(|index| {
        let id = DefinitionId(index);
        let name = static_name(model, id);
        let file = file_name(model, id);
        let docs = docs::own(&["A CustomResourceDefinition, as it was given."]);
        quote!(#docs pub static #name: Source = Source::new(include_str!(#file));)
    });
    let docs = docs::inner("The definitions that the types of this crate were made from.");
    let module = quote!(#docs use #root::support::schema::Source; #(#statics)*);
    for (index, document) in model.definitions.iter().enumerate() {
        let text = serde_json::to_string_pretty(document).unwrap_or_default() + "\n";
        files.insert(format!("definitions/{}", file_name(model, DefinitionId(index))), File::Text(text));
    }
    files.insert("definitions/mod.rs".to_owned(), File::Rust(module));
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
fn pointer(model: Model<'_>, ty: &Type) -> String {
    let definition = model.api.definition(model.api.resource(ty.path.resource).definition);
    let whole = ty.place.pointer.as_str();
    whole.strip_prefix(definition.place.pointer.as_str()).unwrap_or(whole).to_owned()
}

/// What ties a type to its schema.
pub(super) fn described(model: Model<'_>, id: TypeId) -> TokenStream {
    let ty = model.api.ty(id);
    let name = ident(model.names.ty(id));
    let source = path(model, ty.path.resource);
    let pointer = pointer(model, ty);
    quote! {
        impl Described for #name {
            const SOURCE: &'static Source = &#source;
            const POINTER: &'static str = #pointer;
        }
    }
}
