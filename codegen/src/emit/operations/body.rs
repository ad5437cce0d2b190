//! The bodies of requests.

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::{Item, parts, values};
use crate::emit::{docs, ident};
use crate::facts::{Case, Codec};
use crate::ir::{Content, Location, ParameterEncoding, Presence};

/// How a body is handled: its type, how it is read from `from`, and how it is written.
pub(super) struct Handling {
    pub(super) ty: TokenStream,
    pub(super) read: TokenStream,
    writing: Writing,
}

/// How a value is written.
enum Writing {
    /// By a method of the message, to which it is lent, together with what follows it.
    Lent(proc_macro2::Ident, TokenStream),
    /// By a method of the message, which takes it.
    Taken(proc_macro2::Ident),
    /// By a method of its own.
    Own,
    /// Not at all.
    Nothing,
    /// As the parts that it is.
    Parts,
    /// By a function that is given it and the message.
    Function(proc_macro2::Ident),
}

/// What reads a value, as a result: what ends with `?` is one without it.
fn as_result(read: &TokenStream) -> TokenStream {
    let is_mark = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == '?');
    let mut tokens: Vec<TokenTree> = read.clone().into_iter().collect();
    match tokens.iter().filter(|token| is_mark(token)).count() {
        1 if tokens.pop_if(|last| is_mark(last)).is_some() => tokens.into_iter().collect(),
        _ => quote!(Ok(#read)),
    }
}

impl Handling {
    /// Of a value that writes itself.
    fn own(name: &proc_macro2::Ident) -> Self {
        Self { ty: quote!(#name), read: quote!(#name::read(from)?), writing: Writing::Own }
    }

    /// Of a value that is a format of its own.
    pub(super) fn format(name: &proc_macro2::Ident) -> Self {
        Self { ty: quote!(#name), read: quote!(#name::read(from)?), writing: Writing::Function(name.clone()) }
    }

    /// The function that reads a value, where it is one of its type.
    fn reader(&self) -> Option<TokenStream> {
        let ty = &self.ty;
        matches!(self.writing, Writing::Own | Writing::Function(_)).then(|| quote!(#ty::read))
    }

    /// What writes `value` to `to`.
    pub(super) fn write(&self, value: &TokenStream, to: &TokenStream) -> TokenStream {
        match &self.writing {
            Writing::Lent(name, rest) => quote!(#to.#name(&#value #rest)),
            Writing::Taken(name) => quote!(#to.#name(#value)),
            Writing::Own => quote!(#value.write(#to)),
            Writing::Parts => quote!(#to.multipart(#value.0)),
            Writing::Nothing => quote!(#to.empty()),
            Writing::Function(name) => quote!(#name::write(#value, #to)),
        }
    }
}

/// How a body of a case is handled.
pub(super) fn handling(item: Item<'_>, case: &Case, content: Option<&Content>) -> Handling {
    let ty = content.map_or(quote!(Value), |content| values::of(item.model, &content.value));
    let lent = |name: &str| Writing::Lent(format_ident!("{name}"), TokenStream::new());
    let taken = |name: &str| Writing::Taken(format_ident!("{name}"));
    let (ty, read, writing) = match case.codec {
        Codec::Empty => (quote!(()), quote!(()), Writing::Nothing),
        Codec::Json => (ty, quote!(from.json()?), lent("json")),
        Codec::Text => (quote!(String), quote!(from.text()?), lent("text")),
        Codec::Bytes => (quote!(ByteStream), quote!(from.bytes()), taken("stream")),
        Codec::Lines => (quote!(ItemStream<#ty>), quote!(from.lines()), taken("lines")),
        Codec::Events => (quote!(ItemStream<#ty>), quote!(from.events()), taken("events")),
        Codec::Form => {
            let encodings = content.map_or(quote!(&[]), |content| encodings(item, content));
            let writing = Writing::Lent(format_ident!("form"), quote!(, #encodings));
            (ty, quote!(from.form(#encodings)?), writing)
        }
        Codec::Multipart => match parts::of(item) {
            Some(name) => return Handling::own(&name),
            None => (quote!(Parts), quote!(from.multipart()?), Writing::Parts),
        },
    };
    Handling { ty, read, writing }
}

/// How the members of a form are spelled that are not spelled as usual.
fn encodings(item: Item<'_>, content: &Content) -> TokenStream {
    let own = content.encodings.iter().filter_map(|part| {
        let is_json = part.content_types.iter().any(|given| given.contains("json"));
        let json = ParameterEncoding::Content("application/json".to_owned());
        let encoding = part.encoding.as_ref().or(is_json.then_some(&json))?;
        let fields = match values::resolved(item.model, &content.value).1 {
            Some(crate::ir::Shape::Object(object)) => object.fields.as_slice(),
            _ => &[],
        };
        let field = fields.iter().find(|field| field.name == part.name)?;
        let spelling = values::spelling(item.model, Location::Query, encoding, &field.value)?;
        let name = &part.name;
        Some(quote!(Encoding { name: #name, spelling: #spelling }))
    });
    let own: Vec<_> = own.collect();
    // A constant expression lives as long as the program, which what reads a form relies on.
    if own.is_empty() { quote!(&[]) } else { quote!(const { &[#(#own),*] }) }
}

/// The body of a request, where it has one.
pub(super) struct Body {
    /// The type of its field.
    pub(super) ty: TokenStream,
    pub(super) presence: Presence,
    handling: Handling,
}

impl Body {
    pub(super) fn of(item: Item<'_>) -> Option<Self> {
        let presence = item.operation.body.as_ref()?.presence;
        let handling = match item.exchange.body.as_slice() {
            [] => return None,
            [case] => handling(item, case, content(item, case)),
            _ => Handling::own(&ident(&item.names.body)),
        };
        Some(Self { ty: handling.ty.clone(), presence, handling })
    }

    /// The value of its field, read.
    pub(super) fn read(&self) -> TokenStream {
        let read = &self.handling.read;
        match self.presence {
            Presence::Required => quote!(#read),
            Presence::Optional => {
                let read = self.handling.reader().unwrap_or_else(|| {
                    let read = as_result(read);
                    quote!(|from| #read)
                });
                quote!(from.optional(#read)?)
            }
        }
    }

    /// The statement that writes its field.
    pub(super) fn write(&self, field: &proc_macro2::Ident) -> TokenStream {
        let to = quote!(to.media(0));
        match self.presence {
            Presence::Required => {
                let write = self.handling.write(&quote!(self.#field), &to);
                quote!(#write?;)
            }
            Presence::Optional => {
                let write = self.handling.write(&quote!(value), &to);
                quote!(if let Some(value) = self.#field { #write?; })
            }
        }
    }
}

fn content<'a>(item: Item<'a>, case: &Case) -> Option<&'a Content> {
    item.operation.body.as_ref()?.content.get(case.content?)
}

/// Whether a body comes piece by piece, so that what holds it cannot be cloned.
pub(super) fn is_streamed(codec: Codec) -> bool {
    matches!(codec, Codec::Bytes | Codec::Lines | Codec::Events | Codec::Multipart)
}

/// The type of the bodies of an operation, where they are of several kinds.
pub(super) fn emit(item: Item<'_>) -> TokenStream {
    let cases = &item.exchange.body;
    if cases.len() < 2 {
        return parts::emit(item);
    }
    let name = ident(&item.names.body);
    let docs = docs::own(&[&format!("The body of [`{}`].", item.request())]);
    let variants = cases.iter().zip(&item.names.bodies).map(|(case, variant)| {
        let (variant, ty) = (ident(variant), handling(item, case, content(item, case)).ty);
        let docs = docs::own(&[&listed(&case.media_types)]);
        quote!(#docs #variant(#ty))
    });
    let arms = cases.iter().zip(&item.names.bodies).enumerate().map(|(at, (case, variant))| {
        let (variant, read) = (ident(variant), handling(item, case, content(item, case)).read);
        let at = proc_macro2::Literal::usize_unsuffixed(at);
        let pattern =
            if case.content == cases.last().and_then(|last| last.content) { quote!(_) } else { quote!(#at) };
        quote!(#pattern => Self::#variant(#read),)
    });
    let writes = cases.iter().zip(&item.names.bodies).enumerate().map(|(at, (case, variant))| {
        let (variant, at) = (ident(variant), proc_macro2::Literal::usize_unsuffixed(at));
        let write = handling(item, case, content(item, case)).write(&quote!(value), &quote!(to.media(#at)));
        quote!(Self::#variant(value) => #write,)
    });
    let derives = match cases.iter().any(|case| is_streamed(case.codec)) {
        true => quote!(#[derive(Debug)]),
        false => quote!(#[derive(Clone, Debug)]),
    };
    quote! {
        #docs
        #derives
        pub enum #name { #(#variants),* }
        impl #name {
            fn read(from: &mut Incoming) -> Result<Self, Fault> { Ok(match from.case { #(#arms)* }) }
            fn write(self, to: &mut Outgoing) -> Written { match self { #(#writes)* } }
        }
    }
}

/// Media types, for people.
pub(super) fn listed(media_types: &[String]) -> String {
    media_types.iter().map(|media_type| docs::code(media_type)).collect::<Vec<_>>().join(", ")
}

/// A case as the support code has it.
pub(super) fn media(case: &Case) -> TokenStream {
    let types = &case.media_types;
    match (case.codec, types.as_slice()) {
        (Codec::Json, [only]) if only == "application/json" => quote!(Media::JSON),
        (codec, _) => {
            let codec = match codec {
                Codec::Empty => quote!(Codec::Empty),
                Codec::Json => quote!(Codec::Json),
                Codec::Text => quote!(Codec::Text),
                Codec::Form => quote!(Codec::Form),
                Codec::Multipart => quote!(Codec::Multipart),
                Codec::Lines => quote!(Codec::Lines),
                Codec::Events => quote!(Codec::Events),
                Codec::Bytes => quote!(Codec::Bytes),
            };
            quote!(Media::new(&[#(#types),*], #codec))
        }
    }
}
