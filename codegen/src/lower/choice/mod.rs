//! Which members of an object exclude each other: "at most one, or exactly one, of these sets of required members".
//!
//! That is said in many ways: `oneOf` over branches that require members, with a branch for none of them or without;
//! `not` over pairs; `anyOf` and `not` together; several of these in `allOf`; `maxProperties: 1`. So it is not looked at how
//! it is said but at what it means: each part of the schema that speaks of nothing but which members are there becomes a
//! condition ([`Formula`]), the conditions that share members belong together, and their solutions are listed.
//!
//! A group becomes a choice where the sets that it asks for are apart from each other, each of them is allowed, and no two
//! are allowed at once. What else is said of members stays a constraint and is checked with the others: at least one of
//! several, sets that overlap, sets that depend on values.

mod formula;
#[cfg(test)]
mod tests;

use serde_json::Value;

use self::formula::Formula;
use crate::diagnostic::Place;
use crate::ir::Presence;
use crate::read::schema::{Additional, Schema};

/// Members that exclude each other.
#[derive(Debug)]
pub(super) struct Group {
    /// Where the schema says it first.
    pub(super) place: Place,
    /// The sets of members, by their places in the schema of the object. No two sets are there at once.
    pub(super) sets: Vec<Vec<usize>>,
    /// Whether one of the sets must be there.
    pub(super) presence: Presence,
}

/// The groups of members of an object that exclude each other, in the order of the schema. A member is in one at most.
pub(super) fn groups(object: &Schema) -> Vec<Group> {
    let conditions = conditions(object);
    if conditions.is_empty() {
        return Vec::new();
    }
    related(conditions).into_iter().flat_map(|conditions| of_related(object, conditions)).collect()
}

/// The groups that conditions on the same members make: one of all of them or, if there is none, those that they make each
/// by itself. What the others say besides is checked and not typed.
fn of_related(object: &Schema, conditions: Vec<Condition>) -> Vec<Group> {
    let place = conditions[0].place.clone();
    let formulas = conditions.iter().map(|condition| condition.formula.clone());
    if let Some(group) = group(object, place, &Formula::All(formulas.collect())) {
        return vec![group];
    }
    let is_required =
        |at: &usize| object.properties.get_index(*at).is_some_and(|(name, _)| object.required.contains(name));
    let mut taken = Vec::new();
    let alone = conditions.into_iter().filter_map(|Condition { place, formula }| {
        let is_free = |at: &usize| !taken.contains(at) && !is_required(at);
        let group =
            group(object, place, &formula).filter(|group| group.sets.iter().flatten().all(is_free))?;
        taken.extend(group.sets.iter().flatten());
        Some(group)
    });
    alone.collect()
}

/// A part of a schema that says which members are there.
struct Condition {
    place: Place,
    formula: Formula,
}

/// What the schema says about which members are there, part by part.
fn conditions(object: &Schema) -> Vec<Condition> {
    let of = |around: &Place, keyword: &str, value: &Value| {
        let formula = Formula::of(object, keyword, value)?;
        Some(Condition { place: within(around, keyword), formula })
    };
    let own = ["oneOf", "anyOf", "not"];
    let own = own.into_iter().filter_map(|keyword| of(&object.place, keyword, object.keywords.get(keyword)?));
    let parts = object.keywords.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate();
    let parts = parts.flat_map(|(index, part)| {
        let around = within(&within(&object.place, "allOf"), &index.to_string());
        let keywords = part.as_object().into_iter().flatten();
        keywords.filter_map(move |(keyword, value)| of(&around, keyword, value))
    });
    let mut conditions: Vec<Condition> = own.chain(parts).chain(count(object)).collect();
    if !conditions.is_empty() {
        let required = object.required.iter().filter_map(|name| object.properties.get_index_of(name));
        let place = within(&object.place, "required");
        let has = |member| Condition { place: place.clone(), formula: Formula::Has(vec![member]) };
        conditions.extend(required.map(has));
    }
    conditions
}

fn within(place: &Place, step: &str) -> Place {
    Place { pointer: place.pointer.join(step), ..place.clone() }
}

/// The condition of an object that has one member at most, whichever it is.
fn count(object: &Schema) -> Option<Condition> {
    let is_one = |keyword: &str| object.keywords.get(keyword).and_then(Value::as_u64) == Some(1);
    let is_closed = !object.preserve_unknown_fields
        && matches!(object.additional, Additional::Unspecified | Additional::Refused);
    if !is_one("maxProperties") || !is_closed {
        return None;
    }
    let each: Vec<Formula> = (0..object.properties.len()).map(|member| Formula::Has(vec![member])).collect();
    let none = Formula::Not(Box::new(Formula::Any(each.clone())));
    let none = (!is_one("minProperties")).then_some(none);
    let formula = Formula::One(none.into_iter().chain(each).collect());
    Some(Condition { place: within(&object.place, "maxProperties"), formula })
}

/// The conditions that share members, together; there is at least one in each part.
fn related(conditions: Vec<Condition>) -> Vec<Vec<Condition>> {
    let mut groups: Vec<(Vec<usize>, Vec<Condition>)> = Vec::new();
    for condition in conditions {
        let mut members = condition.formula.members();
        let shares = |(others, _): &(Vec<usize>, _)| others.iter().any(|other| members.contains(other));
        let at = groups.iter().position(shares).unwrap_or(groups.len());
        let (joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(shares);
        groups = apart;
        let (others, joined): (Vec<_>, Vec<_>) = joined.into_iter().unzip();
        members.extend(others.into_iter().flatten());
        let all = joined.into_iter().flatten().chain([condition]).collect();
        groups.insert(at, (members, all));
    }
    groups.into_iter().map(|(_, conditions)| conditions).collect()
}

/// The group that a condition makes of its members, if it makes one.
fn group(object: &Schema, place: Place, condition: &Formula) -> Option<Group> {
    let mut members = condition.members();
    members.sort_unstable();
    members.dedup();
    let mut search = Search { condition, members: &members, looks: 0, solutions: Vec::new() };
    if members.len() > MEMBERS || !search.look(&mut Vec::new()) {
        return None;
    }
    let solutions = without_common(search.solutions);
    let asked = condition.asked();
    let single = members.iter().map(|member| vec![*member]).collect();
    let (sets, presence) = [asked, single].into_iter().find_map(|sets| exclusive(sets, &solutions))?;
    let presence = if has_default(object, &sets) { Presence::Optional } else { presence };
    is_typed(object, &sets).then_some(Group { place, sets, presence })
}

/// How many members a group may have.
const MEMBERS: usize = 64;
/// How many solutions are looked at: a group that excludes has about as many as sets.
const SOLUTIONS: usize = 256;
/// How often the condition is asked.
const LOOKS: usize = 20_000;

/// The search for all sets of members that a condition allows, member by member.
struct Search<'a> {
    condition: &'a Formula,
    members: &'a [usize],
    looks: usize,
    solutions: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Looks at the sets that begin with these decisions; false if they are too many.
    fn look(&mut self, decided: &mut Vec<bool>) -> bool {
        self.looks += 1;
        let there = |member: usize| decided.get(self.members.binary_search(&member).ok()?).copied();
        match self.condition.holds(&there) {
            _ if self.looks > LOOKS || self.solutions.len() > SOLUTIONS => return false,
            Some(false) => return true,
            Some(true) if decided.len() == self.members.len() => {
                let there = self.members.iter().zip(decided).filter(|(_, there)| **there);
                self.solutions.push(there.map(|(member, _)| *member).collect());
                return true;
            }
            _ => {}
        }
        [false, true].into_iter().all(|there| {
            decided.push(there);
            let goes_on = self.look(decided);
            decided.pop();
            goes_on
        })
    }
}

/// The solutions without the members that all of them have: those are no matter of choice.
fn without_common(mut solutions: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let first = solutions.first().cloned().unwrap_or_default();
    let is_common = |member: &usize| solutions.iter().all(|solution| solution.contains(member));
    let common: Vec<usize> = first.into_iter().filter(is_common).collect();
    solutions.iter_mut().for_each(|solution| solution.retain(|member| !common.contains(member)));
    solutions
}

/// These sets, less what is no matter of choice, and whether one of them must be there: if they exclude each other in all
/// solutions.
fn exclusive(sets: Vec<Vec<usize>>, solutions: &[Vec<usize>]) -> Option<(Vec<Vec<usize>>, Presence)> {
    let ever = |member: &usize| solutions.iter().any(|solution| solution.contains(member));
    let open = |mut set: Vec<usize>| {
        set.retain(ever);
        set
    };
    let mut apart: Vec<Vec<usize>> = Vec::new();
    for set in sets.into_iter().map(open).filter(|set| !set.is_empty()) {
        if !apart.contains(&set) {
            apart.push(set);
        }
    }
    let is_apart = |at: usize| {
        let others = apart.iter().enumerate().filter(|(other, _)| *other != at);
        others.flat_map(|(_, other)| other).all(|member| !apart[at].contains(member))
    };
    let is_allowed = |set: &Vec<usize>| {
        solutions.iter().any(|solution| solution.len() == set.len() && includes(solution, set))
    };
    let has_none = solutions.iter().any(Vec::is_empty);
    let is_exclusive = |solution: &Vec<usize>| {
        let count = apart.iter().filter(|set| includes(solution, set)).count();
        count == 1 || (count == 0 && has_none)
    };
    let excludes = apart.len() > 1
        && (0..apart.len()).all(is_apart)
        && apart.iter().all(is_allowed)
        && solutions.iter().all(is_exclusive);
    let presence = if has_none { Presence::Optional } else { Presence::Required };
    excludes.then_some((apart, presence))
}

fn includes(solution: &[usize], set: &[usize]) -> bool {
    set.iter().all(|member| solution.contains(member))
}

/// Whether a value of Rust can hold the sets: members that are there together are told from null.
fn is_typed(object: &Schema, sets: &[Vec<usize>]) -> bool {
    let is_nullable =
        |member: &usize| object.properties.get_index(*member).is_none_or(|(_, schema)| schema.nullable);
    sets.iter().all(|set| set.len() == 1 || !set.iter().any(is_nullable))
}

/// Whether a member has a default. Then a document may leave out the choice: an API server fills it in before it looks.
fn has_default(object: &Schema, sets: &[Vec<usize>]) -> bool {
    let schema = |member: &usize| object.properties.get_index(*member).map(|(_, schema)| schema);
    let mut schemas = sets.iter().flatten().filter_map(schema);
    schemas.any(|schema| schema.keywords.contains_key("default"))
}
