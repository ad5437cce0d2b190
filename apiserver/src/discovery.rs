//! Discovery: which groups, versions and resources there are, in the old form and in the aggregated one.

use base64::Engine as _;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256, Sha512};

use crate::crd::{Definition, Registry, Role, Scope, Version};
use crate::reply::{Content, Reply};
use crate::request::route::Route;
use crate::server::{Server, healthy};

/// The version of Kubernetes that this server answers like.
const KUBERNETES: (&str, &str, &str) = ("1", "36", "v1.36.2");

const VERBS: [&str; 8] = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
const PART_VERBS: [&str; 3] = ["get", "patch", "update"];

/// Answers everything that is not about objects.
pub fn answer(server: &Server, route: &Route, headers: &HeaderMap) -> Reply {
    let registry = server.registry();
    let aggregated = aggregated_version(headers);
    let found = match (route, aggregated) {
        (Route::Version, _) => Some(version()),
        (Route::Health, _) => return healthy(),
        (Route::Root, _) => Some(root(&registry)),
        (Route::CoreVersions, Some(v)) => return aggregate(&registry, &[""], v, headers),
        (Route::Groups, Some(v)) => return aggregate(&registry, &registry.groups(), v, headers),
        (Route::CoreVersions, None) => Some(core_versions()),
        (Route::Groups, None) => Some(groups(&registry)),
        (Route::Group(group), _) => group_of(&registry, group),
        (Route::Resources(group, version), _) => resources(&registry, group, version),
        _ => None,
    };
    found.map_or_else(Reply::nowhere, |value| Reply::document(StatusCode::OK, value))
}

fn version() -> Value {
    let (major, minor, git) = KUBERNETES;
    json!({
        "major": major, "minor": minor, "gitVersion": git, "gitCommit": "", "gitTreeState": "clean",
        "buildDate": "1970-01-01T00:00:00Z", "goVersion": "go1.25", "compiler": "gc",
        "platform": concat!("linux/", "amd64"), "emulationMajor": major, "emulationMinor": minor,
        "minCompatibilityMajor": major, "minCompatibilityMinor": "35",
    })
}

fn root(registry: &Registry) -> Value {
    let mut paths = vec!["/api".to_owned(), "/api/v1".into(), "/apis".into(), "/apis/".into()];
    for group in registry.groups() {
        paths.push(format!("/apis/{group}"));
        paths.extend(registry.versions(group).into_iter().map(|v| format!("/apis/{group}/{v}")));
    }
    paths.extend(
        ["/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"].map(str::to_owned),
    );
    json!({ "paths": paths })
}

fn core_versions() -> Value {
    let addresses = json!([{ "clientCIDR": "0.0.0.0/0", "serverAddress": "127.0.0.1" }]);
    json!({ "kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": addresses })
}

fn groups(registry: &Registry) -> Value {
    let groups: Vec<Value> = registry.groups().into_iter().map(|g| group_body(registry, g)).collect();
    json!({ "kind": "APIGroupList", "apiVersion": "v1", "groups": groups })
}

fn group_body(registry: &Registry, group: &str) -> Value {
    let one = |v: &&str| json!({ "groupVersion": format!("{group}/{v}"), "version": v });
    let versions: Vec<Value> = registry.versions(group).iter().map(one).collect();
    json!({ "name": group, "versions": versions, "preferredVersion": versions.first() })
}

fn group_of(registry: &Registry, group: &str) -> Option<Value> {
    if !registry.groups().contains(&group) {
        return None;
    }
    let mut body = group_body(registry, group);
    let map = body.as_object_mut()?;
    map.insert("kind".into(), "APIGroup".into());
    map.insert("apiVersion".into(), "v1".into());
    Some(body)
}

/// `group/version`, or the version alone in the core group.
fn group_version(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}

fn resources(registry: &Registry, group: &str, version: &str) -> Option<Value> {
    let listed: Vec<Value> = registry.resources(group, version).flat_map(|(d, v)| entries(d, v)).collect();
    if listed.is_empty() {
        return None;
    }
    let group_version = group_version(group, version);
    Some(
        json!({ "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group_version, "resources": listed }),
    )
}

/// The entries of a resource: itself, and its parts.
fn entries(definition: &Definition, version: &Version) -> Vec<Value> {
    let names = &definition.names;
    let namespaced = definition.scope == Scope::Namespaced;
    let mut main = json!({
        "name": names.plural, "singularName": names.singular, "namespaced": namespaced, "kind": names.kind,
        "verbs": verbs(definition),
    });
    if let (Some(map), true) = (main.as_object_mut(), definition.role != Role::Review) {
        map.insert("storageVersionHash".into(), storage_hash(definition).into());
    }
    put_list(&mut main, "shortNames", &names.short);
    put_list(&mut main, "categories", &names.categories);
    let part = |part: &str, extra: Value| {
        let mut entry = json!({
            "name": format!("{}/{part}", names.plural), "singularName": "", "namespaced": namespaced,
            "kind": names.kind, "verbs": PART_VERBS,
        });
        if let (Some(entry), Value::Object(extra)) = (entry.as_object_mut(), extra) {
            entry.extend(extra);
        }
        entry
    };
    let mut all = vec![main];
    all.extend(version.has_status.then(|| part("status", Value::Null)));
    let scale = json!({ "group": "autoscaling", "version": "v1", "kind": "Scale" });
    all.extend(version.scale.as_ref().map(|_| part("scale", scale)));
    all
}

/// What can be done with the objects of a resource; questions can only be asked.
fn verbs(definition: &Definition) -> &'static [&'static str] {
    if definition.role == Role::Review { &["create"] } else { &VERBS }
}

fn put_list(entry: &mut Value, name: &str, list: &[String]) {
    if let (Some(map), false) = (entry.as_object_mut(), list.is_empty()) {
        map.insert(name.into(), list.into());
    }
}

/// A short hash of group, storage version and kind: it changes when objects come to be kept in another version.
fn storage_hash(definition: &Definition) -> String {
    let text = format!("{}/{}/{}", definition.group, definition.storage, definition.names.kind);
    let digest = Sha256::digest(text.as_bytes());
    base64::engine::general_purpose::STANDARD.encode(digest.get(..8).unwrap_or_default())
}

/// The version of aggregated discovery that the client asks for before anything else, if it does.
fn aggregated_version(headers: &HeaderMap) -> Option<&'static str> {
    let accept = headers.get(header::ACCEPT)?.to_str().ok()?;
    let clause = accept.split(',').find(|c| c.contains("as=APIGroupDiscoveryList"))?;
    ["v2", "v2beta1"].into_iter().find(|v| clause.split(';').any(|p| p.trim() == format!("v={v}")))
}

fn aggregate(registry: &Registry, groups: &[&str], version: &str, headers: &HeaderMap) -> Reply {
    let items: Vec<Value> = groups.iter().map(|g| aggregate_group(registry, g)).collect();
    let api_version = format!("apidiscovery.k8s.io/{version}");
    let list =
        json!({ "kind": "APIGroupDiscoveryList", "apiVersion": api_version, "metadata": {}, "items": items });
    let media_type = format!("application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList");
    tagged(list, headers).with(header::CONTENT_TYPE, &media_type).with(header::CACHE_CONTROL, "public")
}

/// A document with a tag by which a client can ask whether it has changed.
pub fn tagged(document: Value, headers: &HeaderMap) -> Reply {
    let tag = format!("\"{}\"", digest(document.to_string().as_bytes()));
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes());
    let reply = if known {
        Reply::new(StatusCode::NOT_MODIFIED, Content::Nothing)
    } else {
        Reply::document(StatusCode::OK, document)
    };
    reply.with(header::ETAG, &tag).with(header::VARY, "Accept")
}

/// The hash of a document, in capital hexadecimal digits.
pub fn digest(text: &[u8]) -> String {
    Sha512::digest(text).iter().map(|b| format!("{b:02X}")).collect()
}

fn aggregate_group(registry: &Registry, group: &str) -> Value {
    let versions = registry.versions(group).into_iter().map(|version| {
        let resources: Vec<Value> =
            registry.resources(group, version).map(|(d, v)| aggregate_resource(d, v)).collect();
        json!({ "version": version, "resources": resources, "freshness": "Current" })
    });
    let mut metadata = Map::new();
    if !group.is_empty() {
        metadata.insert("name".into(), group.into());
    }
    json!({ "metadata": metadata, "versions": versions.collect::<Vec<_>>() })
}

fn aggregate_resource(definition: &Definition, version: &Version) -> Value {
    let names = &definition.names;
    let kind =
        |group: &str, version: &str, kind: &str| json!({ "group": group, "version": version, "kind": kind });
    let own = kind(&definition.group, &version.name, &names.kind);
    let part = |name: &str, response: &Value| json!({ "subresource": name, "responseKind": response, "verbs": PART_VERBS });
    let mut parts = Vec::new();
    parts.extend(version.has_status.then(|| part("status", &own)));
    parts.extend(version.scale.as_ref().map(|_| part("scale", &kind("autoscaling", "v1", "Scale"))));
    let scope = if definition.scope == Scope::Namespaced { "Namespaced" } else { "Cluster" };
    let mut entry = json!({
        "resource": names.plural, "responseKind": own, "scope": scope, "singularResource": names.singular, "verbs": verbs(definition),
    });
    put_list(&mut entry, "shortNames", &names.short);
    put_list(&mut entry, "categories", &names.categories);
    if let (Some(map), false) = (entry.as_object_mut(), parts.is_empty()) {
        map.insert("subresources".into(), parts.into());
    }
    entry
}
