//! The reference pages of inputs that mean harm.

use std::collections::BTreeMap;

use specwright::diagnostic::{Report, Sources};
use specwright::options::PageFormat;
use specwright::pipeline::{self, Analysis};
use specwright::publish::pages::{Templates, render};

use super::{HARMLESS, are_harmless, attacks, with};

/// A document with a text at every place that takes one.
const DOCUMENT: &str = include_str!("page_document.json");

/// The pages, as Markdown and as HTML, in a folder of their own.
pub fn of(analysis: &Analysis, what: &str) -> BTreeMap<String, String> {
    let formats = [PageFormat::Markdown, PageFormat::Html];
    let pages = formats.into_iter().flat_map(|format| {
        let pages = render(&analysis.api, format, &Templates::default());
        pages.unwrap_or_else(|error| panic!("{what:?}: {error}"))
    });
    pages.map(|(path, text)| (format!("docs/{path}"), text)).collect()
}

#[test]
fn pages_of_documents_are_harmless() {
    for (what, text) in attacks().chain([("nothing", HARMLESS.to_owned())]) {
        let mut sources = Sources::new();
        sources.add(format!("{text}.json"), with(DOCUMENT, &text));
        let Some(analysis) = pipeline::analyse(&sources, &mut Report::new()) else {
            panic!("what tries to leave {what} is refused");
        };
        let pages = of(&analysis, &text);
        // The index, the operations and the types, twice, and the style sheet.
        assert!(pages.len() > 2 * 4, "what tries to leave {what}: {:?}", pages.keys());
        are_harmless(&pages, &format!("what tries to leave {what}"));
    }
}
