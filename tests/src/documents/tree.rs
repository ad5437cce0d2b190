//! Making a document smaller, to show what of it a test fails for.

use proptest::strategy::ValueTree;
use serde_json::Value;
use specwright_templates::support::validate::violations_in;

/// A document, and what is left when parts of it are taken out one by one.
#[derive(Debug)]
pub struct DocumentTree<'a> {
    schema: &'a Value,
    document: &'a Value,
    current: Value,
    /// The document before the last part was taken out.
    before: Option<Value>,
    /// How many parts were tried and have to stay.
    kept: usize,
}

impl<'a> DocumentTree<'a> {
    pub(super) const fn new(current: Value, schema: &'a Value, document: &'a Value) -> Self {
        Self { schema, document, current, before: None, kept: 0 }
    }

    /// Whether the schema allows the current document.
    fn is_right(&self) -> bool {
        violations_in(&self.current, self.schema, self.document).is_empty()
    }
}

impl ValueTree for DocumentTree<'_> {
    type Value = Value;

    fn current(&self) -> Value {
        self.current.clone()
    }

    /// Takes out the next part that the schema lets go.
    fn simplify(&mut self) -> bool {
        let was_right = self.is_right();
        loop {
            let mut places = Vec::new();
            list(&self.current, &mut String::new(), &mut places);
            let Some(place) = places.get(self.kept) else { return false };
            let before = self.current.clone();
            take_out(&mut self.current, place);
            if self.is_right() == was_right {
                self.before = Some(before);
                return true;
            }
            self.current = before;
            self.kept += 1;
        }
    }

    /// Puts the part back that was taken out last: the failure needs it.
    fn complicate(&mut self) -> bool {
        let Some(before) = self.before.take() else { return false };
        self.current = before;
        self.kept += 1;
        true
    }
}

/// The places of all parts of a value, outer ones first.
pub(super) fn list(value: &Value, pointer: &mut String, places: &mut Vec<String>) {
    let parts: Vec<(String, &Value)> = match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        _ => Vec::new(),
    };
    for (step, part) in parts {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        places.push(pointer.clone());
        list(part, pointer, places);
        pointer.truncate(length);
    }
}

pub(super) fn take_out(value: &mut Value, place: &str) {
    let Some((outer, step)) = place.rsplit_once('/') else { return };
    let step = step.replace("~1", "/").replace("~0", "~");
    match value.pointer_mut(outer) {
        Some(Value::Object(members)) => {
            members.remove(&step);
        }
        Some(Value::Array(items)) => {
            if let Some(index) = step.parse().ok().filter(|index: &usize| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}
