//! The answers of an operation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::body::{self, Handling};
use super::{Item, values};
use crate::emit::{docs, ident};
use crate::facts::{Answer, Codec};
use crate::ir::{Content, Location, Response, StatusPattern};
use crate::name::Ident;

fn response<'a>(item: Item<'a>, answer: &Answer) -> Option<&'a Response> {
    item.operation.responses.get(answer.response?)
}

fn content<'a>(item: Item<'a>, answer: &Answer) -> Option<&'a Content> {
    response(item, answer)?.content.get(answer.case.content?)
}

/// The name of the type that holds the headers and the body of an answer, where its response has headers and one body.
fn with_headers<'a>(item: Item<'a>, answer: &Answer) -> Option<&'a (Ident, Vec<Ident>)> {
    let at = answer.response?;
    let all = item.exchange.success.iter().chain(&item.exchange.failure);
    let is_only = all.filter(|other| other.response == Some(at)).count() == 1;
    let has_headers = !item.operation.responses.get(at)?.headers.is_empty();
    item.names.headers.get(at).filter(|_| is_only && has_headers)
}

/// The field of the body in the only answer, where that holds headers, too.
pub(super) fn body_of_only(item: Item<'_>) -> Option<proc_macro2::Ident> {
    let (_, fields) = with_headers(item, item.exchange.success.first()?)?;
    fields.last().map(ident)
}

fn handling(item: Item<'_>, answer: &Answer) -> Handling {
    match with_headers(item, answer) {
        None => body::handling(item, &answer.case, content(item, answer)),
        Some((name, _)) => Handling::format(&ident(name)),
    }
}

/// The only answer, by its format, where there is one with one status.
fn only(item: Item<'_>, answers: &[Answer]) -> Option<TokenStream> {
    let [answer] = answers else { return None };
    if !matches!(answer.status, StatusPattern::Code(_)) && answer.response.is_some() {
        return None;
    }
    if let Some((name, _)) = with_headers(item, answer) {
        let name = ident(name);
        return Some(quote!(#name));
    }
    let ty = content(item, answer).map_or(quote!(Value), |content| values::of(item.model, &content.value));
    Some(match answer.case.codec {
        Codec::Empty => quote!(Empty),
        Codec::Json => quote!(Json<#ty>),
        Codec::Text | Codec::Form => quote!(Text),
        Codec::Bytes | Codec::Multipart => quote!(Binary),
        Codec::Lines => quote!(Lines<#ty>),
        Codec::Events => quote!(Events<#ty>),
    })
}

/// What an operation says of its answers.
pub(super) fn constants(item: Item<'_>) -> TokenStream {
    let (success, failure) = (&item.exchange.success, &item.exchange.failure);
    let cases = |answers: &[Answer]| -> Vec<_> { answers.iter().map(case).collect() };
    let (successes, failures) = (cases(success), cases(failure));
    let (response, error) = (ident(&item.names.response), ident(&item.names.error));
    let response = only(item, success).map_or(quote!(#response), |format| quote!(Only<#format>));
    let error = if failure.is_empty() { quote!(Never) } else { quote!(#error) };
    let failures = (!failure.is_empty()).then(|| quote!(const FAILURE: &'static [Case] = &[#(#failures),*];));
    quote! {
        const SUCCESS: &'static [Case] = &[#(#successes),*];
        #failures
        type Success = #response;
        type Failure = #error;
    }
}

fn case(answer: &Answer) -> TokenStream {
    let status = match answer.status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(Status::Code(#code))
        }
        StatusPattern::Range(digit) => {
            let digit = Literal::u8_unsuffixed(digit);
            quote!(Status::Range(#digit))
        }
        StatusPattern::Default => quote!(Status::Default),
    };
    match (answer.case.codec, answer.case.media_types.as_slice()) {
        (Codec::Empty, _) => quote!(Case::empty(#status)),
        (Codec::Json, [only]) if only == "application/json" => quote!(Case::json(#status)),
        _ => {
            let media = body::media(&answer.case);
            quote!(Case::new(#status, #media))
        }
    }
}

/// The types of the answers of an operation.
pub(super) fn emit(item: Item<'_>) -> TokenStream {
    let (success, failure) = (&item.exchange.success, &item.exchange.failure);
    let request = item.request();
    let response = only(item, success).is_none().then(|| {
        let docs = docs::own(&[&format!("What answers [`{request}`].")]);
        several(item, &ident(&item.names.response), (success, &item.names.successes), &docs)
    });
    let error = (!failure.is_empty()).then(|| {
        if let Some(shared) = item.shared_error {
            let (name, shared) = (ident(&item.names.error), ident(shared));
            let docs = docs::own(&[&format!(
                "What answers [`{request}`] where it fails: the same as [`{shared}`]."
            )]);
            return quote!(#docs pub type #name = #shared;);
        }
        let docs = docs::own(&[&format!("What answers [`{request}`] where it fails.")]);
        several(item, &ident(&item.names.error), (failure, &item.names.failures), &docs)
    });
    let mut seen = Vec::new();
    let headers = success.iter().chain(failure).filter(|answer| {
        let is_new = !seen.contains(&answer.response);
        seen.push(answer.response);
        is_new
    });
    let headers: Vec<_> = headers.map(|answer| headers_type(item, answer)).collect();
    quote!(#response #error #(#headers)*)
}

/// What two operations have in common whose failures are the same.
pub(super) fn failures(item: Item<'_>) -> Option<String> {
    let failure = (item.exchange.failure.as_slice(), item.names.failures.as_slice());
    let cases = failure.0.iter().map(case);
    let cases = quote!(#(#cases)*);
    let name = quote::format_ident!("Shared");
    (!failure.0.is_empty()).then(|| several(item, &name, failure, &cases).to_string())
}

/// An enumeration of answers.
fn several(
    item: Item<'_>,
    name: &proc_macro2::Ident,
    of: (&[Answer], &[Ident]),
    docs: &TokenStream,
) -> TokenStream {
    let all: Vec<_> = of.0.iter().zip(of.1).map(|(answer, name)| Variant::of(item, answer, name)).collect();
    let variants = all.iter().map(|variant| &variant.definition);
    let reads = all.iter().enumerate().map(|(at, variant)| {
        let (read, number) = (&variant.read, Literal::usize_unsuffixed(at));
        if at + 1 == all.len() { quote!(_ => #read) } else { quote!(#number => #read) }
    });
    let from = if all.len() == 1 && !all[0].uses_message { quote!(_) } else { quote!(from) };
    let body = match (all.as_slice(), all.len()) {
        ([only], 1) => only.read.clone(),
        _ => quote!(match from.case { #(#reads),* }),
    };
    let writes = all.iter().enumerate().map(|(at, variant)| {
        let (pattern, write, at) = (&variant.pattern, &variant.handling, Literal::usize_unsuffixed(at));
        let status = variant.has_status.then(|| quote!(.with_status(status)));
        let write = write.write(&quote!(value), &quote!(to.case(#at)#status));
        quote!(Self::#pattern => #write,)
    });
    quote! {
        #docs
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
        impl Responses for #name {
            type Value = Self;
            fn read(#from: &mut Incoming) -> Result<Self, Fault> { Ok(#body) }
            fn write(value: Self, to: &mut Outgoing) -> Written { match value { #(#writes)* } }
        }
    }
}

/// A variant of an enumeration of answers.
struct Variant {
    definition: TokenStream,
    pattern: TokenStream,
    read: TokenStream,
    handling: Handling,
    has_status: bool,
    uses_message: bool,
}

impl Variant {
    fn of(item: Item<'_>, answer: &Answer, name: &Ident) -> Self {
        let name = ident(name);
        let handling = handling(item, answer);
        let (ty, read) = (&handling.ty, &handling.read);
        let is_empty = answer.case.codec == Codec::Empty && with_headers(item, answer).is_none();
        let has_status = !matches!(answer.status, StatusPattern::Code(_));
        let description = response(item, answer).map_or("", |response| response.description.trim());
        let docs = docs::docs(Some(&format!("{}: {description}", answer.status)), "");
        let (definition, pattern, read) = match (has_status, is_empty) {
            (false, true) => (quote!(#name), quote!(#name), quote!(Self::#name)),
            (false, false) => (quote!(#name(#ty)), quote!(#name(value)), quote!(Self::#name(#read))),
            (true, true) => {
                (quote!(#name(StatusCode)), quote!(#name(status)), quote!(Self::#name(from.status)))
            }
            (true, false) => (
                quote!(#name(StatusCode, #ty)),
                quote!(#name(status, value)),
                quote!(Self::#name(from.status, #read)),
            ),
        };
        let uses_message = has_status || !is_empty;
        Self { definition: quote!(#docs #definition), pattern, read, handling, has_status, uses_message }
    }
}

/// The type that holds the headers and the body of an answer.
fn headers_type(item: Item<'_>, answer: &Answer) -> Option<TokenStream> {
    let (name, fields) = with_headers(item, answer)?;
    let headers = &response(item, answer)?.headers;
    let handling = body::handling(item, &answer.case, content(item, answer));
    let (ty, read) = (&handling.ty, &handling.read);
    let (name, own): (_, Vec<_>) = (ident(name), fields.iter().map(ident).collect());
    let body = own.last()?;
    let definitions = headers.iter().zip(&own).map(|(header, name)| {
        let ty = values::of(item.model, &header.value);
        let description = Some(header.description.trim()).filter(|text| !text.is_empty());
        let docs = docs::docs(description, &format!("The header {}.", docs::code(&header.name)));
        quote!(#docs pub #name: Option<#ty>)
    });
    let moved = headers.iter().zip(&own).map(|(header, name)| {
        let wire = &header.name;
        match values::spelling(item.model, Location::Header, &header.encoding, &header.value) {
            None => (quote!(#name: from.header(#wire)?), quote!(to.header(#wire, &answer.#name)?;)),
            Some(spelling) => (
                quote!(#name: from.header_as(#spelling, #wire)?),
                quote!(to.header_as(#spelling, #wire, &answer.#name)?;),
            ),
        }
    });
    let (reads, writes): (Vec<_>, Vec<_>) = moved.unzip();
    let docs =
        docs::own(&[&format!("The answer {} to [`{}`], with its headers.", answer.status, item.request())]);
    let body_docs = docs::own(&["The body."]);
    let write = handling.write(&quote!(answer.#body), &quote!(to));
    Some(quote! {
        #docs
        #[derive(Debug)]
        pub struct #name { #(#definitions,)* #body_docs pub #body: #ty }
        impl Format for #name {
            type Value = Self;
            fn read(from: &mut Incoming) -> Result<Self, Fault> { Ok(Self { #(#reads,)* #body: #read }) }
            fn write(answer: Self, to: &mut Outgoing) -> Written { #(#writes)* #write }
        }
    })
}
