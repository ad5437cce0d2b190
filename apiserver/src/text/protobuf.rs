//! Errors in protobuf, for clients that accept nothing else: only a refusal is ever written so.

use serde_json::Value;

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
