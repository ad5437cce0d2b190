//! Doc comments from descriptions.
//!
//! A description is text of the input: whatever it holds, it has to come out as prose. Line by line it becomes a `#[doc]`
//! attribute, whose literal no text can leave. What rustdoc would take for a link, for HTML or for code to be tested is
//! escaped ([`crate::markdown`]).

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown::Reader;
pub(super) use crate::markdown::code;

/// The doc comment for a description, with `fallback` where there is none.
pub(super) fn docs(description: Option<&str>, fallback: &str) -> TokenStream {
    attributes(
        description.map_or_else(|| vec![Reader::Rustdoc.prose(fallback)], |text| Reader::Rustdoc.lines(text)),
    )
}

/// The first paragraph of a description, and where all of it stands; `fallback` where there is none.
pub(super) fn brief(description: Option<&str>, fallback: &str, whole: &str) -> TokenStream {
    let Some(text) = description else { return docs(None, fallback) };
    let mut lines = Reader::Rustdoc.lines(text);
    if let Some(end) = lines.iter().position(String::is_empty) {
        lines.truncate(end);
        lines.extend([String::new(), format!("More: [`{whole}`].")]);
    }
    attributes(lines)
}

/// A doc comment of lines of our own.
pub(super) fn own(lines: &[&str]) -> TokenStream {
    attributes(lines.iter().map(|line| (*line).to_owned()).collect())
}

/// The doc comment of a file, of one line of our own.
pub(super) fn inner(line: &str) -> TokenStream {
    let line = format!(" {line}");
    quote!(#![doc = #line])
}

fn attributes(lines: Vec<String>) -> TokenStream {
    lines
        .into_iter()
        .map(|line| {
            let line = if line.is_empty() { line } else { format!(" {line}") };
            quote!(#[doc = #line])
        })
        .collect()
}
