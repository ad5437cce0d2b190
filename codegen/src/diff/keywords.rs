//! What two schemas say at one place, keyword by keyword.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::keyword::of_keyword;
use super::schema::{Sort, Spot};
use super::values::{Values, from_to, gone_and_new, shown};
use super::{Effect, Pair, Rule};

/// A difference in one keyword.
pub(super) struct Found<'a> {
    /// The keyword.
    pub(super) keyword: &'a str,
    pub(super) rule: Rule,
    pub(super) detail: String,
    pub(super) effect: Effect,
}

/// The keywords that say together which types a value may have.
const TYPE: [&str; 2] = ["type", "x-kubernetes-int-or-string"];

/// All differences. A keyword that differs is never passed over.
pub(super) fn compare<'a>(spot: &Spot<'a>) -> Vec<Found<'a>> {
    let (old, new) = (&spot.keywords.old.0, &spot.keywords.new.0);
    let keywords: BTreeSet<&str> = old.keys().chain(new.keys()).map(String::as_str).collect();
    let mut found: Vec<Found<'_>> = types(Pair { old, new }).into_iter().collect();
    let is_type_said = !found.is_empty();
    for keyword in keywords {
        let values = Pair { old: old.get(keyword), new: new.get(keyword) };
        if values.is_same()
            || is_type_said && TYPE.contains(&keyword)
            || is_said_elsewhere(spot, keyword, values)
        {
            continue;
        }
        let all = of_keyword(spot, keyword, values);
        if all.is_empty() {
            found.push(spelling(keyword, values));
        }
        found.extend(all);
    }
    found
}

/// Which members must be given is said at the members, where there are some.
fn is_said_elsewhere(spot: &Spot<'_>, keyword: &str, values: Values<'_>) -> bool {
    let (gone, new) = gone_and_new(values);
    keyword == "required" && spot.sort == Sort::Objects && !(gone.is_empty() && new.is_empty())
}

/// A difference that means nothing.
fn spelling<'a>(keyword: &'a str, values: Values<'_>) -> Found<'a> {
    let (gone, new) = gone_and_new(values);
    let is_order = values.old.is_some_and(Value::is_array) && values.new.is_some_and(Value::is_array);
    let (rule, detail) = match is_order && gone.is_empty() && new.is_empty() {
        true => (Rule::OrderChanged, format!("`{keyword}` has the same items in another order or number")),
        false => (Rule::KeywordChanged, format!("`{keyword}` is written differently: {}", from_to(values))),
    };
    Found { keyword, rule, detail, effect: Effect::LOOSER }
}

/// The types of JSON values, as a set.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Types(u8);

impl Types {
    fn of(schema: &Map<String, Value>) -> Self {
        let is_either = schema.get("x-kubernetes-int-or-string") == Some(&Value::Bool(true));
        match schema.get("type") {
            _ if is_either => Self(0b101),
            Some(Value::Array(names)) => Self(names.iter().fold(0, |all, name| all | Self::named(name).0)),
            Some(name) => Self::named(name),
            None => Self(0b11_1111),
        }
    }

    /// The bits of one type. Null has its own only where it is a type by this name.
    fn named(name: &Value) -> Self {
        Self(match name.as_str() {
            Some("integer") => 0b1,
            Some("number") => 0b11,
            Some("string") => 0b100,
            Some("boolean") => 0b1000,
            Some("array") => 0b1_0000,
            Some("object") => 0b10_0000,
            Some("null") => 0b100_0000,
            _ => 0b11_1111,
        })
    }

    const fn is_within(self, other: Self) -> bool {
        self.0 & other.0 == self.0
    }
}

fn types(schemas: Pair<&Map<String, Value>>) -> Option<Found<'static>> {
    let types = schemas.each(|schema| Types::of(schema));
    let (rule, effect) = match types {
        _ if types.is_same() => return None,
        _ if types.old.is_within(types.new) => (Rule::TypeWidened, Effect::BREAKS_CLIENTS),
        _ if types.new.is_within(types.old) => (Rule::TypeNarrowed, Effect::TIGHTER),
        _ => (Rule::TypeChanged, Effect::TIGHTER),
    };
    let named = schemas.each(|schema| match schema.get("type") {
        _ if Types::of(schema).0 == 0b101 => "an integer or a string".to_owned(),
        Some(name) => shown(name).replace('"', ""),
        None => "any type".to_owned(),
    });
    Some(Found { keyword: "type", rule, detail: format!("{} became {}", named.old, named.new), effect })
}
