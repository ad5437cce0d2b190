//! Shapes that Kubernetes gives values in many APIs, recognised by their structure: the types that `k8s-openapi` has for them
//! can be used in their place.
//!
//! A schema has such a shape if it names the same members, of the same types, and demands what the type cannot be without.
//! Its name does not count, and neither does what the type says of values besides. What has several types of the
//! same structure (a selector of a key in a secret and one in a config map, a moment and one with microseconds), or is only
//! partly said by the type (lengths of time below zero, integers beyond 32 bits in `IntOrString`), is not recognised.

use super::Linked;
use crate::diagnostic::Place;
use crate::read::schema::{Additional, Schema, SchemaType};

/// Marks the schemas of well-known shapes, but for those that are `kept` as they are. The types get numbers from `first` on;
/// what is returned are their paths.
pub fn mark_well_known(
    linked: &mut Linked,
    first: usize,
    kept: impl Fn(&Place) -> bool,
) -> Vec<&'static str> {
    let mut marker = Marker { first, kept, paths: Vec::new() };
    let versions = linked.definitions.iter_mut().flat_map(|crd| &mut crd.versions);
    versions.filter_map(|version| version.schema.as_mut()).for_each(|schema| marker.inside(schema));
    marker.paths
}

struct Marker<K> {
    first: usize,
    kept: K,
    paths: Vec<&'static str>,
}

impl<K: Fn(&Place) -> bool> Marker<K> {
    /// The recursion is as deep as the schema, which is no deeper than `read` lets through.
    fn value(&mut self, schema: &mut Schema, filling: Filling) {
        if schema.foreign.is_some() {
            return;
        }
        let shape = SHAPES.iter().find(|shape| shape.is_of(schema));
        match shape.filter(|shape| shape.filling >= filling && !(self.kept)(&schema.place)) {
            Some(shape) => schema.foreign = Some(self.first + self.number(shape.path)),
            None => self.inside(schema),
        }
    }

    fn inside(&mut self, schema: &mut Schema) {
        for (name, property) in &mut schema.properties {
            let is_required = schema.required.contains(name) && !property.nullable;
            self.value(property, if is_required { Filling::Default } else { Filling::None });
        }
        schema.items.iter_mut().for_each(|schema| self.value(schema, Filling::None));
        if let Additional::Schema(schema) = &mut schema.additional {
            self.value(schema, Filling::None);
        }
    }

    fn number(&mut self, path: &'static str) -> usize {
        self.paths.iter().position(|known| *known == path).unwrap_or_else(|| {
            self.paths.push(path);
            self.paths.len() - 1
        })
    }
}

/// Whether there is a value to read into: a member that must be there needs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Filling {
    None,
    Default,
}

/// A type and the structure of its values.
struct Known {
    path: &'static str,
    filling: Filling,
    value: Value,
}

impl Known {
    fn is_of(&self, schema: &Schema) -> bool {
        self.value.is_of(schema)
    }
}

/// The structure of a value.
enum Value {
    Text,
    Moment,
    Integer,
    Quantity,
    List(&'static Value),
    Map(&'static Value),
    /// An object with these members.
    Object(Merge, &'static [Member]),
}

/// How an object is merged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Merge {
    /// As a whole: what tells a reference by name from any other object with a name.
    Atomic,
    /// In any way.
    Any,
}

/// A member of an object.
struct Member(&'static str, Need, Value);

/// Whether a member is a part of the structure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// The schema names and demands it: the type cannot be without.
    Demanded,
    /// The schema names it.
    Named,
    /// The schema may name it: it came to the type in a later version.
    Later,
}

use Need::{Demanded, Later, Named};

const QUANTITY_PATTERN: &str = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$";

const QUANTITIES: Value = Value::Map(&Value::Quantity);

static SHAPES: &[Known] = &[
    Known {
        path: "::k8s_openapi::apimachinery::pkg::apis::meta::v1::Condition",
        filling: Filling::None,
        value: Value::Object(
            Merge::Any,
            &[
                Member("lastTransitionTime", Demanded, Value::Moment),
                Member("message", Demanded, Value::Text),
                Member("observedGeneration", Later, Value::Integer),
                Member("reason", Demanded, Value::Text),
                Member("status", Demanded, Value::Text),
                Member("type", Demanded, Value::Text),
            ],
        ),
    },
    Known {
        path: "::k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector",
        filling: Filling::Default,
        value: Value::Object(
            Merge::Any,
            &[
                Member(
                    "matchExpressions",
                    Named,
                    Value::List(&Value::Object(
                        Merge::Any,
                        &[
                            Member("key", Demanded, Value::Text),
                            Member("operator", Demanded, Value::Text),
                            Member("values", Named, Value::List(&Value::Text)),
                        ],
                    )),
                ),
                Member("matchLabels", Named, Value::Map(&Value::Text)),
            ],
        ),
    },
    Known {
        path: "::k8s_openapi::api::core::v1::ObjectReference",
        filling: Filling::Default,
        value: Value::Object(
            Merge::Any,
            &[
                Member("apiVersion", Named, Value::Text),
                Member("fieldPath", Named, Value::Text),
                Member("kind", Named, Value::Text),
                Member("name", Named, Value::Text),
                Member("namespace", Named, Value::Text),
                Member("resourceVersion", Named, Value::Text),
                Member("uid", Named, Value::Text),
            ],
        ),
    },
    Known {
        path: "::k8s_openapi::api::core::v1::LocalObjectReference",
        filling: Filling::Default,
        value: Value::Object(Merge::Atomic, &[Member("name", Named, Value::Text)]),
    },
    Known {
        path: "::k8s_openapi::api::core::v1::SecretReference",
        filling: Filling::Default,
        value: Value::Object(
            Merge::Atomic,
            &[Member("name", Named, Value::Text), Member("namespace", Named, Value::Text)],
        ),
    },
    Known {
        path: "::k8s_openapi::api::core::v1::TypedLocalObjectReference",
        filling: Filling::Default,
        value: Value::Object(
            Merge::Atomic,
            &[
                Member("apiGroup", Named, Value::Text),
                Member("kind", Demanded, Value::Text),
                Member("name", Demanded, Value::Text),
            ],
        ),
    },
    Known {
        path: "::k8s_openapi::api::core::v1::TypedObjectReference",
        filling: Filling::Default,
        value: Value::Object(
            Merge::Any,
            &[
                Member("apiGroup", Named, Value::Text),
                Member("kind", Demanded, Value::Text),
                Member("name", Demanded, Value::Text),
                Member("namespace", Named, Value::Text),
            ],
        ),
    },
    Known {
        path: "::k8s_openapi::api::core::v1::ResourceRequirements",
        filling: Filling::Default,
        value: Value::Object(
            Merge::Any,
            &[
                Member(
                    "claims",
                    Later,
                    Value::List(&Value::Object(
                        Merge::Any,
                        &[Member("name", Demanded, Value::Text), Member("request", Later, Value::Text)],
                    )),
                ),
                Member("limits", Named, QUANTITIES),
                Member("requests", Named, QUANTITIES),
            ],
        ),
    },
    Known {
        path: "::k8s_openapi::api::core::v1::Toleration",
        filling: Filling::Default,
        value: Value::Object(
            Merge::Any,
            &[
                Member("effect", Named, Value::Text),
                Member("key", Named, Value::Text),
                Member("operator", Named, Value::Text),
                Member("tolerationSeconds", Named, Value::Integer),
                Member("value", Named, Value::Text),
            ],
        ),
    },
    Known {
        path: "::k8s_openapi::apimachinery::pkg::api::resource::Quantity",
        filling: Filling::Default,
        value: Value::Quantity,
    },
];

impl Value {
    fn is_of(&self, schema: &Schema) -> bool {
        let is = |ty: SchemaType| schema.ty == Some(ty) && !schema.int_or_string;
        let is_closed = !schema.preserve_unknown_fields && !schema.embedded_resource;
        match self {
            Self::Text => is(SchemaType::String) && schema.format.is_none(),
            Self::Moment => is(SchemaType::String) && schema.format.as_deref() == Some("date-time"),
            Self::Integer => is(SchemaType::Integer),
            Self::Quantity => {
                let pattern = schema.keywords.get("pattern").and_then(serde_json::Value::as_str);
                schema.int_or_string && pattern == Some(QUANTITY_PATTERN)
            }
            Self::List(inner) => {
                let items = schema.items.as_deref();
                is(SchemaType::Array) && items.is_some_and(|items| !items.nullable && inner.is_of(items))
            }
            Self::Map(inner) => match &schema.additional {
                Additional::Schema(values) => {
                    is(SchemaType::Object)
                        && is_closed
                        && schema.properties.is_empty()
                        && !values.nullable
                        && inner.is_of(values)
                }
                _ => false,
            },
            Self::Object(merge, members) => {
                is(SchemaType::Object)
                    && is_closed
                    && matches!(schema.additional, Additional::Unspecified)
                    && (*merge == Merge::Any || is_atomic(schema))
                    && have_members(schema, members)
            }
        }
    }
}

fn is_atomic(schema: &Schema) -> bool {
    schema.keywords.get("x-kubernetes-map-type").is_some_and(|merge| merge == "atomic")
}

/// Whether a schema names these members and no others.
fn have_members(schema: &Schema, members: &[Member]) -> bool {
    let is_there = |Member(name, need, value): &Member| match schema.properties.get(*name) {
        Some(property) => {
            let is_demanded = schema.required.iter().any(|required| required == name);
            !property.nullable && (*need != Demanded || is_demanded) && value.is_of(property)
        }
        None => *need == Later,
    };
    let is_known = |name: &String| members.iter().any(|Member(known, ..)| known == name);
    members.iter().all(is_there) && schema.properties.keys().all(is_known)
}
