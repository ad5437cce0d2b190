//! A choice between members of an object: an enum with a variant for each set of members that excludes the others.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Emitted, Form, Model, docs, ident, types};
use crate::ir::{Field, MemberChoice, Null, Object, Presence, TypeId};
use crate::name::Ident;

/// An enum for a choice.
pub(super) fn emit(model: Model<'_>, id: TypeId, sets: &[Vec<Field>]) -> Emitted {
    let name = ident(model.names.ty(id));
    let variants = variants(model, id, sets);
    let definitions = variants.iter().map(|variant| variant.definition(model));
    let members: Vec<&str> = variants.iter().flat_map(Variant::wire_names).collect();
    let docs = docs::own(&[&format!("One of {}.", listed(&members))]);
    let other = docs::own(&["Members that the schema does not allow together, kept as they are."]);
    let definition = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#definitions,)*
            #other
            Other(Unknown),
        }
    };
    Emitted { definition, machinery: machinery(model, &name, &variants), form: Form::Choice }
}

/// How a choice is read and written, as a part of the object.
fn machinery(model: Model<'_>, name: &proc_macro2::Ident, variants: &[Variant<'_>]) -> TokenStream {
    let members = variants.iter().flat_map(Variant::wire_names);
    let first = |index: usize| variants[..index].iter().map(|variant| variant.members.len()).sum();
    let arms = variants.iter().enumerate().flat_map(|(index, variant)| variant.arms(model, first(index)));
    let (reads, writes): (Vec<_>, Vec<_>) = arms.unzip();
    let complete = complete(variants);
    quote! {
        impl wire::Choice for #name {
            const MEMBERS: &'static [&'static str] = &[#(#members),*];
            fn read<'de, A: MapAccess<'de>>(at: usize, from: &mut A) -> wire::Picked<'de, A, Self> {
                match at {
                    #(#reads)*
                    _ => wire::ignored(from).map(|seen| (None, seen)),
                }
            }
            fn write<M: wire::SerializeMap>(&self, at: usize, to: &mut wire::Members<'_, M>) -> Result<(), M::Error> {
                match (self, at) {
                    #(#writes)*
                    _ => to.unchosen(self, at),
                }
            }
            #complete
            wire::choice_other!();
        }
    }
}

/// How several members that are there together become a choice.
fn complete(variants: &[Variant<'_>]) -> Option<TokenStream> {
    let several: Vec<_> = variants.iter().filter(|variant| variant.members.len() > 1).collect();
    let arms = several.iter().map(|variant| {
        let name = ident(variant.name);
        let fields: Vec<_> = variant.fields.iter().map(ident).collect();
        let (count, wire) = (Literal::usize_unsuffixed(fields.len()), variant.wire_names());
        quote! {
            if let (#count, #(Some(#fields)),*) = (members.len(), #(wire::member(members, #wire)),*) {
                return Some(Self::#name { #(#fields),* });
            }
        }
    });
    let arms: Vec<_> = arms.collect();
    (!several.is_empty()).then(|| {
        quote! {
            fn complete(members: &Unknown) -> Option<Self> {
                #(#arms)*
                None
            }
        }
    })
}

/// A variant, and the members that it holds.
struct Variant<'a> {
    name: &'a Ident,
    members: &'a [Field],
    /// The fields for them, where there are several.
    fields: &'a [Ident],
}

fn variants<'a>(model: Model<'a>, id: TypeId, sets: &'a [Vec<Field>]) -> Vec<Variant<'a>> {
    let (names, mut rest) = model.names.members(id).split_at(sets.len());
    let variant = |(name, members): (&'a Ident, &'a Vec<Field>)| {
        let (fields, others) = rest.split_at(if members.len() > 1 { members.len() } else { 0 });
        rest = others;
        Variant { name, members, fields }
    };
    names.iter().zip(sets).map(variant).collect()
}

impl<'a> Variant<'a> {
    fn wire_names(&self) -> Vec<&'a str> {
        self.members.iter().map(|field| field.name.as_str()).collect()
    }

    fn definition(&self, model: Model<'_>) -> TokenStream {
        let name = ident(self.name);
        if let [field] = self.members {
            let (docs, ty) = (of_member(model, field), types::of_use(model, &field.value));
            return quote!(#docs #name(#ty));
        }
        let docs = docs::own(&[&format!("{} together.", listed(&self.wire_names()))]);
        let fields = self.fields.iter().zip(self.members).map(|(name, field)| {
            let (docs, name, ty) = (of_member(model, field), ident(name), types::of_use(model, &field.value));
            quote!(#docs #name: #ty)
        });
        quote!(#docs #name { #(#fields),* })
    }

    /// How each member is read and written, if the first of them has this place among those of the choice.
    fn arms(&self, model: Model<'_>, first: usize) -> Vec<(TokenStream, TokenStream)> {
        let arm = |(index, field): (usize, &Field)| {
            let (at, wire) = (Literal::usize_unsuffixed(first + index), &field.name);
            let (read, pattern) = (self.read(model, field, &at), self.pattern(index));
            (quote!(#at => #read,), quote!((#pattern, #at) => to.required(#wire, value),))
        };
        self.members.iter().enumerate().map(arm).collect()
    }

    fn read(&self, model: Model<'_>, field: &Field, at: &Literal) -> TokenStream {
        let variant = ident(self.name);
        match (self.members.len(), field.value.null) {
            (1, Null::Refused) => quote!(wire::chosen(Self::#variant, from)),
            (1, Null::Allowed) => quote!(wire::chosen_nullable(Self::#variant, from)),
            _ => {
                let ty = types::of_use(model, &field.value);
                quote!(wire::part::<_, #ty, _>(#at, from))
            }
        }
    }

    /// The variant, with the value of one member.
    fn pattern(&self, index: usize) -> TokenStream {
        let name = ident(self.name);
        match self.fields.get(index).map(ident) {
            None => quote!(Self::#name(value)),
            Some(field) if field == "value" => quote!(Self::#name { value, .. }),
            Some(field) => quote!(Self::#name { #field: value, .. }),
        }
    }
}

/// The doc comment of a member.
fn of_member(model: Model<'_>, field: &Field) -> TokenStream {
    docs::docs(types::description(model, &field.value), &format!("The member `{}`.", field.name))
}

/// A field of a struct that holds a choice.
pub(super) struct Slot<'a> {
    pub(super) name: &'a Ident,
    object: &'a Object,
    choice: &'a MemberChoice,
}

/// The fields for the choices of an object.
pub(super) fn slots<'a>(model: Model<'a>, id: TypeId, object: &'a Object) -> Vec<Slot<'a>> {
    let names = model.names.members(id).iter().skip(object.fields.len());
    names.zip(&object.choices).map(|(name, choice)| Slot { name, object, choice }).collect()
}

impl Slot<'_> {
    pub(super) fn is_required(&self) -> bool {
        self.choice.presence == Presence::Required
    }

    /// The Rust type of the field.
    pub(super) fn ty(&self, model: Model<'_>) -> TokenStream {
        let ty = ident(model.names.ty(self.choice.ty));
        if self.is_required() { quote!(#ty) } else { quote!(Option<#ty>) }
    }

    pub(super) fn definition(&self, model: Model<'_>) -> TokenStream {
        let members: Vec<&str> =
            self.choice.members().map(|at| self.object.fields[at].name.as_str()).collect();
        let most = if self.is_required() { "One" } else { "At most one" };
        let docs = docs::own(&[&format!("{most} of {}.", listed(&members))]);
        let (name, ty) = (ident(self.name), self.ty(model));
        quote!(#docs pub #name: #ty)
    }

    /// What the field holds before it is read.
    pub(super) fn blank(&self, model: Model<'_>) -> TokenStream {
        let (name, ty) = (ident(self.name), ident(model.names.ty(self.choice.ty)));
        match self.is_required() {
            true => quote!(#name: #ty::Other(Unknown::new())),
            false => quote!(#name: None),
        }
    }

    /// How the member at a place among those of the choice is read.
    pub(super) fn read(&self, at: usize) -> TokenStream {
        let (name, at) = (ident(self.name), Literal::usize_unsuffixed(at));
        match self.is_required() {
            true => quote!(wire::choose_required(&mut self.#name, #at, from)),
            false => quote!(wire::choose(&mut self.#name, #at, from)),
        }
    }

    /// How that member is written.
    pub(super) fn write(&self, at: usize) -> TokenStream {
        let (name, at) = (ident(self.name), Literal::usize_unsuffixed(at));
        match self.is_required() {
            true => quote!(to.choice(Some(&self.#name), #at)?;),
            false => quote!(to.choice(self.#name.as_ref(), #at)?;),
        }
    }
}

/// Names as people list them.
fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| docs::code(name)).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}
