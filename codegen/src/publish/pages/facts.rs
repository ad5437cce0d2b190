//! What a schema says of its values, in words.

use serde_json::Value;

use super::content::{Fact, Rule};
use crate::ir::Keywords;

/// Keywords that combine schemas; what they say is shown as it is written, where it is short.
const COMBINING: [&str; 8] =
    ["allOf", "anyOf", "oneOf", "not", "if", "dependentRequired", "propertyNames", "contains"];

/// The label of what they say.
const ALSO: &str = "Also";

/// The longest text of such a keyword that is shown.
const LONGEST: usize = 400;

/// What the keywords say.
pub(super) fn of(keywords: &Keywords) -> Vec<Fact> {
    let get = |keyword: &str| keywords.0.get(keyword);
    let mut facts: Vec<Option<Fact>> = vec![
        get("default").map(|value| values("Default", [shown(value)])),
        get("const").map(|value| values("Always", [shown(value)])),
        get("enum").and_then(Value::as_array).map(|all| values("One of", all.iter().map(shown))),
        get("pattern").and_then(Value::as_str).map(|pattern| values("Pattern", [pattern.to_owned()])),
        span(keywords, ["minLength", "maxLength"], "Length"),
        range(keywords),
        get("multipleOf").map(|value| values("Multiple of", [shown(value)])),
        span(keywords, ["minItems", "maxItems"], "Number of items"),
        (is_set(keywords, "uniqueItems") && is_list(keywords)).then(|| words("Items", "all different")),
        span(keywords, ["minProperties", "maxProperties"], "Number of members"),
        get("x-kubernetes-list-type").map(|value| values("List type", [shown(value)])),
        get("x-kubernetes-list-map-keys")
            .and_then(Value::as_array)
            .map(|keys| values("Keys", keys.iter().map(shown))),
        get("x-kubernetes-map-type").map(|value| values("Map type", [shown(value)])),
        is_set(keywords, "x-kubernetes-preserve-unknown-fields").then(|| words("Other members", "kept")),
        is_set(keywords, "x-kubernetes-embedded-resource").then(|| words("Holds", "a Kubernetes object")),
        is_set(keywords, "readOnly").then(|| words("Access", "read only: servers alone send it")),
        is_set(keywords, "writeOnly").then(|| words("Access", "write only: clients alone send it")),
        get("example").filter(is_short).map(|value| values("Example", [shown(value)])),
        get("examples")
            .and_then(Value::as_array)
            .map(|all| values("Examples", all.iter().filter(is_short).map(shown))),
    ];
    let is_integer_or_text = is_set(keywords, "x-kubernetes-int-or-string");
    let combining = COMBINING.iter().filter(|keyword| !(is_integer_or_text && **keyword == "anyOf"));
    facts.extend(combining.map(|keyword| {
        let text = shown(get(keyword)?);
        (text.len() <= LONGEST).then(|| values(ALSO, [format!("{keyword}: {text}")]))
    }));
    facts.into_iter().flatten().filter(|fact| !(fact.values.is_empty() && fact.text.is_empty())).collect()
}

/// The rules in CEL.
pub(super) fn rules(keywords: &Keywords) -> Vec<Rule> {
    let rules = keywords.0.get("x-kubernetes-validations").and_then(Value::as_array);
    let text = |rule: &Value, keyword: &str| rule.get(keyword).and_then(Value::as_str).map(str::to_owned);
    let rule = |rule: &Value| {
        let message = text(rule, "message").or_else(|| text(rule, "messageExpression")).unwrap_or_default();
        Some(Rule { about: "", rule: text(rule, "rule")?, message })
    };
    rules.into_iter().flatten().filter_map(rule).collect()
}

/// The facts of what is inside a list or map that has no section of its own.
pub(super) fn inside(label: &str, facts: Vec<Fact>) -> impl Iterator<Item = Fact> {
    facts
        .into_iter()
        .map(move |fact| Fact { label: format!("{label}: {}", fact.label.to_lowercase()), ..fact })
}

/// A fact in values.
pub(super) fn values(label: &str, values: impl IntoIterator<Item = String>) -> Fact {
    Fact { label: label.to_owned(), text: String::new(), values: values.into_iter().collect() }
}

/// A fact in words.
pub(super) fn words(label: &str, text: impl Into<String>) -> Fact {
    Fact { label: label.to_owned(), text: text.into(), values: Vec::new() }
}

/// A value as it is shown: text without quotes, unless one would take it for something else.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if !text.trim().is_empty() && serde_json::from_str::<Value>(text).is_err() => {
            text.clone()
        }
        value => {
            let mut value = value.clone();
            value.sort_all_objects();
            value.to_string()
        }
    }
}

fn is_short(value: &&Value) -> bool {
    value.to_string().len() <= LONGEST
}

fn is_set(keywords: &Keywords, keyword: &str) -> bool {
    keywords.0.get(keyword) == Some(&Value::Bool(true))
}

/// Whether the values are lists: keywords about items stand elsewhere as well, and mean nothing there.
fn is_list(keywords: &Keywords) -> bool {
    keywords.0.get("type").is_some_and(|ty| ty == "array")
}

/// Whether a fact is a combination of schemas that speaks of nothing but which members are there.
pub(super) fn is_about_presence(fact: &Fact) -> bool {
    let is_presence = |said: &String| {
        let schema = said.split_once(": ").and_then(|(_, text)| serde_json::from_str(text).ok());
        schema.is_some_and(|schema: Value| speaks_of_presence(&schema))
    };
    fact.label == ALSO && fact.values.iter().all(is_presence)
}

fn speaks_of_presence(schema: &Value) -> bool {
    match schema {
        Value::Array(schemas) => schemas.iter().all(speaks_of_presence),
        Value::Object(keywords) => keywords.iter().all(|(keyword, value)| match keyword.as_str() {
            "required" => true,
            "not" | "allOf" | "anyOf" | "oneOf" => speaks_of_presence(value),
            _ => false,
        }),
        _ => false,
    }
}

/// A least and a greatest number.
fn span(keywords: &Keywords, [least, most]: [&str; 2], label: &str) -> Option<Fact> {
    let text = match (keywords.0.get(least), keywords.0.get(most)) {
        (Some(least), Some(most)) if least == most => format!("exactly {least}"),
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => return None,
    };
    Some(words(label, text))
}

/// The range of numbers. A bound that is excluded is told by a flag beside it, or by itself, as the dialect has it.
fn range(keywords: &Keywords) -> Option<Fact> {
    let bound =
        |plain: &str, excluding: &str, [included, excluded]: [&str; 2]| match keywords.0.get(excluding) {
            Some(Value::Number(bound)) => Some(format!("{excluded} {bound}")),
            flag => {
                let word = if flag == Some(&Value::Bool(true)) { excluded } else { included };
                keywords.0.get(plain).map(|bound| format!("{word} {bound}"))
            }
        };
    let bounds = [
        bound("minimum", "exclusiveMinimum", ["at least", "more than"]),
        bound("maximum", "exclusiveMaximum", ["at most", "less than"]),
    ];
    let text = bounds.into_iter().flatten().collect::<Vec<_>>().join(" and ");
    (!text.is_empty()).then(|| words("Range", text))
}
