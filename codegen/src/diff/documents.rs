//! OpenAPI documents: which operations and schemas come and go, and what each says.

use std::collections::BTreeMap;

use serde_json::Value;

use super::subject::{Directions, Subject};
use super::values::from_to;
use super::{About, Change, Effect, Pair, Rule, Semver, Side, exchange, schema, security};
use crate::diagnostic::Place;
use crate::ir::{Api, Document, Operation, OperationId, Origin, SchemaId};

/// Compares all documents: the APIs as a whole, operation by operation, and schema by schema.
pub(super) fn compare(sides: &Pair<Side<'_>>) -> Vec<Change> {
    let directions = sides.each(|side| Directions::of(side.api));
    let mut changes = wholes(sides);
    changes.extend(operations(sides, &directions));
    changes.extend(schemas(sides, &directions));
    changes
}

/// Something that one side has and the other has not.
fn alone((rule, effect): (Rule, Effect), about: About, detail: &str, places: Pair<Option<&Place>>) -> Change {
    let path = String::new();
    let places = places.each(|place| place.cloned());
    Change {
        rule,
        about,
        path,
        detail: detail.to_owned(),
        old: places.old,
        new: places.new,
        effect,
        rust: None,
    }
}

/// What documents of the same title, or the only ones, say of their APIs as a whole.
fn wholes(sides: &Pair<Side<'_>>) -> Vec<Change> {
    let documents = sides.each(|side| {
        let titled: Vec<&Document> =
            side.api.documents.iter().filter(|document| !document.title.is_empty()).collect();
        // The files that a document refers to have no title.
        if titled.is_empty() { side.api.documents.iter().take(1).collect() } else { titled }
    });
    let pairs: Vec<Pair<&Document>> = match (documents.old.as_slice(), documents.new.as_slice()) {
        ([old], [new]) => vec![Pair { old, new }],
        (old, new) => {
            let same = |old: &&Document| new.iter().find(|new| new.title == old.title).copied();
            old.iter().filter_map(|old| Some(Pair { old: *old, new: same(old)? })).collect()
        }
    };
    pairs.into_iter().flat_map(|pair| whole(sides, pair)).collect()
}

fn whole(sides: &Pair<Side<'_>>, documents: Pair<&Document>) -> Vec<Change> {
    let subject = Subject {
        sides,
        about: About::Document(documents.new.title.clone()),
        places: documents.each(|document| &document.place),
        kinds: None,
        directions: None,
        is_emitted: true,
    };
    let texts = [
        ("title", documents.each(|document| document.title.clone())),
        ("version", documents.each(|document| document.version.clone())),
        ("description", documents.each(|document| document.description.clone())),
        ("tags", documents.each(|document| format!("{:?}", document.tags))),
    ];
    let mut changes = described(&subject, &texts);
    changes.extend(security::servers(&subject, documents.each(|document| document.servers.as_slice())));
    changes.extend(security::schemes(&subject, documents.each(|document| document.schemes.as_slice())));
    changes
}

/// What is said to people in other words.
pub(super) fn described(subject: &Subject<'_>, texts: &[(&str, Pair<String>)]) -> Vec<Change> {
    let differing = texts.iter().filter(|(_, texts)| !texts.is_same());
    let change = |(name, _): &(&str, Pair<String>)| {
        subject.change(Rule::DescriptionChanged, format!("`{name}` differs"), Effect::LOOSER)
    };
    differing.map(change).collect()
}

/// What an operation is found by: who asks, the method, and the path without the names of its parameters.
type Key = (String, String, String);

fn key(api: &Api, operation: &Operation) -> Option<Key> {
    let asked = match &operation.origin {
        Origin::Kubernetes => return None,
        Origin::Path(_) => String::new(),
        Origin::Webhook(_) => "webhook".to_owned(),
        Origin::Callback { operation, name, .. } => {
            format!("callback {name} of {}", title(api, api.operation(*operation)))
        }
    };
    let path = match &operation.origin {
        Origin::Path(_) => nameless(&operation.path),
        _ => operation.path.clone(),
    };
    Some((asked, operation.method.to_string(), path))
}

/// A path without the names of its parameters: they are no part of what is sent.
fn nameless(path: &str) -> String {
    let steps = path.split('{').enumerate().map(|(at, step)| match step.split_once('}') {
        Some((_, rest)) if at > 0 => format!("{{}}{rest}"),
        _ => step.to_owned(),
    });
    steps.collect()
}

/// An operation for people.
fn title(api: &Api, operation: &Operation) -> String {
    let said = format!("{} {}", operation.method, operation.path);
    match &operation.origin {
        Origin::Webhook(_) => format!("webhook {said}"),
        Origin::Callback { operation: outer, name, .. } => {
            format!("callback `{name}` of {}", title(api, api.operation(*outer)))
        }
        _ => said,
    }
}

type Operations = BTreeMap<Key, OperationId>;

fn operations(sides: &Pair<Side<'_>>, directions: &Pair<Directions>) -> Vec<Change> {
    let found = sides.each(|side| -> Operations {
        let operations = side.api.operations.iter().enumerate();
        operations.filter_map(|(at, it)| Some((key(side.api, it)?, OperationId(at)))).collect()
    });
    let moved = moved(sides, &found);
    let mut changes = Vec::new();
    for (key, old) in &found.old {
        let there = found.new.get(key).or_else(|| moved.get(old));
        let Some(new) = there else {
            changes.push(gone(sides.old.api, *old));
            continue;
        };
        let ids = Pair { old: *old, new: *new };
        let operations = Pair { old: sides.old.api.operation(*old), new: sides.new.api.operation(*new) };
        let subject = Subject {
            sides,
            about: About::Operation(title(sides.new.api, operations.new)),
            places: operations.each(|operation| &operation.place),
            kinds: None,
            directions: Some(directions),
            is_emitted: true,
        };
        if !found.new.contains_key(key) {
            let detail = format!("it was `{}`", title(sides.old.api, operations.old));
            changes.push(subject.change(Rule::OperationsMoved, detail, Effect::BREAKS_CLIENTS));
        }
        changes.extend(exchange::compare(&subject, ids));
    }
    let is_moved = |id: &OperationId| moved.values().any(|new| new == id);
    let new = found.new.iter().filter(|(key, id)| !found.old.contains_key(*key) && !is_moved(id));
    changes.extend(new.map(|(_, id)| {
        let (about, place) = about(sides.new.api, *id);
        let places = Pair { old: None, new: Some(place) };
        let effect = Effect::NOTHING.rust(Semver::Minor);
        alone((Rule::OperationsAdded, effect), about, "the operation is new", places)
    }));
    changes
}

fn about(api: &Api, id: OperationId) -> (About, &Place) {
    let operation = api.operation(id);
    (About::Operation(title(api, operation)), &operation.place)
}

fn gone(api: &Api, id: OperationId) -> Change {
    let (about, place) = about(api, id);
    let places = Pair { old: Some(place), new: None };
    let effect = Effect::BREAKS_CLIENTS.rust(Semver::Major);
    alone((Rule::OperationsRemoved, effect), about, "the operation is gone", places)
}

/// Where the operations are that have another method or path, by the name that they have kept.
fn moved(sides: &Pair<Side<'_>>, found: &Pair<Operations>) -> BTreeMap<OperationId, OperationId> {
    let name = |api: &Api, id: OperationId| api.operation(id).id.clone();
    let rest = |these: &Operations, others: &Operations| -> Vec<OperationId> {
        these.iter().filter(|(key, _)| !others.contains_key(*key)).map(|(_, id)| *id).collect()
    };
    let new = rest(&found.new, &found.old);
    let named: BTreeMap<String, OperationId> =
        new.into_iter().filter_map(|id| Some((name(sides.new.api, id)?, id))).collect();
    let gone = rest(&found.old, &found.new).into_iter();
    gone.filter_map(|id| Some((id, *named.get(&name(sides.old.api, id)?)?))).collect()
}

/// The schemas that have names, each name with those of all documents.
fn named(api: &Api) -> BTreeMap<&str, Vec<SchemaId>> {
    let mut named: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (at, schema) in api.schemas.iter().enumerate().filter(|(_, schema)| schema.root.is_some()) {
        named.entry(schema.name.as_str()).or_default().push(SchemaId(at));
    }
    named
}

fn schemas(sides: &Pair<Side<'_>>, directions: &Pair<Directions>) -> Vec<Change> {
    let named = sides.each(|side| named(side.api));
    let mut names: Vec<&str> = named.old.keys().chain(named.new.keys()).copied().collect();
    names.sort_unstable();
    names.dedup();
    let mut changes = Vec::new();
    for name in names {
        let ids = named.each(|named| named.get(name).cloned().unwrap_or_default());
        for at in 0..ids.old.len().max(ids.new.len()) {
            let ids = ids.each(|ids| ids.get(at).copied());
            changes.extend(schema(sides, directions, name, ids));
        }
    }
    changes
}

fn schema(
    sides: &Pair<Side<'_>>,
    directions: &Pair<Directions>,
    name: &str,
    ids: Pair<Option<SchemaId>>,
) -> Vec<Change> {
    let about = About::Schema(name.to_owned());
    let old = ids.old.map(|id| sides.old.api.schema(id));
    let new = ids.new.map(|id| sides.new.api.schema(id));
    let (Some(old), Some(new)) = (old, new) else {
        let (rule, detail, rust) = match old {
            Some(_) => (Rule::SchemaRemoved, "the schema is gone", Semver::Major),
            None => (Rule::SchemaAdded, "the schema is new", Semver::Minor),
        };
        let places = Pair { old: old.map(|old| &old.place), new: new.map(|new| &new.place) };
        return vec![alone((rule, Effect::NOTHING.rust(rust)), about, detail, places)];
    };
    let (Some(before), Some(after)) = (old.root, new.root) else { return Vec::new() };
    let subject = Subject {
        sides,
        about,
        places: Pair { old: &old.place, new: &new.place },
        kinds: None,
        directions: Some(directions),
        is_emitted: true,
    };
    schema::compare(&subject, Pair { old: before, new: after })
}

/// What differs in a text, where it does.
pub(super) fn differing(texts: &Pair<String>) -> Option<String> {
    let values = texts.each(|text| Value::from(text.as_str()));
    (!texts.is_same()).then(|| from_to(Pair { old: Some(&values.old), new: Some(&values.new) }))
}
