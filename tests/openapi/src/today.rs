//! What schemas can say since OpenAPI 3.1 has types that lose nothing, and is checked.

use serde_json::{Value, json};

use crate::shapes::Validate;
use crate::shapes::types::{Everything, EverythingPoint, EverythingSpan};

/// The document with this member besides.
fn with(name: &str, value: &Value) -> Value {
    json!({"kind": "everything", name: value})
}

fn read(document: &Value) -> Result<Everything, serde_json::Error> {
    serde_json::from_value(document.clone())
}

#[test]
fn what_fits_is_valid_and_comes_back() {
    let members = [
        ("level", json!(3)),
        ("point", json!([1.5, -2.0])),
        ("span", json!(["2026-01-31"])),
        ("span", json!(["2026-01-31", "red", 1, 2])),
        ("span", json!(["2026-01-31", null])),
        ("note", json!(null)),
        ("note", json!("short")),
        ("size", json!(1)),
        ("size", json!("XL")),
        ("anything", json!({"a": [1, null]})),
        ("blob", json!("aGVsbG8=")),
        ("inner", json!({"deep": true})),
        ("counts", json!({"n1": 1, "n2": 2})),
        ("words", json!({"a": "b"})),
        ("card", json!({"number": "1", "address": "2"})),
        ("card", json!({"country": "SE", "address": "2"})),
        ("strict", json!({"a": 1, "b": 2})),
        ("some", json!(["y", "x"])),
    ];
    for (name, value) in members {
        let document = with(name, &value);
        let read = read(&document).unwrap_or_else(|error| panic!("{document}: {error}"));
        assert_eq!(read.validate(), Ok(()), "{document}");
        assert_eq!(serde_json::to_value(read).unwrap(), document);
    }
}

#[test]
fn what_does_not_fit_is_refused_or_reported() {
    let members = [
        ("level", json!(4)),
        ("point", json!([1.5])),
        ("point", json!([1, 2, 3])),
        ("point", json!(["a", 2])),
        ("span", json!([1])),
        ("note", json!("longer")),
        ("size", json!(0)),
        ("nothing", json!(1)),
        ("counts", json!({"x": 1})),
        ("counts", json!({"n1": "a"})),
        ("words", json!({"long": "b"})),
        ("card", json!({"number": "1"})),
        ("card", json!({"country": "SE"})),
        ("strict", json!({"c": 1})),
        ("some", json!(["y"])),
        ("some", json!(["x", "x", "x"])),
    ];
    for (name, value) in members {
        let document = with(name, &value);
        let is_valid = read(&document).is_ok_and(|read| read.validate().is_ok());
        assert!(!is_valid, "{document}");
    }
}

#[test]
fn a_tuple_has_a_field_for_each_item() {
    let document = json!({"kind": "everything", "point": [1, 2], "span": ["2026-01-31", "red", 7]});
    let read = read(&document).unwrap();
    let EverythingPoint { _0: first, _1: second, .. } = read.point.unwrap();
    assert_eq!((first, second), (Some(1.0), Some(2.0)));
    let EverythingSpan { rest, .. } = read.span.unwrap();
    assert_eq!(rest, [7]);
}
