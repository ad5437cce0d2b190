//! Where things are: the paths of pages, and the anchors in them.
//!
//! An anchor follows from the place of the thing alone, so that a link to it holds for as long as the thing is there. Steps are
//! joined by dots; within a step, what is neither letter nor digit nor one of `-_` is written as `~` and the two hexadecimal
//! digits of each byte. What a step is otherwise begins with `~` and a letter that is no such digit. The anchors of paths
//! have a `/`, which others have not.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Method, Step};

/// How a place is shown: `.spec.rules[].match{}`.
pub(super) fn title(steps: &[Step]) -> String {
    let shown = |step: &Step| match step {
        Step::Member(name) => format!(".{name}"),
        Step::Items => "[]".to_owned(),
        Step::Values => "{}".to_owned(),
        Step::Variant(index) => format!("({})", index + 1),
        Step::Tuple(index) => format!("[{index}]"),
        Step::Pattern(pattern) => format!("{{{pattern}}}"),
        Step::Choice(name) => format!("({name})"),
    };
    steps.iter().map(shown).collect()
}

/// The anchor of the root of a page.
const ROOT: &str = "~root";

/// The anchor of a place below `root`, which may be empty.
pub(super) fn anchor(root: &str, steps: &[Step]) -> String {
    let step = |step: &Step| match step {
        Step::Member(name) => escaped(name),
        Step::Items => "~items".to_owned(),
        Step::Values => "~values".to_owned(),
        Step::Variant(index) => format!("~variant{index}"),
        Step::Tuple(index) => format!("~tuple{index}"),
        Step::Pattern(pattern) => format!("~pattern{}", escaped(pattern)),
        Step::Choice(name) => format!("~or{}", escaped(name)),
    };
    if root.is_empty() && steps.is_empty() {
        return ROOT.to_owned();
    }
    let root = (!root.is_empty()).then(|| root.to_owned());
    root.into_iter().chain(steps.iter().map(step)).collect::<Vec<_>>().join(".")
}

/// The anchor of a path, or of what a method does there. `origin` is what the path belongs to; nothing for the API itself.
pub(super) fn endpoint(origin: &[&str], method: Option<&Method>, path: &str) -> String {
    // A parameter is the only thing in braces.
    let dots = |step: &str| step.split('.').map(escaped).collect::<Vec<_>>().join(".");
    let parameters = |step: &str| step.split(['{', '}']).map(dots).collect::<Vec<_>>().join(":");
    let path = path.split('/').map(parameters).collect::<Vec<_>>().join("/");
    let origin = origin.iter().map(|step| format!("{}/", escaped(step))).collect::<String>();
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("{origin}{}{slash}{path}", method.map(|method| escaped(method.as_str())).unwrap_or_default())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' | b'_' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => out.push_str(&format!("~{byte:02x}")),
        }
    }
    out
}

/// The names of files or folders for these texts, each differing from all others also where case does not count. A text that
/// can be a name is one; of others that come to the same, each gets a suffix of its own.
pub(super) fn names<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeMap<&'a str, String> {
    let texts: BTreeSet<&str> = texts.into_iter().collect();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for text in &texts {
        *times.entry(name(text).to_lowercase()).or_default() += 1;
    }
    let is_shared = |name: &str| times.get(&name.to_lowercase()).is_some_and(|times| *times > 1);
    let decided = |text: &'a str| {
        let name = name(text);
        let plain = !is_shared(&name) || (name == text && name == name.to_lowercase());
        (text, if plain { name } else { format!("{name}-{:08x}", hash(text)) })
    };
    texts.into_iter().map(decided).collect()
}

/// The longest name of a file, without the suffixes that it may get.
const LONGEST: usize = 80;

/// What a system would take for a device and not for a file.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A name that any system takes.
fn name(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let plain: String = text.chars().map(|letter| if is_plain(letter) { letter } else { '-' }).collect();
    let words = plain.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let name: String = words.trim_matches(['.', '-', '_']).chars().take(LONGEST).collect();
    let stem = name.split('.').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
    match name.as_str() {
        "" => "untitled".to_owned(),
        _ if DEVICES.contains(&stem.to_lowercase().as_str()) => format!("{name}-"),
        _ => name,
    }
}

/// A number that follows from a text (FNV-1a).
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The path from one page to another.
pub(super) fn relative(from: &str, to: &str) -> String {
    if from == to {
        return String::new();
    }
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    // The last step is the page itself, which no path begins with.
    let shared = shared.min(from.len() - 1).min(to.len() - 1);
    let up = "../".repeat(from.len() - 1 - shared);
    format!("{up}{}", to[shared..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_differ_where_places_do() {
        let member = |name: &str| vec![Step::Member(name.to_owned())];
        let places = [
            member("a.b"),
            [member("a"), member("b")].concat(),
            member("a~b"),
            member("~items"),
            vec![Step::Items],
            member("é"),
            member(""),
            vec![Step::Variant(1)],
        ];
        let anchors: BTreeSet<String> = places.iter().map(|place| anchor("", place)).collect();
        assert_eq!(anchors.len(), places.len());
        assert_eq!(anchor("", &places[1]), "a.b");
        assert_ne!(endpoint(&[], None, "/a/{b}"), endpoint(&[], None, "/a/:b:"));
        assert_eq!(endpoint(&[], Some(&Method::Get), "/a/{b}"), "GET/a/:b:");
    }

    #[test]
    fn names_differ_on_every_system() {
        let names = names(["pets", "Pets", "pets!", "", "..", "nul", "COM1.x", "a/b"]);
        let lower: BTreeSet<String> = names.values().map(|name| name.to_lowercase()).collect();
        assert_eq!(lower.len(), names.len());
        assert_eq!(names["pets"], "pets");
        assert_eq!(names["nul"], "nul-");
        assert_eq!(names["a/b"], "a-b");
    }

    #[test]
    fn paths_lead_from_page_to_page() {
        assert_eq!(relative("index.md", "a/v1/b.md"), "a/v1/b.md");
        assert_eq!(relative("a/v1/b.md", "index.md"), "../../index.md");
        assert_eq!(relative("a/v1/b.md", "a/v1/c.md"), "c.md");
        assert_eq!(relative("a/v1/b.md", "a/v1/b.md"), "");
    }
}
