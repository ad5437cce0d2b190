//! The parameters of operations, by what is done.

use serde_json::{Map, Value, json};

use super::{naming, plain_use};
use crate::ir::{
    Action, IntegerFormat, Keywords, Location, Parameter, ParameterEncoding, Presence, Resource, Scope,
    StringFormat, TypeRef, Verb,
};

/// A parameter of the query: its name, what it holds, and what it is for.
struct Query(&'static str, Holds, &'static str);

/// What a parameter holds.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Number,
    Flag,
}

use Holds::{Flag, Number, Text};

/// What every operation takes.
const ALWAYS: [Query; 1] = [Query(
    "pretty",
    Text,
    "Whether the answer is indented for people: `true` or `false`. Where it is absent, the server goes by the client: \
     browsers and command-line tools get it indented.",
)];

/// What lists take, and what deletes all that a list would hold.
const LIST: [Query; 11] = [
    Query(
        "allowWatchBookmarks",
        Flag,
        "Asks for `BOOKMARK` events in a watch, which carry nothing but the newest resource version. When they come, \
         and whether any come at all, is up to the server.",
    ),
    Query(
        "continue",
        Text,
        "The `metadata.continue` of the page before, in order to get the next one; all other parameters must be the \
         same as for that page. After a while it expires: the server then answers 410 with another token, with which \
         the list goes on in a newer state, though no longer the same as that of the pages before. Not for a watch.",
    ),
    Query("fieldSelector", Text, "Selects objects by the values of fields, as in `metadata.name=default`."),
    Query("labelSelector", Text, "Selects objects by their labels, as in `app=web,tier!=test`."),
    Query(
        "limit",
        Number,
        "The most objects that one page may hold. If there are more, the answer carries a `metadata.continue` for the \
         next page; only its absence tells that the list is at its end, for a page may hold fewer. All pages show one \
         and the same state. Not for a watch.",
    ),
    Query(
        "resourceVersion",
        Text,
        "How recent the answer must be. Absent: the newest state. `0`: any state, even an old one from a cache. Any \
         other: see `resourceVersionMatch`; a watch begins after it.",
    ),
    Query(
        "resourceVersionMatch",
        Text,
        "What `resourceVersion` means: `Exact` that very state, `NotOlderThan` that state or a newer one.",
    ),
    Query(
        "sendInitialEvents",
        Flag,
        "Lets a watch begin with an `ADDED` event for every object there is, closed by a bookmark with the annotation \
         `k8s.io/initial-events-end`; then the changes follow. It needs `resourceVersionMatch=NotOlderThan`.",
    ),
    Query(
        "shardSelector",
        Text,
        "Selects a share of all objects by a hash of one of their fields, as in \
         `shardRange(object.metadata.uid, '0x0', '0x8000000000000000')`: from the first bound on and below the second. \
         Several ranges are joined by `||`. A server takes it only where `ShardedListAndWatch` is switched on.",
    ),
    Query(
        "timeoutSeconds",
        Number,
        "The seconds after which the server ends the list or the watch, whether or not anything happens in it.",
    ),
    Query(
        "watch",
        Flag,
        "Asks for a stream of what is added, changed and deleted after `resourceVersion`, instead of a list.",
    ),
];

/// What reading one object takes.
const READ: [Query; 1] = [Query(
    "resourceVersion",
    Text,
    "How recent the answer must be. Absent: the newest state. `0`: any state, even an old one from a cache. Any other: \
     that state or a newer one.",
)];

/// What creating and replacing take.
const WRITE: [Query; 3] = [
    DRY_RUN,
    Query(
        "fieldManager",
        Text,
        "Who makes the change: under this name the server remembers who owns which fields. At most 128 printable \
         characters.",
    ),
    FIELD_VALIDATION,
];

/// What patches take.
const PATCH: [Query; 4] = [
    DRY_RUN,
    Query(
        "fieldManager",
        Text,
        "Who makes the change: under this name the server remembers who owns which fields. At most 128 printable \
         characters. It must be given for an apply patch, and may be for the other forms.",
    ),
    FIELD_VALIDATION,
    Query(
        "force",
        Flag,
        "Takes over fields that others own, instead of answering with a conflict. For apply patches only.",
    ),
];

/// What deleting one object takes.
const DELETE: [Query; 5] = [
    DRY_RUN,
    Query(
        "gracePeriodSeconds",
        Number,
        "The seconds that the object is given to end in good order; 0 deletes it at once. Where it is absent, the \
         kind of object decides.",
    ),
    Query(
        "ignoreStoreReadErrorWithClusterBreakingPotential",
        Flag,
        "Deletes an object that the server can no longer read from its store. Finalizers and preconditions are passed \
         over, and what depends on the object may break: a last resort.",
    ),
    Query(
        "orphanDependents",
        Flag,
        "Deprecated in favour of `propagationPolicy`, and not to be given with it: whether objects that this one owns \
         stay.",
    ),
    Query(
        "propagationPolicy",
        Text,
        "What becomes of the objects that this one owns: `Orphan` leaves them, `Background` deletes them afterwards, \
         `Foreground` deletes them first. Where it is absent, the kind of object and its finalizers decide.",
    ),
];

const DRY_RUN: Query = Query(
    "dryRun",
    Text,
    "With `All`, the request is checked and answered as usual, but nothing is kept. No other value is allowed.",
);

const FIELD_VALIDATION: Query = Query(
    "fieldValidation",
    Text,
    "What happens if the body has fields that are unknown or stand there twice: `Ignore` drops them, `Warn` drops them \
     with a `Warning` header for each, `Strict` refuses the request. Where it is absent, it is `Warn`.",
);

/// The parameters of an operation: those of the path in their order there, then those of the query by name.
pub(super) fn of(resource: &Resource, action: Action) -> Vec<Parameter> {
    let mut query: Vec<&Query> = ALWAYS.iter().chain(query(action.verb)).collect();
    query.sort_by_key(|parameter| parameter.0);
    let query = query.into_iter().map(|Query(name, holds, text)| {
        parameter(resource, (Location::Query, Presence::Optional), (name, *holds), (*text).to_owned())
    });
    path(resource, action).into_iter().chain(query).collect()
}

const fn query(verb: Verb) -> &'static [Query] {
    match verb {
        Verb::List | Verb::ListAll | Verb::DeleteCollection => &LIST,
        Verb::Read => &READ,
        Verb::Create | Verb::Replace => &WRITE,
        Verb::Patch => &PATCH,
        Verb::Delete => &DELETE,
    }
}

fn path(resource: &Resource, action: Action) -> Vec<Parameter> {
    let text = |name, description| {
        parameter(resource, (Location::Path, Presence::Required), (name, Text), description)
    };
    let mut parameters = Vec::new();
    if resource.scope == Scope::Namespaced && action.verb != Verb::ListAll {
        parameters.push(text("namespace", "The namespace that the objects live in.".to_owned()));
    }
    if naming::is_about_one(action.verb) {
        parameters.push(text("name", format!("name of the {}", resource.names.kind)));
    }
    parameters
}

fn parameter(
    resource: &Resource,
    (location, presence): (Location, Presence),
    (name, holds): (&str, Holds),
    description: String,
) -> Parameter {
    let (ty, word) = match holds {
        Text => (TypeRef::String(StringFormat::Plain), "string"),
        Number => (TypeRef::Integer(IntegerFormat::Int64), "integer"),
        Flag => (TypeRef::Boolean, "boolean"),
    };
    // `uniqueItems` means nothing for these types, but it stands in every document that an API server publishes.
    let schema =
        Map::from_iter([("type".to_owned(), json!(word)), ("uniqueItems".to_owned(), Value::Bool(true))]);
    let value = plain_use(&resource.place, ty, Keywords(schema));
    Parameter {
        name: name.to_owned(),
        place: resource.place.clone(),
        location,
        presence,
        encoding: ParameterEncoding::usual(location),
        description,
        deprecated: false,
        value,
    }
}
