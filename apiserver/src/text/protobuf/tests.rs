//! Tests of the little protobuf.

use super::*;

#[test]
fn metadata_is_read_back_from_what_was_written() {
    let label = [bytes(1, b"a"), bytes(2, b"b")].concat();
    let meta = [bytes(1, b"x"), bytes(11, &label), bytes(14, b"e.com/f")].concat();
    let kind = [bytes(1, b"v1"), bytes(2, b"Namespace")].concat();
    let body = [MAGIC.to_vec(), bytes(1, &kind), bytes(2, &bytes(1, &meta))].concat();
    let read = read(&body, &[]).expect("it is well-formed");
    assert_eq!((&read["kind"], &read["metadata"]["name"]), (&json!("Namespace"), &json!("x")));
    assert_eq!(
        (&read["metadata"]["labels"], &read["metadata"]["finalizers"]),
        (&json!({ "a": "b" }), &json!(["e.com/f"]))
    );
}

#[test]
fn broken_messages_are_refused() {
    for body in [&b""[..], b"k8s", b"k8s\0\xff\xff\xff", b"k8s\0\x0a\x7fx", b"k8s\0\x0b"] {
        assert_eq!(read(body, &[]), None, "{body:?}");
    }
}

#[test]
fn members_are_read_by_their_numbers() {
    let entry = |value: &[u8]| [bytes(1, b"k"), bytes(2, value)].concat();
    let object = [bytes(1, &bytes(1, b"x")), bytes(2, &entry(b"hello")), bytes(3, b"Opaque")].concat();
    let body = [MAGIC.to_vec(), bytes(1, &bytes(2, b"Secret")), bytes(2, &object)].concat();
    let read = read(&body, members("Secret").unwrap_or_default()).expect("it is well-formed");
    assert_eq!((&read["data"]["k"], &read["type"]), (&json!("aGVsbG8="), &json!("Opaque")));
}
