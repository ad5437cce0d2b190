//! An enumeration of strings.

use quote::quote;

use super::{Emitted, Form, Model, docs, ident, object};
use crate::ir::TypeId;

/// An enum with a variant for each value and one for values that the schema does not name.
pub(super) fn emit(model: Model<'_>, id: TypeId, values: &[String]) -> Emitted {
    let ty = model.api.ty(id);
    let name = ident(model.names.ty(id));
    let docs = docs::docs(ty.schema.description(), &format!("A value at `{}`.", ty.place.pointer));
    let variants: Vec<_> = model.names.members(id).iter().map(ident).collect();
    let shown = values.iter().map(|value| match value.as_str() {
        "" => docs::own(&["The empty string."]),
        _ => docs::own(&[&docs::code(value)]),
    });
    let other = docs::own(&["A value that the schema does not name, kept as it is."]);
    let usual = ["Clone", "Debug", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];
    let derives = object::derives(model, id, &usual);
    let definition = quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#shown #variants,)*
            #other
            Other(String),
        }
    };
    let machinery = quote! {
        impl OpenEnum for #name {
            const KNOWN: &'static [Self] = &[#(Self::#variants),*];
            fn text(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Other(text) => text,
                }
            }
            fn other(text: String) -> Self { Self::Other(text) }
        }
    };
    Emitted { definition, machinery, form: Form::Enum }
}
