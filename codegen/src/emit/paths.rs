//! Paths between the modules of the output, and the parts of it that may be left out.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Model, ident};
use crate::facts::UnitId;
use crate::ir::ResourceId;
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

/// The attribute in front of what these units use; none where it is always there.
pub(super) fn used_by<'a>(
    model: Model<'_>,
    units: impl IntoIterator<Item = &'a UnitId>,
) -> Option<TokenStream> {
    let units: BTreeSet<UnitId> = units.into_iter().copied().collect();
    if !has_choice(model) || units.len() == model.facts.units.all.len() {
        return None;
    }
    let features = units.iter().map(|unit| feature(model, *unit));
    match units.len() {
        1 => Some(quote!(#[cfg(#(#features)*)])),
        _ => Some(quote!(#[cfg(any(#(#features),*))])),
    }
}

/// The attribute in front of what is about any of these resources.
pub(super) fn about_any(model: Model<'_>, resources: &[ResourceId]) -> Option<TokenStream> {
    let units: Vec<UnitId> = resources.iter().filter_map(|id| model.facts.units.unit(*id)).collect();
    used_by(model, &units)
}

/// The attribute in front of what needs all these resources.
pub(super) fn about_all(model: Model<'_>, resources: &[ResourceId]) -> Option<TokenStream> {
    needs_all(model, resources.iter().filter_map(|id| model.facts.units.unit(*id)))
}

/// The attribute in front of what needs all these units; none where it is always there.
pub(super) fn needs_all(model: Model<'_>, units: impl IntoIterator<Item = UnitId>) -> Option<TokenStream> {
    let units: BTreeSet<UnitId> = units.into_iter().collect();
    match units.len() {
        0 | 1 => used_by(model, &units),
        _ if !has_choice(model) => None,
        _ => {
            let features = units.iter().map(|unit| feature(model, *unit));
            Some(quote!(#[cfg(all(#(#features),*))]))
        }
    }
}

/// Whether there is something to choose from: a crate that has one unit is that unit.
pub(super) fn has_choice(model: Model<'_>) -> bool {
    model.options.layout == Layout::Crate && model.facts.units.all.len() > 1
}

fn feature(model: Model<'_>, unit: UnitId) -> TokenStream {
    let name = model.names.features.unit(unit).as_str();
    quote!(feature = #name)
}
