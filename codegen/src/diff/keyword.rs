//! What a difference in one keyword means.

use serde_json::{Map, Value};

use super::fields::undescribed;
use super::keywords::Found;
use super::schema::{Role, Sort, Spot};
use super::values::{Values, from_to, gone_and_new, items, shorten, shown};
use super::{Data, Effect, Pair, Rule, Semver};

/// What to say of a keyword whose values differ; nothing, where they mean the same.
pub(super) fn of_keyword<'a>(spot: &Spot<'_>, keyword: &'a str, values: Values<'_>) -> Vec<Found<'a>> {
    if keyword == "enum" {
        return enumeration(spot, values);
    }
    if keyword == "x-kubernetes-validations" {
        return validations(values);
    }
    if keyword == "required" {
        let names = values.each(|list| items(*list).iter().filter_map(Value::as_str).collect());
        return undescribed(&names);
    }
    let found = match keyword {
        "description" | "title" | "example" | "examples" | "externalDocs" => {
            let detail = format!("`{keyword}` differs");
            return vec![Found { keyword, rule: Rule::DescriptionChanged, detail, effect: Effect::LOOSER }];
        }
        "deprecated" => Some((Rule::DescriptionChanged, Effect::LOOSER.rust(Semver::Minor))),
        "readOnly" | "writeOnly" if is_true(values.new) => Some((Rule::AccessChanged, Effect::TIGHTER)),
        "readOnly" | "writeOnly" if is_true(values.old) => Some((Rule::AccessChanged, Effect::LOOSER)),
        "nullable" => null(spot, values),
        "default" => default(spot, values),
        "format" => Some((Rule::FormatChanged, format(values))),
        _ => constraint(keyword, values).or_else(|| kubernetes(keyword, values)),
    };
    let found =
        found.or_else(|| is_unknown(keyword, values).then(|| (Rule::KeywordChanged, unknown(keyword))));
    let detail = |rule: Rule| match rule {
        Rule::NullAllowed => "null is allowed".to_owned(),
        Rule::NullRefused => "null is refused".to_owned(),
        _ => format!("`{keyword}`: {}", from_to(values)),
    };
    found.map(|(rule, effect)| Found { keyword, rule, detail: detail(rule), effect }).into_iter().collect()
}

/// A rule and what it means here.
type Meaning = (Rule, Effect);

/// The keywords that are compared somewhere.
const KNOWN: [&str; 27] = [
    "allOf",
    "anyOf",
    "default",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "type",
    "uniqueItems",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-preserve-unknown-fields",
];

fn is_unknown(keyword: &str, values: Values<'_>) -> bool {
    let is_empty = |value: Option<&Value>| value.is_none_or(|it| it.as_object().is_some_and(Map::is_empty));
    match keyword {
        // It stands here where it is empty, and where a schema is not looked into.
        "properties" => !(is_empty(values.old) && is_empty(values.new)),
        _ => !KNOWN.contains(&keyword),
    }
}

/// What vendors add is no matter of an API server.
fn unknown(keyword: &str) -> Effect {
    if keyword.starts_with("x-") { Effect::LOOSER } else { Effect::TIGHTER }
}

fn is_true(value: Option<&Value>) -> bool {
    value == Some(&Value::Bool(true))
}

fn null(spot: &Spot<'_>, values: Values<'_>) -> Option<Meaning> {
    match (is_true(values.old), is_true(values.new), spot.role) {
        (false, true, Role::Optional) => Some((Rule::NullAllowed, Effect::LOOSER)),
        (false, true, Role::Needed) => Some((Rule::NullAllowed, Effect::BREAKS_CLIENTS)),
        (true, false, _) => Some((Rule::NullRefused, Effect::TIGHTER)),
        _ => None,
    }
}

fn default(spot: &Spot<'_>, values: Values<'_>) -> Option<Meaning> {
    match (values.old, values.new, spot.role) {
        (None, Some(_), _) => Some((Rule::DefaultAdded, Effect::LOOSER)),
        (Some(_), None, Role::Optional) => Some((Rule::DefaultRemoved, Effect::BREAKS_CLIENTS)),
        (Some(_), None, Role::Needed) => Some((Rule::DefaultRemoved, Effect::TIGHTER)),
        _ => Some((Rule::DefaultChanged, Effect::BREAKS_CLIENTS)),
    }
}

fn format(values: Values<'_>) -> Effect {
    match values.each(|format| format.and_then(Value::as_str)) {
        Pair { old: Some("int32"), new: None | Some("int64") } => Effect::BREAKS_CLIENTS,
        Pair { old: None, new: Some("int64") } | Pair { new: None, .. } => Effect::LOOSER,
        _ => Effect::TIGHTER,
    }
}

/// How a constraint changed.
enum Course {
    Tighter,
    Looser,
    Unclear,
}

fn constraint(keyword: &str, values: Values<'_>) -> Option<Meaning> {
    let numbers = values.each(|value| value.and_then(Value::as_f64));
    let course = match keyword {
        "maximum" | "maxLength" | "maxItems" | "maxProperties" => {
            bound(numbers.each(|number| number.map(|it| -it)))?
        }
        "minimum" | "minLength" | "minItems" | "minProperties" => bound(numbers)?,
        "multipleOf" => multiple(numbers)?,
        "exclusiveMaximum" | "exclusiveMinimum" | "uniqueItems" => match values.each(|value| is_true(*value))
        {
            Pair { old: false, new: true } => Course::Tighter,
            Pair { old: true, new: false } => Course::Looser,
            _ => return None,
        },
        "pattern" => presence(values),
        "oneOf" | "anyOf" | "allOf" | "not" => {
            return Some((Rule::CombinationChanged, effect(&presence(values))));
        }
        _ => return None,
    };
    let rule = match course {
        Course::Tighter => Rule::ConstraintTightened,
        Course::Looser => Rule::ConstraintLoosened,
        Course::Unclear => Rule::ConstraintChanged,
    };
    Some((rule, effect(&course)))
}

const fn effect(course: &Course) -> Effect {
    match course {
        Course::Looser => Effect::LOOSER,
        Course::Tighter | Course::Unclear => Effect::TIGHTER,
    }
}

/// A bound from below.
fn bound(bounds: Pair<Option<f64>>) -> Option<Course> {
    match (bounds.old, bounds.new) {
        (None, Some(_)) => Some(Course::Tighter),
        (Some(_), None) => Some(Course::Looser),
        (Some(old), Some(new)) if new > old => Some(Course::Tighter),
        (Some(old), Some(new)) if new < old => Some(Course::Looser),
        _ => None,
    }
}

fn multiple(steps: Pair<Option<f64>>) -> Option<Course> {
    match (steps.old, steps.new) {
        (None, Some(_)) => Some(Course::Tighter),
        (Some(_), None) => Some(Course::Looser),
        (Some(old), Some(new)) if old == new => None,
        (Some(old), Some(new)) if old % new == 0.0 => Some(Course::Looser),
        (Some(old), Some(new)) if new % old == 0.0 => Some(Course::Tighter),
        (Some(_), Some(_)) => Some(Course::Unclear),
        (None, None) => None,
    }
}

fn presence(values: Values<'_>) -> Course {
    match (values.old, values.new) {
        (None, _) => Course::Tighter,
        (_, None) => Course::Looser,
        _ => Course::Unclear,
    }
}

/// What Kubernetes adds to schemas.
fn kubernetes(keyword: &str, values: Values<'_>) -> Option<Meaning> {
    let is = values.each(|value| is_true(*value));
    match keyword {
        "x-kubernetes-list-map-keys" => {
            // Items are looked up by them.
            let rust = if values.old.is_none() { Semver::Minor } else { Semver::Major };
            Some((Rule::ListTypeChanged, list(values).rust(rust)))
        }
        // What may be applied in part is what is merged.
        "x-kubernetes-list-type" => Some((Rule::ListTypeChanged, list(values).rust(Semver::Major))),
        "x-kubernetes-map-type" => Some((Rule::MapTypeChanged, Effect::BREAKS_CLIENTS.rust(Semver::Major))),
        "x-kubernetes-preserve-unknown-fields" if is.new && !is.old => {
            Some((Rule::UnknownFieldsKept, Effect::LOOSER))
        }
        "x-kubernetes-preserve-unknown-fields" if is.old && !is.new => {
            Some((Rule::UnknownFieldsDropped, Effect { data: Data::Pruned, ..Effect::BREAKS_CLIENTS }))
        }
        "x-kubernetes-embedded-resource" if is.new && !is.old => {
            Some((Rule::EmbeddedResourceChanged, Effect::TIGHTER))
        }
        "x-kubernetes-embedded-resource" if is.old && !is.new => {
            Some((Rule::EmbeddedResourceChanged, Effect::LOOSER))
        }
        _ => None,
    }
}

/// Sets and maps must not have duplicates.
fn list(values: Values<'_>) -> Effect {
    match values.new.and_then(Value::as_str) {
        None | Some("atomic") if !values.new.is_some_and(Value::is_array) => Effect::BREAKS_CLIENTS,
        _ => Effect::TIGHTER,
    }
}

fn enumeration<'a>(spot: &Spot<'_>, values: Values<'_>) -> Vec<Found<'a>> {
    let found = |rule, detail, effect| Found { keyword: "enum", rule, detail, effect };
    match (values.old, values.new) {
        (None, _) => vec![found(Rule::EnumAdded, "the values are listed".to_owned(), Effect::TIGHTER)],
        (_, None) => {
            vec![found(Rule::EnumRemoved, "the values are not listed any more".to_owned(), Effect::LOOSER)]
        }
        _ => {
            let is_type = spot.sort == Sort::Enumeration;
            let (more, less) =
                if is_type { (Semver::Minor, Semver::Major) } else { (Semver::Patch, Semver::Patch) };
            let (gone, new) = gone_and_new(values);
            let gone = gone.into_iter().map(|value| {
                found(
                    Rule::EnumValueRemoved,
                    format!("{} is no value any more", shown(value)),
                    Effect::TIGHTER.rust(less),
                )
            });
            let new = new.into_iter().map(|value| {
                found(Rule::EnumValueAdded, format!("{} is a value", shown(value)), Effect::LOOSER.rust(more))
            });
            gone.chain(new).collect()
        }
    }
}

/// The validation rules. A rule that has a new expression under the same message is another form of it.
fn validations<'a>(values: Values<'_>) -> Vec<Found<'a>> {
    let (mut gone, new) = gone_and_new(values);
    let mut found = Vec::new();
    for rule in new {
        let alike =
            |key: &str| gone.iter().position(|old| old.get(key).is_some() && old.get(key) == rule.get(key));
        let before = alike("rule").or_else(|| alike("message")).map(|at| gone.remove(at));
        let expression = expression(rule);
        let (sort, detail, effect) = match before {
            Some(old) if is_same_rule(old, rule) => {
                (Rule::CelMessageChanged, format!("{expression} says something else"), Effect::LOOSER)
            }
            Some(_) => (Rule::CelRuleChanged, format!("{expression} is another rule"), Effect::TIGHTER),
            None if is_for_updates(rule) => {
                (Rule::CelRuleAdded, format!("{expression} is a rule for updates"), Effect::BREAKS_CLIENTS)
            }
            None => (Rule::CelRuleAdded, format!("{expression} is a rule"), Effect::TIGHTER),
        };
        found.push(Found { keyword: "x-kubernetes-validations", rule: sort, detail, effect });
    }
    found.extend(gone.into_iter().map(|rule| Found {
        keyword: "x-kubernetes-validations",
        rule: Rule::CelRuleRemoved,
        detail: format!("{} is no rule any more", expression(rule)),
        effect: Effect::LOOSER,
    }));
    found
}

/// Whether two rules differ at most in what they say.
fn is_same_rule(old: &Value, new: &Value) -> bool {
    const SAID: [&str; 4] = ["fieldPath", "message", "messageExpression", "reason"];
    let rest = |rule: &Value| {
        let mut rule = rule.as_object().cloned().unwrap_or_default();
        rule.retain(|key, _| !SAID.contains(&key.as_str()));
        rule
    };
    rest(old) == rest(new)
}

/// The expression of a rule in a sentence.
fn expression(rule: &Value) -> String {
    rule.get("rule").and_then(Value::as_str).map(shorten).unwrap_or_default()
}

fn is_for_updates(rule: &Value) -> bool {
    rule.get("rule").and_then(Value::as_str).is_some_and(|expression| expression.contains("oldSelf"))
}
