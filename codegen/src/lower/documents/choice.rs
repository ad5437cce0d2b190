//! How the variants of a union are told apart: decided from their outlines alone.

use std::collections::BTreeSet;

use serde_json::Value;

use super::outline::Outline;
use crate::ir::{Choice, JsonType};

/// How the variants with these outlines are told apart where no discriminator does it.
pub(super) fn of(outlines: &[&Outline]) -> Choice {
    if outlines.iter().any(|outline| outline.types.is_empty()) {
        return Choice::FirstMatch;
    }
    let groups = by_type(outlines);
    if groups.iter().all(|group| group.len() == 1) {
        return Choice::ByType(types(outlines));
    }
    if let [_] = groups.as_slice() {
        return same_type(outlines);
    }
    let shared = groups.into_iter().filter(|group| group.len() > 1).map(|group| {
        let members: Vec<&Outline> = group.iter().filter_map(|index| outlines.get(*index).copied()).collect();
        (group, same_type(&members))
    });
    Choice::ByTypeThen { types: types(outlines), shared: shared.collect() }
}

fn types(outlines: &[&Outline]) -> Vec<Vec<JsonType>> {
    outlines.iter().map(|outline| outline.types.clone()).collect()
}

/// The variants, those together that have a type in common.
fn by_type(outlines: &[&Outline]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(BTreeSet<JsonType>, Vec<usize>)> = Vec::new();
    for (index, outline) in outlines.iter().enumerate() {
        let mut types: BTreeSet<JsonType> = outline.types.iter().copied().collect();
        if types.contains(&JsonType::Number) {
            types.insert(JsonType::Integer);
        }
        let mut members = vec![index];
        groups.retain_mut(|(known, group)| {
            let overlaps = !known.is_disjoint(&types);
            if overlaps {
                types.append(known);
                members.append(group);
            }
            !overlaps
        });
        members.sort_unstable();
        groups.push((types, members));
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

/// How variants are told apart that have a type in common.
fn same_type(outlines: &[&Outline]) -> Choice {
    let is_object = |outline: &&Outline| outline.types == [JsonType::Object];
    if !outlines.iter().all(is_object) {
        return Choice::FirstMatch;
    }
    by_constant(outlines).or_else(|| by_member(outlines)).unwrap_or(Choice::FirstMatch)
}

/// A member that has other values in each variant.
fn by_constant(outlines: &[&Outline]) -> Option<Choice> {
    let first = outlines.first()?;
    let property = first.constants.keys().find(|name| tells(outlines, name))?;
    let values = outlines.iter().map(|outline| outline.constants.get(property).cloned().unwrap_or_default());
    Some(Choice::ByConstant { property: property.clone(), values: values.collect() })
}

fn tells(outlines: &[&Outline], name: &str) -> bool {
    let may_lack = outlines.iter().filter(|outline| !outline.required.contains(name)).count();
    let mut seen: Vec<&Value> = Vec::new();
    may_lack <= 1
        && outlines.iter().all(|outline| {
            let values = outline.constants.get(name).map(Vec::as_slice).unwrap_or_default();
            let is_new = !values.is_empty() && values.iter().all(|value| !seen.contains(&value));
            seen.extend(values);
            is_new
        })
}

/// For each variant but one, a member that it must have and that no other has.
fn by_member(outlines: &[&Outline]) -> Option<Choice> {
    let own = |(index, outline): (usize, &&Outline)| {
        let others = || outlines.iter().enumerate().filter(move |(other, _)| *other != index);
        let is_own = |name: &&String| others().all(|(_, other)| !other.properties.contains(*name));
        outline.required.iter().filter(|name| outline.properties.contains(*name)).find(is_own).cloned()
    };
    let members: Vec<Option<String>> = outlines.iter().enumerate().map(own).collect();
    (members.iter().filter(|member| member.is_none()).count() <= 1).then_some(Choice::ByMember(members))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(required: &[&str], optional: &[&str], constants: Value) -> Outline {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        let constants = constants.as_object().cloned().unwrap_or_default().into_iter();
        Outline {
            types: vec![JsonType::Object],
            properties: names(&[required, optional].concat()),
            required: names(required),
            constants: constants.map(|(name, value)| (name, vec![value])).collect(),
            values: Vec::new(),
        }
    }

    fn scalar(types: &[JsonType]) -> Outline {
        Outline { types: types.to_vec(), ..Outline::default() }
    }

    fn choice(outlines: &[Outline]) -> Choice {
        of(&outlines.iter().collect::<Vec<_>>())
    }

    #[test]
    fn types_tell_apart_what_they_can() {
        use JsonType::{Array, Integer, Number, Object, String};
        assert_eq!(
            choice(&[scalar(&[String]), scalar(&[Array])]),
            Choice::ByType(vec![vec![String], vec![Array]])
        );
        assert_eq!(choice(&[scalar(&[Integer]), scalar(&[Number])]), Choice::FirstMatch);
        assert_eq!(choice(&[scalar(&[String]), scalar(&[])]), Choice::FirstMatch);
        let mixed = [scalar(&[String]), object(&["a"], &[], json!({})), object(&["b"], &[], json!({}))];
        let members = Choice::ByMember(vec![Some("a".to_owned()), Some("b".to_owned())]);
        let types = vec![vec![String], vec![Object], vec![Object]];
        assert_eq!(choice(&mixed), Choice::ByTypeThen { types, shared: vec![(vec![1, 2], members)] });
    }

    #[test]
    fn a_member_tells_objects_apart_by_its_value_or_by_being_there() {
        let kinds =
            [object(&["kind"], &[], json!({"kind": "a"})), object(&["kind"], &[], json!({"kind": "b"}))];
        let values = vec![vec![json!("a")], vec![json!("b")]];
        assert_eq!(choice(&kinds), Choice::ByConstant { property: "kind".to_owned(), values });
        let one = [object(&["id", "deleted"], &[], json!({})), object(&["id"], &["name"], json!({}))];
        assert_eq!(choice(&one), Choice::ByMember(vec![Some("deleted".to_owned()), None]));
        let none = [object(&["id"], &["a"], json!({})), object(&["id"], &["b"], json!({}))];
        assert_eq!(choice(&none), Choice::FirstMatch);
    }
}
