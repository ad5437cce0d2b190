//! Paths between the modules of the output, and the parts of it that may be left out.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::name::ModulePath;
use crate::options::{Layout, Options, Part};

/// The root of the output, from a module that lies `depth` modules below it.
pub(super) fn root(options: &Options, depth: usize) -> TokenStream {
    match options.layout {
        Layout::Crate => quote!(crate),
        // Where the modules will be mounted is not known, so they name each other from where they are.
        Layout::Modules(_) => {
            let up = std::iter::repeat_n(quote!(super), depth);
            quote!(#(#up)::*)
        }
    }
}

/// A module of the output, from a file in a module as deep as `from`.
pub(super) fn module(options: &Options, from: &ModulePath, to: &ModulePath) -> TokenStream {
    let root = root(options, from.0.len() + 1);
    let steps = to.0.iter().map(ident);
    quote!(#root #(::#steps)*)
}

/// The attribute in front of an item of a part; none where the part is left out.
pub(super) fn part(options: &Options, part: Part) -> Option<TokenStream> {
    match &options.layout {
        Layout::Crate => {
            let feature = part.feature();
            Some(quote!(#[cfg(feature = #feature)]))
        }
        Layout::Modules(parts) => parts.contains(&part).then(TokenStream::new),
    }
}
