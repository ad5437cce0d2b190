//! Making a right document wrong.

use proptest::sample::Index;
use serde_json::{Value, json};

use super::schema::{is_true, word, words};
use super::tree::take_out;

/// What was done to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The value at this place is of another type than its schema says.
    Type(String),
    /// The member at this place has to be there and is not.
    Missing(String),
}

impl Fault {
    /// The place of the fault.
    #[must_use]
    pub fn pointer(&self) -> &str {
        match self {
            Self::Type(pointer) | Self::Missing(pointer) => pointer,
        }
    }
}

/// The document with one fault, unless there is no place for one. `choice` says where and which.
#[must_use]
pub fn mutate(document: &Value, schema: &Value, choice: &Index) -> Option<(Value, Fault)> {
    let mut faults = Vec::new();
    collect(document, schema, &mut String::new(), &mut faults);
    let (fault, wrong) = faults.get(choice.index(faults.len().max(1)))?.clone();
    let mut mutated = document.clone();
    match &fault {
        Fault::Type(pointer) => *mutated.pointer_mut(pointer)? = wrong,
        Fault::Missing(pointer) => take_out(&mut mutated, pointer),
    }
    Some((mutated, fault))
}

/// The document with a part of it replaced, taken out or put in, whatever its schema says: mostly it is wrong then.
/// `choices` say where and by what.
#[must_use]
pub fn scramble(document: &Value, choices: (&Index, &Index)) -> Value {
    let others = [
        json!(null),
        json!(true),
        json!(-7),
        json!(0.25),
        json!(""),
        json!("other"),
        json!([]),
        json!([{"a": 1}]),
        json!({}),
        json!({"a": null, "type": "x"}),
    ];
    let mut places = vec![String::new()];
    super::tree::list(document, &mut String::new(), &mut places);
    let place = &places[choices.0.index(places.len())];
    let mut changed = document.clone();
    match choices.1.index(others.len() + 3) {
        0..3 if !place.is_empty() => take_out(&mut changed, place),
        at => {
            if let Some(value) = changed.pointer_mut(place) {
                *value = others[at.saturating_sub(3)].clone();
            }
        }
    }
    changed
}

/// The faults that a value may be given, each with the value that is wrong.
fn collect(value: &Value, schema: &Value, pointer: &mut String, faults: &mut Vec<(Fault, Value)>) {
    for wrong in wrong_values(schema) {
        faults.push((Fault::Type(pointer.clone()), wrong));
    }
    match value {
        Value::Array(items) => {
            let Some(schema) = schema.get("items") else { return };
            for (index, item) in items.iter().enumerate() {
                within(&index.to_string(), pointer, |pointer| collect(item, schema, pointer, faults));
            }
        }
        Value::Object(members) => {
            for name in words(schema, "required").iter().filter(|name| members.contains_key(*name)) {
                within(name, pointer, |pointer| faults.push((Fault::Missing(pointer.clone()), Value::Null)));
            }
            for (name, value) in members {
                if let Some(schema) = member(schema, name) {
                    within(name, pointer, |pointer| collect(value, schema, pointer, faults));
                }
            }
        }
        _ => {}
    }
}

fn member<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    let named = schema.get("properties").and_then(|named| named.get(name));
    named.or_else(|| schema.get("additionalProperties").filter(|rest| rest.is_object()))
}

fn within(step: &str, pointer: &mut String, look: impl FnOnce(&mut String)) {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
    look(pointer);
    pointer.truncate(length);
}

/// Values of other types than a schema says. Null is none of them: it is kept where it is not allowed.
fn wrong_values(schema: &Value) -> Vec<Value> {
    if is_true(schema, "x-kubernetes-int-or-string") {
        return vec![json!(true), json!(1.5), json!([]), json!({})];
    }
    match word(schema, "type") {
        "object" => vec![json!("wrong"), json!([])],
        "array" => vec![json!("wrong"), json!({})],
        "string" => vec![json!(5), json!(true), json!(["wrong"])],
        "integer" => vec![json!("5"), json!(1.5), json!(-0.5)],
        "number" => vec![json!("5"), json!(false)],
        "boolean" => vec![json!("true"), json!(0)],
        _ => Vec::new(),
    }
}
