//! The Rust types of the values in messages, and how they are spelled.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::emit::{Model, ident, types};
use crate::ir::{Location, ParameterEncoding, Shape, Style, TypeId, TypeRef, Use};

/// The Rust type of a value, null left aside, in a module where the types of documents are not in scope.
pub(super) fn of(model: Model<'_>, value: &Use) -> TokenStream {
    let tokens = types::of(model, &value.ty);
    match value.described() {
        None => tokens,
        Some(id) => qualified(model, id, tokens),
    }
}

/// The type with its module in front of the described type inside it. No other name in it is spelled alike: such names
/// are taken.
fn qualified(model: Model<'_>, id: TypeId, tokens: TokenStream) -> TokenStream {
    let name = ident(model.names.ty(id));
    let replace = |token: TokenTree| match token {
        TokenTree::Ident(found) if found == name => quote!(types::#name),
        TokenTree::Group(group) => {
            Group::new(group.delimiter(), qualified(model, id, group.stream())).into_token_stream()
        }
        token => token.into_token_stream(),
    };
    tokens.into_iter().map(replace).collect()
}

/// What a value is once aliases are followed.
pub(super) fn resolved<'a>(model: Model<'a>, value: &'a Use) -> (&'a TypeRef, Option<&'a Shape>) {
    let mut value = value;
    // Aliases cannot go round, or there would be no type; the bound is for a model that is wrong.
    for _ in 0..64 {
        let TypeRef::Described(id) = &value.ty else { return (&value.ty, None) };
        match &model.api.ty(*id).shape {
            Shape::Alias(target) => value = target,
            shape => return (&value.ty, Some(shape)),
        }
    }
    (&value.ty, None)
}

/// Whether a value is an object, the members of which have names.
fn is_object(model: Model<'_>, value: &Use) -> bool {
    match resolved(model, value) {
        (_, Some(shape)) => matches!(shape, Shape::Object(_)),
        (ty, None) => matches!(ty, TypeRef::Map(_)),
    }
}

/// How a value is spelled, where it is not spelled as is usual at its place.
pub(super) fn spelling(
    model: Model<'_>,
    location: Location,
    encoding: &ParameterEncoding,
    value: &Use,
) -> Option<TokenStream> {
    let (style, explode, reserved) = match encoding {
        ParameterEncoding::Content(media_type) if media_type.contains("json") => {
            return Some(quote!(Spelling::joined(Style::Json)));
        }
        ParameterEncoding::Content(_) => return None,
        ParameterEncoding::Style { style, explode, allow_reserved } => (*style, *explode, *allow_reserved),
    };
    let object = is_object(model, value);
    let usual = ParameterEncoding::usual(location);
    // Where there is one text, it makes no difference whether the style has them apart.
    let is_list = object || !is_scalar(model, value);
    let same = matches!(usual, ParameterEncoding::Style { style: usual, explode: apart, .. }
        if usual == style && (apart == explode || !is_list));
    if same && !reserved && !(object && style == Style::Form && explode) {
        return None;
    }
    let name = style_name(style, if object && explode { Apart::Members } else { Apart::Values });
    let spelled = if explode { quote!(Spelling::exploded(#name)) } else { quote!(Spelling::joined(#name)) };
    Some(if reserved { quote!(#spelled.reserving()) } else { spelled })
}

fn is_scalar(model: Model<'_>, value: &Use) -> bool {
    match resolved(model, value) {
        (_, Some(shape)) => matches!(shape, Shape::Enum(_)),
        (ty, None) => !matches!(ty, TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Any),
    }
}

/// What a style that has values apart makes parameters of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Apart {
    Values,
    Members,
}

fn style_name(style: Style, apart: Apart) -> TokenStream {
    match style {
        Style::Simple => quote!(Style::Simple),
        Style::Label => quote!(Style::Label),
        Style::Matrix => quote!(Style::Matrix),
        Style::Form if apart == Apart::Members => quote!(Style::Members),
        Style::Form => quote!(Style::Form),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::TabDelimited => quote!(Style::TabDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
    }
}
