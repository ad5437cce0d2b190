//! What everything is called: every identifier and module path, decided in one table before anything is emitted.
//!
//! The scheme, by scope:
//!
//! | scope | what | name |
//! |---|---|---|
//! | crate | a group and version | `v1`, or `security_istio_io::v1` where the crate has several groups |
//! | version | the root type of a resource | its kind: `PeerAuthentication` |
//! | version | a type inside it | the kind and the members on the way: `PeerAuthenticationSpecMtlsMode` |
//! | types | a schema of a document | its own name: `Pet`; inside it, the members on the way, and the forms of unions |
//! | types | a schema in an operation | the operation and the part of it: `ListPetsResponse`, `ListPetsResponse404` |
//! | struct | a field | the member in snake case: `port_level_mtls`; a keyword gets an underscore: `type_` |
//! | enum | a variant | the value in camel case: `Disable`; the empty string is `Empty` |
//! | union | a form | the value that tells it, the name of its schema, its title, its type: `Cat` |
//! | struct | a choice between members | `choice`; further ones begin with their first member: `ring_hash_choice` |
//! | version | the type of a choice | that of the struct and the name of the choice: `ConsistentHashRingHashChoice` |
//! | enum | a variant of a choice | the member in camel case: `RingHash`; of several, all of them: `CertAndKey` |
//! | crate | a Cargo feature | the module of the group, the kind behind it: `security_istio_io`, `security_istio_io_peer_authentication` |
//! | crate | a group of operations of a document | its tag, or the first word of the paths: `api::repos` |
//! | group | an operation, its request, answers and errors | `get`, `GetRequest`, `GetResponse`, `GetError` |
//! | version | the methods for a resource | the plural, split as the kind is: `peer_authentications` |
//!
//! A name is made from the place of the thing alone, so that other things may come and go and it stays. Two places can
//! spell the same name only where they differ in letter case or separators (`fooBar`, `foo-bar`; for a type, also `fooBar`
//! and `bar` inside `foo`). Then one keeps the name, by an order that knows the spellings alone (the usual one first, the
//! outermost first), and each other gets a suffix made from its own spelling. Names that the emitted code uses for
//! something else (`Option`, `unknown_fields`) are taken from the start.
//!
//! Names of more than 200 letters are cut, and get a suffix made from all of them.
//!
//! So a place has its plain name, or that with its suffix, and no third in any company; and a newcomer renames nothing but
//! what is spelled like itself. That exception cannot be had away: `foo-bar` and `fooBar`, `STRICT` and `strict`, `hostIP`
//! and `hostIp` are all in use, each deserves the plain name where it is the only one, and two cannot have it. To mark
//! all but one way of spelling in advance would disfigure one field in seventy and most variants, for clashes that are
//! hardly ever met. Where one is, the configuration can name both: a name that was chosen is used as it is, and it is an error
//! where something else has that name. The tests of stability hold all of this.

mod case;
mod features;
mod operations;
mod scope;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::facts::Facts;
use crate::ir::{
    Action, Api, DefinitionId, DocumentId, Enumeration, Field, ForeignId, MemberChoice, Method, Operation,
    OperationId, Resource, ResourceId, Shape, Target, Type, TypeId, Verb,
};
use crate::overrides::Overrides;

pub use features::Features;
pub use operations::OperationName;
pub use scope::Ident;
use scope::Scope;

/// What everything is called.
#[derive(Debug)]
pub struct Names {
    /// For each resource, the module of its group and version.
    modules: Vec<ModulePath>,
    /// The module of the types of documents.
    types_module: ModulePath,
    types: Vec<TypeName>,
    resources: Vec<ResourceName>,
    definitions: Vec<Ident>,
    documents: Vec<Ident>,
    operations: Vec<Option<OperationName>>,
    /// For each document, its ways to prove who asks.
    schemes: Vec<BTreeMap<String, Ident>>,
    /// The Cargo features of what users may choose.
    pub features: Features,
    /// The paths of the types that the user has elsewhere.
    foreign: Vec<String>,
}

#[derive(Debug)]
struct ResourceName {
    list: Ident,
    methods: Ident,
    all: Ident,
    file: Ident,
}

#[derive(Debug)]
struct TypeName {
    name: Ident,
    file: Ident,
    members: Vec<Ident>,
}

/// The path of a module from the root of the crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ModulePath(pub Vec<Ident>);

impl fmt::Display for ModulePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps: Vec<&str> = self.0.iter().map(Ident::as_str).collect();
        f.write_str(&steps.join("::"))
    }
}

impl Names {
    /// Decides all names.
    #[must_use]
    pub fn of(api: &Api, facts: &Facts, overrides: &Overrides) -> Self {
        let modules = modules(api);
        let (names, lists) = type_names(api, &modules, overrides);
        let mut files = files(api, &modules, &names);
        let of_types = files.split_off(api.resources.len());
        let types = api.types.iter().zip(names).zip(of_types);
        let (definitions, documents) = definitions(api);
        Self {
            definitions,
            documents,
            types: types
                .map(|((ty, name), file)| TypeName { name, file, members: members(ty, overrides) })
                .collect(),
            resources: resources(api, &modules, lists, files),
            operations: operations::names(api, facts),
            schemes: operations::schemes(api),
            features: Features::of(api, &facts.units, &modules, &operations::groups(api, facts)),
            types_module: types_module(),
            modules,
            foreign: overrides.foreign.iter().map(|path| path.as_str().to_owned()).collect(),
        }
    }

    /// The module of the types of documents.
    #[must_use]
    pub const fn types_module(&self) -> &ModulePath {
        &self.types_module
    }

    /// The module of a type.
    #[must_use]
    pub fn module(&self, ty: &Type) -> &ModulePath {
        ty.path.resource().map_or(&self.types_module, |id| &self.modules[id.0])
    }

    /// The module of a resource.
    #[must_use]
    pub fn module_of(&self, resource: ResourceId) -> &ModulePath {
        &self.modules[resource.0]
    }

    /// The type of lists of the objects of a resource.
    #[must_use]
    pub fn list(&self, resource: ResourceId) -> &Ident {
        &self.resources[resource.0].list
    }

    /// The module of the types of a resource, in the module of its version.
    #[must_use]
    pub fn file(&self, resource: ResourceId) -> &Ident {
        &self.resources[resource.0].file
    }

    /// The module that begins with a type, where the types of a resource are too many for one.
    #[must_use]
    pub fn file_from(&self, id: TypeId) -> &Ident {
        &self.types[id.0].file
    }

    /// The name of a definition.
    #[must_use]
    pub fn definition(&self, id: DefinitionId) -> &Ident {
        &self.definitions[id.0]
    }

    /// The name of the data of an OpenAPI document.
    #[must_use]
    pub fn document(&self, id: DocumentId) -> &Ident {
        &self.documents[id.0]
    }

    /// The name of a type in its module.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &Ident {
        &self.types[id.0].name
    }

    /// The path of a type that the user has elsewhere.
    #[must_use]
    pub fn foreign(&self, id: ForeignId) -> &str {
        &self.foreign[id.0]
    }

    /// The names of the fields or variants of a type, in the order of the model. Those of an object begin with the members,
    /// whether they have fields of their own or not, and end with the choices between them. Those of a choice begin with the
    /// variants and end with the fields of those that have several.
    #[must_use]
    pub fn members(&self, id: TypeId) -> &[Ident] {
        &self.types[id.0].members
    }

    /// The name of the methods for a resource.
    #[must_use]
    pub fn methods(&self, resource: ResourceId) -> &Ident {
        &self.resources[resource.0].methods
    }

    /// The name of the method for the objects of a resource in all namespaces.
    #[must_use]
    pub fn all_method(&self, resource: ResourceId) -> &Ident {
        &self.resources[resource.0].all
    }

    /// The path of a type from the root of the crate.
    #[must_use]
    pub fn type_path(&self, api: &Api, id: TypeId) -> String {
        format!("{}::{}", self.module(api.ty(id)), self.ty(id))
    }

    /// The names of an operation of a document; none for one of a resource.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> Option<&OperationName> {
        self.operations.get(id.0)?.as_ref()
    }

    /// The name of a way to prove who asks, which the document has.
    #[must_use]
    pub fn scheme(&self, document: DocumentId, name: &str) -> &Ident {
        &self.schemes[document.0][name]
    }

    /// The path of the method that asks for an operation, from the root of the crate.
    #[must_use]
    pub fn operation_path(&self, api: &Api, at: OperationId) -> String {
        let operation = api.operation(at);
        if let Some(OperationName { group, method, .. }) = self.operation(at) {
            return format!("api::{group}::Client::{method}");
        }
        let Some((id, action)) = operation.on_resource() else { return String::new() };
        let (module, resource) = (&self.modules[id.0], self.methods(id));
        let all = if action.verb == Verb::ListAll { "all_" } else { "" };
        format!("{module}::Client::{all}{resource}().{}()", operation_method(operation, action))
    }
}

/// The name of the method of a resource that asks for an operation.
fn operation_method(operation: &Operation, action: Action) -> &'static str {
    match (action.target, action.verb) {
        (Target::Object, Verb::List | Verb::ListAll) => "list",
        (Target::Object, Verb::Create) => "create",
        (Target::Object, Verb::DeleteCollection) => "delete_collection",
        (Target::Object, Verb::Read) => "get",
        (Target::Object, Verb::Replace) => "replace",
        (Target::Object, Verb::Patch) => "patch",
        (Target::Object, Verb::Delete) => "delete",
        (Target::Status, _) if operation.method == Method::Get => "get_status",
        (Target::Status, Verb::Replace) => "replace_status",
        (Target::Status, _) => "patch_status",
        (Target::Scale, _) if operation.method == Method::Get => "get_scale",
        (Target::Scale, Verb::Replace) => "replace_scale",
        (Target::Scale, _) => "patch_scale",
    }
}

/// The module of the types of documents.
fn types_module() -> ModulePath {
    ModulePath(vec![scope::Ident::types()])
}

fn modules(api: &Api) -> Vec<ModulePath> {
    let groups: BTreeSet<&str> = api.resources.iter().map(|resource| resource.group.as_str()).collect();
    let groups = module_names(groups);
    let versions = api.resources.iter().map(|resource| (resource.group.as_str(), resource.version.as_str()));
    let mut of_group: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    versions.for_each(|(group, version)| _ = of_group.entry(group).or_default().insert(version));
    let versions: BTreeMap<_, _> =
        of_group.into_iter().map(|(group, versions)| (group, module_names(versions))).collect();
    let path = |resource: &Resource| {
        let version = versions[resource.group.as_str()][resource.version.as_str()].clone();
        match groups.len() {
            1 => ModulePath(vec![version]),
            _ => ModulePath(vec![groups[resource.group.as_str()].clone(), version]),
        }
    };
    api.resources.iter().map(path).collect()
}

/// The modules for groups, or for the versions of one. The usual group has nothing but dots between its words.
fn module_names(wire: BTreeSet<&str>) -> BTreeMap<&str, Ident> {
    let mut scope = Scope::modules();
    for wire in &wire {
        let name = case::snake(wire);
        let rank = usize::from(name.replace('_', ".") != *wire);
        scope.claim(scope::Claim { name, rank, spelling: (*wire).to_owned() });
    }
    wire.into_iter().zip(scope.decide()).collect()
}

/// The names of all types, and of the lists of all resources, which live among them.
fn type_names(api: &Api, modules: &[ModulePath], overrides: &Overrides) -> (Vec<Ident>, Vec<Ident>) {
    let unions = words::unions(api);
    let mut scopes = scope::Scopes::default();
    for ty in &api.types {
        let module = ty.path.resource().map_or_else(types_module, |id| modules[id.0].clone());
        scopes
            .of(&module, Scope::types)
            .claim(words::type_claim(api, &unions, ty).chosen(overrides.ty(&ty.place)));
    }
    for (resource, module) in api.resources.iter().zip(modules) {
        let kind = &resource.names.list_kind;
        let claim = scope::Claim { name: case::kind(kind), rank: 0, spelling: kind.clone() };
        scopes.of(module, Scope::types).claim(claim);
    }
    let mut types = scopes.decide();
    let lists = types.split_off(api.types.len());
    (types, lists)
}

fn members(ty: &Type, overrides: &Overrides) -> Vec<Ident> {
    let mut scope = match &ty.shape {
        Shape::Object(_) | Shape::Tuple(_) | Shape::Alias(_) => Scope::fields(),
        Shape::Enum(_) | Shape::Union(_) | Shape::Choice(_) => Scope::variants(),
    };
    for (claim, wire) in spellings(ty).into_iter().zip(ty.wire_names()) {
        scope.claim(claim.chosen(overrides.member(&ty.place, &wire)));
    }
    scope.claim_all(rest_spelling(ty));
    let mut names = scope.decide();
    if let Shape::Choice(sets) = &ty.shape {
        names.extend(sets.iter().filter(|set| set.len() > 1).flat_map(|set| fields(set)));
    }
    if ty.path.resource().is_some()
        && ty.path.steps.is_empty()
        && names.iter().any(|name| name.as_str() == METADATA)
    {
        // Every object has a field for its metadata, whether its schema names that member or not.
        scope.claim(field_spelling(METADATA));
        names = scope.decide();
        names.pop();
    }
    names
}

/// What fields and variants are called as long as nothing else is.
fn spellings(ty: &Type) -> Vec<scope::Claim> {
    match &ty.shape {
        Shape::Object(object) => {
            let fields = object.fields.iter().map(|field| field_spelling(&field.name));
            fields.chain(object.choices.iter().map(choice_spelling)).collect()
        }
        Shape::Enum(Enumeration::Strings(values)) => {
            values.iter().map(|value| variant_spelling(value)).collect()
        }
        Shape::Enum(Enumeration::Values(values)) => values.iter().map(words::value_claim).collect(),
        Shape::Union(union) => words::form_claims(union),
        Shape::Tuple(tuple) => {
            (0..tuple.items.len()).map(|index| field_spelling(&index.to_string())).collect()
        }
        Shape::Choice(sets) => sets.iter().map(|set| set_spelling(set)).collect(),
        Shape::Alias(_) => Vec::new(),
    }
}

/// What the field for members or items is called that have none of their own. It comes last.
fn rest_spelling(ty: &Type) -> Option<scope::Claim> {
    match &ty.shape {
        Shape::Object(object) => object.rest.typed().map(|_| words::last("additional_properties")),
        Shape::Tuple(_) => Some(words::last("rest")),
        _ => None,
    }
}

const METADATA: &str = "metadata";

fn field_spelling(wire: &str) -> scope::Claim {
    let name = case::snake(wire);
    let rank = match () {
        () if case::lower_camel(&name) == wire => 0,
        () if name == wire => 1,
        () => 2,
    };
    scope::Claim { name, rank, spelling: wire.to_owned() }
}

/// The fields of a variant for several members.
fn fields(set: &[Field]) -> Vec<Ident> {
    let mut scope = Scope::fields();
    set.iter().for_each(|field| scope.claim(field_spelling(&field.name)));
    scope.decide()
}

/// The field of a choice. Members come first.
fn choice_spelling(choice: &MemberChoice) -> scope::Claim {
    scope::Claim { name: case::snake(&choice.name), rank: 3, spelling: format!("{{{}}}", choice.name) }
}

/// The variant for members that are there together.
fn set_spelling(set: &[Field]) -> scope::Claim {
    let names: Vec<&str> = set.iter().map(|field| field.name.as_str()).collect();
    match names.as_slice() {
        [name] => variant_spelling(name),
        names => scope::Claim { name: case::camel(&names.join(" and ")), rank: 2, spelling: names.join("/") },
    }
}

fn variant_spelling(wire: &str) -> scope::Claim {
    let name = case::variant(wire);
    scope::Claim { rank: usize::from(name != wire), name, spelling: wire.to_owned() }
}

fn resources(api: &Api, modules: &[ModulePath], lists: Vec<Ident>, files: Vec<Ident>) -> Vec<ResourceName> {
    let mut methods = scope::Scopes::default();
    for (resource, module) in api.resources.iter().zip(modules) {
        let names = &resource.names;
        let claim = |name: String, rank: usize| scope::Claim { name, rank, spelling: names.plural.clone() };
        let plural = case::plural(&names.kind, &names.plural);
        let all = format!("all_{plural}");
        methods.of(module, Scope::methods).claim(claim(plural, 0));
        methods.of(module, Scope::methods).claim(claim(all, 1));
    }
    let mut methods = methods.decide().into_iter();
    let pairs = std::iter::from_fn(|| methods.next().zip(methods.next()));
    let names = lists.into_iter().zip(pairs).zip(files);
    names.map(|((list, (methods, all)), file)| ResourceName { list, methods, all, file }).collect()
}

/// The modules in the module of a version: one for each resource, and one for each type that may begin another.
fn files(api: &Api, modules: &[ModulePath], types: &[Ident]) -> Vec<Ident> {
    let mut files = scope::Scopes::default();
    for (resource, module) in api.resources.iter().zip(modules) {
        let name = case::snake(&resource.names.kind);
        let claim = scope::Claim { name, rank: 0, spelling: resource.names.plural.clone() };
        files.of(module, Scope::modules).claim(claim);
    }
    for (ty, name) in api.types.iter().zip(types) {
        let claim =
            scope::Claim { name: case::snake(name.as_str()), rank: 1, spelling: name.as_str().to_owned() };
        let module = ty.path.resource().map_or_else(types_module, |id| modules[id.0].clone());
        files.of(&module, Scope::modules).claim(claim);
    }
    files.decide()
}

/// The names of the data that types come from: definitions, and the documents by the names of their files.
fn definitions(api: &Api) -> (Vec<Ident>, Vec<Ident>) {
    let mut scope = Scope::modules();
    for definition in &api.definitions {
        let name =
            definition.document.pointer("/metadata/name").and_then(serde_json::Value::as_str).unwrap_or("");
        scope.claim(scope::Claim { name: case::snake(name), rank: 0, spelling: name.to_owned() });
    }
    for document in &api.documents {
        let file = document.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        scope.claim(scope::Claim { name: case::snake(name), rank: 1, spelling: document.name.clone() });
    }
    let mut definitions = scope.decide();
    let documents = definitions.split_off(api.definitions.len());
    (definitions, documents)
}
