//! The little protobuf that clients of Kubernetes insist on: a refusal for those that accept nothing else, and the type
//! and metadata of an object for those that write the kinds they know (namespaces, config maps, secrets) in no other form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

/// The four bytes before every message of Kubernetes.
const MAGIC: &[u8] = b"k8s\0";

fn varint(mut number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
    out
}

/// A field that holds bytes: a text or a message.
fn bytes(field: u64, content: &[u8]) -> Vec<u8> {
    [varint(field << 3 | 2), varint(content.len() as u64), content.to_vec()].concat()
}

/// Writes a `Status`: its state, message, reason and code.
pub fn status(value: &Value) -> Vec<u8> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().as_bytes();
    let code = value.get("code").and_then(Value::as_u64).unwrap_or_default();
    let list_meta = [bytes(1, b""), bytes(2, b""), bytes(3, b"")].concat();
    let code = [varint(6 << 3), varint(code)].concat();
    let fields = [
        bytes(1, &list_meta),
        bytes(2, text("status")),
        bytes(3, text("message")),
        bytes(4, text("reason")),
        code,
    ];
    let kind = [bytes(1, b"v1"), bytes(2, b"Status")].concat();
    [MAGIC.to_vec(), bytes(1, &kind), bytes(2, &fields.concat()), bytes(3, b""), bytes(4, b"")].concat()
}

/// The fields of a message that hold bytes, in order; none where the message is broken.
fn fields(mut message: &[u8]) -> Option<Vec<(u64, &[u8])>> {
    let mut out = Vec::new();
    while !message.is_empty() {
        let tag = take_varint(&mut message)?;
        let length = match tag & 7 {
            0 => {
                take_varint(&mut message)?;
                continue;
            }
            1 => 8,
            2 => usize::try_from(take_varint(&mut message)?).ok()?,
            5 => 4,
            _ => return None,
        };
        let (content, rest) = message.split_at_checked(length)?;
        out.push((tag >> 3, content));
        message = rest;
    }
    Some(out)
}

fn take_varint(message: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = message.split_first()?;
        *message = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn field(message: &[u8], number: u64) -> Option<&[u8]> {
    fields(message)?.into_iter().find(|(n, _)| *n == number).map(|(_, content)| content)
}

fn text(message: &[u8], number: u64) -> String {
    String::from_utf8_lossy(field(message, number).unwrap_or_default()).into_owned()
}

fn text_map(message: &[u8], number: u64) -> Option<Map<String, Value>> {
    let entries = fields(message)?.into_iter().filter(|(n, _)| *n == number);
    Some(entries.map(|(_, entry)| (text(entry, 1), text(entry, 2).into())).collect())
}

/// How a member of an object is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text.
    Text,
    /// Texts by name.
    Texts,
    /// Bytes by name; in JSON they are in base64.
    Bytes,
    /// Another object.
    Object(Members),
}

/// The members of an object beside its metadata: number, name and form.
pub type Members = &'static [(u64, &'static str, Form)];

/// What somebody asks whether he may do.
const QUESTION: Members = &[
    (1, "resourceAttributes", Form::Object(RESOURCE)),
    (2, "nonResourceAttributes", Form::Object(&[(1, "path", Form::Text), (2, "verb", Form::Text)])),
];

const RESOURCE: Members = &[
    (1, "namespace", Form::Text),
    (2, "verb", Form::Text),
    (3, "group", Form::Text),
    (4, "version", Form::Text),
    (5, "resource", Form::Text),
    (6, "subresource", Form::Text),
    (7, "name", Form::Text),
];

/// What is read of a kind; none for a kind that holds more than is read here.
pub fn members(kind: &str) -> Option<Members> {
    match kind {
        "Namespace" | "ServiceAccount" => Some(&[]),
        "ConfigMap" => Some(&[(2, "data", Form::Texts), (3, "binaryData", Form::Bytes)]),
        "SelfSubjectReview" => Some(&[]),
        "SelfSubjectRulesReview" => Some(&[(2, "spec", Form::Object(&[(1, "namespace", Form::Text)]))]),
        "SelfSubjectAccessReview" => Some(&[(2, "spec", Form::Object(QUESTION))]),
        "Secret" => {
            Some(&[(2, "data", Form::Bytes), (3, "type", Form::Text), (4, "stringData", Form::Texts)])
        }
        _ => None,
    }
}

fn bytes_map(message: &[u8], number: u64) -> Option<Map<String, Value>> {
    let entries = fields(message)?.into_iter().filter(|(n, _)| *n == number);
    let pair = |entry: &[u8]| (text(entry, 1), STANDARD.encode(field(entry, 2).unwrap_or_default()).into());
    Some(entries.map(|(_, entry)| pair(entry)).collect())
}

/// The members that are not empty; the depth is that of their description.
fn read_members(object: &[u8], members: Members) -> Option<Map<String, Value>> {
    let mut out = Map::new();
    for (number, name, form) in members {
        let value = match form {
            Form::Text => Value::from(text(object, *number)),
            Form::Texts => text_map(object, *number)?.into(),
            Form::Bytes => bytes_map(object, *number)?.into(),
            Form::Object(members) => {
                read_members(field(object, *number).unwrap_or_default(), members)?.into()
            }
        };
        if value.as_str() != Some("") && !value.as_object().is_some_and(Map::is_empty) {
            out.insert((*name).to_owned(), value);
        }
    }
    Some(out)
}

/// Reads the type, the metadata and some members of an object; none where the bytes are not such an object.
pub fn read(body: &[u8], members: Members) -> Option<Value> {
    let envelope = body.strip_prefix(MAGIC)?;
    let (kind, object) = (field(envelope, 1)?, field(envelope, 2)?);
    let meta = field(object, 1).unwrap_or_default();
    let finalizers = fields(meta)?.into_iter().filter(|(n, _)| *n == 14);
    let finalizers: Vec<String> = finalizers.map(|(_, f)| String::from_utf8_lossy(f).into_owned()).collect();
    let metadata = json!({
        "name": text(meta, 1), "generateName": text(meta, 2), "uid": text(meta, 5), "resourceVersion": text(meta, 6),
        "labels": text_map(meta, 11)?, "annotations": text_map(meta, 12)?, "finalizers": finalizers,
    });
    let mut out = read_members(object, members)?;
    out.insert("apiVersion".into(), text(kind, 1).into());
    out.insert("kind".into(), text(kind, 2).into());
    out.insert("metadata".into(), metadata);
    Some(out.into())
}

#[cfg(test)]
mod tests;
