//! A list in which each item has a type of its own: a struct with a field for each.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Emitted, Form, Model, docs, ident, types};
use crate::ir::{Tuple, TypeId};

/// A struct for such a list. It may be shorter than its schema, so that each item may be absent.
pub(super) fn emit(model: Model<'_>, id: TypeId, tuple: &Tuple) -> Emitted {
    let ty = model.api.ty(id);
    let name = ident(model.names.ty(id));
    let docs = docs::docs(ty.schema.description(), &format!("A list at `{}`.", ty.place.pointer));
    let (fields, rest) = names(model, id, tuple);
    let held: Vec<_> = tuple.items.iter().map(|item| types::of_place(model, item)).collect();
    let shown = tuple.items.iter().map(|item| {
        let fallback = format!("The item at `{}`.", item.place.pointer);
        docs::docs(types::description(model, item), &fallback)
    });
    let rest_docs = docs::own(&["Further items."]);
    let rest_type = types::of_rest(model, &tuple.rest);
    let definition = quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #name {
            #(#shown pub #fields: Option<#held>,)*
            #rest_docs
            pub #rest: Vec<#rest_type>,
        }
    };
    Emitted { definition, machinery: machinery(model, id, tuple), form: Form::Tuple }
}

/// The names of the fields for the items and for those behind them.
fn names(model: Model<'_>, id: TypeId, tuple: &Tuple) -> (Vec<proc_macro2::Ident>, proc_macro2::Ident) {
    let mut names: Vec<_> = model.names.members(id).iter().map(ident).collect();
    let rest = names.split_off(tuple.items.len().min(names.len())).pop();
    (names, rest.unwrap_or_else(|| quote::format_ident!("rest")))
}

fn machinery(model: Model<'_>, id: TypeId, tuple: &Tuple) -> TokenStream {
    let name = ident(model.names.ty(id));
    let text = model.names.ty(id).as_str();
    let (fields, rest) = names(model, id, tuple);
    let held = tuple.items.iter().map(|item| types::of_place(model, item));
    let arms = fields.iter().zip(held).enumerate().map(|(index, (field, held))| {
        let index = Literal::usize_unsuffixed(index);
        quote!(#index => wire::item::<_, #held, _>(&mut self.#field, from),)
    });
    quote! {
        impl wire::Tuple for #name {
            const NAME: &'static str = #text;
            fn read<'de, A: serde::de::SeqAccess<'de>>(&mut self, at: usize, from: &mut A) -> Result<bool, A::Error> {
                match at {
                    #(#arms)*
                    _ => wire::rest(&mut self.#rest, from),
                }
            }
            fn items<'a>(&'a self, items: &mut wire::Items<'a>) {
                #(items.item(&self.#fields);)*
                items.rest(&self.#rest);
            }
        }
    }
}
