//! A value of one of several forms: an enum, and what each form looks like from outside.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Emitted, Form as Shared, Model, docs, ident, types};
use crate::facts::Form;
use crate::ir::{JsonType, TypeId, Union, Variant};

/// An enum with a variant for each form and one for values of no form.
pub(super) fn emit(model: Model<'_>, id: TypeId, union: &Union) -> Emitted {
    let ty = model.api.ty(id);
    let name = ident(model.names.ty(id));
    let docs = docs::docs(ty.schema.description(), &format!("A value at `{}`.", ty.place.pointer));
    let variants: Vec<_> = model.names.members(id).iter().map(ident).collect();
    let held = union.variants.iter().map(|variant| types::of_variant(model, &variant.value));
    let shown = union.variants.iter().map(|variant| shown(model, variant));
    let other = docs::own(&["A value of none of these forms, kept as it is."]);
    let definition = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#shown #variants(#held),)*
            #other
            Other(Value),
        }
    };
    Emitted { definition, machinery: machinery(model, id, union), form: Shared::Union }
}

fn shown(model: Model<'_>, variant: &Variant) -> TokenStream {
    let description = types::description(model, &variant.value);
    docs::docs(description, &format!("The form at `{}`.", variant.value.place.pointer))
}

fn machinery(model: Model<'_>, id: TypeId, union: &Union) -> TokenStream {
    let name = ident(model.names.ty(id));
    let text = model.names.ty(id).as_str();
    let variants: Vec<_> = model.names.members(id).iter().map(ident).collect();
    let forms = Form::all(model.api, model.facts, union);
    let forms = model.names.members(id).iter().zip(&forms).map(|(name, form)| form_of(name.as_str(), form));
    let last = variants.len().saturating_sub(1);
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let place = Literal::usize_unsuffixed(index);
        let place = if index == last { quote!(_) } else { quote!(#place) };
        quote!(#place => wire::Decode::decode(from).map(Self::#variant),)
    });
    quote! {
        impl union::Union for #name {
            const NAME: &'static str = #text;
            const FORMS: &'static [union::Form] = &[#(#forms),*];
            fn read<'de, D: serde::Deserializer<'de>>(form: usize, from: D) -> Result<Self, D::Error> {
                match form { #(#arms)* }
            }
            fn other(value: Value) -> Self { Self::Other(value) }
        }
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#variants(value) => value.serialize(to),)*
                    Self::Other(value) => value.serialize(to),
                }
            }
        }
    }
}

/// What a form looks like from outside.
fn form_of(name: &str, form: &Form) -> TokenStream {
    let mut types: Vec<TokenStream> = form.types.iter().map(|ty| json_type(*ty)).collect();
    if form.types.is_empty() {
        types.push(quote!(union::Types::ANY));
    } else if form.is_nullable {
        types.push(quote!(union::Types::NULL));
    }
    let (first, further) = types
        .split_first()
        .map_or((quote!(union::Types::ANY), &[][..]), |(first, rest)| (first.clone(), rest));
    let tagged = form.tag.as_ref().map(|(member, values)| quote!(.tagged(#member, &[#(#values),*])));
    let sign = form.sign.as_ref().map(|sign| quote!(.with(#sign)));
    quote!(union::Form::of(#name, #first #(.or(#further))*) #tagged #sign)
}

fn json_type(ty: JsonType) -> TokenStream {
    match ty {
        JsonType::Object => quote!(union::Types::OBJECT),
        JsonType::Array => quote!(union::Types::ARRAY),
        JsonType::String => quote!(union::Types::STRING),
        JsonType::Integer => quote!(union::Types::INTEGER),
        JsonType::Number => quote!(union::Types::NUMBER),
        JsonType::Boolean => quote!(union::Types::BOOLEAN),
    }
}
