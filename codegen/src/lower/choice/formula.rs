//! What a schema says about which members are there, and nothing else.

use serde_json::{Map, Value};

use crate::read::schema::Schema;

/// A condition on the members that are there. Members are known by their places in the schema of the object.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Formula {
    /// All these members are there.
    Has(Vec<usize>),
    /// All of these hold.
    All(Vec<Formula>),
    /// At least one of these holds.
    Any(Vec<Formula>),
    /// One of these holds and no other.
    One(Vec<Formula>),
    /// This does not hold.
    Not(Box<Formula>),
}

/// Keywords that say nothing about which members are there.
const NEUTRAL: [&str; 2] = ["description", "title"];

impl Formula {
    /// The condition that the keyword `keyword` of a schema puts on the members of `object`; none where there is more to
    /// it than which members are there.
    pub(super) fn of(object: &Schema, keyword: &str, value: &Value) -> Option<Self> {
        let all = || -> Option<Vec<Self>> {
            value.as_array()?.iter().map(|branch| Self::of_branch(object, branch)).collect()
        };
        match keyword {
            "required" => Self::required(object, value),
            "oneOf" => Some(Self::One(all()?)),
            "anyOf" => Some(Self::Any(all()?)),
            "allOf" => Some(Self::All(all()?)),
            "not" => Some(Self::Not(Box::new(Self::of_branch(object, value)?))),
            "properties" => Self::restated(object, value.as_object()?),
            "type" => (value == "object").then(|| Self::All(Vec::new())),
            _ => NEUTRAL.contains(&keyword).then(|| Self::All(Vec::new())),
        }
    }

    /// The condition of a schema inside another.
    fn of_branch(object: &Schema, branch: &Value) -> Option<Self> {
        let keywords = branch.as_object()?.iter();
        let mut parts: Vec<Self> =
            keywords.map(|(keyword, value)| Self::of(object, keyword, value)).collect::<Option<_>>()?;
        parts.retain(|part| !matches!(part, Self::All(none) if none.is_empty()));
        if parts.len() == 1 { parts.pop() } else { Some(Self::All(parts)) }
    }

    fn required(object: &Schema, names: &Value) -> Option<Self> {
        let place = |name: &Value| object.properties.get_index_of(name.as_str()?);
        names.as_array()?.iter().map(place).collect::<Option<_>>().map(Self::Has)
    }

    /// The condition of properties that are described once more inside the object: that those which nothing fits are not
    /// there. What says anything new about a value is no condition on members alone.
    fn restated(object: &Schema, properties: &Map<String, Value>) -> Option<Self> {
        let never = Value::Object(Map::from_iter([("not".to_owned(), Value::Object(Map::new()))]));
        let condition = |(name, schema): (&String, &Value)| {
            let (at, _, outer) = object.properties.get_full(name)?;
            if *schema == never {
                return Some(Self::Not(Box::new(Self::Has(vec![at]))));
            }
            let is_said = |(keyword, value): (&String, &Value)| {
                NEUTRAL.contains(&keyword.as_str()) || outer.keywords.get(keyword) == Some(value)
            };
            schema.as_object()?.iter().all(is_said).then(|| Self::All(Vec::new()))
        };
        let mut parts: Vec<Self> = properties.iter().map(condition).collect::<Option<_>>()?;
        parts.retain(|part| matches!(part, Self::Not(_)));
        Some(Self::All(parts))
    }

    /// The members it speaks of.
    pub(super) fn members(&self) -> Vec<usize> {
        match self {
            Self::Has(members) => members.clone(),
            Self::All(parts) | Self::Any(parts) | Self::One(parts) => {
                parts.iter().flat_map(Self::members).collect()
            }
            Self::Not(part) => part.members(),
        }
    }

    /// The sets of members that it asks for: those under no `not`.
    pub(super) fn asked(&self) -> Vec<Vec<usize>> {
        match self {
            Self::Has(members) => vec![members.clone()],
            Self::All(parts) | Self::Any(parts) | Self::One(parts) => {
                parts.iter().flat_map(Self::asked).collect()
            }
            Self::Not(_) => Vec::new(),
        }
    }

    /// Whether it holds, where `there` says of each member whether it is there. Of those that it says nothing of, that is
    /// open.
    pub(super) fn holds(&self, there: &dyn Fn(usize) -> Option<bool>) -> Option<bool> {
        match self {
            Self::Has(members) => all(members.iter().map(|member| there(*member))),
            Self::All(parts) => all(parts.iter().map(|part| part.holds(there))),
            Self::Any(parts) => all(parts.iter().map(|part| Some(!part.holds(there)?))).map(|none| !none),
            Self::One(parts) => one(parts.iter().map(|part| part.holds(there))),
            Self::Not(part) => part.holds(there).map(|holds| !holds),
        }
    }
}

/// Whether all of them are true, as far as that is known.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            None => known = None,
            Some(true) => {}
        }
    }
    known
}

/// Whether just one of them is true, as far as that is known.
fn one(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let (mut count, mut is_known) = (0, true);
    for part in parts {
        match part {
            Some(true) => count += 1,
            None => is_known = false,
            Some(false) => {}
        }
    }
    if count > 1 { Some(false) } else { is_known.then_some(count == 1) }
}
