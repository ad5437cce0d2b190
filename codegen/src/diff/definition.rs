//! What a definition says of all versions of its resource.

use serde_json::Value;

use super::values::{differences, from_to};
use super::{About, Change, Clients, Data, Effect, Pair, Rule, Semver, Side, resource};
use crate::ir::{Resource, ResourceId};

/// Compares the versions of one resource; where a side has none, the resource is new or gone.
pub(super) fn compare(sides: &Pair<Side<'_>>, versions: &Pair<Vec<ResourceId>>) -> Vec<Change> {
    match (versions.old.first(), versions.new.first()) {
        (Some(old), Some(new)) => {
            let first = Pair { old: sides.old.api.resource(*old), new: sides.new.api.resource(*new) };
            let mut changes = said(sides, &first);
            changes.extend(storage(sides, versions));
            changes.extend(resource::compare_all(sides, versions));
            changes
        }
        (Some(old), None) => {
            let effect = Effect { clients: Clients::Breaking, data: Data::Invalid, rust: Semver::Major };
            let resource = sides.old.api.resource(*old);
            vec![Change {
                old: Some(resource.place.clone()),
                ..whole(Rule::DefinitionRemoved, resource, effect)
            }]
        }
        (None, Some(new)) => {
            let resource = sides.new.api.resource(*new);
            let effect = Effect::NOTHING.rust(Semver::Minor);
            vec![Change {
                new: Some(resource.place.clone()),
                ..whole(Rule::DefinitionAdded, resource, effect)
            }]
        }
        (None, None) => Vec::new(),
    }
}

fn whole(rule: Rule, resource: &Resource, effect: Effect) -> Change {
    let verb = if rule == Rule::DefinitionAdded { "new" } else { "gone" };
    Change {
        rule,
        about: About::all_versions(resource),
        path: String::new(),
        detail: format!("the resource is {verb}"),
        old: None,
        new: None,
        effect,
        rust: None,
    }
}

/// What the definitions say beside their versions.
fn said(sides: &Pair<Side<'_>>, first: &Pair<&Resource>) -> Vec<Change> {
    let document = |api: &crate::ir::Api, resource: &Resource| {
        let mut document = api.definition(resource.definition).document.clone();
        if let Some(spec) = document.get_mut("spec").and_then(Value::as_object_mut) {
            spec.remove("versions");
        }
        document
    };
    let (old, new) = (document(sides.old.api, first.old), document(sides.new.api, first.new));
    let places = Pair {
        old: &sides.old.api.definition(first.old.definition).place,
        new: &sides.new.api.definition(first.new.definition).place,
    };
    let change = |(at, values): (crate::pointer::Pointer, super::values::Values<'_>)| {
        let (rule, effect) = rule(at.as_str(), first);
        Change {
            rule,
            about: About::all_versions(first.new),
            path: String::new(),
            detail: format!("`{}`: {}", at.as_str().trim_start_matches('/'), from_to(values)),
            old: values.old.map(|_| resource::at(places.old, &at)),
            new: values.new.map(|_| resource::at(places.new, &at)),
            effect,
            rust: None,
        }
    };
    differences(&old, &new).into_iter().map(change).collect()
}

fn rule(at: &str, first: &Pair<&Resource>) -> (Rule, Effect) {
    let is_below =
        |place: &str| at.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let broken = Effect { clients: Clients::Breaking, data: Data::Invalid, rust: Semver::Major };
    let names = first.each(|resource| resource.names.clone());
    match at {
        "/spec/scope" => (Rule::ScopeChanged, broken),
        // The name of a definition follows from its plural.
        "/metadata/name" => (Rule::NamesChanged, Effect::NOTHING),
        "/spec/names/kind" | "/spec/names/plural" => (Rule::NamesChanged, broken),
        "/spec/names/listKind" if names.old.list_kind != names.new.list_kind => {
            (Rule::NamesChanged, Effect { data: Data::Valid, ..broken })
        }
        _ if is_below("/spec/names") => (Rule::NamesChanged, Effect::NOTHING),
        _ if is_below("/spec/conversion") => (Rule::ConversionChanged, Effect::NOTHING),
        _ if is_below("/metadata") || is_below("/status") => (Rule::MetadataChanged, Effect::NOTHING),
        _ => (Rule::DefinitionChanged, Effect::NOTHING),
    }
}

fn storage(sides: &Pair<Side<'_>>, versions: &Pair<Vec<ResourceId>>) -> Option<Change> {
    let stored = |side: &Side<'_>, versions: &[ResourceId]| {
        let mut resources = versions.iter().map(|id| side.api.resource(*id));
        resources
            .find(|resource| resource.storage)
            .map(|resource| (resource.version.clone(), resource.place.clone()))
    };
    let (old, new) = (stored(&sides.old, &versions.old), stored(&sides.new, &versions.new));
    let ((from, old), (to, new)) = (old?, new?);
    let resource = sides.new.api.resource(*versions.new.first()?);
    (from != to).then(|| Change {
        detail: format!("objects are stored in {to} and not in {from}"),
        old: Some(old),
        new: Some(new),
        ..whole(Rule::StorageMoved, resource, Effect::NOTHING)
    })
}
