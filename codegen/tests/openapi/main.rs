//! Real documents, whole and unmodified: they are understood without an error, and nothing is lost in silence. What a
//! document holds is counted here in its raw JSON, without any help of the generator, and looked for in the model.

#![allow(clippy::panic, clippy::unwrap_used, missing_docs, reason = "a test fails by panicking")]

mod raw;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use raw::{Held, Kind};
use serde_json::Value;
use specwright::diagnostic::{Code, Effect, Severity};
use specwright::ir::{Api, Operation, ParameterEncoding, Shape};
use specwright::run::{Understood, understand};

/// The documents of these folders; none where they are not there.
fn corpus() -> Vec<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folders = [shared.join("corpus/openapi"), shared.join("truth/openapi-v3")];
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            eprintln!("skipped: there is no {}", folder.display());
            continue;
        };
        files.extend(entries.flatten().map(|entry| entry.path()));
    }
    let is_document = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        !["api.json", "apis.json", "version.json", "SOURCES.tsv"].contains(&name.as_str()) && path.is_file()
    };
    files.retain(is_document);
    files.sort();
    files
}

fn tree(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    match path.extension().is_some_and(|extension| extension == "json") {
        true => serde_json::from_str(&text).unwrap(),
        false => serde_yaml::from_str(&text).unwrap(),
    }
}

fn understood(path: &Path) -> Understood {
    let folder = path.parent().unwrap();
    understand(folder, &[path.file_name().unwrap().to_string_lossy().into_owned()])
}

/// What the model holds, in the same form as what the raw document does.
fn modelled(api: &Api) -> BTreeSet<Held> {
    let mut held = BTreeSet::new();
    for ty in &api.types {
        if let Shape::Object(object) = &ty.shape {
            for field in &object.fields {
                let places = std::iter::once(&field.value.place).chain(&field.also);
                held.extend(places.map(|place| Held::new(Kind::Property, place.pointer.as_str())));
            }
        }
    }
    api.operations.iter().for_each(|operation| add_operation(&mut held, operation));
    for scheme in api.documents.iter().flat_map(|document| &document.schemes) {
        held.insert(Held::new(Kind::Scheme, scheme.place.pointer.as_str()));
    }
    held
}

fn add_operation(held: &mut BTreeSet<Held>, operation: &Operation) {
    let at = operation.place.pointer.as_str();
    held.insert(Held::new(Kind::Operation, at));
    for parameter in &operation.parameters {
        held.insert(Held::new(
            Kind::Parameter,
            &format!("{at} {:?} {}", parameter.location, parameter.name).to_lowercase(),
        ));
        if let ParameterEncoding::Content(media_type) = &parameter.encoding {
            held.insert(Held::new(Kind::MediaType, &format!("{at} {} {media_type}", parameter.name)));
        }
    }
    for content in operation.body.iter().flat_map(|body| &body.content) {
        held.insert(Held::new(Kind::MediaType, &format!("{at} body {}", content.media_type)));
    }
    for response in &operation.responses {
        let status = response.status.to_string();
        held.insert(Held::new(Kind::Status, &format!("{at} {status}")));
        for content in &response.content {
            held.insert(Held::new(Kind::MediaType, &format!("{at} {status} {}", content.media_type)));
        }
        for header in &response.headers {
            held.insert(Held::new(Kind::Header, &format!("{at} {status} {}", header.name)));
        }
    }
}

/// What the report speaks of: these places and all below them.
fn reported(understood: &Understood) -> Vec<String> {
    let about = |code: Code| !matches!(code, Code::Keyword | Code::DuplicateOperation);
    let findings = understood.findings.report.sorted().into_iter().filter(|finding| about(finding.code));
    findings.filter_map(|finding| finding.place.as_ref()).map(|place| place.pointer.to_string()).collect()
}

/// What the report says is in the output in part, or not at all, by reason.
fn degraded(name: &str, understood: &Understood) -> String {
    let mut reasons: BTreeMap<Code, usize> = BTreeMap::new();
    for finding in understood.findings.report.sorted() {
        if finding.code.effect() != Effect::Whole {
            *reasons.entry(finding.code).or_default() += 1;
        }
    }
    let reasons = reasons.iter().map(|(code, count)| format!("{name}: {count} x {code} {}\n", code.title()));
    reasons.collect()
}

#[test]
fn nothing_of_a_real_document_is_lost_in_silence() {
    let mut lost = BTreeMap::new();
    let mut reasons = String::new();
    for path in corpus() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let understood = understood(&path);
        let errors = understood.findings.report.count(Severity::Error);
        assert_eq!(errors, 0, "{name}: {:?}", understood.findings.report.sorted().first());
        let api = &understood.analysis.as_ref().unwrap().api;
        let (raw, found) = (raw::held(&tree(&path)), modelled(api));
        let left_out = raw.difference(&found).filter(|held| held.kind == Kind::Operation).count();
        assert_eq!(left_out, 0, "{name}: operations are left out");
        reasons += &degraded(&name, &understood);
        let reported = reported(&understood);
        let is_reported = |held: &&Held| reported.iter().any(|place| held.at.starts_with(place.as_str()));
        let missing: Vec<&Held> = raw.difference(&found).filter(|held| !is_reported(held)).collect();
        let count = |kind: Kind| raw.iter().filter(|held| held.kind == kind).count();
        let counts: Vec<String> = Kind::ALL.iter().map(|kind| format!("{kind:?} {}", count(*kind))).collect();
        eprintln!("{name}: {}; {} findings", counts.join(", "), understood.findings.report.sorted().len());
        if !missing.is_empty() {
            lost.insert(name, missing.into_iter().take(12).cloned().collect::<Vec<_>>());
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
    if !corpus().is_empty() {
        expect_test::expect_file!["degraded.txt"].assert_eq(&reasons);
    }
}
