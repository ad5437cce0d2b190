//! Apply configurations: the types of what somebody wants of an object (server-side apply). They stand in a module `apply`
//! beside the types of objects, under the same names. Only those are emitted that differ from the types of objects; the
//! others are passed on, so that code which names them there stays as it is when they begin to differ.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::body::Body;
use super::split::{self, Part};
use super::{Emitted, File, Files, Form, Model, choice, docs, ident, kind, modules, object, paths};
use crate::facts::Filling;
use crate::ir::{Object, Presence, ResourceId, Shape, TypeId};
use crate::name::ModulePath;

/// Emits the module of the apply configurations of a version.
pub(super) fn emit<'a>(
    model: Model<'a>,
    (path, folder): (&'a ModulePath, &str),
    resources: &[ResourceId],
    files: &mut Files<'a>,
) {
    for (changed, _) in resources.iter().flat_map(|resource| parts(model, *resource)) {
        if !changed.types.is_empty() {
            let name = format!("{folder}/apply/{}.rs", ident(changed.file));
            files.insert(name, File::rust(move || types(model, path, &changed)));
        }
    }
    let resources = resources.to_vec();
    files.insert(format!("{folder}/apply/mod.rs"), File::rust(move || module(model, &resources)));
}

/// The files of the types of a resource, each without the types that do not differ, and those.
fn parts(model: Model<'_>, resource: ResourceId) -> Vec<(Part<'_>, Vec<TypeId>)> {
    let divided = split::parts(model, Some(resource)).into_iter().map(|part| {
        let (types, same) = part.types.iter().partition(|id| model.facts.applied(**id).is_some());
        (Part { types, ..part }, same)
    });
    divided.collect()
}

fn module(model: Model<'_>, resources: &[ResourceId]) -> TokenStream {
    let mut module = TokenStream::new();
    for resource in resources {
        // Whatever else uses a type of the resource, what is wanted of it is named by the resource alone.
        let gate = paths::about_any(model, &[*resource]);
        for (changed, same) in parts(model, *resource) {
            if !same.is_empty() {
                let names = same.iter().map(|id| ident(model.names.ty(*id)));
                module.extend(quote!(#gate pub use super::{#(#names),*};));
            }
            if !changed.types.is_empty() {
                let name = ident(changed.file);
                module.extend(quote!(#gate mod #name; #gate pub use #name::*;));
            }
        }
    }
    let docs = docs::inner(
        "What somebody wants of objects (server-side apply). Types are called as those of objects are. Nothing has to be given \
         but keys, wherever a server merges member by member; what it takes as a whole looks as it does in objects.",
    );
    quote!(#docs #module)
}

fn types(model: Model<'_>, path: &ModulePath, part: &Part<'_>) -> TokenStream {
    let root = paths::root(model.options, path.0.len() + 2);
    let types: Vec<_> = part.types.iter().map(|id| (*id, configuration(model, path, *id))).collect();
    let definitions = types.iter().map(|(_, emitted)| &emitted.definition);
    let machinery = types.iter().map(|(_, emitted)| &emitted.machinery);
    let structs: Vec<_> = types.iter().filter(|(_, emitted)| emitted.form == Form::Struct).collect();
    let names = structs.iter().map(|(id, _)| ident(model.names.ty(*id)));
    let read = (!structs.is_empty()).then(|| quote!(wire::decode_object!(#(#names),*);));
    let is_needed = types.iter().any(|(_, emitted)| emitted.form != Form::Alias);
    let prelude = is_needed.then(|| quote!(use #root::support::prelude::*;));
    let imports = imports(model, part);
    let title = part.types.first().map_or("", |id| model.names.ty(*id).as_str());
    let docs = docs::inner(&format!("What somebody wants of objects, from {} on.", docs::code(title)));
    let deprecated = modules::allow_deprecated(model, part);
    quote! {
        #docs
        #deprecated
        #imports
        #prelude
        #(#definitions)*
        #(#machinery)*
        #read
    }
}

/// The types that a file names and that stand elsewhere: in the module of configurations, which passes on what differs in
/// nothing.
fn imports(model: Model<'_>, part: &Part<'_>) -> Option<TokenStream> {
    let emitted = part.types.iter().filter(|id| model.facts.applied(**id) == Some(**id));
    let mut named: BTreeSet<TypeId> = emitted.flat_map(|id| kind::named(model, *id)).collect();
    part.types.iter().for_each(|id| _ = named.remove(id));
    let names: Vec<_> = named.into_iter().map(|id| ident(model.names.ty(id))).collect();
    (!names.is_empty()).then(|| quote!(use super::{#(#names),*};))
}

/// A type of the same name, with nothing in it that must be given.
fn configuration(model: Model<'_>, path: &ModulePath, id: TypeId) -> Emitted {
    let form = model.facts.applied(id).unwrap_or(id);
    if form != id {
        return Emitted::alias(alias(model, path, (id, form)));
    }
    let ty = model.api.ty(id);
    match (&ty.shape, ty.path.resource().filter(|_| ty.path.steps.is_empty())) {
        (Shape::Object(object), Some(resource)) => root(model, (id, resource), &partial(model, id, object)),
        (Shape::Object(object), None) => object::emit(model, id, &partial(model, id, object)),
        (Shape::Choice(sets), _) => choice::emit(model, id, sets),
        _ => Emitted::alias(TokenStream::new()),
    }
}

fn alias(model: Model<'_>, path: &ModulePath, (id, form): (TypeId, TypeId)) -> TokenStream {
    let there = model.names.module(model.api.ty(form));
    let (name, target) = (ident(model.names.ty(id)), ident(model.names.ty(form)));
    let path = match there == path {
        true => quote!(super::#target),
        false => {
            let root = paths::root(model.options, path.0.len() + 2);
            let steps = there.0.iter().map(ident);
            quote!(#root #(::#steps)*::apply::#target)
        }
    };
    let docs = docs::own(&[&format!("The same as [`{}`].", path.to_string().replace(' ', ""))]);
    quote!(#docs pub type #name = #path;)
}

/// An object of which nothing must be given but the keys.
fn partial(model: Model<'_>, id: TypeId, object: &Object) -> Object {
    let mut object = object.clone();
    let keys = model.facts.keys(id).unwrap_or_default();
    let fields = object.fields.iter_mut().enumerate().filter(|(at, _)| !keys.contains(at));
    fields.for_each(|(_, field)| field.presence = Presence::Optional);
    object.choices.iter_mut().for_each(|choice| choice.presence = Presence::Optional);
    object
}

/// What somebody wants of a whole object.
fn root(model: Model<'_>, (id, resource): (TypeId, ResourceId), object: &Object) -> Emitted {
    let own = Body::of(model, id, object, &kind::STANDARD);
    let name = ident(model.names.ty(id));
    let shown = docs::code(&model.api.resource(resource).names.kind);
    let docs = docs::own(&[&format!("What somebody wants of an object of kind {shown}.")]);
    let derives = object::derives(model, id, object::usual(Filling::Default));
    let fields = own.definitions();
    let unknown = object::unknown_field(&object.rest);
    let metadata = docs::own(&["The name of the object, and what is wanted of its metadata."]);
    let new = docs::own(&["A configuration for the object of this name, which wants nothing yet."]);
    let definition = quote! {
        #docs
        #derives
        pub struct #name {
            #metadata
            pub metadata: ObjectMeta,
            #(#fields,)*
            #unknown
        }
        impl #name {
            #new
            #[must_use]
            pub fn new(name: impl Into<String>) -> Self {
                let metadata = ObjectMeta { name: Some(name.into()), ..ObjectMeta::default() };
                Self { metadata, ..Self::default() }
            }
        }
    };
    let of = quote!(super::super::#name);
    let read = kind::read(model, id, &own, &of);
    let writes = own.writes();
    let machinery = quote! {
        #read
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut to = wire::write(to, &self.unknown_fields)?;
                apply::write_standard(&mut to, self)?;
                #writes
                to.end(<Self as wire::Object>::MEMBERS)
            }
        }
        impl Applicable<#of> for #name {
            fn wanted_name(&self) -> Option<&str> { self.metadata.name.as_deref() }
        }
        impl ApplyConfiguration for #name {
            type Kind = #of;
            fn metadata(&self) -> &ObjectMeta { &self.metadata }
            fn metadata_mut(&mut self) -> &mut ObjectMeta { &mut self.metadata }
        }
    };
    Emitted { definition, machinery, form: Form::Struct }
}
