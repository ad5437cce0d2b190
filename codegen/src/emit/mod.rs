//! What it looks like: the model, its facts and its names become the files of a crate, one construct a file here.

mod apply;
mod body;
mod choice;
mod client;
mod crate_files;
mod definitions;
pub(crate) mod docs;
mod family;
mod front;
mod keyed;
mod kind;
mod modules;
mod object;
mod operations;
mod paths;
mod rest;
mod server;
mod split;
mod string_enum;
mod support;
#[cfg(test)]
mod tests;
mod tuple;
mod types;
mod union;
mod value_enum;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::format_ident;
use serde_json::Value;

use crate::facts::Facts;
use crate::ir::{Api, Enumeration, Shape, Type, TypeId};
use crate::name::{Ident, Names};
use crate::options::Options;

/// Everything that the emitters look at.
#[derive(Clone, Copy)]
pub struct Model<'a> {
    /// The model.
    pub api: &'a Api,
    /// What follows from it.
    pub facts: &'a Facts,
    /// What things are called.
    pub names: &'a Names,
    /// The definitions, whole.
    pub definitions: &'a [Value],
    /// What the user wants.
    pub options: &'a Options,
}

/// The content of a file.
pub enum File<'a> {
    /// Rust that is emitted when it is printed: the syntax trees of all files would fill the memory, and cannot go from
    /// one thread to another.
    Rust(Box<dyn FnOnce() -> TokenStream + Send + 'a>),
    /// Rust that was written by hand and is copied.
    Support(String),
    /// Any other text, final.
    Text(String),
}

impl<'a> File<'a> {
    /// Rust, which this emits.
    fn rust(emit: impl FnOnce() -> TokenStream + Send + 'a) -> Self {
        Self::Rust(Box::new(emit))
    }
}

/// Files by their path below the output folder, with `/` between folders.
pub type Files<'a> = BTreeMap<String, File<'a>>;

/// The Rust type of a field, as it stands in the definition of its struct.
#[must_use]
pub fn field_type(model: Model<'_>, field: &crate::ir::Field) -> String {
    types::of_field(model, field).to_string().replace(' ', "")
}

/// Emits all files.
#[must_use]
pub fn files(model: Model<'_>) -> Files<'_> {
    let mut files = Files::new();
    definitions::emit(model, &mut files);
    modules::emit(model, &mut files);
    operations::emit(model, &mut files);
    crate_files::emit(model, files)
}

/// The Rust of a type, in two parts: what a reader looks for, and what makes it work.
struct Emitted {
    definition: TokenStream,
    machinery: TokenStream,
    form: Form,
}

impl Emitted {
    fn alias(definition: TokenStream) -> Self {
        Self { definition, machinery: TokenStream::new(), form: Form::Alias }
    }
}

/// What else is emitted for a type, together with others of its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// An alias needs nothing.
    Alias,
    /// A struct is read by way of its members.
    Struct,
    /// An enumeration is read and written as text.
    Enum,
    /// One of other values is read and written as what they are.
    ValueEnum,
    /// A union finds the form of a value.
    Union,
    /// A tuple is read by way of its items.
    Tuple,
    /// A choice is read and written by the struct that it belongs to.
    Choice,
}

/// A described type, or an alias where an equal type is defined elsewhere.
fn described(model: Model<'_>, id: TypeId, ty: &Type) -> Emitted {
    let representative = model.facts.representative(id);
    if representative != id {
        return Emitted::alias(types::alias(model, id, representative));
    }
    if model.facts.is_endless(id) {
        return Emitted::alias(types::endless(model, id));
    }
    let resource = ty.path.resource().filter(|_| ty.path.steps.is_empty());
    let mut emitted = match (&ty.shape, resource) {
        (Shape::Object(object), Some(resource)) => kind::emit(model, (id, resource), object),
        (Shape::Object(object), None) => object::emit(model, id, object),
        (Shape::Enum(Enumeration::Strings(values)), _) => string_enum::emit(model, id, values),
        (Shape::Enum(Enumeration::Values(values)), _) => value_enum::emit(model, id, values),
        (Shape::Union(union), _) => union::emit(model, id, union),
        (Shape::Tuple(tuple), _) => tuple::emit(model, id, tuple),
        (Shape::Choice(sets), _) => return choice::emit(model, id, sets),
        (Shape::Alias(target), _) => return Emitted::alias(types::renamed(model, id, target)),
    };
    emitted.machinery.extend(definitions::described(model, id));
    emitted
}

fn ident(name: &Ident) -> proc_macro2::Ident {
    format_ident!("{}", name.as_str())
}
