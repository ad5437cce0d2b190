//! The OpenAPI document that kube-apiserver serves for the resources of one group and version.
//!
//! The schemas of the resources are published almost as they are written ([`structural`]); types of Kubernetes itself
//! come from a file of data, whose structure is theirs and whose descriptions are ours ([`kubernetes`]).

mod components;
mod convert;
mod kubernetes;
mod naming;
mod paths;
mod structural;

use std::collections::BTreeSet;

use openapiv3::{Components, Info, OpenAPI};

use crate::ir::{Api, Operation, Resource, ResourceId};

/// A group and a version of it: what one document is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupVersion {
    /// As in `security.istio.io`.
    pub group: String,
    /// As in `v1`.
    pub version: String,
}

/// The groups and versions that are served, in order.
#[must_use]
pub fn group_versions(api: &Api) -> BTreeSet<GroupVersion> {
    let served = api.resources.iter().filter(|resource| resource.served);
    served
        .map(|Resource { group, version, .. }| GroupVersion {
            group: group.clone(),
            version: version.clone(),
        })
        .collect()
}

/// The document of one group and version; one without paths where nothing of it is served.
#[must_use]
pub fn document(api: &Api, about: &GroupVersion) -> OpenAPI {
    let resources = resources(api, about);
    let operations: Vec<_> = operations(api, &resources).collect();
    OpenAPI {
        openapi: "3.0.0".to_owned(),
        info: Info {
            title: "Kubernetes CRD Swagger".to_owned(),
            version: "v0.1.0".to_owned(),
            ..Info::default()
        },
        paths: paths::of(api, &operations),
        components: Some(Components {
            schemas: components::schemas(api, &resources, &operations),
            ..Components::default()
        }),
        ..OpenAPI::default()
    }
}

fn resources(api: &Api, about: &GroupVersion) -> Vec<ResourceId> {
    let all = api.resources.iter().enumerate();
    let these = all.filter(|(_, one)| one.served && one.group == about.group && one.version == about.version);
    these.map(|(index, _)| ResourceId(index)).collect()
}

fn operations<'a>(api: &'a Api, resources: &[ResourceId]) -> impl Iterator<Item = &'a Operation> {
    api.operations.iter().filter(|operation| {
        operation.on_resource().is_some_and(|(resource, _)| resources.contains(&resource))
    })
}
