//! `specwright diff`.

use std::io;
use std::path::Path;

use serde_json::{Value, json};
use specwright::diagnostic::Place;
use specwright::diff::{self, About, Change, Clients, Data, Effect, Semver};
use specwright::emit::Model;
use specwright::options::{Options, WellKnown};
use specwright::overrides::Wishes;
use specwright::pipeline::Analysis;
use specwright::run::{self, Understood};

use super::Exit;
use super::arguments::{Diff, MessageFormat};
use super::console::Console;
use super::generate::count;
use super::places::Places;

/// Shows what changed, and whether it breaks something.
pub fn run(console: &Console, arguments: &Diff) -> io::Result<Exit> {
    let well_known = arguments.well_known.as_deref().and_then(WellKnown::parse).unwrap_or_default();
    let understand = |input| understand(console, input, well_known);
    let (old, new) = (understand(&arguments.old)?, understand(&arguments.new)?);
    let (Some(before), Some(after)) = (analysis(&old), analysis(&new)) else { return Ok(Exit::Failed) };
    let options = options();
    let changes = diff::compare(model(before, &options), model(after, &options));
    let places = (Places::new(&old.findings.sources), Places::new(&new.findings.sources));
    let text = match console.format() {
        MessageFormat::Human => groups(&changes, &places),
        MessageFormat::Json => {
            changes.iter().map(|change| format!("{}\n", to_json(change, &places))).collect()
        }
    };
    console.result(&text)?;
    let worst = diff::worst(&changes);
    console.summary(&summary(&changes, worst), &summary_json(&changes, worst))?;
    Ok(if worst.is_breaking() { Exit::Breaking } else { Exit::Done })
}

fn understand(console: &Console, input: &str, well_known: WellKnown) -> io::Result<Understood> {
    let wishes = Wishes { well_known, ..Wishes::default() };
    let mut understood = run::understand_as(Path::new(""), &[input.to_owned()], wishes);
    console.settle(&mut understood.findings);
    console.findings(&understood.findings)?;
    Ok(understood)
}

fn analysis(understood: &Understood) -> Option<&Analysis> {
    understood.analysis.as_ref().filter(|_| !understood.findings.report.has_errors())
}

/// Both sides are looked at as crates of the usual form.
fn options() -> Options {
    Options::default()
}

fn model<'a>(analysis: &'a Analysis, options: &'a Options) -> Model<'a> {
    Model { api: &analysis.api, facts: &analysis.facts, names: &analysis.names, definitions: &[], options }
}

/// The inputs of both sides.
type BothPlaces<'a> = (Places<'a>, Places<'a>);

/// The changes for people, by resource and version.
fn groups(changes: &[Change], places: &BothPlaces<'_>) -> String {
    let mut text = String::new();
    let mut last: Option<&About> = None;
    for change in changes {
        if last != Some(&change.about) {
            text += &format!("{}\n", title(&change.about));
            last = Some(&change.about);
        }
        text += &lines(change, places);
    }
    text
}

fn title(about: &About) -> String {
    match about {
        About::Resource { group, plural, kind, version } => {
            let version = version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
            format!("{plural}.{group}{version} ({kind})")
        }
        About::Operation(operation) => operation.clone(),
        About::Schema(name) => format!("schema {name}"),
        About::Document(title) => title.clone(),
    }
}

fn lines(change: &Change, places: &BothPlaces<'_>) -> String {
    let mark = if change.effect.is_breaking() { '!' } else { ' ' };
    let at = if change.path.is_empty() { String::new() } else { format!("{}: ", change.path) };
    let texts = match &change.rust {
        Some(texts) if !change.detail.contains(&texts.new) => {
            format!(" (`{}` to `{}`)", texts.old, texts.new)
        }
        _ => String::new(),
    };
    let found = [(&change.old, &places.0), (&change.new, &places.1)];
    let found = found.into_iter().filter_map(|(place, places)| places.position(place.as_ref()?));
    let found: Vec<String> = found.map(|at| format!("{}:{}", at.file, at.line)).collect();
    let effect = effect(change.effect);
    format!("{mark} {at}{} [{}]\n    {effect}{texts}; {}\n", change.detail, change.rule, found.join(", "))
}

/// What a change means, in words; what it does not touch is not named.
fn effect(effect: Effect) -> String {
    let clients = (effect.clients == Clients::Breaking).then_some("breaks clients");
    let data = match effect.data {
        Data::Valid => None,
        Data::Pruned => Some("objects lose data"),
        Data::Invalid => Some("objects may be invalid"),
    };
    let rust = format!("Rust {}", effect.rust.as_str());
    let rust = (effect.rust != Semver::None).then_some(rust.as_str());
    let words: Vec<&str> = [clients, data, rust].into_iter().flatten().collect();
    if words.is_empty() { "no effect".to_owned() } else { words.join(", ") }
}

fn summary(changes: &[Change], worst: Effect) -> String {
    if changes.is_empty() {
        return "nothing changed".to_owned();
    }
    let broken = changes.iter().filter(|change| change.effect.is_breaking()).count();
    format!("{}, {broken} of them breaking: {}", count(changes.len(), "change"), effect(worst))
}

fn summary_json(changes: &[Change], worst: Effect) -> Value {
    json!({
        "changes": changes.len(),
        "breaking": worst.is_breaking(),
        "clients": worst.clients.as_str(),
        "data": worst.data.as_str(),
        "rust": worst.rust.as_str(),
    })
}

/// A change for programs. The form is a contract: members are added to it, and none is renamed or removed.
fn to_json(change: &Change, places: &BothPlaces<'_>) -> Value {
    let mut all = json!({
        "rule": change.rule.id(),
        "path": change.path,
        "message": change.detail,
        "old": change.old.as_ref().map(|place| place_json(place, &places.0)),
        "new": change.new.as_ref().map(|place| place_json(place, &places.1)),
        "clients": change.effect.clients.as_str(),
        "data": change.effect.data.as_str(),
        "rust": change.effect.rust.as_str(),
        "rust_old": change.rust.as_ref().map(|texts| &texts.old),
        "rust_new": change.rust.as_ref().map(|texts| &texts.new),
        "breaking": change.effect.is_breaking(),
    });
    if let (Value::Object(all), Value::Object(about)) = (&mut all, about_json(&change.about)) {
        all.extend(about);
    }
    all
}

/// What a change is about: an operation, a schema, a document, or a resource with a version or all of them.
fn about_json(about: &About) -> Value {
    match about {
        About::Resource { group, plural, kind, version } => {
            json!({ "group": group, "plural": plural, "kind": kind, "version": version })
        }
        About::Operation(operation) => json!({ "operation": operation }),
        About::Schema(name) => json!({ "schema": name }),
        About::Document(title) => json!({ "document": title }),
    }
}

fn place_json(place: &Place, places: &Places<'_>) -> Value {
    let position = places.position(place);
    json!({
        "file": position.as_ref().map(|at| at.file),
        "line": position.as_ref().map(|at| at.line),
        "column": position.as_ref().map(|at| at.column),
        "pointer": place.pointer.as_str(),
    })
}
