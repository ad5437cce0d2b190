//! Bodies in parts (`multipart/form-data`, RFC 7578, and its kin).

use std::hash::{BuildHasher, Hasher, RandomState};

use bytes::{Bytes, BytesMut};
use futures::stream::{self, StreamExt};
use serde::Serialize;

use super::incoming::from_json;
use super::stream::ByteStream;
use super::style::plain;
use super::text::Tree;
use super::{Fault, media};
use crate::support::wire::Decode;

/// A part of a body: a file, or a value.
#[derive(Debug)]
pub struct Part {
    /// The member that it is.
    pub name: String,
    /// The name of the file, if it is one.
    pub file_name: Option<String>,
    /// Its media type, if it says so.
    pub content_type: Option<String>,
    /// What it holds.
    pub content: ByteStream,
    /// What it holds, where that is all there.
    whole: Option<Bytes>,
}

impl Part {
    /// A file that is sent piece by piece, or from memory.
    pub fn file(file_name: impl Into<String>, content: impl Into<ByteStream>) -> Self {
        let (name, file_name) = (String::new(), Some(file_name.into()));
        Self { name, file_name, content_type: None, content: content.into(), whole: None }
    }

    /// With a media type.
    #[must_use]
    pub fn with_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// As the part for a member.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// A value as a part: text, or JSON where it has no text.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn value<T: Serialize>(name: &str, value: &T, media_type: &str) -> Result<Self, Fault> {
        let value = serde_json::to_value(value).map_err(|error| Fault::new(part(name), error))?;
        let nested = value.is_object() || value.is_array();
        let is_json = nested || media_type.contains("json");
        let text = if is_json { value.to_string() } else { plain(&value) };
        let content_type = match media_type {
            "" if nested => Some("application/json".to_owned()),
            "" => None,
            given => Some(given.to_owned()),
        };
        let content = ByteStream::from(Bytes::from(text));
        Ok(Self { name: name.to_owned(), file_name: None, content_type, content, whole: None })
    }

    /// The value that a part holds.
    ///
    /// # Errors
    /// It is not of its type.
    pub fn read<T: Decode>(&self) -> Result<T, Fault> {
        let whole = self.whole.as_deref().unwrap_or_default();
        let fault = |error: &dyn std::fmt::Display| Fault::new(part(&self.name), error);
        if self.content_type.as_deref().is_some_and(|given| media::essence(given).ends_with("json")) {
            return from_json(whole).map_err(|error| fault(&error));
        }
        let text = String::from_utf8(whole.to_vec()).map_err(|error| fault(&error))?;
        T::decode(Tree::Text(text)).map_err(|error| fault(&error))
    }

    /// The head of the part, up to the blank line.
    fn head(&self) -> Result<String, Fault> {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(&self.name)?);
        if let Some(file_name) = &self.file_name {
            head.push_str(&format!("; filename=\"{}\"", quoted(file_name)?));
        }
        let content_type =
            self.content_type.as_deref().or(self.file_name.is_some().then_some("application/octet-stream"));
        if let Some(content_type) = content_type {
            head.push_str("\r\nContent-Type: ");
            head.push_str(one_line(content_type)?);
        }
        Ok(head + "\r\n\r\n")
    }
}

/// The parts of a body by their members, in the order in which they came.
#[derive(Debug, Default)]
pub struct Parts(pub Vec<Part>);

impl Parts {
    /// Takes the first part of a name out.
    ///
    /// # Errors
    /// There is none.
    pub fn one(&mut self, name: &str) -> Result<Part, Fault> {
        self.maybe(name).ok_or_else(|| Fault::missing(part(name)))
    }

    /// Takes the first part of a name out, if there is one.
    pub fn maybe(&mut self, name: &str) -> Option<Part> {
        let at = self.0.iter().position(|part| part.name == name)?;
        Some(self.0.remove(at))
    }

    /// Takes all parts of a name out.
    pub fn all(&mut self, name: &str) -> Vec<Part> {
        self.0.extract_if(.., |part| part.name == name).collect()
    }

    /// Takes a value out.
    ///
    /// # Errors
    /// There is none, or it is not of its type.
    pub fn value<T: Decode>(&mut self, name: &str) -> Result<T, Fault> {
        self.one(name)?.read()
    }

    /// Takes a value out, if there is one.
    ///
    /// # Errors
    /// It is not of its type.
    pub fn maybe_value<T: Decode>(&mut self, name: &str) -> Result<Option<T>, Fault> {
        self.maybe(name).map(|part| part.read()).transpose()
    }
}

fn part(name: &str) -> String {
    format!("part `{name}` of the body")
}

/// A name within quotes, as browsers write it.
fn quoted(name: &str) -> Result<String, Fault> {
    Ok(one_line(name)?.replace('"', "%22"))
}

fn one_line(text: &str) -> Result<&str, Fault> {
    match text.contains(['\r', '\n', '\0']) {
        true => {
            Err(Fault::new(part(&text.replace(['\r', '\n', '\0'], " ")), "its head would have further lines"))
        }
        false => Ok(text),
    }
}

/// Writes parts: the media type with the boundary, and the body.
pub(super) fn write(media_type: &str, parts: Vec<Part>) -> Result<(String, ByteStream), Fault> {
    let boundary = boundary();
    let mut pieces: Vec<ByteStream> = Vec::new();
    for part in parts {
        pieces.push(ByteStream::from(Bytes::from(format!("--{boundary}\r\n{}", part.head()?))));
        pieces.push(part.content);
        pieces.push(ByteStream::from(Bytes::from_static(b"\r\n")));
    }
    pieces.push(ByteStream::from(Bytes::from(format!("--{boundary}--\r\n"))));
    let body = ByteStream::new(stream::iter(pieces).flatten());
    Ok((format!("{}; boundary={boundary}", media::essence(media_type)), body))
}

/// A text that no part holds but by a chance of 1 in 2^128.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("part-{:016x}{:016x}", random(), random())
}

/// Reads parts.
pub(super) fn read(body: &Bytes, boundary: &str) -> Result<Vec<Part>, Fault> {
    let mark = [b"\r\n--", boundary.as_bytes()].concat();
    // The first boundary has no line before it.
    let mut whole = BytesMut::from(&b"\r\n"[..]);
    whole.extend_from_slice(body);
    let whole = whole.freeze();
    let mut ends = positions(&whole, &mark);
    let mut start = ends.next().ok_or_else(|| Fault::body("it holds no part"))? + mark.len();
    let mut parts = Vec::new();
    for end in ends {
        parts.push(read_part(&whole.slice(start..end))?);
        start = end + mark.len();
    }
    match whole.get(start..start + 2) {
        Some(b"--") => Ok(parts),
        _ => Err(Fault::body("its last part does not end")),
    }
}

fn positions<'a>(text: &'a [u8], mark: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = text.get(from..)?.windows(mark.len()).position(|window| window == mark)? + from;
        from = at + mark.len();
        Some(at)
    })
}

fn read_part(text: &Bytes) -> Result<Part, Fault> {
    let at = positions(text, b"\r\n\r\n").next().ok_or_else(|| Fault::body("a part has no head"))?;
    let head = String::from_utf8_lossy(&text[..at]).into_owned();
    let header = |wanted: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        lines
            .find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim().to_owned())
    };
    let disposition = header("Content-Disposition").unwrap_or_default();
    let parameter = |name| media::parameter(&disposition, name).map(|value| value.replace("%22", "\""));
    let whole = text.slice(at + 4..);
    Ok(Part {
        name: parameter("name").ok_or_else(|| Fault::body("a part has no name"))?,
        file_name: parameter("filename"),
        content_type: header("Content-Type"),
        content: ByteStream::from(whole.clone()),
        whole: Some(whole),
    })
}
