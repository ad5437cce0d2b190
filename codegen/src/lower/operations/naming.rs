//! What operations are called: ids, tags, paths and descriptions as an API server publishes them.

use crate::ir::{Action, Resource, Scope, Target, Verb};

/// The id: verb, group and version, and then what the verb is done to.
pub(super) fn operation_id(resource: &Resource, action: Action) -> String {
    let verb = operation_verb(action.verb);
    let group = capitalized(trimmed_group(resource));
    let version = capitalized(&resource.version);
    let object = capitalized(&match action.verb {
        Verb::ListAll => format!("{}ForAllNamespaces", resource.names.kind),
        Verb::DeleteCollection => format!("Collection{}{}", scope(resource), resource.names.kind),
        _ => format!("{}{}{}", scope(resource), resource.names.kind, part(action.target)),
    });
    format!("{verb}{group}{version}{object}")
}

/// The tag: group and version.
pub(super) fn tag(resource: &Resource) -> String {
    format!("{}_{}", joined(trimmed_group(resource)), joined(&resource.version))
}

/// The path.
pub(super) fn path(resource: &Resource, action: Action) -> String {
    let Resource { group, version, names, .. } = resource;
    let namespace = match (resource.scope, action.verb) {
        (Scope::Cluster, _) | (Scope::Namespaced, Verb::ListAll) => "",
        (Scope::Namespaced, _) => "/namespaces/{namespace}",
    };
    let name = if is_about_one(action.verb) { "/{name}" } else { "" };
    let part = match action.target {
        Target::Object => "",
        Target::Status => "/status",
        Target::Scale => "/scale",
    };
    format!("/apis/{group}/{version}{namespace}/{}{name}{part}", names.plural)
}

/// Whether the path names one object.
pub(super) const fn is_about_one(verb: Verb) -> bool {
    match verb {
        Verb::Read | Verb::Replace | Verb::Patch | Verb::Delete => true,
        Verb::List | Verb::ListAll | Verb::Create | Verb::DeleteCollection => false,
    }
}

/// One line on what is done.
pub(super) fn description(resource: &Resource, action: Action) -> String {
    let kind = &resource.names.kind;
    let part = match action.target {
        Target::Object => "",
        Target::Status => " status of",
        Target::Scale => " scale of",
    };
    match action.verb {
        Verb::List | Verb::ListAll => format!("list objects of kind {kind}"),
        Verb::Create => format!("create{}{kind}", article(kind)),
        Verb::DeleteCollection => format!("delete collection of {kind}"),
        Verb::Read => format!("read{part} the specified {kind}"),
        Verb::Replace => format!("replace{part} the specified {kind}"),
        Verb::Patch => format!("partially update{part} the specified {kind}"),
        Verb::Delete => format!("delete{}{kind}", article(kind)),
    }
}

/// The article before a kind, in spaces. What ends in a single `s` is taken for a plural and has none.
fn article(kind: &str) -> &'static str {
    if kind.ends_with('s') && !kind.ends_with("ss") {
        return " ";
    }
    match kind.chars().next().map(|first| first.to_ascii_lowercase()) {
        Some('a' | 'e' | 'i' | 'o' | 'u') => " an ",
        _ => " a ",
    }
}

/// The word for a verb in an id.
const fn operation_verb(verb: Verb) -> &'static str {
    match verb {
        Verb::List | Verb::ListAll => "list",
        Verb::Create => "create",
        Verb::Read => "read",
        Verb::Replace => "replace",
        Verb::Patch => "patch",
        Verb::Delete | Verb::DeleteCollection => "delete",
    }
}

const fn scope(resource: &Resource) -> &'static str {
    match resource.scope {
        Scope::Cluster => "",
        Scope::Namespaced => "Namespaced",
    }
}

const fn part(target: Target) -> &'static str {
    match target {
        Target::Object => "",
        Target::Status => "Status",
        Target::Scale => "Scale",
    }
}

/// The group without the ending that those of Kubernetes itself share.
fn trimmed_group(resource: &Resource) -> &str {
    resource.group.strip_suffix(".k8s.io").unwrap_or(&resource.group)
}

/// The letters and digits of `text`, each letter after something else in upper case.
fn joined(text: &str) -> String {
    let mut joined = String::new();
    let mut capitalize = false;
    for (index, letter) in text.char_indices() {
        if letter.is_alphabetic() || letter == '_' || (index != 0 && letter.is_numeric()) {
            joined.push(if capitalize { upper(letter) } else { letter });
            capitalize = false;
        } else {
            capitalize = true;
        }
    }
    joined
}

/// Like [`joined`], with the first letter in upper case as well.
fn capitalized(text: &str) -> String {
    let joined = joined(text);
    let mut letters = joined.chars();
    letters.next().map(upper).into_iter().chain(letters).collect()
}

/// The letter in upper case, where that is one letter.
fn upper(letter: char) -> char {
    let mut upper = letter.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(only), None) => only,
        _ => letter,
    }
}
