//! The root type of a resource: a struct with metadata, and what makes it a Kubernetes kind.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::body::Body;
use super::{Emitted, Form, Model, definitions, docs, ident, object};
use crate::facts::Filling;
use crate::ir::{Object, Resource, ResourceId, Scope, Shape, TypeId};
use crate::options::Metadata;

/// The members that every object has. They come before those of the schema, and only the last has a field.
pub(super) const STANDARD: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// The types that the Rust type of a type names. The members that every object has are of other types than their schemas say.
pub(super) fn named(model: Model<'_>, id: TypeId) -> Vec<TypeId> {
    let ty = model.api.ty(id);
    let mut named = ty.shape.named();
    if let (Shape::Object(object), true, true) =
        (&ty.shape, ty.path.steps.is_empty(), ty.path.resource().is_some())
    {
        let standard = object.fields.iter().filter(|field| STANDARD.contains(&field.name.as_str()));
        let standard: Vec<TypeId> = standard.filter_map(|field| field.value.described()).collect();
        named.retain(|id| !standard.contains(id));
    }
    named
}

/// A struct for the objects of a resource.
pub(super) fn emit(model: Model<'_>, (id, resource): Root, object: &Object) -> Emitted {
    let own = Body::of(model, id, object, &STANDARD);
    let definition = definition(model, (id, resource), object, &own);
    let new = new(model, id, &own);
    let read = read(model, id, &own, &quote!(Self));
    let write = write(model, id, &own);
    let kind = kind(model, (id, resource));
    let ecosystem = ecosystem(model, (id, resource));
    let definition = quote!(#definition #new);
    Emitted { definition, machinery: quote!(#kind #read #write #ecosystem), form: Form::Struct }
}

/// The root type of a resource, and the resource.
type Root = (TypeId, ResourceId);

fn definition(model: Model<'_>, (id, resource): Root, object: &Object, own: &Body<'_>) -> TokenStream {
    let ty = model.api.ty(id);
    let list = ident(model.names.list(resource));
    let resource = model.api.resource(resource);
    let name = ident(model.names.ty(id));
    let fallback = format!("A {} of {}/{}.", resource.names.kind, resource.group, resource.version);
    let docs = docs::docs(ty.schema.description(), &fallback);
    let deprecated = deprecated(resource);
    let derives = object::derives(model, id, object::usual(own.filling()));
    let metadata = docs::own(&["Its name, namespace, labels and what else every object has."]);
    let fields = own.definitions();
    let unknown = object::unknown_field(&object.rest);
    let list_docs = docs::own(&[&format!("A list of objects of kind {}.", docs::code(&resource.names.kind))]);
    quote! {
        #docs
        #deprecated
        #derives
        pub struct #name {
            #metadata
            pub metadata: ObjectMeta,
            #(#fields,)*
            #unknown
        }
        #list_docs
        pub type #list = List<#name>;
    }
}

/// The attribute of a version that its definition calls deprecated.
fn deprecated(resource: &Resource) -> TokenStream {
    match resource.deprecation.as_deref() {
        None => TokenStream::new(),
        Some("") => {
            let note =
                format!("{}/{} {} is deprecated", resource.group, resource.version, resource.names.kind);
            quote!(#[deprecated(note = #note)])
        }
        Some(note) => quote!(#[deprecated(note = #note)]),
    }
}

/// What keeps the compiler from warning of deprecated kinds where they are not used but defined and passed on.
pub(super) fn allow_deprecated(model: Model<'_>, resources: &[ResourceId]) -> TokenStream {
    match resources.iter().any(|id| model.api.resource(*id).deprecation.is_some()) {
        true => quote!(#![allow(deprecated)]),
        false => TokenStream::new(),
    }
}

fn new(model: Model<'_>, id: TypeId, own: &Body<'_>) -> TokenStream {
    let name = ident(model.names.ty(id));
    let (required, fields) = (own.parameters(), own.fillings());
    let object_name = object_name(own);
    let new_docs = docs::own(&["An object of this name, with the members that it must have."]);
    let crd_docs = docs::own(&["The CustomResourceDefinition that this kind was made from."]);
    quote! {
        impl #name {
            #new_docs
            #[must_use]
            pub fn new(#object_name: impl Into<String> #(, #required)*) -> Self {
                let metadata = ObjectMeta { name: Some(#object_name.into()), ..ObjectMeta::default() };
                Self { metadata, #(#fields,)* unknown_fields: Unknown::new() }
            }
            #crd_docs
            #[must_use]
            pub fn crd() -> &'static Value {
                <Self as Kind>::DEFINITION.document()
            }
        }
    }
}

/// What the constructor calls the name of the object: required members may have that name, too.
fn object_name(own: &Body<'_>) -> proc_macro2::Ident {
    let mut name = "name".to_owned();
    while own.requires(&name) {
        name.insert_str(0, "object_");
    }
    format_ident!("{name}")
}

/// How an object is read, or what somebody wants of one: `of` is the kind.
pub(super) fn read(model: Model<'_>, id: TypeId, own: &Body<'_>, of: &TokenStream) -> TokenStream {
    let name = ident(model.names.ty(id));
    let text = model.names.ty(id).as_str();
    let wire_names = own.wire_names();
    let required = own.required(STANDARD.len());
    let arms = own.arms(STANDARD.len());
    let blank = match own.filling() {
        Filling::Default => quote!(Self::default()),
        Filling::Required => {
            let blanks = own.blanks();
            quote!(Self { metadata: ObjectMeta::default(), #(#blanks,)* unknown_fields: Unknown::new() })
        }
    };
    quote! {
        impl wire::Object for #name {
            const NAME: &'static str = #text;
            const MEMBERS: &'static [&'static str] = &["apiVersion", "kind", "metadata" #(, #wire_names)*];
            #required
            fn blank() -> Self { #blank }
            fn read<'de, A: MapAccess<'de>>(&mut self, at: usize, from: &mut A) -> Read<'de, A> {
                match at {
                    0 => envelope::read_constant(<#of as Kind>::API_VERSION, from),
                    1 => envelope::read_constant(<#of as Kind>::KIND, from),
                    2 => envelope::read_metadata(&mut self.metadata, &mut self.unknown_fields, from),
                    #arms
                    _ => wire::ignored(from),
                }
            }
            fn unknown(&mut self) -> &mut Unknown { &mut self.unknown_fields }
            fn finish(&mut self, present: &wire::Present) {
                envelope::note_absent(&mut self.unknown_fields, present);
            }
        }
    }
}

fn write(model: Model<'_>, id: TypeId, own: &Body<'_>) -> TokenStream {
    let name = ident(model.names.ty(id));
    let writes = own.writes();
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut to = wire::write(to, &self.unknown_fields)?;
                envelope::write_standard(&mut to, self)?;
                #writes
                to.end(<Self as wire::Object>::MEMBERS)
            }
        }
    }
}

fn kind(model: Model<'_>, (id, resource): Root) -> TokenStream {
    let definition = definitions::path(model, resource);
    let resource = model.api.resource(resource);
    let name = ident(model.names.ty(id));
    let (group, version, names) = (&resource.group, &resource.version, &resource.names);
    let (kind, list_kind, plural) = (&names.kind, &names.list_kind, &names.plural);
    let api_version = api_version(resource);
    let scope = match resource.scope {
        Scope::Cluster => quote!(Scope::Cluster),
        Scope::Namespaced => quote!(Scope::Namespaced),
    };
    let status = resource.subresources.status.then(|| quote!(impl StatusSubresource for #name {}));
    quote! {
        impl Kind for #name {
            const GROUP: &'static str = #group;
            const VERSION: &'static str = #version;
            const API_VERSION: &'static str = #api_version;
            const KIND: &'static str = #kind;
            const LIST_KIND: &'static str = #list_kind;
            const PLURAL: &'static str = #plural;
            const SCOPE: Scope = #scope;
            const DEFINITION: &'static Source = &#definition;
            fn metadata(&self) -> &ObjectMeta { &self.metadata }
            fn metadata_mut(&mut self) -> &mut ObjectMeta { &mut self.metadata }
        }
        #status
    }
}

/// The group and version, as objects name them; the core group is not named.
pub(super) fn api_version(resource: &Resource) -> String {
    match resource.group.as_str() {
        "" => resource.version.clone(),
        group => format!("{group}/{}", resource.version),
    }
}

/// What makes `kube::Api`, watchers and controllers take the type: it needs the metadata that they know.
fn ecosystem(model: Model<'_>, (id, resource): Root) -> TokenStream {
    if model.options.metadata == Metadata::Own {
        return TokenStream::new();
    }
    let name = ident(model.names.ty(id));
    let scope = match model.api.resource(resource).scope {
        Scope::Cluster => quote!(k8s_openapi::ClusterResourceScope),
        Scope::Namespaced => quote!(k8s_openapi::NamespaceResourceScope),
    };
    quote! {
        impl k8s_openapi::Resource for #name {
            const API_VERSION: &'static str = <Self as Kind>::API_VERSION;
            const GROUP: &'static str = <Self as Kind>::GROUP;
            const KIND: &'static str = <Self as Kind>::KIND;
            const VERSION: &'static str = <Self as Kind>::VERSION;
            const URL_PATH_SEGMENT: &'static str = <Self as Kind>::PLURAL;
            type Scope = #scope;
        }
        impl k8s_openapi::ListableResource for #name {
            const LIST_KIND: &'static str = <Self as Kind>::LIST_KIND;
        }
        impl k8s_openapi::Metadata for #name {
            type Ty = ObjectMeta;
            fn metadata(&self) -> &ObjectMeta { &self.metadata }
            fn metadata_mut(&mut self) -> &mut ObjectMeta { &mut self.metadata }
        }
    }
}
