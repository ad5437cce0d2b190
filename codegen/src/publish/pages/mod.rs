//! Reference pages: what an API is, for people to read.
//!
//! Pages are Markdown, made by templates from what [`content`] holds. Templates get the texts of the input as they are, and
//! whatever they put out is escaped ([`templates`]), so that no template can forget it. A static site of HTML is made of the
//! Markdown ([`html`]). The paths of pages and the anchors in them are those of [`place`].

mod content;
mod contents;
mod endpoints;
mod facts;
mod html;
mod place;
mod sections;
mod site;
mod templates;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use minijinja::value::{Serde, Value};
use serde::Serialize;

use crate::ir::Api;
use crate::options::PageFormat;
use site::{INDEX, Site};
pub use templates::{TemplateError, Templates};

/// The pages of an API, by their paths.
///
/// # Errors
/// A template is wrong.
pub fn render(
    api: &Api,
    format: PageFormat,
    templates: &Templates,
) -> Result<BTreeMap<String, String>, TemplateError> {
    let pages = markdown(api, templates)?;
    match format {
        PageFormat::Markdown => Ok(pages),
        PageFormat::Html => html::site(&pages, templates),
    }
}

fn markdown(api: &Api, templates: &Templates) -> Result<BTreeMap<String, String>, TemplateError> {
    let environment = templates.environment()?;
    let site = Site::of(api);
    let mut pages = BTreeMap::new();
    let mut add = |path: &str, template: &str, page: Value| -> Result<(), TemplateError> {
        pages.insert(path.to_owned(), templates::page(&environment, template, page)?);
        Ok(())
    };
    add(INDEX, "index.md", value(contents::index(&site)))?;
    for (id, _) in contents::served(&site) {
        add(site.resource(id), "kind.md", value(contents::kind(&site, id)))?;
    }
    for group in &site.groups {
        add(&group.path, "tag.md", value(contents::tag(&site, group)))?;
    }
    for id in site.types() {
        if let Some(page) = contents::ty(&site, id) {
            add(site.schema(id), "type.md", value(page))?;
        }
    }
    Ok(pages)
}

fn value(page: impl Serialize) -> Value {
    Value::from(Serde(page))
}
