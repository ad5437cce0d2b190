//! Tests of the pages: what they say, and that no text becomes more than that.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use expect_test::expect_file;

use super::{PageFormat, Templates, render};
use crate::diagnostic::{Report, Sources};
use crate::pipeline;

/// A definition and a document that use a little of everything.
const INPUTS: [(&str, &str); 2] =
    [("jam.yaml", include_str!("tests/jam.yaml")), ("shop.yaml", include_str!("tests/shop.yaml"))];

fn pages(format: PageFormat, templates: &Templates) -> BTreeMap<String, String> {
    let mut sources = Sources::new();
    for (name, text) in INPUTS {
        sources.add(name, text);
    }
    let mut report = Report::new();
    let analysis = pipeline::analyse(&sources, &mut report).unwrap();
    assert!(report.sorted().is_empty(), "{report:?}");
    render(&analysis.api, format, templates).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn pages_say_what_the_model_says() {
    for (path, text) in pages(PageFormat::Markdown, &Templates::default()) {
        let file =
            format!("{}/src/publish/pages/tests/{}", env!("CARGO_MANIFEST_DIR"), path.replace('/', "-"));
        expect_file![file].assert_eq(&text);
    }
}

#[test]
fn a_site_has_the_same_pages() {
    let markdown = pages(PageFormat::Markdown, &Templates::default());
    let html = pages(PageFormat::Html, &Templates::default());
    let expected: Vec<String> = markdown.keys().map(|path| path.replace(".md", ".html")).collect();
    let found: Vec<String> = html.keys().filter(|path| *path != "style.css").cloned().collect();
    assert_eq!(found, expected);
    for (path, text) in html.iter().filter(|(path, _)| path.ends_with(".html")) {
        let depth = "../".repeat(path.matches('/').count());
        assert!(text.contains(&format!("href=\"{depth}style.css\"")), "{path}");
        assert!(!text.contains(".md") && !text.contains("<script"), "{path}");
    }
}

#[test]
fn templates_can_be_replaced() {
    let mut templates = Templates::default();
    templates.replace("kind.md", "# Of {{ page.kind }}: {{ page.group }}*\n".to_owned()).unwrap();
    let pages = pages(PageFormat::Markdown, &templates);
    assert_eq!(pages["example.com/v1/jams.md"], "# Of Jam: example.com*\n");
    assert!(templates.replace("other.md", String::new()).is_err());
}

#[test]
fn a_wrong_template_is_named_with_its_line() {
    let mut templates = Templates::default();
    templates.replace("tag.md", "# x\n{{ page.nmae }}\n".to_owned()).unwrap();
    let error = render(&crate::ir::Api::default(), PageFormat::Markdown, &templates).map(drop);
    assert_eq!(error, Ok(()), "there is no page of this form");
    templates.replace("index.md", "# x\n{{ page.nmae }}\n".to_owned()).unwrap();
    let error = render(&crate::ir::Api::default(), PageFormat::Markdown, &templates).unwrap_err();
    assert_eq!((error.name.as_deref(), error.line), (Some("index.md"), Some(2)), "{error}");
    templates.replace("index.md", "{% if %}".to_owned()).unwrap();
    let error = render(&crate::ir::Api::default(), PageFormat::Markdown, &templates).unwrap_err();
    assert_eq!((error.name.as_deref(), error.line), (Some("index.md"), Some(1)), "{error}");
}
