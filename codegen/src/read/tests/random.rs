//! Random documents: what is written by others is read as it was.

use proptest::prelude::*;
use serde_json::{Map, Number, Value};

use super::values;
use crate::read::scalar::{Agreement, resolve};

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        (-1000i64..1000).prop_map(Number::from),
        any::<f64>().prop_filter_map("finite", Number::from_f64),
    ]
}

/// Text of all kinds: words that YAML takes for something else, signs that mean something, any character.
fn text() -> impl Strategy<Value = String> {
    let words = [
        "", "~", "null", "true", "yes", "no", "on", "off", "y", "n", "<<", "010", "0x1F", "1e3", ".5",
        ".inf", "1_000", "-", "- a", "a: b", "a #b", "#", "&a", "*a", "!t", "|", ">", "'", "\"", "%", "@",
        "`", "{", "}", "[", "]", ",", "?", ":", "---", "...", " a", "a ", "\ta", "a\n", "\na", "a\n\nb\n",
        "a\r\nb", "\u{feff}", "\u{85}", "\u{2028}", "ä", "💩",
    ];
    prop_oneof![
        proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        "[a-zA-Z0-9 :#'\"\\\\\n,{}\\[\\]&*!|>%@`-]{0,20}",
        "\\PC{0,12}",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number().prop_map(Value::Number),
        text().prop_map(Value::String),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((text(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Whether no text in a value is one that YAML 1.1 and 1.2 dispute: the other writer would not put it in quotes, nor the
/// merge key, and it breaks lines at characters that have not been line breaks since 1.2.
fn is_undisputed(value: &Value) -> bool {
    let breaks = ['\u{85}', '\u{2028}', '\u{2029}'];
    let text = |text: &str| resolve(text).1 == Agreement::Agreed && text != "<<" && !text.contains(breaks);
    match value {
        Value::String(value) => text(value),
        Value::Array(items) => items.iter().all(is_undisputed),
        Value::Object(members) => members.iter().all(|(key, value)| text(key) && is_undisputed(value)),
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn json_is_read_as_it_was_written(value in value()) {
        let (read, found) = values("a.json", &value.to_string());
        prop_assert_eq!(found, "");
        prop_assert_eq!(read, vec![value]);
    }

    #[test]
    fn json_with_spaces_is_read_as_it_was_written(value in value()) {
        let text = serde_json::to_string_pretty(&value).expect("a value is JSON").replace('\n', "\r\n");
        let (read, found) = values("a.json", &format!("\u{feff}{text}\r\n"));
        prop_assert_eq!(found, "");
        prop_assert_eq!(read, vec![value]);
    }

    #[test]
    fn yaml_is_read_as_it_was_written(value in value().prop_filter("undisputed", is_undisputed)) {
        let text = serde_yaml::to_string(&value).expect("a value is YAML");
        let (read, found) = values("a.yaml", &text);
        prop_assert_eq!(&found, "", "{}", text);
        prop_assert_eq!(read, vec![value], "{}", text);
    }

    #[test]
    fn json_is_yaml(value in value()) {
        let text = serde_json::to_string_pretty(&value).expect("a value is JSON");
        let (read, found) = values("a.yaml", &format!("# not JSON any more\n{text}"));
        prop_assert_eq!(&found, "", "{}", text);
        prop_assert_eq!(read, vec![value], "{}", text);
    }
}
