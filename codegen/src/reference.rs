//! References to other files: which of them a text names, and where they are.

/// The files that the references of a text lead to, as they are written there. The text is searched, not read: what looks
/// like a reference and is none costs a look for a file that nobody will ask for.
#[must_use]
pub fn outside(text: &str) -> Vec<&str> {
    const KEY: &str = "$ref";
    let values = text.match_indices(KEY).filter_map(|(at, _)| value(text.get(at + KEY.len()..)?));
    let mut files: Vec<&str> = values.map(file).filter(|file| !file.is_empty()).collect();
    files.sort_unstable();
    files.dedup();
    files
}

/// What stands behind a key that has just ended.
fn value(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches(['"', '\'']).trim_start();
    let rest = rest.strip_prefix(':')?.trim_start();
    match rest.chars().next()? {
        quote @ ('"' | '\'') => rest.get(1..)?.split(quote).next(),
        _ => rest.split([' ', '\t', '\r', '\n', ',', '}', ']']).next(),
    }
}

fn file(reference: &str) -> &str {
    reference.split('#').next().unwrap_or_default()
}

/// The name of a file that is given relative to another; none for what is in the network or above all folders that the
/// other name knows of.
#[must_use]
pub fn joined(from: &str, file: &str) -> Option<String> {
    if file.contains("://") || file.starts_with('/') || file.contains('\\') {
        return None;
    }
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in file.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| !last.is_empty() && *last != "..") => _ = steps.pop(),
            ".." => return None,
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

/// The folder of a file, with the `/` at its end; nothing for a file that is in none.
#[must_use]
pub fn folder(name: &str) -> &str {
    name.rfind('/').and_then(|at| name.get(..=at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{joined, outside};

    #[test]
    fn references_are_found_in_json_and_yaml() {
        let yaml = "a: {$ref: 'b.yaml#/x'}\nb:\n  $ref: c/d.yaml\nc: {$ref: \"#/e\"}\n";
        assert_eq!(outside(yaml), ["b.yaml", "c/d.yaml"]);
        assert_eq!(
            outside(r##"{"a": {"$ref" : "b.json#/x"}, "b": {"$ref": "#/c"}, "c": {"$ref": 1}}"##),
            ["1", "b.json"]
        );
    }

    #[test]
    fn a_file_is_found_from_the_folder_of_the_one_that_names_it() {
        let cases = [
            ("api.yaml", "b.yaml", Some("b.yaml")),
            ("spec/api.yaml", "./sub/b.yaml", Some("spec/sub/b.yaml")),
            ("spec/sub/b.yaml", "../c.yaml", Some("spec/c.yaml")),
            ("api.yaml", "../c.yaml", None),
            ("/spec/api.yaml", "b.yaml", Some("/spec/b.yaml")),
            ("api.yaml", "/etc/passwd", None),
            ("api.yaml", "https://example.com/a.yaml", None),
        ];
        for (from, file, expected) in cases {
            assert_eq!(joined(from, file).as_deref(), expected, "{from} {file}");
        }
    }
}
