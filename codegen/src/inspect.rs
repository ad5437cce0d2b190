//! What was understood, as data: what `specwright inspect` shows.

use serde::Serialize;
use serde_json::Value;

use crate::diagnostic::{Place, to_json};
use crate::findings::Findings;
use crate::ir::{ForeignId, OperationId, Shape, TypeId, TypeRef, Use};
use crate::pipeline::Analysis;

/// What was understood. The form is a contract: members are added to it, and none is renamed or removed.
#[derive(Debug, Default, Serialize)]
pub struct Inspection {
    /// The types.
    pub types: Vec<InspectedType>,
    /// The operations.
    pub operations: Vec<InspectedOperation>,
    /// The findings, each with `code`, `severity`, `message`, `file`, `line`, `column` and `pointer`.
    pub diagnostics: Vec<Value>,
}

/// A type.
#[derive(Debug, Serialize)]
pub struct InspectedType {
    /// The JSON pointer to its schema.
    pub pointer: String,
    /// The input that holds its schema.
    pub source: String,
    /// Its path from the root of the crate.
    pub rust: String,
    /// What it is: `object`, `enum`, `union`, `tuple`, `alias`, `choice` for members that exclude each other,
    /// or `foreign` for a value whose type comes from elsewhere.
    pub shape: &'static str,
}

/// An operation.
#[derive(Debug, Serialize)]
pub struct InspectedOperation {
    /// Its name.
    pub id: String,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path, with `{name}` for parameters.
    pub path: String,
    /// The input that it comes from.
    pub source: String,
    /// What to call, from the root of the crate.
    pub rust: String,
}

/// Lists what was understood, and what was found on the way.
#[must_use]
pub fn inspect(analysis: Option<&Analysis>, findings: &Findings) -> Inspection {
    let found = findings.report.sorted().into_iter().map(|finding| to_json(finding, &findings.sources));
    Inspection {
        types: analysis.map(|analysis| types(analysis, findings)).unwrap_or_default(),
        operations: analysis.map(|analysis| operations(analysis, findings)).unwrap_or_default(),
        diagnostics: found.collect(),
    }
}

fn types(analysis: &Analysis, findings: &Findings) -> Vec<InspectedType> {
    let types = analysis.api.types.iter().enumerate().map(|(index, ty)| InspectedType {
        pointer: ty.place.pointer.to_string(),
        source: source(&ty.place, findings),
        rust: analysis.names.type_path(&analysis.api, TypeId(index)),
        shape: match ty.shape {
            Shape::Object(_) => "object",
            Shape::Enum(_) => "enum",
            Shape::Union(_) => "union",
            Shape::Tuple(_) => "tuple",
            Shape::Alias(_) => "alias",
            Shape::Choice(_) => "choice",
        },
    });
    types.chain(foreign(analysis, findings)).collect()
}

/// The values whose types come from elsewhere.
fn foreign(analysis: &Analysis, findings: &Findings) -> Vec<InspectedType> {
    let values = analysis.api.types.iter().flat_map(|ty| ty.shape.uses());
    let values = values.filter_map(|value| innermost_foreign(value));
    let value = |(value, id): (&Use, ForeignId)| InspectedType {
        pointer: value.place.pointer.to_string(),
        source: source(&value.place, findings),
        rust: analysis.names.foreign(id).trim_start_matches("::").to_owned(),
        shape: "foreign",
    };
    values.map(value).collect()
}

/// What is at the bottom of lists and maps, if its type comes from elsewhere.
fn innermost_foreign(value: &Use) -> Option<(&Use, ForeignId)> {
    match &value.ty {
        TypeRef::Foreign(id) => Some((value, *id)),
        TypeRef::List(inner) | TypeRef::Map(inner) => innermost_foreign(inner),
        _ => None,
    }
}

fn operations(analysis: &Analysis, findings: &Findings) -> Vec<InspectedOperation> {
    let operations = analysis.api.operations.iter().enumerate().map(|(at, operation)| InspectedOperation {
        id: operation.label().into_owned(),
        method: operation.method.to_string(),
        path: operation.path.clone(),
        source: source(&operation.place, findings),
        rust: analysis.names.operation_path(&analysis.api, OperationId(at)),
    });
    operations.collect()
}

fn source(place: &Place, findings: &Findings) -> String {
    findings.sources.get(place.source).map(|source| source.name().to_owned()).unwrap_or_default()
}
