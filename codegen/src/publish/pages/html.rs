//! Pages of HTML, made of those of Markdown.
//!
//! Links between pages lead to the pages of HTML, and what has an anchor in a heading gets a link to itself.

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::templates::{TemplateError, Templates};

/// The style sheet.
const STYLE: &str = "style.css";

/// The site that is made of these pages.
pub(super) fn site(
    pages: &BTreeMap<String, String>,
    templates: &Templates,
) -> Result<BTreeMap<String, String>, TemplateError> {
    let environment = templates.environment()?;
    let layout = environment.get_template("layout.html")?;
    let mut site = BTreeMap::from([(STYLE.to_owned(), templates.text(STYLE).to_owned())]);
    for (path, text) in pages {
        let (title, content) = content(text);
        let context = minijinja::context! {
            title,
            content => minijinja::Value::from_safe_string(content),
            root => minijinja::Value::from_safe_string("../".repeat(path.matches('/').count())),
        };
        site.insert(renamed(path), layout.render(context)? + "\n");
    }
    Ok(site)
}

/// The path of a page of HTML, by that of the page of Markdown.
fn renamed(path: &str) -> String {
    path.strip_suffix(".md").map_or_else(|| path.to_owned(), |stem| format!("{stem}.html"))
}

/// Where something stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Heading,
    Text,
}

/// The title of a page, and what it says as HTML.
fn content(text: &str) -> (String, String) {
    let events: Vec<Event<'_>> = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
    let title = title(&events);
    let mut place = Place::Text;
    let events = events.into_iter().map(|event| {
        match &event {
            Event::Start(Tag::Heading { .. }) => place = Place::Heading,
            Event::End(TagEnd::Heading(_)) => place = Place::Text,
            _ => {}
        }
        changed(event, place)
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    (title, out)
}

fn title(events: &[Event<'_>]) -> String {
    let is_start =
        |event: &&Event<'_>| !matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
    let heading = events
        .iter()
        .skip_while(is_start)
        .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    let text = heading.filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
        _ => None,
    });
    text.collect()
}

fn changed(event: Event<'_>, place: Place) -> Event<'_> {
    match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: link(dest_url), title, id })
        }
        Event::InlineHtml(html) if place == Place::Heading => match anchor(&html) {
            Some(anchor) => {
                let link = format!(
                    "<a class=\"anchor\" id=\"{anchor}\" href=\"#{anchor}\" aria-label=\"Link to here\">#"
                );
                Event::InlineHtml(CowStr::from(link))
            }
            None => Event::InlineHtml(html),
        },
        event => event,
    }
}

/// The anchor of a tag that is nothing but one.
fn anchor(html: &str) -> Option<&str> {
    html.strip_prefix("<a id=\"")?.strip_suffix("\">").filter(|anchor| !anchor.contains('"'))
}

/// A link to a page, as the site has it; others are left as they are.
fn link(target: CowStr<'_>) -> CowStr<'_> {
    let (path, anchor) =
        target.split_once('#').map_or((target.as_ref(), None), |(path, anchor)| (path, Some(anchor)));
    if path.contains(':') || !path.ends_with(".md") {
        return target;
    }
    CowStr::from(match anchor {
        Some(anchor) => format!("{}#{anchor}", renamed(path)),
        None => renamed(path),
    })
}
