//! The fields that a CustomResourceDefinition may have: others are dropped, and named for warnings or refusal.

use serde_json::{Map, Value};

/// A structure in a definition.
#[derive(Debug, Clone, Copy)]
enum Part {
    Definition,
    Spec,
    Names,
    Version,
    Validation,
    Subresources,
    Scale,
    Column,
    Selectable,
    Conversion,
    Webhook,
    ClientConfig,
    Service,
    Schema,
    Rule,
    Documents,
}

/// What stands in a field.
#[derive(Debug, Clone, Copy)]
enum Holds {
    /// A value that is taken as it is.
    Plain,
    /// A structure, or each of a list of them.
    One(Part),
    /// A structure for each of any names.
    Each(Part),
    /// A structure in the place of something simpler: what is unknown in it goes without a word.
    Quiet(Part),
}

use Holds::{Each, One, Plain, Quiet};

/// The fields of a structure that hold structures, and the names of its other fields.
fn fields(part: Part) -> (&'static [(&'static str, Holds)], &'static str) {
    match part {
        Part::Definition => (&[("spec", One(Part::Spec))], "apiVersion kind metadata status"),
        Part::Spec => (
            &[
                ("names", One(Part::Names)),
                ("versions", One(Part::Version)),
                ("conversion", One(Part::Conversion)),
            ],
            "group scope preserveUnknownFields",
        ),
        Part::Names => (&[], "plural singular shortNames kind listKind categories"),
        Part::Version => (
            &[
                ("schema", One(Part::Validation)),
                ("subresources", One(Part::Subresources)),
                ("additionalPrinterColumns", One(Part::Column)),
                ("selectableFields", One(Part::Selectable)),
            ],
            "name served storage deprecated deprecationWarning",
        ),
        Part::Validation => (&[("openAPIV3Schema", One(Part::Schema))], ""),
        Part::Subresources => (&[("scale", One(Part::Scale)), ("status", Plain)], ""),
        Part::Scale => (&[], "specReplicasPath statusReplicasPath labelSelectorPath"),
        Part::Column => (&[], "name type format description priority jsonPath"),
        Part::Selectable => (&[], "jsonPath"),
        Part::Conversion => (&[("webhook", One(Part::Webhook))], "strategy"),
        Part::Webhook => (&[("clientConfig", One(Part::ClientConfig))], "conversionReviewVersions"),
        Part::ClientConfig => (&[("service", One(Part::Service))], "url caBundle"),
        Part::Service => (&[], "namespace name path port"),
        Part::Rule => (&[], "rule message messageExpression reason fieldPath optionalOldSelf"),
        Part::Documents => (&[], "description url"),
        Part::Schema => (
            &[
                ("properties", Each(Part::Schema)),
                ("patternProperties", Each(Part::Schema)),
                ("definitions", Each(Part::Schema)),
                ("allOf", One(Part::Schema)),
                ("anyOf", One(Part::Schema)),
                ("oneOf", One(Part::Schema)),
                ("not", One(Part::Schema)),
                ("items", Quiet(Part::Schema)),
                ("additionalProperties", Quiet(Part::Schema)),
                ("additionalItems", Quiet(Part::Schema)),
                ("externalDocs", One(Part::Documents)),
                ("x-kubernetes-validations", One(Part::Rule)),
            ],
            "id $schema $ref description type format title default maximum exclusiveMaximum minimum exclusiveMinimum \
             maxLength minLength pattern maxItems minItems uniqueItems multipleOf enum maxProperties minProperties \
             required dependencies example nullable x-kubernetes-preserve-unknown-fields \
             x-kubernetes-embedded-resource x-kubernetes-int-or-string x-kubernetes-list-map-keys \
             x-kubernetes-list-type x-kubernetes-map-type",
        ),
    }
}

/// Drops what a definition may not have; answers the paths of what is to be named.
pub fn prune(definition: &mut Value) -> Vec<String> {
    let mut dropped = Vec::new();
    structure(definition, Part::Definition, "", &mut dropped);
    dropped
}

/// The depth of what is walked is bounded by the readers of bodies.
fn structure(value: &mut Value, part: Part, path: &str, dropped: &mut Vec<String>) {
    match value {
        Value::Object(map) => members(map, part, path, dropped),
        Value::Array(list) => {
            for (i, item) in list.iter_mut().enumerate() {
                structure(item, part, &format!("{path}[{i}]"), dropped);
            }
        }
        _ => {}
    }
}

fn members(map: &mut Map<String, Value>, part: Part, path: &str, dropped: &mut Vec<String>) {
    let (structures, others) = fields(part);
    let names: Vec<String> = map.keys().cloned().collect();
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let holds = structures.iter().find(|(n, _)| *n == name).map(|(_, holds)| *holds);
        let holds = holds.or_else(|| others.split(' ').any(|n| n == name).then_some(Plain));
        match (holds, map.get_mut(&name)) {
            (None, _) => {
                map.remove(&name);
                dropped.push(below);
            }
            (Some(One(part)), Some(value)) => structure(value, part, &below, dropped),
            (Some(Quiet(part)), Some(value)) => structure(value, part, &below, &mut Vec::new()),
            (Some(Each(part)), Some(Value::Object(entries))) => {
                for (key, value) in entries {
                    structure(value, part, &format!("{below}.{key}"), dropped);
                }
            }
            _ => {}
        }
    }
}
