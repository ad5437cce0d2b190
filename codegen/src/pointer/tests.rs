//! Tests of JSON pointers.

use serde_json::json;

use super::Pointer;

#[test]
fn steps_are_escaped_and_lead_to_their_value() {
    let document = json!({"a/b": {"~": [1, {"": 2}]}});
    let pointer = Pointer::root().join("a/b").join("~").join(1).join("");
    assert_eq!(pointer.to_string(), "/a~1b/~0/1/");
    assert_eq!(document.pointer(pointer.as_str()), Some(&json!(2)));
    assert_eq!(document.pointer(Pointer::root().as_str()), Some(&document));
}
