//! The request of an operation: a struct with its parameters and its body, and how it is written and read.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::body::{self, Body};
use super::{Item, answers, check, security, values};
use crate::emit::{docs, ident};
use crate::ir::{Location, Null, Parameter, Presence, StringFormat, TypeRef};

/// A value that a request holds.
pub(super) struct Member {
    pub(super) name: proc_macro2::Ident,
    pub(super) docs: TokenStream,
    /// The same in short, for its setter.
    pub(super) brief: TokenStream,
    pub(super) ty: TokenStream,
    pub(super) presence: Presence,
    /// Whether anything that becomes a string is taken for it.
    pub(super) is_text: bool,
    read: TokenStream,
    write: TokenStream,
    /// It takes what others leave, so that it is read last.
    is_last: bool,
}

/// The values that a request holds: parameters, and the body.
pub(super) fn members(item: Item<'_>) -> Vec<Member> {
    let names = &item.names.fields;
    let mut members: Vec<_> = item
        .operation
        .parameters
        .iter()
        .zip(names)
        .map(|(parameter, name)| member(item, parameter, ident(name)))
        .collect();
    if let (Some(body), Some(name)) = (Body::of(item), names.last()) {
        let name = ident(name);
        let description = item.operation.body.as_ref().map_or("", |body| body.description.trim());
        let description = Some(description).filter(|text| !text.is_empty());
        let docs = docs::docs(description, "The body.");
        let brief = docs::brief(description, "The body.", &whole(item, &name));
        let (read, write) = (body.read(), body.write(&name));
        let Body { ty, presence, .. } = body;
        members.push(Member { name, docs, brief, ty, presence, is_text: false, read, write, is_last: false });
    }
    members
}

fn member(item: Item<'_>, parameter: &Parameter, name: proc_macro2::Ident) -> Member {
    let wire = &parameter.name;
    let spelling = values::spelling(item.model, parameter.location, &parameter.encoding, &parameter.value);
    let location = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    let (read, write) = match &spelling {
        None => {
            let method = format_ident!("{location}");
            (quote!(from.#method(#wire)?), quote!(to.#method(#wire, &self.#name)?;))
        }
        Some(spelling) => {
            let method = format_ident!("{location}_as");
            (quote!(from.#method(#spelling, #wire)?), quote!(to.#method(#spelling, #wire, &self.#name)?;))
        }
    };
    let description = Some(parameter.description.trim()).filter(|text| !text.is_empty());
    let fallback = format!("The {location} parameter {}.", docs::code(wire));
    let docs = docs::docs(description, &fallback);
    let brief = docs::brief(description, &fallback, &whole(item, &name));
    let is_last = spelling.is_some_and(|spelling| spelling.to_string().contains("Members"));
    let presence = match parameter.value.null {
        Null::Allowed => Presence::Optional,
        Null::Refused => parameter.presence,
    };
    let is_text = matches!(parameter.value.ty, TypeRef::String(StringFormat::Plain));
    let ty = values::of(item.model, &parameter.value);
    Member { name, docs, brief, ty, presence, is_text, read, write, is_last }
}

/// The path of a field.
fn whole(item: Item<'_>, field: &proc_macro2::Ident) -> String {
    format!("{}::{field}", item.request())
}

impl Member {
    fn field(&self) -> TokenStream {
        let Self { name, docs, ty, .. } = self;
        match self.presence {
            Presence::Required => quote!(#docs pub #name: #ty),
            Presence::Optional => quote!(#docs pub #name: Option<#ty>),
        }
    }

    /// How it is read, or what it is where it may be left out.
    pub(super) fn read(&self) -> &TokenStream {
        &self.read
    }

    /// The parameter of a function that takes it.
    pub(super) fn argument(&self) -> TokenStream {
        let Self { name, ty, .. } = self;
        if self.is_text { quote!(#name: impl Into<String>) } else { quote!(#name: #ty) }
    }

    /// A literal that can be given for it, if it is a plain value.
    pub(super) fn literal(&self) -> Option<&'static str> {
        match self.ty.to_string().as_str() {
            _ if self.is_text => Some("\"example\""),
            "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => Some("1"),
            "bool" => Some("true"),
            _ => None,
        }
    }

    /// What is passed on of such a parameter.
    pub(super) fn passed(&self) -> TokenStream {
        let name = &self.name;
        if self.is_text { quote!(#name.into()) } else { quote!(#name) }
    }
}

/// The request of an operation.
pub(super) fn emit(item: Item<'_>) -> TokenStream {
    let members = members(item);
    let name = item.request();
    let docs = item.docs();
    let fields = members.iter().map(Member::field);
    let clone =
        (!item.exchange.body.iter().any(|case| body::is_streamed(case.codec))).then(|| quote!(Clone,));
    let default = is_default(&members).then(|| quote!(, Default));
    let derives = quote!(#[derive(#clone Debug #default)]);
    let (new, operation, body) = (new(item, &members), operation(item, &members), body::emit(item));
    quote! {
        #docs
        #derives
        pub struct #name { #(#fields),* }
        #new
        #operation
        #body
    }
}

/// Whether a request can be made of nothing.
pub(super) fn is_default(members: &[Member]) -> bool {
    members.iter().all(|member| member.presence == Presence::Optional)
}

/// A constructor that takes what must be given.
fn new(item: Item<'_>, members: &[Member]) -> TokenStream {
    if is_default(members) {
        return TokenStream::new();
    }
    let name = item.request();
    let required: Vec<_> = members.iter().filter(|member| member.presence == Presence::Required).collect();
    let arguments = required.iter().map(|member| member.argument());
    let fields = members.iter().map(|member| {
        let (name, passed) = (&member.name, member.passed());
        match member.presence {
            Presence::Optional => quote!(#name: None),
            Presence::Required if member.is_text => quote!(#name: #passed),
            Presence::Required => quote!(#name),
        }
    });
    let docs = docs::own(&["A request with what it must have."]);
    quote! {
        impl #name {
            #docs
            #[must_use]
            pub fn new(#(#arguments),*) -> Self { Self { #(#fields),* } }
        }
    }
}

/// What makes it an operation.
fn operation(item: Item<'_>, members: &[Member]) -> TokenStream {
    let name = item.request();
    let route = route(item);
    let answers = answers::constants(item);
    let writes = members.iter().map(|member| &member.write);
    let read = |member: &Member| {
        let (name, read) = (&member.name, &member.read);
        quote!(#name: #read)
    };
    let reads =
        members.iter().filter(|member| !member.is_last).chain(members.iter().filter(|member| member.is_last));
    let reads = reads.map(read);
    let check = check::emit(item, members);
    let (to, from) = match members.is_empty() {
        true => (quote!(_), quote!(_)),
        false => (quote!(to), quote!(from)),
    };
    quote! {
        impl Operation for #name {
            const ROUTE: Route = #route;
            #answers
            fn write(self, #to: &mut Outgoing) -> Written { #(#writes)* Ok(()) }
            fn read(#from: &mut Incoming) -> Result<Self, Fault> { Ok(Self { #(#reads),* }) }
            #check
        }
    }
}

/// Where it goes.
fn route(item: Item<'_>) -> TokenStream {
    let operation = item.operation;
    let (id, method, path) = (operation.label(), operation.method.as_str(), path(item));
    let media = item.exchange.body.iter().map(body::media);
    let body =
        operation.body.as_ref().filter(|_| !item.exchange.body.is_empty()).map(|body| match body.presence {
            Presence::Required => quote!(.with_body(&[#(#media),*])),
            Presence::Optional => quote!(.with_optional_body(&[#(#media),*])),
        });
    let security = security::needs(item);
    quote!(Route::new(#id, #method, #path) #body #security)
}

/// The path. What an API asks of its clients has none of its own: it is found by its name.
fn path(item: Item<'_>) -> String {
    use crate::ir::Origin;
    let plain = |name: &str| format!("/{}", name.trim_start_matches('/').replace(['{', '}'], "_"));
    match &item.operation.origin {
        Origin::Webhook(_) => plain(&item.operation.path),
        Origin::Callback { name, .. } => plain(name),
        _ if item.operation.path.starts_with('/') => item.operation.path.clone(),
        _ => format!("/{}", item.operation.path),
    }
}
