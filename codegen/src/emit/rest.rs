//! The members of an object that have a type and no name: a map beside its fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Model, docs, ident, types};
use crate::ir::{Object, TypeId, Use};
use crate::name::Ident;

/// The members of an object that have a type and no name.
pub(super) struct Others<'a> {
    name: &'a Ident,
    value: &'a Use,
}

impl<'a> Others<'a> {
    pub(super) fn of(model: Model<'a>, id: TypeId, object: &'a Object) -> Option<Self> {
        Some(Self { name: model.names.members(id).last()?, value: object.rest.typed()? })
    }

    /// The field.
    pub(super) fn definition(&self, model: Model<'_>) -> TokenStream {
        let (name, ty) = (ident(self.name), types::of_use(model, self.value));
        let docs =
            docs::docs(types::description(model, self.value), "Members that have no name in the schema.");
        quote!(#docs pub #name: BTreeMap<String, #ty>)
    }

    /// What the field holds where there is no such member.
    pub(super) fn filling(&self) -> TokenStream {
        let name = ident(self.name);
        quote!(#name: BTreeMap::new())
    }

    /// How such a member is read.
    pub(super) fn read(&self) -> TokenStream {
        let name = ident(self.name);
        quote! {
            fn read_other<'de, A: MapAccess<'de>>(&mut self, name: String, from: &mut A) -> Result<(), A::Error> {
                wire::entry(&mut self.#name, name, from)
            }
        }
    }

    /// How such members are written.
    pub(super) fn write(&self) -> TokenStream {
        let name = ident(self.name);
        quote!(to.entries(&self.#name)?;)
    }
}
