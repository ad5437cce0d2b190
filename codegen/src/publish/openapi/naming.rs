//! What component schemas are called.

use crate::ir::{Known, Resource};

/// The name of a kind of a resource's group and version: the group from its widest part on.
pub(super) fn kind(resource: &Resource, kind: &str) -> String {
    let group: Vec<_> = resource.group.rsplit('.').collect();
    format!("{}.{}.{kind}", group.join("."), resource.version)
}

/// The name of a type of Kubernetes.
pub(super) const fn known(known: Known) -> &'static str {
    match known {
        Known::DeleteOptions => "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
        Known::Patch => "io.k8s.apimachinery.pkg.apis.meta.v1.Patch",
        Known::Scale => "io.k8s.api.autoscaling.v1.Scale",
        Known::Status => "io.k8s.apimachinery.pkg.apis.meta.v1.Status",
    }
}

/// The name of what every object says of itself.
pub(super) const OBJECT_META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/// The name of what every list says of itself.
pub(super) const LIST_META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta";

/// How a schema refers to a component.
pub(super) fn reference(name: &str) -> String {
    format!("{REFERENCE}{name}")
}

/// The component that is referred to.
pub(super) fn referred(reference: &str) -> Option<&str> {
    reference.strip_prefix(REFERENCE)
}

const REFERENCE: &str = "#/components/schemas/";
