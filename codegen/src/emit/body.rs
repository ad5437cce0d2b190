//! What is between the braces of a struct: a field for each member, or for several of which one is there at a time.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::choice::{self, Slot};
use super::object::Member;
use super::rest::Others;
use super::{Model, ident, types};
use crate::facts::Filling;
use crate::ir::{Object, TypeId};

/// The members of an object, and the fields of the struct.
pub(super) struct Body<'a> {
    model: Model<'a>,
    members: Vec<Held<'a>>,
    slots: Vec<Slot<'a>>,
    others: Option<Others<'a>>,
    filling: Filling,
}

/// A member, and where it is held.
struct Held<'a> {
    member: Member<'a>,
    /// The field for a choice, and the place of the member in that; none where the member has a field of its own.
    slot: Option<(usize, usize)>,
}

impl<'a> Body<'a> {
    /// The body of the struct for an object, without the members of these names.
    pub(super) fn of(model: Model<'a>, id: TypeId, object: &'a Object, without: &[&str]) -> Self {
        let members = model.names.members(id).iter().zip(&object.fields).enumerate();
        let members = members
            .map(|(at, (name, field))| Held { member: Member { name, field }, slot: object.choice_of(at) });
        let members = members.filter(|held| !without.contains(&held.member.field.name.as_str()));
        let slots = choice::slots(model, id, object);
        let others = Others::of(model, id, object);
        Self { model, members: members.collect(), slots, others, filling: Filling::of(object) }
    }

    /// Whether the struct can be made of nothing.
    pub(super) const fn filling(&self) -> Filling {
        self.filling
    }

    /// The members that have fields of their own.
    fn plain(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members.iter().filter(|held| held.slot.is_none()).map(|held| &held.member)
    }

    /// The definitions of the fields.
    pub(super) fn definitions(&self) -> Vec<TokenStream> {
        let plain = self.plain().map(|member| member.definition(self.model));
        let slots = self.slots.iter().map(|slot| slot.definition(self.model));
        plain.chain(slots).chain(self.others.iter().map(|others| others.definition(self.model))).collect()
    }

    /// The parameters of a constructor: what must be given.
    pub(super) fn parameters(&self) -> Vec<TokenStream> {
        let plain = self.plain().filter(|member| member.is_required()).map(|member| {
            let (name, ty) = (ident(member.name), types::of_field(self.model, member.field));
            quote!(#name: #ty)
        });
        let slots = self.slots.iter().filter(|slot| slot.is_required()).map(|slot| {
            let (name, ty) = (ident(slot.name), slot.ty(self.model));
            quote!(#name: #ty)
        });
        plain.chain(slots).collect()
    }

    /// Whether the constructor has a parameter of this name.
    pub(super) fn requires(&self, name: &str) -> bool {
        let mut plain = self.plain().filter(|member| member.is_required()).map(|member| member.name);
        let mut slots = self.slots.iter().filter(|slot| slot.is_required()).map(|slot| slot.name);
        plain.any(|other| other.as_str() == name) || slots.any(|other| other.as_str() == name)
    }

    /// The fields of a value that is made of these parameters.
    pub(super) fn fillings(&self) -> Vec<TokenStream> {
        let plain = self.plain().map(|member| match (ident(member.name), member.absent()) {
            (name, _) if member.is_required() => quote!(#name),
            (name, absent) => quote!(#name: #absent),
        });
        let slots = self.slots.iter().map(|slot| match ident(slot.name) {
            name if slot.is_required() => quote!(#name),
            name => quote!(#name: None),
        });
        plain.chain(slots).chain(self.others.iter().map(Others::filling)).collect()
    }

    /// The fields of a value to read into.
    pub(super) fn blanks(&self) -> Vec<TokenStream> {
        let plain = self.plain().map(|member| member.blank(self.model));
        let slots = self.slots.iter().map(|slot| slot.blank(self.model));
        plain.chain(slots).chain(self.others.iter().map(Others::filling)).collect()
    }

    /// The names of the members on the wire.
    pub(super) fn wire_names(&self) -> Vec<&str> {
        self.members.iter().map(|held| held.member.field.name.as_str()).collect()
    }

    /// The list of required members, where there are any; the first member has the index `first`.
    pub(super) fn required(&self, first: usize) -> TokenStream {
        let required: Vec<_> = (first..)
            .zip(&self.members)
            .filter(|(_, held)| held.slot.is_none() && held.member.is_required())
            .map(|(index, _)| Literal::usize_unsuffixed(index))
            .collect();
        if required.is_empty() {
            return TokenStream::new();
        }
        quote!(const REQUIRED: &'static [usize] = &[#(#required),*];)
    }

    /// The arms that read each member, the first of which has the index `first`.
    pub(super) fn arms(&self, first: usize) -> TokenStream {
        let arms = self.members.iter().enumerate().map(|(index, held)| {
            let index = Literal::usize_unsuffixed(index + first);
            let read = match held.slot {
                Some((slot, at)) => self.slots[slot].read(at),
                None => held.member.read(),
            };
            quote!(#index => #read,)
        });
        arms.collect()
    }

    /// How the members are written, one after the other.
    pub(super) fn writes(&self) -> TokenStream {
        let writes = self.members.iter().map(|held| match held.slot {
            Some((slot, at)) => self.slots[slot].write(at),
            None => held.member.write(),
        });
        writes.chain(self.others.iter().map(Others::write)).collect()
    }

    /// How a member is read that has no name in the schema, where such members have a type.
    pub(super) fn read_other(&self) -> Option<TokenStream> {
        self.others.as_ref().map(Others::read)
    }
}
