//! Every link leads to a page that there is and to an anchor in it, and no anchor is there twice.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, Options as Notation, Parser, Tag};
use specwright::options::PageFormat;

use super::{corpus, own, pages};

/// The anchors and the links of a page of Markdown.
fn of_markdown(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut anchors, mut links) = (Vec::new(), Vec::new());
    for event in Parser::new_ext(text, Notation::ENABLE_TABLES) {
        match event {
            Event::InlineHtml(html) => {
                let anchor = html.strip_prefix("<a id=\"").and_then(|rest| rest.strip_suffix("\">"));
                anchors.extend(anchor.map(str::to_owned));
            }
            Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.into_string()),
            _ => {}
        }
    }
    (anchors, links)
}

/// The anchors and the links of a page of HTML.
fn of_html(text: &str) -> (Vec<String>, Vec<String>) {
    let values = |attribute: &str| {
        let parts = text.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
        parts.map(str::to_owned).collect()
    };
    (values(" id=\""), values(" href=\""))
}

/// The page that a relative path leads to from another page.
fn resolved(from: &str, path: &str) -> String {
    let mut steps: Vec<&str> = from.split('/').collect();
    if path.is_empty() {
        return from.to_owned();
    }
    steps.pop();
    for step in path.split('/') {
        match step {
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn lead_somewhere(pages: &BTreeMap<String, String>, read: fn(&str) -> (Vec<String>, Vec<String>)) -> usize {
    let read: BTreeMap<&str, _> = pages.iter().map(|(path, text)| (path.as_str(), read(text))).collect();
    let anchors: BTreeMap<&str, BTreeSet<&str>> = read
        .iter()
        .map(|(path, (anchors, _))| {
            let all: BTreeSet<&str> = anchors.iter().map(String::as_str).collect();
            assert_eq!(all.len(), anchors.len(), "{path} has an anchor twice");
            (*path, all)
        })
        .collect();
    let mut count = 0;
    for (path, (_, links)) in &read {
        // Addresses of the web are those of the input.
        for link in links.iter().filter(|link| !link.contains("://")) {
            let (page, anchor) =
                link.split_once('#').map_or((link.as_str(), None), |(page, to)| (page, Some(to)));
            let page = resolved(path, page);
            let there = anchors.get(page.as_str()).unwrap_or_else(|| panic!("{path}: {link} leads nowhere"));
            assert!(anchor.is_none_or(|anchor| there.contains(anchor)), "{path}: {link} leads to no anchor");
            count += 1;
        }
    }
    count
}

#[test]
fn links_lead_somewhere() {
    for (name, analysis) in own().into_iter().chain(corpus()) {
        let count = lead_somewhere(&pages(&analysis, PageFormat::Markdown), of_markdown);
        let html = pages(&analysis, PageFormat::Html);
        assert!(lead_somewhere(&html, of_html) >= count, "{name}");
        println!("{name}: {count} links on {} pages", html.len() - 1);
    }
}
