//! Differences of JSON values, and how values are shown.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Pair;
use crate::pointer::Pointer;

/// How much of a value is shown.
const SHOWN: usize = 80;

/// Two values at the same place, one of which may be missing.
pub(super) type Values<'a> = Pair<Option<&'a Value>>;

/// The innermost places where two values differ. Lists are taken as a whole.
pub(super) fn differences<'a>(old: &'a Value, new: &'a Value) -> Vec<(Pointer, Values<'a>)> {
    let mut found = Vec::new();
    let mut open = vec![(Pointer::root(), Pair { old: Some(old), new: Some(new) })];
    while let Some((at, values)) = open.pop() {
        match (values.old, values.new) {
            (old, new) if old == new => {}
            (Some(Value::Object(old)), Some(Value::Object(new))) => {
                let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
                let inner = keys.into_iter().rev();
                open.extend(inner.map(|key| (at.join(key), Pair { old: old.get(key), new: new.get(key) })));
            }
            _ => found.push((at, values)),
        }
    }
    found
}

/// A value in a sentence: as JSON, in backticks, and no longer than a reader wants it.
pub(super) fn shown(value: &Value) -> String {
    shorten(&value.to_string())
}

/// A text in a sentence.
pub(super) fn shorten(text: &str) -> String {
    let short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() { format!("`{short}`…") } else { format!("`{short}`") }
}

/// What a value was and is, in a sentence.
pub(super) fn from_to(values: Values<'_>) -> String {
    match (values.old, values.new) {
        (Some(old), Some(new)) => {
            let (old, new) = (shown(old), shown(new));
            // Long values may begin alike.
            if old == new { format!("is another than {old}") } else { format!("{old} became {new}") }
        }
        (Some(old), None) => format!("{} is gone", shown(old)),
        (None, Some(new)) => format!("{} is new", shown(new)),
        (None, None) => "is the same".to_owned(),
    }
}

/// The items of a list; none of what is no list.
pub(super) fn items(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The items that one list has and the other has not, in both directions: what is gone, and what is new.
pub(super) fn gone_and_new<'a>(values: Values<'a>) -> (Vec<&'a Value>, Vec<&'a Value>) {
    let (old, new) = (items(values.old), items(values.new));
    (
        old.iter().filter(|item| !new.contains(item)).collect(),
        new.iter().filter(|item| !old.contains(item)).collect(),
    )
}
