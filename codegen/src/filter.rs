//! Which operations of a document are wanted: by tag, by path and by name.

use std::fmt;

/// Which operations are wanted. Schemas that no wanted operation leads to are left out as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The operations that are wanted; all of them, where there are none here.
    pub include: Vec<Pattern>,
    /// The operations among them that are not.
    pub exclude: Vec<Pattern>,
}

/// Some operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Those with this tag.
    Tag(String),
    /// Those of this path. A `*` stands for any text.
    Path(String),
    /// The one with this `operationId`. A `*` stands for any text.
    Operation(String),
}

/// What an operation is asked for by.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Its `operationId`; empty where it has none.
    pub id: &'a str,
    /// Its path.
    pub path: &'a str,
    /// Its tags.
    pub tags: &'a [String],
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(tag) => write!(f, "tag:{tag}"),
            Self::Path(path) => write!(f, "path:{path}"),
            Self::Operation(id) => write!(f, "operation:{id}"),
        }
    }
}

impl Pattern {
    /// The pattern that a text stands for, as in `tag:pets`.
    ///
    /// # Errors
    /// It begins with none of the words that a pattern begins with.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("tag", tag)) => Ok(Self::Tag(tag.to_owned())),
            Some(("path", path)) => Ok(Self::Path(path.to_owned())),
            Some(("operation", id)) => Ok(Self::Operation(id.to_owned())),
            _ => Err(format!("`{text}` begins with none of `tag:`, `path:` and `operation:`")),
        }
    }

    /// Whether an operation is among them.
    #[must_use]
    pub fn fits(&self, asked: Asked<'_>) -> bool {
        match self {
            Self::Tag(tag) => asked.tags.contains(tag),
            Self::Path(path) => is_like(asked.path, path),
            Self::Operation(id) => !asked.id.is_empty() && is_like(asked.id, id),
        }
    }
}

impl Filter {
    /// Whether everything is wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }

    /// The patterns that were asked for and that fit none of these operations.
    pub fn idle<'a>(&'a self, all: &'a [Asked<'a>]) -> impl Iterator<Item = &'a Pattern> {
        self.include.iter().filter(|pattern| !all.iter().any(|asked| pattern.fits(*asked)))
    }

    /// Whether an operation is wanted.
    #[must_use]
    pub fn wants(&self, asked: Asked<'_>) -> bool {
        let fits = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.fits(asked));
        (self.include.is_empty() || fits(&self.include)) && !fits(&self.exclude)
    }
}

/// Whether a text is like a pattern in which `*` stands for any text.
fn is_like(text: &str, pattern: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return text == pattern };
    let Some(mut text) = text.strip_prefix(start) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        match text.split_once(part) {
            Some((_, after)) => text = after,
            None => return false,
        }
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_operations() {
        let tags = ["pets".to_owned()];
        let asked = Asked { id: "getPet", path: "/pets/{id}", tags: &tags };
        for (text, expected) in [
            ("tag:pets", true),
            ("tag:pet", false),
            ("path:/pets*", true),
            ("path:*/{id}", true),
            ("path:/p*s/*d}", true),
            ("path:/pets", false),
            ("operation:get*", true),
            ("operation:Get*", false),
        ] {
            assert_eq!(Pattern::parse(text).unwrap().fits(asked), expected, "{text}");
        }
        assert!(Pattern::parse("pets").is_err());
    }

    #[test]
    fn what_is_excluded_is_excluded_from_what_is_included() {
        let filter = |include: &[&str], exclude: &[&str]| Filter {
            include: include.iter().map(|text| Pattern::parse(text).unwrap()).collect(),
            exclude: exclude.iter().map(|text| Pattern::parse(text).unwrap()).collect(),
        };
        let asked = Asked { id: "a", path: "/a", tags: &[] };
        assert!(Filter::default().wants(asked));
        assert!(filter(&["path:/*"], &["operation:b"]).wants(asked));
        assert!(!filter(&["path:/*"], &["operation:a"]).wants(asked));
        assert!(!filter(&["tag:x"], &[]).wants(asked));
    }
}
