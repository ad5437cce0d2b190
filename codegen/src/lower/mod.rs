//! What does the API mean? Schemas become shapes, definitions become resources with their operations, and documents
//! operations as they describe them.

mod choice;
mod depth;
mod documents;
mod operations;
mod schema;
mod senders;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::diagnostic::Report;
use crate::ir::{
    Api, Definition, DefinitionId, Resource, ResourceId, ResourceNames, Scope, Subresources, TypeId,
};
use crate::read::crd::{self, Crd, Version};
use crate::resolve::Linked;

/// Lowers everything that was read to the model, and reports what has a lesser type in it than its schema says.
#[must_use]
pub fn lower(linked: &Linked, report: &mut Report) -> Api {
    let mut api = Api::default();
    for crd in &linked.definitions {
        api.definitions.push(definition(crd));
    }
    for (definition, index) in order(linked) {
        add_version(&mut api, definition, &linked.definitions[definition.0], index);
    }
    depth::report(&api, report);
    operations::add(&mut api);
    documents::add(&mut api, linked, report);
    senders::settle(&mut api);
    api
}

/// The definition without the schemas of its versions: those become types.
fn definition(crd: &Crd) -> Definition {
    let mut document = crd.document.clone();
    let versions = document.pointer_mut("/spec/versions").and_then(Value::as_array_mut);
    for version in versions.into_iter().flatten() {
        if let Some(schema) = version.pointer_mut("/schema/openAPIV3Schema") {
            *schema = Value::Null;
        }
    }
    Definition { place: crd.place.clone(), document, roots: vec![None; crd.versions.len()] }
}

/// The order of all versions of all definitions. What is served comes first, so that a type that is emitted is never the
/// same as an earlier one that is not; then the newest and most stable.
fn order(linked: &Linked) -> Vec<(DefinitionId, usize)> {
    let definitions = linked.definitions.iter().enumerate();
    let mut order: Vec<_> = definitions
        .flat_map(|(definition, crd)| {
            crd.versions.iter().enumerate().map(move |version| (definition, version))
        })
        .collect();
    order.sort_by_key(|&(definition, (_, version))| (!version.served, definition, priority(&version.name)));
    order.into_iter().map(|(definition, (index, _))| (DefinitionId(definition), index)).collect()
}

fn add_version(api: &mut Api, definition: DefinitionId, crd: &Crd, index: usize) {
    let version = &crd.versions[index];
    let resource = ResourceId(api.resources.len());
    let root = schema::root(api, resource, version);
    if version.schema.is_some() {
        api.definitions[definition.0].roots[index] = Some(root);
    }
    api.resources.push(self::resource(crd, version, definition, root));
}

fn resource(crd: &Crd, version: &Version, definition: DefinitionId, root: TypeId) -> Resource {
    let names = crd.names.clone();
    Resource {
        place: version.place.clone(),
        definition,
        group: crd.group.clone(),
        version: version.name.clone(),
        names: ResourceNames {
            kind: names.kind,
            list_kind: names.list_kind,
            plural: names.plural,
            singular: names.singular,
            short: names.short_names,
            categories: names.categories,
        },
        scope: match crd.scope {
            crd::Scope::Cluster => Scope::Cluster,
            crd::Scope::Namespaced => Scope::Namespaced,
        },
        served: version.served,
        storage: version.storage,
        deprecation: version.deprecated.then(|| version.deprecation_warning.clone().unwrap_or_default()),
        subresources: Subresources {
            status: version.subresources.status,
            scale: version.subresources.scale.is_some(),
        },
        root,
    }
}

/// The order of Kubernetes versions: `v2`, `v1`, `v1beta2`, `v1beta1`, `v1alpha1`, and then all other names.
fn priority(version: &str) -> impl Ord + use<> {
    use std::cmp::Reverse;

    let number = |digits: &str| digits.parse::<u32>().ok();
    let parsed = version.strip_prefix('v').and_then(|rest| {
        let (major, stage) =
            rest.split_at(rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len()));
        let (rank, minor) = match (stage.strip_prefix("beta"), stage.strip_prefix("alpha")) {
            (Some(minor), _) => (1, number(minor)?),
            (_, Some(minor)) => (2, number(minor)?),
            _ if stage.is_empty() => (0, 0),
            _ => return None,
        };
        Some((rank, Reverse(number(major)?), Reverse(minor)))
    });
    (parsed.is_none(), parsed, version.to_owned())
}
