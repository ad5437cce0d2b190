//! Tests of the operations: a resource in, a line for each operation out.

use super::of;
use crate::diagnostic::{Place, SourceId};
use crate::ir::{
    DefinitionId, Known, Location, Operation, Resource, ResourceId, ResourceNames, Scope, Subresources,
    TypeId, TypeRef,
};
use crate::pointer::Pointer;

fn resource(group: &str, kind: &str, scope: Scope, subresources: Subresources) -> Resource {
    Resource {
        place: Place { source: SourceId(0), span: 0..0, pointer: Pointer::root() },
        definition: DefinitionId(0),
        group: group.to_owned(),
        version: "v1beta1".to_owned(),
        names: ResourceNames {
            kind: kind.to_owned(),
            list_kind: format!("{kind}List"),
            plural: format!("{}s", kind.to_lowercase()),
            singular: kind.to_lowercase(),
            short: Vec::new(),
            categories: Vec::new(),
        },
        scope,
        served: true,
        storage: true,
        deprecation: None,
        subresources,
        root: TypeId(0),
    }
}

fn operations(resource: &Resource) -> Vec<Operation> {
    of(ResourceId(0), resource)
}

fn lines(resource: &Resource) -> Vec<String> {
    let line =
        |operation: Operation| format!("{:?} {} {}", operation.method, operation.path, operation.label());
    operations(resource).into_iter().map(line).collect()
}

#[test]
fn a_resource_in_namespaces_is_listed_in_one_and_in_all() {
    let status = Subresources { status: true, scale: false };
    assert_eq!(
        lines(&resource("security.istio.io", "Rule", Scope::Namespaced, status)),
        [
            "Get /apis/security.istio.io/v1beta1/rules listSecurityIstioIoV1beta1RuleForAllNamespaces",
            "Get /apis/security.istio.io/v1beta1/namespaces/{namespace}/rules listSecurityIstioIoV1beta1NamespacedRule",
            "Post /apis/security.istio.io/v1beta1/namespaces/{namespace}/rules createSecurityIstioIoV1beta1NamespacedRule",
            "Delete /apis/security.istio.io/v1beta1/namespaces/{namespace}/rules deleteSecurityIstioIoV1beta1CollectionNamespacedRule",
            "Get /apis/security.istio.io/v1beta1/namespaces/{namespace}/rules/{name} readSecurityIstioIoV1beta1NamespacedRule",
            "Put /apis/security.istio.io/v1beta1/namespaces/{namespace}/rules/{name} replaceSecurityIstioIoV1beta1NamespacedRule",
            "Patch /apis/security.istio.io/v1beta1/namespaces/{namespace}/rules/{name} patchSecurityIstioIoV1beta1NamespacedRule",
            "Delete /apis/security.istio.io/v1beta1/namespaces/{namespace}/rules/{name} deleteSecurityIstioIoV1beta1NamespacedRule",
            "Get /apis/security.istio.io/v1beta1/namespaces/{namespace}/rules/{name}/status readSecurityIstioIoV1beta1NamespacedRuleStatus",
            "Put /apis/security.istio.io/v1beta1/namespaces/{namespace}/rules/{name}/status replaceSecurityIstioIoV1beta1NamespacedRuleStatus",
            "Patch /apis/security.istio.io/v1beta1/namespaces/{namespace}/rules/{name}/status patchSecurityIstioIoV1beta1NamespacedRuleStatus",
        ]
    );
}

#[test]
fn a_resource_of_the_cluster_has_no_namespace_anywhere() {
    let scale = Subresources { status: false, scale: true };
    assert_eq!(
        lines(&resource("things.x-k8s.io", "Thing", Scope::Cluster, scale)),
        [
            "Get /apis/things.x-k8s.io/v1beta1/things listThingsXK8sIoV1beta1Thing",
            "Post /apis/things.x-k8s.io/v1beta1/things createThingsXK8sIoV1beta1Thing",
            "Delete /apis/things.x-k8s.io/v1beta1/things deleteThingsXK8sIoV1beta1CollectionThing",
            "Get /apis/things.x-k8s.io/v1beta1/things/{name} readThingsXK8sIoV1beta1Thing",
            "Put /apis/things.x-k8s.io/v1beta1/things/{name} replaceThingsXK8sIoV1beta1Thing",
            "Patch /apis/things.x-k8s.io/v1beta1/things/{name} patchThingsXK8sIoV1beta1Thing",
            "Delete /apis/things.x-k8s.io/v1beta1/things/{name} deleteThingsXK8sIoV1beta1Thing",
            "Get /apis/things.x-k8s.io/v1beta1/things/{name}/scale readThingsXK8sIoV1beta1ThingScale",
            "Put /apis/things.x-k8s.io/v1beta1/things/{name}/scale replaceThingsXK8sIoV1beta1ThingScale",
            "Patch /apis/things.x-k8s.io/v1beta1/things/{name}/scale patchThingsXK8sIoV1beta1ThingScale",
        ]
    );
}

#[test]
fn the_path_and_its_parameters_agree() {
    for scope in [Scope::Cluster, Scope::Namespaced] {
        for operation in
            operations(&resource("a.b", "Thing", scope, Subresources { status: true, scale: true }))
        {
            let named: Vec<_> = operation
                .path
                .split('/')
                .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
                .collect();
            let given: Vec<_> = operation
                .parameters
                .iter()
                .filter(|parameter| parameter.location == Location::Path)
                .map(|parameter| parameter.name.as_str())
                .collect();
            assert_eq!(named, given, "{}", operation.label());
        }
    }
}

#[test]
fn a_scale_is_read_and_written_as_a_scale() {
    let thing = resource("a.b", "Thing", Scope::Cluster, Subresources { status: false, scale: true });
    let scales: Vec<_> = operations(&thing).into_iter().filter(|one| one.path.ends_with("/scale")).collect();
    assert_eq!(scales.len(), 3);
    for scale in scales {
        assert!(
            matches!(scale.responses[0].content[0].value.ty, TypeRef::Known(Known::Scale)),
            "{}",
            scale.label()
        );
    }
}

#[test]
fn groups_of_kubernetes_are_shortened_and_digits_start_no_name() {
    let id = |group: &str| {
        operations(&resource(group, "Thing", Scope::Cluster, Subresources::default()))[0]
            .id
            .clone()
            .unwrap_or_default()
    };
    let tag = |group: &str| {
        operations(&resource(group, "Thing", Scope::Cluster, Subresources::default()))[0].tags.concat()
    };
    assert_eq!(id("snapshot.storage.k8s.io"), "listSnapshotStorageV1beta1Thing");
    assert_eq!(tag("snapshot.storage.k8s.io"), "snapshotStorage_v1beta1");
    assert_eq!(id("3scale.net"), "listScaleNetV1beta1Thing");
    assert_eq!(tag("3scale.net"), "ScaleNet_v1beta1");
    assert_eq!(id("gateway.networking.x-k8s.io"), "listGatewayNetworkingXK8sIoV1beta1Thing");
}

#[test]
fn articles_go_by_the_sound_of_the_kind() {
    let create = |kind: &str| {
        let found = operations(&resource("a.b", kind, Scope::Cluster, Subresources::default()));
        found.into_iter().nth(1).map(|operation| operation.description)
    };
    assert_eq!(create("EnvoyFilter").as_deref(), Some("create an EnvoyFilter"));
    assert_eq!(create("Gateway").as_deref(), Some("create a Gateway"));
    assert_eq!(create("GatewayClass").as_deref(), Some("create a GatewayClass"));
    assert_eq!(create("Settings").as_deref(), Some("create Settings"));
}
