//! Inputs that mean harm: their texts stay texts, whatever is emitted.
//!
//! Reference pages are looked at as well, as Markdown and as HTML.
//!
//! A document with a text at every place that takes one is generated twice: with a text that means nothing, and with one that
//! tries to become something else. The code that comes of both has to be the same, apart from its literals, names and
//! documentation.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod attacks;
mod elements;
#[path = "../corpus/output.rs"]
#[allow(dead_code, reason = "tests of a corpus need more of it")]
mod output;
mod pages;
mod places;
mod skeleton;

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, Options as Notation, Parser, Tag};
use serde_json::Value;
use specwright::diagnostic::{Report, Sources};
use specwright::options::Source;
use specwright::output::Draft;
use specwright::pipeline;

use attacks::{ATTACKS, long};
use skeleton::Skeleton;

/// What stands where a text belongs.
const PLACEHOLDER: &str = "\"TEXT\"";

/// A text that means nothing.
const HARMLESS: &str = "harmless";

/// The documents, by what their inputs are called.
const DOCUMENTS: &[(&str, &str)] = &[
    ("definition.json", include_str!("definition.json")),
    ("document.json", include_str!("document.json")),
    ("swagger.json", include_str!("swagger.json")),
];

/// All attacks, with what they try to leave.
fn attacks() -> impl Iterator<Item = (&'static str, String)> {
    ATTACKS.iter().map(|(what, text)| (*what, (*text).to_owned())).chain([("any limit", long())])
}

/// The document with this text at every place that takes one, and in the references to what it names.
fn with(document: &str, text: &str) -> String {
    let escaped = text.replace('~', "~0").replace('/', "~1");
    let escaped: String = escaped.bytes().map(|byte| format!("%{byte:02X}")).collect();
    document.replace(PLACEHOLDER, &Value::from(text).to_string()).replace("/REF\"", &format!("/{escaped}\""))
}

/// The files that come of a document, the input and the command being called by this text as well; nothing, where the document
/// is refused.
fn files(document: &str, text: &str) -> Option<BTreeMap<String, String>> {
    let mut sources = Sources::new();
    sources.add(format!("{text}.json"), document);
    let mut report = Report::new();
    let analysis = pipeline::analyse(&sources, &mut report)?;
    assert!(!report.has_errors());
    let draft = Draft { inputs: vec![text.to_owned()], dir: "victims".into(), ..Draft::default() };
    let mut options = draft.finish(|_| text.to_owned()).unwrap().options;
    let ids = sources.iter().map(|(id, _)| Source { id, name: text.to_owned(), sha256: "0".repeat(64) });
    options.sources = ids.collect();
    let mut files = pipeline::render(&analysis, &options).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    files.extend(pages::of(&analysis, text));
    Some(files)
}

/// The keys of all tables of a manifest.
fn keys(manifest: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut waiting = vec![(String::new(), manifest.parse::<toml::Table>().unwrap())];
    while let Some((path, table)) = waiting.pop() {
        for (key, value) in table {
            let path = format!("{path}.{key}");
            keys.insert(path.clone());
            if let toml::Value::Table(inner) = value {
                waiting.push((path, inner));
            }
        }
    }
    keys
}

/// A page holds no element and leads to no script, as a reader of Markdown sees it.
fn is_harmless_page(text: &str, what: &str) {
    for event in Parser::new_ext(text, Notation::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                // Anchors, line breaks and some code are the generator's own.
                let is_anchor = html.starts_with("<a id=\"") && html.matches('"').count() == 2;
                let is_ours = is_anchor || ["</a>", "<br>", "<code>", "</code>"].contains(&html.as_ref());
                assert!(is_ours, "{what} becomes an element: {html}\n{text}");
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let is_ours = !dest_url.contains("pwned") || elements::is_local(&dest_url);
                assert!(is_ours, "{what} becomes a link: {dest_url}");
            }
            _ => {}
        }
    }
}

/// The path of a file, but for the name of a type that a document gives it.
fn steady(path: &str) -> String {
    match path.strip_prefix("src/types/") {
        Some(file) if file != "mod.rs" => "src/types/named.rs".to_owned(),
        _ => path.to_owned(),
    }
}

fn is_portable(path: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
    path.split('/').all(|step| !step.is_empty() && step != ".." && step != "." && step.chars().all(is_plain))
}

/// Whether a letter does something else than being seen.
fn is_hidden(letter: char) -> bool {
    let turns = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    turns || letter.is_control() && letter != '\n'
}

/// What must hold of files, whatever the texts were.
fn are_harmless(files: &BTreeMap<String, String>, what: &str) -> BTreeMap<String, Skeleton> {
    let mut skeletons = BTreeMap::new();
    // Of the support code, which is the same everywhere, one file is enough: they all have the same header.
    let is_fixed = |path: &str| path.starts_with("src/support/") && path != "src/support/mod.rs";
    for (path, text) in files.iter().filter(|(path, _)| !is_fixed(path)) {
        assert!(is_portable(path), "{what} becomes the path {path:?}");
        // Blocks of code in pages keep the tabs that are in them.
        let is_page = path.starts_with("docs/");
        let hidden = text.chars().find(|letter| is_hidden(*letter) && !(is_page && *letter == '\t'));
        let is_seen = path.ends_with(".rs") || is_page;
        assert!(!is_seen || hidden.is_none(), "{what} is {hidden:?} in {path}");
        match path.rsplit('.').next() {
            Some("rs") => {
                let skeleton = Skeleton::of(text).unwrap_or_else(|error| panic!("{what}: {path}: {error}"));
                skeleton.docs.iter().for_each(|text| is_harmless_page(text, what));
                skeletons.insert(steady(path), skeleton);
            }
            Some("md") => is_harmless_page(text, what),
            Some("html") => {
                elements::are_ours(text).unwrap_or_else(|error| panic!("{what}: {path}: {error}"))
            }
            Some("json") => drop(serde_json::from_str::<Value>(text).unwrap()),
            Some("toml") => drop(text.parse::<toml::Table>().unwrap()),
            _ => {}
        }
    }
    skeletons
}

#[test]
fn no_text_becomes_anything_else() {
    for (name, document) in DOCUMENTS {
        let expected = files(&with(document, HARMLESS), HARMLESS).unwrap();
        let skeletons = are_harmless(&expected, HARMLESS);
        let (mut refused, mut changed) = (Vec::new(), Vec::new());
        for (what, text) in attacks() {
            let Some(found) = files(&with(document, &text), &text) else {
                refused.push(what);
                continue;
            };
            let what = format!("{name}: what tries to leave {what}");
            assert_eq!(keys(&found["Cargo.toml"]), keys(&expected["Cargo.toml"]), "{what}");
            let found = are_harmless(&found, &what);
            assert!(found.keys().eq(skeletons.keys()), "{what}: {:?}", found.keys());
            for (path, skeleton) in &found {
                let (found, expected) = (&skeleton.tokens, &skeletons[path].tokens);
                let at = found.bytes().zip(expected.bytes()).take_while(|(a, b)| a == b).count();
                let around = |text: &str| {
                    text.get(at.saturating_sub(100)..(at + 100).min(text.len()))
                        .unwrap_or_default()
                        .to_owned()
                };
                // A parameter without a name comes last.
                let is_moved = text.is_empty() && path.starts_with("src/api/");
                if found != expected && !is_moved {
                    changed.push(format!(
                        "{what} changes the code of {path}:\n{}\n{}",
                        around(found),
                        around(expected)
                    ));
                }
            }
        }
        assert!(changed.is_empty(), "{}", changed.join("\n"));
        assert!(refused.len() < ATTACKS.len() / 4, "{name}: too much is refused: {refused:?}");
    }
}

/// The places of a definition that name things. An API server takes few texts there.
const NAMES: [&str; 6] = [
    "/spec/group",
    "/spec/names/kind",
    "/spec/names/plural",
    "/spec/names/listKind",
    "/spec/names/singular",
    "/spec/versions/0/name",
];

#[test]
fn names_are_refused_or_harmless() {
    let mut document: Value = serde_json::from_str(&with(DOCUMENTS[0].1, HARMLESS)).unwrap();
    document["spec"]["names"]["listKind"] = "VictimList".into();
    document["spec"]["names"]["singular"] = "victim".into();
    let mut refused = 0;
    for pointer in NAMES {
        for (what, text) in attacks() {
            let mut document = document.clone();
            *document.pointer_mut(pointer).unwrap() = text.into();
            match files(&document.to_string(), HARMLESS) {
                Some(files) => drop(are_harmless(&files, &format!("{pointer}: what tries to leave {what}"))),
                None => refused += 1,
            }
        }
    }
    assert!(refused > NAMES.len() * (ATTACKS.len() - 5), "only {refused} were refused");
}

/// A crate of this document with each of the attacks compiles, with these Cargo features.
fn compiles(name: &str, document: &str, features: &str) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("definitions").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let paths = attacks().enumerate().map(|(number, (_, text))| {
        let path = folder.join(format!("{number}.json"));
        let document = document.replace("ictim", &format!("ictim{number}"));
        std::fs::write(&path, with(&document, &text)).unwrap();
        path
    });
    output::Output::of(&format!("hostile-{name}"), &paths.collect::<Vec<_>>()).compiles(features);
}

#[test]
fn a_crate_of_all_attacks_compiles() {
    compiles("definitions", DOCUMENTS[0].1, "validate");
    compiles("documents", DOCUMENTS[1].1, "client,server,validate");
}
