//! How parameters are spelled: the styles of the OpenAPI specification, which are those of RFC 6570.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// How a list or an object becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `blue,black`: paths and headers.
    Simple,
    /// `.blue.black`: paths.
    Label,
    /// `;color=blue;color=black`: paths.
    Matrix,
    /// `color=blue&color=black`: queries and cookies.
    Form,
    /// As [`Self::Form`], the members of an object being parameters of their own: `R=100&G=200`.
    Members,
    /// `color=blue%20black`: queries.
    SpaceDelimited,
    /// `color=blue%7Cblack`: queries.
    PipeDelimited,
    /// `color=blue%09black`: queries of Swagger 2.0.
    TabDelimited,
    /// `color[R]=100&color[G]=200`: queries.
    DeepObject,
    /// As JSON, whatever it is.
    Json,
}

/// How a parameter is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// The style.
    pub style: Style,
    /// Whether each item and member is a parameter of its own.
    pub explode: bool,
    /// Whether characters that are reserved in addresses stay as they are.
    pub reserved: bool,
}

impl Spelling {
    /// A style with its items together.
    #[must_use]
    pub const fn joined(style: Style) -> Self {
        Self { style, explode: false, reserved: false }
    }

    /// A style with its items apart.
    #[must_use]
    pub const fn exploded(style: Style) -> Self {
        Self { style, explode: true, reserved: false }
    }

    /// With reserved characters left as they are.
    #[must_use]
    pub const fn reserving(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// What is between the items of a list that is one text.
    pub(super) const fn delimiter(self) -> &'static str {
        match self.style {
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "%7C",
            Style::TabDelimited => "%09",
            Style::Label if self.explode => ".",
            _ => ",",
        }
    }

    fn set(self) -> &'static AsciiSet {
        if self.reserved { RESERVED_KEPT } else { RESERVED }
    }
}

/// All that cannot stand in a segment or a query as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same where reserved characters are left, as far as they do not end the value.
const RESERVED_KEPT: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b';')
    .remove(b'=');

/// Percent-encodes a text.
pub(super) fn encode(text: &str, spelling: Spelling) -> String {
    utf8_percent_encode(text, spelling.set()).to_string()
}

/// The text of a value that is no list and no object; of those, their JSON.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        _ => value.to_string(),
    }
}

/// A value as the names and texts of parameters, percent-encoded. What has no text, as an empty list, gives none.
pub(super) fn pairs(name: &str, value: &Value, spelling: Spelling) -> Vec<(String, String)> {
    let own = encode(name, Spelling::joined(Style::Simple));
    let text = |value: &Value| encode(&plain(value), spelling);
    match (value, spelling.style) {
        (Value::Null, _) => Vec::new(),
        (_, Style::Json) => vec![(own, encode(&value.to_string(), spelling))],
        (Value::Array(_) | Value::Object(_), Style::DeepObject) => deep(name, value, spelling),
        (Value::Array(items), _) if spelling.explode => {
            items.iter().map(|item| (own.clone(), text(item))).collect()
        }
        (Value::Object(members), _) if spelling.explode && spelling.style != Style::Form => {
            let member = |(name, value): (&String, &Value)| (encode(name, spelling), text(value));
            members.iter().filter(|(_, value)| !value.is_null()).map(member).collect()
        }
        (Value::Array(items), _) if items.is_empty() => Vec::new(),
        (Value::Object(members), _) if members.is_empty() => Vec::new(),
        (Value::Object(_), Style::Form) if spelling.explode => vec![(own, text(value))],
        _ => vec![(own, joined(value, spelling))],
    }
}

/// A value as one text, percent-encoded.
pub(super) fn joined(value: &Value, spelling: Spelling) -> String {
    let between = spelling.delimiter();
    let text = |value: &Value| encode(&plain(value), spelling);
    match value {
        _ if spelling.style == Style::Json => encode(&value.to_string(), spelling),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(between),
        Value::Object(members) => {
            let equals = if spelling.explode { "=" } else { between };
            let members = members.iter().filter(|(_, value)| !value.is_null());
            let member = |(name, value): (&String, &Value)| {
                format!("{}{equals}{}", encode(name, spelling), text(value))
            };
            members.map(member).collect::<Vec<_>>().join(between)
        }
        _ => text(value),
    }
}

/// Lists and objects in one another, as `color[R]=100`.
fn deep(name: &str, value: &Value, spelling: Spelling) -> Vec<(String, String)> {
    let step = |step: &str, value: &Value| deep(&format!("{name}[{step}]"), value, spelling);
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(at, item)| step(&at.to_string(), item)).collect()
        }
        Value::Object(members) => members.iter().flat_map(|(name, value)| step(name, value)).collect(),
        _ => vec![(encode(name, Spelling::joined(Style::Simple)), encode(&plain(value), spelling))],
    }
}

/// A value as a part of a path.
pub(super) fn in_path(name: &str, value: &Value, spelling: Spelling) -> String {
    match spelling.style {
        Style::Label => format!(".{}", joined(value, spelling)),
        Style::Matrix if spelling.explode => pairs(name, value, spelling).into_iter().map(matrix).collect(),
        Style::Matrix => matrix((encode(name, spelling), joined(value, spelling))),
        _ => joined(value, spelling),
    }
}

fn matrix((name, value): (String, String)) -> String {
    if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") }
}
