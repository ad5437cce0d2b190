//! Paths into a schema: `.spec.color`, `.spec['a.b']`, `.spec.list[0]`.

use serde_json::Value;

/// Whether a path may name the items of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// It may.
    Allowed,
    /// It may not.
    Refused,
}

/// The schema at a path; the error says why there is none.
pub fn follow<'a>(schema: &'a Value, path: &str, items: Items) -> Result<&'a Value, String> {
    if !path.starts_with(['.', '[']) {
        return Err("must begin with a dot".into());
    }
    let (mut place, mut rest) = (schema, path);
    while !rest.is_empty() {
        let (step, tail) = step(rest)?;
        place = match step {
            Step::Member(name) => member(place, name).ok_or("does not refer to a valid field")?,
            Step::Item if items == Items::Refused => return Err("does not refer to a valid field".into()),
            Step::Item => place.get("items").ok_or("does not refer to a valid field")?,
        };
        rest = tail;
    }
    Ok(place)
}

enum Step<'a> {
    Member(&'a str),
    Item,
}

fn step(path: &str) -> Result<(Step<'_>, &str), String> {
    if let Some(rest) = path.strip_prefix("['") {
        let (name, rest) = rest.split_once("']").ok_or("a bracket is not closed")?;
        return Ok((Step::Member(name), rest));
    }
    if let Some(rest) = path.strip_prefix('[') {
        let (_, rest) = rest.split_once(']').ok_or("a bracket is not closed")?;
        return Ok((Step::Item, rest));
    }
    let rest = path.strip_prefix('.').ok_or("a dot is missing")?;
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (name, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
    if name.is_empty() { Err("a name is missing after a dot".into()) } else { Ok((Step::Member(name), rest)) }
}

fn member<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    let declared = schema.get("properties").and_then(|p| p.get(name));
    declared.or_else(|| schema.get("additionalProperties").filter(|a| a.is_object()))
}
