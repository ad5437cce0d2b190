//! Schemas and values that are nested as deep as the generator lets through, on a thread with little stack.

use std::thread;

use serde_json::{Value, json};
use specwright_templates::support::defaults::apply;
use specwright_templates::support::schema::Source;
use specwright_templates::support::validate::violations;

/// How deep the generator lets schemas be nested.
const DEPTH: usize = 480;

/// How deep, and the ways to nest a schema in another, and a value in another.
type Around = (usize, fn(Value) -> Value, fn(Value) -> Value);

const AROUND: [Around; 6] = [
    (DEPTH, |it| json!({"type": "object", "properties": {"a": it}}), |it| json!({"a": it})),
    (DEPTH, |it| json!({"type": "object", "additionalProperties": it}), |it| json!({"a": it})),
    (DEPTH, |it| json!({"type": "array", "items": it}), |it| json!([it])),
    (DEPTH, |it| json!({"allOf": [it]}), |it| it),
    (DEPTH, |it| json!({"anyOf": [it]}), |it| it),
    (DEPTH / 2, |it| json!({"oneOf": [{"items": it, "type": "array"}]}), |it| json!([it])),
];

/// Runs on a stack of the size that threads have by default.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(2 << 20).spawn(run);
    thread.expect("a thread starts").join().expect("the thread does not panic");
}

fn nested(depth: usize, inner: Value, around: fn(Value) -> Value) -> Value {
    (0..depth).fold(inner, |inner, _| around(inner))
}

#[test]
fn a_document_in_parts_is_put_together() {
    static WHOLE: Source = Source::new(r#"{"a": {"b": [1]}}"#);
    static PARTS: Source =
        Source::new(r#"[{"a": null, "~/": 1}, ["/a", {"b": null}], ["/a/b", [null]], ["/a/b/0", {"c": 2}]]"#);
    static BROKEN: Source = Source::new("{");
    assert_eq!(WHOLE.document(), &json!({"a": {"b": [1]}}));
    assert_eq!(PARTS.document(), &json!({"a": {"b": [{"c": 2}]}, "~/": 1}));
    assert_eq!(BROKEN.document(), &Value::Null);
}

#[test]
fn the_deepest_schemas_are_walked_to_the_end() {
    for (depth, schema, value) in AROUND {
        on_a_small_stack(move || {
            let schema = nested(depth, json!({"type": "string"}), schema);
            let mut right = nested(depth, json!("x"), value);
            assert_eq!(violations(&right, &schema), Vec::new());
            apply(&mut right, &schema);
            assert_eq!(right, nested(depth, json!("x"), value));
            assert_eq!(violations(&nested(depth, json!(1), value), &schema).len(), 1);
        });
    }
}
