//! An object: a struct, how it is read and how it is written.

use proc_macro2::TokenStream;
use quote::quote;

use super::body::Body;
use super::{Emitted, Form, Model, docs, ident, keyed, types};
use crate::facts::Filling;
use crate::ir::{Enumeration, Field, Null, Object, Presence, Rest, Shape, TypeId, TypeRef};
use crate::name::Ident;
use crate::overrides::RustPath;

/// A struct for an object inside a resource.
pub(super) fn emit(model: Model<'_>, id: TypeId, object: &Object) -> Emitted {
    let ty = model.api.ty(id);
    let name = ident(model.names.ty(id));
    let docs = docs::docs(ty.schema.description(), &format!("An object at `{}`.", ty.place.pointer));
    let body = Body::of(model, id, object, &[]);
    let definitions = body.definitions();
    let unknown = unknown_field(&object.rest);
    let derives = derives(model, id, usual(body.filling()));
    let new = new(model, id, &body);
    let read = read(model, id, &body);
    let write = write(model, id, &body);
    let keyed = keyed::emit(model, id, object);
    let definition = quote! {
        #docs
        #derives
        pub struct #name { #(#definitions,)* #unknown }
        #new
    };
    Emitted { definition, machinery: quote!(#read #write #keyed), form: Form::Struct }
}

/// A member of an object and the name of its field.
pub(super) struct Member<'a> {
    pub(super) name: &'a Ident,
    pub(super) field: &'a Field,
}

impl Member<'_> {
    pub(super) fn definition(&self, model: Model<'_>) -> TokenStream {
        let name = ident(self.name);
        let ty = types::of_field(model, self.field);
        let description = types::description(model, &self.field.value);
        let docs = docs::docs(description, &format!("The member `{}`.", self.field.name));
        let deprecated = self.field.value.schema.is_deprecated().then(|| quote!(#[deprecated]));
        quote!(#docs #deprecated pub #name: #ty)
    }

    pub(super) fn is_required(&self) -> bool {
        self.field.presence == Presence::Required
    }

    /// How the value of the member is read into its field.
    pub(super) fn read(&self) -> TokenStream {
        let name = ident(self.name);
        let from = if types::is_foreign(&self.field.value.ty) { quote!(wire::foreign) } else { quote!(wire) };
        match (self.field.presence, self.field.value.null) {
            (Presence::Required, _) => quote!(#from::required(&mut self.#name, from)),
            (Presence::Optional, Null::Refused) => quote!(#from::optional(&mut self.#name, from)),
            (Presence::Optional, Null::Allowed) => quote!(#from::nullable(&mut self.#name, from)),
        }
    }

    /// How the member is written.
    pub(super) fn write(&self) -> TokenStream {
        let (name, wire) = (ident(self.name), &self.field.name);
        let is_foreign = types::is_foreign(&self.field.value.ty);
        match (self.field.presence, self.field.value.null) {
            (Presence::Required, _) if is_foreign => {
                quote!(wire::foreign::write(&mut to, #wire, &self.#name)?;)
            }
            (Presence::Optional, Null::Refused) if is_foreign => {
                quote!(wire::foreign::write_optional(&mut to, #wire, &self.#name)?;)
            }
            (Presence::Optional, Null::Allowed) if is_foreign => {
                quote!(wire::foreign::write_nullable(&mut to, #wire, &self.#name)?;)
            }
            (Presence::Required, _) => quote!(to.required(#wire, &self.#name)?;),
            (Presence::Optional, Null::Refused) => quote!(to.optional(#wire, &self.#name)?;),
            (Presence::Optional, Null::Allowed) => quote!(to.nullable(#wire, &self.#name)?;),
        }
    }

    /// What the field holds where the member is absent.
    pub(super) fn absent(&self) -> TokenStream {
        match self.field.value.null {
            Null::Allowed if self.field.presence == Presence::Optional => quote!(Nullable::Absent),
            _ => quote!(None),
        }
    }

    /// What the field holds before its value is read.
    pub(super) fn blank(&self, model: Model<'_>) -> TokenStream {
        let name = ident(self.name);
        let value = match self.field.presence {
            Presence::Required if self.field.value.null == Null::Refused => {
                let value = blank(model, &self.field.value.ty);
                if types::is_boxed(model, &self.field.value.ty) { quote!(Box::new(#value)) } else { value }
            }
            _ => self.absent(),
        };
        quote!(#name: #value)
    }
}

/// A value to read into; it is never handed out.
fn blank(model: Model<'_>, ty: &TypeRef) -> TokenStream {
    let TypeRef::Described(id) = ty else {
        return match ty {
            TypeRef::IntOrString => quote!(IntOrString::Int(0)),
            TypeRef::Integer(_) => quote!(0),
            _ => quote!(Default::default()),
        };
    };
    let name = ident(model.names.ty(*id));
    match &model.api.ty(*id).shape {
        _ if model.facts.is_endless(*id) => quote!(Value::Null),
        Shape::Enum(Enumeration::Strings(_)) => quote!(#name::Other(String::new())),
        Shape::Enum(Enumeration::Values(_)) | Shape::Union(_) => quote!(#name::Other(Value::Null)),
        Shape::Choice(_) => quote!(#name::Other(Unknown::new())),
        Shape::Object(_) => quote!(<#name as wire::Object>::blank()),
        Shape::Alias(target) if target.null == Null::Refused => blank(model, &target.ty),
        Shape::Tuple(_) | Shape::Alias(_) => quote!(Default::default()),
    }
}

pub(super) fn unknown_field(rest: &Rest) -> TokenStream {
    let docs = match rest {
        Rest::Unspecified | Rest::Refused | Rest::Typed(_) => {
            docs::own(&["Members that the schema does not name, kept as they are."])
        }
        Rest::Preserved => docs::own(&["Members of any name: the schema allows them."]),
    };
    quote!(#docs pub unknown_fields: Unknown)
}

/// The traits that are derived: the usual ones, and what the user wants besides.
pub(super) fn derives(model: Model<'_>, id: TypeId, usual: &[&str]) -> TokenStream {
    let more = model.facts.derives(id).iter().map(RustPath::as_str).filter(|path| !usual.contains(path));
    let paths = usual.iter().copied().chain(more).map(|path| path.parse().unwrap_or_default());
    let paths: Vec<TokenStream> = paths.collect();
    quote!(#[derive(#(#paths),*)])
}

/// The traits that every struct has, and those that can be made of nothing.
pub(super) fn usual(filling: Filling) -> &'static [&'static str] {
    match filling {
        Filling::Default => &["Clone", "Debug", "Default", "PartialEq"],
        Filling::Required => &["Clone", "Debug", "PartialEq"],
    }
}

/// A constructor that takes the required members, where there are any.
fn new(model: Model<'_>, id: TypeId, body: &Body<'_>) -> TokenStream {
    if body.filling() == Filling::Default {
        return TokenStream::new();
    }
    let name = ident(model.names.ty(id));
    let (parameters, fields) = (body.parameters(), body.fillings());
    let docs = docs::own(&["A value with the members that it must have."]);
    quote! {
        impl #name {
            #docs
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#fields,)* unknown_fields: Unknown::new() }
            }
        }
    }
}

fn read(model: Model<'_>, id: TypeId, body: &Body<'_>) -> TokenStream {
    let name = ident(model.names.ty(id));
    let text = model.names.ty(id).as_str();
    let wire_names = body.wire_names();
    let required = body.required(0);
    let blank = match body.filling() {
        Filling::Default => quote!(Self::default()),
        Filling::Required => {
            let blanks = body.blanks();
            quote!(Self { #(#blanks,)* unknown_fields: Unknown::new() })
        }
    };
    let arms = body.arms(0);
    let read_other = body.read_other();
    quote! {
        impl wire::Object for #name {
            const NAME: &'static str = #text;
            const MEMBERS: &'static [&'static str] = &[#(#wire_names),*];
            #required
            fn blank() -> Self { #blank }
            fn read<'de, A: MapAccess<'de>>(&mut self, at: usize, from: &mut A) -> Read<'de, A> {
                match at {
                    #arms
                    _ => wire::ignored(from),
                }
            }
            fn unknown(&mut self) -> &mut Unknown { &mut self.unknown_fields }
            #read_other
        }
    }
}

fn write(model: Model<'_>, id: TypeId, body: &Body<'_>) -> TokenStream {
    let name = ident(model.names.ty(id));
    let writes = body.writes();
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut to = wire::write(to, &self.unknown_fields)?;
                #writes
                to.end(<Self as wire::Object>::MEMBERS)
            }
        }
    }
}
