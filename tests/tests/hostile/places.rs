//! Places of a document that name things: an attack may get the document refused there, or part of it left out.

use serde_json::Value;

use super::{DOCUMENTS, HARMLESS, are_harmless, attacks, files, with};

/// What stands at each of them in the harmless document, and what stands there instead.
const PLACES: &[(&str, &str)] = &[
    ("3.1.0", "TEXT"),
    ("https://{region}.example.com", "TEXT"),
    ("https://{region}.example.com", "https://{TEXT}.example.com/TEXT"),
    ("victims", "TEXT"),
    ("/victims/{id}", "TEXT"),
    ("/victims/{id}", "/TEXT/{id}"),
    ("/victims/{id}", "/{TEXT}"),
    ("id", "TEXT"),
    ("query", "TEXT"),
    ("deepObject", "TEXT"),
    ("200", "TEXT"),
    ("204", "TEXT"),
    ("X-Trace", "TEXT"),
    ("application/json", "TEXT"),
    ("application/json", "application/TEXT+json; charset=TEXT"),
    ("multipart/form-data", "TEXT"),
    ("{$request.body#/url}", "TEXT"),
    ("apiKey", "TEXT"),
    ("boolean", "TEXT"),
    ("binary", "TEXT"),
    ("kind", "TEXT"),
    ("#/components/schemas/Cat", "TEXT"),
    ("#/components/schemas/Cat", "TEXT#/TEXT"),
    ("#/components/schemas/Cat", "#/components/schemas/TEXT"),
];

/// The document with this text wherever `from` stands, as a value or as a name.
fn changed(document: &str, from: &str, to: &str) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    document.replace(&quoted(from), &quoted(to))
}

#[test]
fn names_of_a_document_are_refused_or_harmless() {
    let document = with(DOCUMENTS[1].1, HARMLESS);
    let (mut tried, mut generated) = (0, 0);
    for (number, (from, form)) in PLACES.iter().enumerate() {
        assert_ne!(changed(&document, from, HARMLESS), document, "{from} is nowhere");
        // A quarter of the attacks at each place, and another one at the next: all of them everywhere would take minutes.
        for (what, text) in attacks().skip(number % 4).step_by(4) {
            tried += 1;
            let document = changed(&document, from, &form.replace("TEXT", &text));
            let Some(files) = files(&document, HARMLESS) else { continue };
            generated += 1;
            are_harmless(&files, &format!("{from} as {form}: what tries to leave {what}"));
        }
    }
    println!("{generated} of {tried} documents were not refused");
    assert!(generated * 2 > tried, "hardly anything was tried: {generated} of {tried}");
}
