//! An independent judge of documents: the `jsonschema` crate on the same schemas, written as JSON Schema.

use jiff::fmt::friendly::SpanParser;
use jsonschema::Validator;
use serde_json::{Value, json};
use specwright_templates::support::json_schema::translate;

/// The judge for one schema of a definition.
#[derive(Debug)]
pub struct Judge {
    validator: Validator,
}

impl Judge {
    /// The judge for this schema.
    #[must_use]
    pub fn of(schema: &Value) -> Self {
        let mut schema = translate(schema);
        spell_out_ranges(&mut schema);
        let options = jsonschema::options().should_validate_formats(true);
        let options = options.with_format("duration", is_duration);
        Self { validator: options.build(&schema).expect("the translation is a JSON Schema") }
    }

    /// Whether a document is right.
    #[must_use]
    pub fn accepts(&self, document: &Value) -> bool {
        self.validator.is_valid(document)
    }

    /// Some of what is wrong with a document.
    #[must_use]
    pub fn complaints(&self, document: &Value) -> Vec<String> {
        let errors = self.validator.iter_errors(document).take(2);
        errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
    }
}

/// Definitions write durations as Go does, JSON Schema as ISO 8601 does.
fn is_duration(text: &str) -> bool {
    text == "0" || SpanParser::new().parse_duration(text).is_ok()
}

/// Whether JSON Schema has words for the keyword of a violation: it has none for the keys of lists.
#[must_use]
pub fn has_words(keyword: &str) -> bool {
    keyword != "x-kubernetes-list-type"
}

/// Says in words of JSON Schema that integers have 64 bits, or 32 by their format.
fn spell_out_ranges(schema: &mut Value) {
    match schema {
        Value::Array(parts) => parts.iter_mut().for_each(spell_out_ranges),
        Value::Object(members) => {
            members.values_mut().for_each(spell_out_ranges);
            let is_integer = members
                .get("type")
                .is_some_and(|name| *name == "integer" || *name == json!(["integer", "null"]));
            if is_integer {
                let small = members.get("format").is_some_and(|format| format == "int32");
                let (low, high) =
                    if small { (i32::MIN.into(), i32::MAX.into()) } else { (i64::MIN, i64::MAX) };
                members.entry("minimum").or_insert(json!(low));
                members.entry("maximum").or_insert(json!(high));
            }
        }
        _ => {}
    }
}
