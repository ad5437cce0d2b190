//! Paths to what they name.

use percent_encoding::percent_decode_str;

/// What a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// A resource, an object of it, or a part of that.
    Resource(ResourcePath),
    /// `/api`: the versions of the core group.
    CoreVersions,
    /// `/apis`: all other groups.
    Groups,
    /// `/apis/{group}`.
    Group(String),
    /// The resources of a group and version; an empty group is the core group.
    Resources(String, String),
    /// `/version`.
    Version,
    /// `/healthz` and its kin.
    Health,
    /// `/openapi/v2`.
    OpenApiV2,
    /// `/openapi/v3`.
    OpenApiIndex,
    /// `/openapi/v3/{path}`.
    OpenApi(String),
    /// `/`.
    Root,
    /// Nothing.
    Nowhere,
}

/// A path below a group and version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResourcePath {
    /// The group; empty for the core group.
    pub group: String,
    /// The version.
    pub version: String,
    /// The namespace.
    pub namespace: Option<String>,
    /// The plural name of the resource.
    pub resource: String,
    /// The name of the object.
    pub name: Option<String>,
    /// The part of the object.
    pub subresource: Option<String>,
    /// Whether the path is of the old form that always watches.
    pub watches: bool,
}

/// Reads a path.
pub fn parse(path: &str) -> Route {
    let trimmed = path.strip_prefix('/').unwrap_or(path);
    let trimmed = trimmed.strip_suffix('/').unwrap_or(trimmed);
    if trimmed.is_empty() {
        return Route::Root;
    }
    let decoded: Option<Vec<String>> = trimmed
        .split('/')
        .map(|s| percent_decode_str(s).decode_utf8().ok().map(|s| s.into_owned()))
        .collect();
    match decoded {
        Some(segments) if segments.iter().all(|s| !s.is_empty()) => {
            named(&segments.iter().map(String::as_str).collect::<Vec<_>>())
        }
        _ => Route::Nowhere,
    }
}

fn named(segments: &[&str]) -> Route {
    match segments {
        ["api"] => Route::CoreVersions,
        ["apis"] => Route::Groups,
        ["apis", group] => Route::Group((*group).into()),
        ["api", version] => Route::Resources(String::new(), (*version).into()),
        ["apis", group, version] => Route::Resources((*group).into(), (*version).into()),
        ["api", version, rest @ ..] => resource("", version, rest),
        ["apis", group, version, rest @ ..] => resource(group, version, rest),
        ["version"] => Route::Version,
        ["healthz" | "livez" | "readyz", ..] => Route::Health,
        ["openapi", "v2"] => Route::OpenApiV2,
        ["openapi", "v3"] => Route::OpenApiIndex,
        ["openapi", "v3", rest @ ..] => Route::OpenApi(rest.join("/")),
        _ => Route::Nowhere,
    }
}

fn resource(group: &str, version: &str, rest: &[&str]) -> Route {
    let (watches, rest) = match rest {
        ["watch", tail @ ..] if !tail.is_empty() => (true, tail),
        _ => (false, rest),
    };
    // Below a namespace stand the resources in it, except for the parts of the namespace itself.
    let (namespace, rest) = match rest {
        ["namespaces", _, "status" | "finalize"] if group.is_empty() => (None, rest),
        ["namespaces", namespace, tail @ ..] if !tail.is_empty() => (Some((*namespace).to_owned()), tail),
        _ => (None, rest),
    };
    let text = |i: usize| rest.get(i).map(|s| (*s).to_owned());
    if rest.is_empty() || rest.len() > 3 {
        return Route::Nowhere;
    }
    let (group, version) = (group.to_owned(), version.to_owned());
    let resource = text(0).unwrap_or_default();
    Route::Resource(ResourcePath {
        group,
        version,
        namespace,
        resource,
        name: text(1),
        subresource: text(2),
        watches,
    })
}
