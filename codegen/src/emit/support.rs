//! The support code: copied into a crate, or cut to the parts that are wanted where it becomes modules of another.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use specwright_templates::SUPPORT;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta, MetaNameValue, Token};

use super::family::{Choice, Family};
use super::{File, Files};
use crate::options::{Layout, Options, Part};

/// The files of the support code that these families need.
pub(super) fn files<'a>(options: &Options, families: &[Family]) -> Files<'a> {
    let choice = Choice::of(families);
    let file = |&(path, text): &(&'static str, &'static str)| {
        let file = match &options.layout {
            Layout::Crate => File::Support(choice.text(text)),
            Layout::Modules(parts) => {
                let features = features(parts, families);
                File::rust(move || cut(path, text, features))
            }
        };
        (format!("support/{path}"), file)
    };
    SUPPORT.iter().filter(|(path, _)| choice.has(path)).map(file).collect()
}

/// The features that hold in modules with these parts.
fn features(parts: &[Part], families: &[Family]) -> Vec<&'static str> {
    let families = families.iter().map(|family| family.feature());
    parts.iter().flat_map(|part| part.features()).copied().chain(families).collect()
}

/// A file of the support code without what belongs to other features, and without the `cfg` of those that are wanted:
/// the features of the crate that the modules go into are not ours. A file that cannot be parsed, which none is, is empty.
fn cut(path: &str, text: &'static str, features: Vec<&'static str>) -> TokenStream {
    let Ok(mut file) = syn::parse_file(text) else { return TokenStream::new() };
    Cut { features }.visit_file_mut(&mut file);
    let depth = path.split('/').filter(|step| *step != "mod.rs").count();
    relative(file.into_token_stream(), depth)
}

/// Names the root of the support code from a module this deep in it, in the place of `crate::support`: where the modules
/// will be mounted is not known.
fn relative(tokens: TokenStream, depth: usize) -> TokenStream {
    let up = std::iter::repeat_n(quote!(super), depth);
    let root = if depth == 0 { quote!(self) } else { quote!(#(#up)::*) };
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = TokenStream::new();
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = match (first, after) {
            (
                TokenTree::Ident(name),
                [TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Ident(module), after @ ..],
            ) if name == "crate" && module == "support" => {
                out.extend(root.clone());
                after
            }
            (TokenTree::Group(group), after) => {
                out.extend([TokenTree::from(Group::new(group.delimiter(), relative(group.stream(), depth)))]);
                after
            }
            (token, after) => {
                out.extend([token.clone()]);
                after
            }
        };
    }
    out
}

struct Cut {
    features: Vec<&'static str>,
}

impl Cut {
    /// Takes the `cfg` attributes off, and tells whether the item stays.
    fn keeps(&self, attributes: &mut Vec<Attribute>) -> bool {
        let mut stays = true;
        attributes.retain(|attribute| match &attribute.meta {
            Meta::List(list) if list.path.is_ident("cfg") => {
                stays &= list.parse_args().is_ok_and(|condition| self.holds(&condition));
                false
            }
            _ => true,
        });
        stays
    }

    fn holds(&self, condition: &Meta) -> bool {
        match condition {
            Meta::NameValue(MetaNameValue {
                path,
                value: Expr::Lit(ExprLit { lit: Lit::Str(name), .. }),
                ..
            }) => path.is_ident("feature") && self.features.iter().any(|feature| *feature == name.value()),
            Meta::List(list) => {
                let parse = Punctuated::<Meta, Token![,]>::parse_terminated;
                let inner = list.parse_args_with(parse).unwrap_or_default();
                match () {
                    () if list.path.is_ident("all") => inner.iter().all(|inner| self.holds(inner)),
                    () if list.path.is_ident("not") => !inner.iter().any(|inner| self.holds(inner)),
                    () => inner.iter().any(|inner| self.holds(inner)),
                }
            }
            _ => false,
        }
    }
}

impl VisitMut for Cut {
    fn visit_file_mut(&mut self, file: &mut syn::File) {
        file.items.retain_mut(|item| attributes(item).is_none_or(|attributes| self.keeps(attributes)));
        visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if let Some((_, items)) = &mut module.content {
            items.retain_mut(|item| attributes(item).is_none_or(|attributes| self.keeps(attributes)));
        }
        visit_mut::visit_item_mod_mut(self, module);
    }

    fn visit_item_impl_mut(&mut self, item: &mut syn::ItemImpl) {
        item.items.retain_mut(|item| match item {
            syn::ImplItem::Fn(function) => self.keeps(&mut function.attrs),
            syn::ImplItem::Const(constant) => self.keeps(&mut constant.attrs),
            syn::ImplItem::Type(ty) => self.keeps(&mut ty.attrs),
            _ => true,
        });
        visit_mut::visit_item_impl_mut(self, item);
    }
}

fn attributes(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    match item {
        Item::Const(item) => Some(&mut item.attrs),
        Item::Enum(item) => Some(&mut item.attrs),
        Item::Fn(item) => Some(&mut item.attrs),
        Item::Impl(item) => Some(&mut item.attrs),
        Item::Macro(item) => Some(&mut item.attrs),
        Item::Mod(item) => Some(&mut item.attrs),
        Item::Static(item) => Some(&mut item.attrs),
        Item::Struct(item) => Some(&mut item.attrs),
        Item::Trait(item) => Some(&mut item.attrs),
        Item::Type(item) => Some(&mut item.attrs),
        Item::Use(item) => Some(&mut item.attrs),
        _ => None,
    }
}
