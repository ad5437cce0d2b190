//! The versions of a resource, and what each says beside its schema.

use serde_json::{Map, Value};

use super::subject::Subject;
use super::values::{Values, differences, from_to, gone_and_new};
use super::{About, Change, Clients, Data, Effect, Pair, Rule, Semver, Side, operations, rust, schema};
use crate::diagnostic::Place;
use crate::ir::{Api, Resource, ResourceId};
use crate::pointer::Pointer;

/// A version that both sides have.
#[derive(Clone, Copy)]
pub(super) struct Version<'a> {
    pub(super) sides: &'a Pair<Side<'a>>,
    pub(super) ids: Pair<ResourceId>,
    pub(super) resources: Pair<&'a Resource>,
}

impl<'a> Version<'a> {
    /// Whether both generated crates have types for it.
    pub(super) fn is_emitted(&self) -> bool {
        self.resources.old.served && self.resources.new.served
    }

    pub(super) fn change(&self, rule: Rule, detail: impl Into<String>, effect: Effect) -> Change {
        self.subject().change(rule, detail, effect)
    }

    /// What its types are compared for.
    pub(super) fn subject(&self) -> Subject<'a> {
        Subject {
            sides: self.sides,
            about: About::version(self.resources.new),
            places: self.resources.each(|resource| &resource.place),
            kinds: Some(self.resources.each(|resource| resource.root)),
            directions: None,
            is_emitted: self.is_emitted(),
        }
    }
}

/// Compares all versions of a resource.
pub(super) fn compare_all(sides: &Pair<Side<'_>>, versions: &Pair<Vec<ResourceId>>) -> Vec<Change> {
    let find = |api: &Api, ids: &[ResourceId], version: &str| {
        ids.iter().copied().find(|id| api.resource(*id).version == version)
    };
    let (old, new) = (sides.old.api, sides.new.api);
    let mut changes = Vec::new();
    for id in &versions.new {
        let resource = new.resource(*id);
        match find(old, &versions.old, &resource.version) {
            Some(before) => {
                let resources = Pair { old: old.resource(before), new: resource };
                let version = Version { sides, ids: Pair { old: before, new: *id }, resources };
                changes.extend(compare(version));
            }
            None => changes.push(alone(Rule::VersionAdded, resource)),
        }
    }
    let gone = versions.old.iter().map(|id| old.resource(*id));
    let gone = gone.filter(|resource| find(new, &versions.new, &resource.version).is_none());
    changes.extend(gone.map(|resource| alone(Rule::VersionRemoved, resource)));
    changes
}

/// A version that only one side has.
fn alone(rule: Rule, resource: &Resource) -> Change {
    let is_new = rule == Rule::VersionAdded;
    let served = if resource.served { Semver::Major } else { Semver::None };
    let clients = if resource.served { Clients::Breaking } else { Clients::Compatible };
    let effect = match is_new {
        true => Effect::NOTHING.rust(served.min(Semver::Minor)),
        false => Effect { clients, data: Data::Valid, rust: served },
    };
    Change {
        rule,
        about: About::version(resource),
        path: String::new(),
        detail: format!("the version is {}", if is_new { "new" } else { "gone" }),
        old: (!is_new).then(|| resource.place.clone()),
        new: is_new.then(|| resource.place.clone()),
        effect,
        rust: None,
    }
}

fn compare(version: Version<'_>) -> Vec<Change> {
    let mut changes = serving(&version);
    changes.extend(subresources(&version));
    changes.extend(said(&version));
    changes.extend(operations::compare(&version));
    changes.extend(schema::compare(&version.subject(), version.resources.each(|resource| resource.root)));
    changes.extend(rust::of_resource(&version));
    changes
}

fn serving(version: &Version<'_>) -> Vec<Change> {
    let resources = &version.resources;
    let served = resources.each(|resource| resource.served);
    let mut changes = Vec::new();
    match (served.old, served.new) {
        (true, false) => {
            let effect = Effect::BREAKS_CLIENTS.rust(Semver::Major);
            changes.push(version.change(Rule::VersionUnserved, "the version is not served any more", effect));
        }
        (false, true) => {
            let effect = Effect::NOTHING.rust(Semver::Minor);
            changes.push(version.change(Rule::VersionServed, "the version is served", effect));
        }
        _ => {}
    }
    let rust = if version.is_emitted() { Semver::Minor } else { Semver::None };
    let deprecation = match (&resources.old.deprecation, &resources.new.deprecation) {
        (None, Some(_)) => Some((Rule::VersionDeprecated, "the version is deprecated")),
        (Some(_), None) => Some((Rule::VersionUndeprecated, "the version is not deprecated any more")),
        _ => None,
    };
    changes
        .extend(deprecation.map(|(rule, detail)| version.change(rule, detail, Effect::NOTHING.rust(rust))));
    changes
}

fn subresources(version: &Version<'_>) -> Vec<Change> {
    let have = version.resources.each(|resource| resource.subresources);
    let mut changes = Vec::new();
    for (name, had, has) in
        [("status", have.old.status, have.new.status), ("scale", have.old.scale, have.new.scale)]
    {
        let (rule, verb, effect) = match (had, has) {
            // A main path that ignores `status` is another path for those who write it.
            (false, true) if name == "status" => {
                (Rule::SubresourceAdded, "new", Effect::BREAKS_CLIENTS.rust(Semver::Minor))
            }
            (false, true) => (Rule::SubresourceAdded, "new", Effect::NOTHING.rust(Semver::Minor)),
            (true, false) => (Rule::SubresourceRemoved, "gone", Effect::BREAKS_CLIENTS.rust(Semver::Major)),
            _ => continue,
        };
        changes.push(version.change(rule, format!("the subresource `{name}` is {verb}"), effect));
    }
    changes
}

/// What the versions say in the documents, beside what is compared by its meaning.
fn said(version: &Version<'_>) -> Vec<Change> {
    let documents = Pair {
        old: document(version.sides.old.api, version.resources.old),
        new: document(version.sides.new.api, version.resources.new),
    };
    let (old, new) = (Value::Object(documents.old), Value::Object(documents.new));
    let change = |(at, values): (Pointer, Values<'_>)| {
        let at_top = at.as_str().trim_start_matches('/');
        let (rule, effect) = rule(at_top, values);
        Change {
            old: Some(self::at(&version.resources.old.place, &at)),
            new: Some(self::at(&version.resources.new.place, &at)),
            ..version.change(rule, format!("`{at_top}`: {}", from_to(values)), effect)
        }
    };
    // That there is a scale at all is said where subresources are compared.
    let is_said = |at: &Pointer, values: Values<'_>| {
        at.as_str() == "/subresources/scale" && (values.old.is_none() || values.new.is_none())
    };
    differences(&old, &new).into_iter().filter(|(at, values)| !is_said(at, *values)).map(change).collect()
}

/// A version as it is written, less its name and schema and what [`serving`] and [`subresources`] look at.
fn document(api: &Api, resource: &Resource) -> Map<String, Value> {
    let versions = api.definition(resource.definition).document.pointer("/spec/versions");
    let mut versions = versions.and_then(Value::as_array).into_iter().flatten();
    let is_it =
        |version: &&Value| version.get("name").and_then(Value::as_str) == Some(resource.version.as_str());
    let mut document = versions.find(is_it).and_then(Value::as_object).cloned().unwrap_or_default();
    document.retain(|key, value| match key.as_str() {
        "name" | "served" | "storage" => false,
        // That it is not deprecated need not be said.
        "deprecated" => *value != Value::Bool(true),
        _ => true,
    });
    let subresources = document.entry("subresources").or_insert_with(|| Value::Object(Map::new()));
    if let Some(subresources) = subresources.as_object_mut() {
        // An empty status says only that it is there.
        subresources.retain(|name, value| name != "status" || !value.as_object().is_some_and(Map::is_empty));
    }
    document
}

fn rule(at: &str, values: Values<'_>) -> (Rule, Effect) {
    let top = at.split('/').next().unwrap_or_default();
    match top {
        "deprecationWarning" => (Rule::DeprecationWarningChanged, Effect::LOOSER),
        "additionalPrinterColumns" => (Rule::PrinterColumnsChanged, Effect::NOTHING),
        "selectableFields" if !gone_and_new(values).0.is_empty() => {
            (Rule::SelectableFieldsChanged, Effect::BREAKS_CLIENTS.rust(Semver::None))
        }
        "selectableFields" => (Rule::SelectableFieldsChanged, Effect::NOTHING),
        "subresources" if at.contains("/scale") => (Rule::ScaleChanged, Effect::NOTHING),
        _ => (Rule::DefinitionChanged, Effect::NOTHING),
    }
}

/// A place further inside, known by its pointer; the bytes are those of the outer place.
pub(super) fn at(place: &Place, inner: &Pointer) -> Place {
    let pointer = inner.as_str().split('/').skip(1).fold(place.pointer.clone(), |pointer, step| {
        pointer.join(step.replace("~1", "/").replace("~0", "~"))
    });
    Place { pointer, ..place.clone() }
}
