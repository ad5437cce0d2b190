//! The forms that API servers demand of names. They go into paths of URLs, so that other text could do harm there.

/// A form of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// What it is called.
    pub name: &'static str,
    /// Whether a text has it.
    pub matches: fn(&str) -> bool,
}

/// The name of a resource or of a version.
pub(super) const LABEL: Form = Form {
    name: "lower-case letters, digits and `-`, beginning with a letter, 63 at most",
    matches: is_label,
};

/// The name of a group.
pub(super) const DOMAIN: Form =
    Form { name: "a domain with a dot in it, in lower case, as in `example.com`", matches: is_domain };

/// The name of a kind.
pub(super) const KIND: Form =
    Form { name: "letters, digits and `-`, beginning with a letter, 63 at most", matches: is_kind };

fn is_label(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase()) && is_segment(text)
}

fn is_kind(text: &str) -> bool {
    text.is_ascii() && is_label(&text.to_ascii_lowercase())
}

fn is_domain(text: &str) -> bool {
    text.len() <= 253 && text.contains('.') && text.split('.').all(is_segment)
}

fn is_segment(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let ends = text.starts_with('-') || text.ends_with('-');
    (1..=63).contains(&text.len()) && text.bytes().all(allowed) && !ends
}
