//! The versions of a definition.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::crd::{PrinterColumn, Scale, Subresources, Version, checked};
use super::schema::{self, Schema};
use super::syntax;
use super::view::View;
use crate::diagnostic::{Code, Diagnostic, Place, Report};

/// Reads the versions of a definition, and checks that they fit together.
pub(super) fn read_all(spec: &View<'_>, report: &mut Report) -> Vec<Version> {
    let Some(list) = spec.required("versions", report) else { return Vec::new() };
    let items = list.items(report);
    let versions: Vec<_> = items.iter().filter_map(|version| read(version, report)).collect();
    if versions.len() == items.len() {
        check_names(&versions, report);
        check_storage(&versions, &list.place, report);
    }
    versions
}

fn read(view: &View<'_>, report: &mut Report) -> Option<Version> {
    let name = view.required("name", report).and_then(|name| checked(&name, syntax::LABEL, report));
    let served = view.required("served", report).and_then(|served| served.boolean(report));
    let storage = view.required("storage", report).and_then(|storage| storage.boolean(report));
    let deprecated = view.member("deprecated").and_then(|deprecated| deprecated.boolean(report));
    let schema = read_schema(view, report);
    let columns = list(view, "additionalPrinterColumns", report);
    let fields = list(view, "selectableFields", report);
    Some(Version {
        place: view.place.clone(),
        deprecated: deprecated.unwrap_or_default(),
        deprecation_warning: text(view, "deprecationWarning", report),
        schema,
        subresources: view.member("subresources").map(|view| subresources(&view, report)).unwrap_or_default(),
        printer_columns: columns.iter().filter_map(|view| column(view, report)).collect(),
        selectable_fields: fields.iter().filter_map(|view| required_text(view, "jsonPath", report)).collect(),
        name: name?,
        served: served?,
        storage: storage?,
    })
}

fn read_schema(view: &View<'_>, report: &mut Report) -> Option<Schema> {
    let Some(schema) = view.member("schema").and_then(|schema| schema.member("openAPIV3Schema")) else {
        let finding = Diagnostic::new(Code::NoSchema, "this version has no schema")
            .at(view.place.clone())
            .help("write the schema at `schema.openAPIV3Schema`");
        report.push(finding);
        return None;
    };
    schema::read(&schema, report)
}

fn subresources(view: &View<'_>, report: &mut Report) -> Subresources {
    let scale = view.member("scale").and_then(|view| scale(&view, report));
    Subresources { status: view.member("status").is_some(), scale }
}

fn scale(view: &View<'_>, report: &mut Report) -> Option<Scale> {
    let spec_replicas_path = required_text(view, "specReplicasPath", report);
    let status_replicas_path = required_text(view, "statusReplicasPath", report);
    let label_selector_path = text(view, "labelSelectorPath", report);
    Some(Scale {
        spec_replicas_path: spec_replicas_path?,
        status_replicas_path: status_replicas_path?,
        label_selector_path,
    })
}

fn column(view: &View<'_>, report: &mut Report) -> Option<PrinterColumn> {
    let name = required_text(view, "name", report);
    let ty = required_text(view, "type", report);
    let json_path = required_text(view, "jsonPath", report);
    let priority = view.member("priority").and_then(|priority| priority.integer(report));
    Some(PrinterColumn {
        place: view.place.clone(),
        format: text(view, "format", report),
        description: text(view, "description", report),
        priority: priority.unwrap_or_default(),
        name: name?,
        ty: ty?,
        json_path: json_path?,
    })
}

fn list<'a>(view: &View<'a>, key: &str, report: &mut Report) -> Vec<View<'a>> {
    view.member(key).map(|list| list.items(report)).unwrap_or_default()
}

fn text(view: &View<'_>, key: &str, report: &mut Report) -> Option<String> {
    view.member(key)?.string(report)
}

fn required_text(view: &View<'_>, key: &str, report: &mut Report) -> Option<String> {
    view.required(key, report)?.string(report)
}

fn check_names(versions: &[Version], report: &mut Report) {
    let mut seen = HashMap::new();
    for version in versions {
        match seen.entry(version.name.as_str()) {
            Entry::Vacant(entry) => {
                entry.insert(&version.place);
            }
            Entry::Occupied(first) => {
                let message = format!("the version `{}` is defined twice", version.name);
                let finding = Diagnostic::new(Code::DuplicateVersion, message).at(version.place.clone());
                report.push(finding.see((*first.get()).clone()));
            }
        }
    }
}

fn check_storage(versions: &[Version], place: &Place, report: &mut Report) {
    let stored = versions.iter().filter(|version| version.storage).count();
    if stored != 1 {
        let message = format!("exactly one version must have `storage: true`, and {stored} have");
        report.push(Diagnostic::new(Code::StorageVersion, message).at(place.clone()));
    }
}
