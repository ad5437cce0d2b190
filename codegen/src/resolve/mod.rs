//! What refers to what? The documents of all inputs become one whole.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Code, Diagnostic, Place, Report};
use crate::filter::Filter;
use crate::read::schema::{Additional, Schema};
use crate::read::{Content, Crd, Document};

mod library;
#[cfg(test)]
mod tests;
mod well_known;

pub use library::{Library, Lost};
pub use well_known::mark_well_known;

/// The documents of all inputs, put together.
#[derive(Debug, Default)]
pub struct Linked {
    /// The definitions, by group and plural; no two have both in common.
    pub definitions: Vec<Crd>,
    /// The OpenAPI documents, and the files that they refer to.
    pub library: Library,
    /// Which of their operations are wanted.
    pub filter: Filter,
}

/// Puts documents together. The order in which they come has no influence on the result.
pub fn link(documents: Vec<Document>, report: &mut Report) -> Linked {
    let mut definitions: BTreeMap<(String, String), Crd> = BTreeMap::new();
    let mut open_api = Vec::new();
    for document in documents {
        let crd = match document.content {
            Content::Definition(crd) => *crd,
            Content::OpenApi(document) => {
                open_api.push(*document);
                continue;
            }
        };
        match definitions.entry((crd.group.clone(), crd.names.plural.clone())) {
            Entry::Vacant(entry) => {
                entry.insert(crd);
            }
            Entry::Occupied(mut first) => {
                let kept = first.get_mut();
                report.push(repeated(kept, &crd));
                if text(&crd) < text(kept) {
                    *kept = crd;
                }
            }
        }
    }
    let definitions: Vec<_> = definitions.into_values().collect();
    check_kinds(&definitions, report);
    Linked { definitions, library: Library::new(open_api), filter: Filter::default() }
}

/// Marks the schemas whose values have a type that the user has elsewhere: for each place, which of these types it is.
pub fn mark_foreign(linked: &mut Linked, values: &HashMap<Place, usize>) {
    let versions = linked.definitions.iter_mut().flat_map(|crd| &mut crd.versions);
    versions.filter_map(|version| version.schema.as_mut()).for_each(|schema| mark(schema, values));
}

/// The recursion is as deep as the schema, which is no deeper than `read` lets through.
fn mark(schema: &mut Schema, values: &HashMap<Place, usize>) {
    schema.foreign = values.get(&schema.place).copied();
    schema.properties.values_mut().for_each(|schema| mark(schema, values));
    schema.items.iter_mut().for_each(|schema| mark(schema, values));
    if let Additional::Schema(schema) = &mut schema.additional {
        mark(schema, values);
    }
}

/// The definition as text: something that any two definitions can be ordered by.
fn text(crd: &Crd) -> String {
    crd.document.to_string()
}

/// What to say of a second definition. What an API server adds to a definition (`metadata`, `status`) is no difference.
fn repeated(first: &Crd, second: &Crd) -> Diagnostic {
    let name = format!("`{}.{}`", first.names.plural, first.group);
    let finding = if first.document.get("spec") == second.document.get("spec") {
        Diagnostic::new(
            Code::SameDefinition,
            format!("the definition of {name} is given twice; it is used once"),
        )
    } else {
        Diagnostic::new(Code::ConflictingDefinitions, format!("{name} is defined twice, and differently"))
            .help("leave one of the two out")
    };
    finding.at(second.place.clone()).see(first.place.clone())
}

/// Reports the kinds that belong to more than one resource of a version. The kind of a list is a kind too.
fn check_kinds(definitions: &[Crd], report: &mut Report) {
    let mut owners: BTreeMap<(&str, &str, &str), &Place> = BTreeMap::new();
    for crd in definitions {
        for version in &crd.versions {
            for kind in [&crd.names.kind, &crd.names.list_kind] {
                match owners.entry((&crd.group, &version.name, kind)) {
                    Entry::Vacant(entry) => {
                        entry.insert(&crd.place);
                    }
                    Entry::Occupied(first) => report.push(shared(first.key(), &crd.place, first.get())),
                }
            }
        }
    }
}

fn shared((group, version, kind): &(&str, &str, &str), second: &Place, first: &Place) -> Diagnostic {
    Diagnostic::new(
        Code::ConflictingKinds,
        format!("two resources of `{group}/{version}` have the kind `{kind}`"),
    )
    .at(second.clone())
    .see(first.clone())
}
