//! Texts.

use std::cell::RefCell;
use std::collections::HashMap;

use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use regex_syntax::hir::{Hir, HirKind, Repetition};
use serde_json::Value;
use specwright_templates::support::validate::{Dialect, violations_in};

use super::make::Maker;
use super::schema::{count, word};

/// Texts that fit many patterns and formats which are hard to fit by chance.
const USUAL: [&str; 12] = [
    "",
    "a",
    "80",
    "1h",
    "10Mi",
    "a.example.com",
    "a.b/c",
    "https://a.example",
    "IPAddress",
    "0",
    "a=b",
    "50%",
];

/// How long a text for a pattern may get: that can go on for thousands of characters.
const LONG: usize = 300;

impl Maker<'_> {
    pub(super) fn text(&mut self, schema: &Value) -> String {
        let open =
            if self.dialect() == Dialect::Kubernetes { None } else { registered(word(schema, "format")) };
        if let Some(fitting) = open.or_else(|| formatted(word(schema, "format"))) {
            return (*self.pick(fitting)).to_owned();
        }
        match schema.get("pattern").and_then(Value::as_str) {
            Some(pattern) => self.matching(pattern, schema),
            None => self.free(schema),
        }
    }

    /// A text of an allowed length.
    fn free(&mut self, schema: &Value) -> String {
        let least = count(schema, "minLength").unwrap_or(0);
        let most = count(schema, "maxLength").unwrap_or(least + 12);
        let length = match self.below(4) {
            0 => least,
            1 if most <= 300 => most,
            _ => least + self.below((most - least.min(most)).min(12) + 1),
        };
        let signs: Vec<char> = "abcXYZ019-._/ *\"\\\n äßжλ中🦀".chars().collect();
        (0..length).map(|_| *self.pick(&signs)).collect()
    }

    /// A text that matches a pattern.
    fn matching(&mut self, pattern: &str, schema: &Value) -> String {
        let limits =
            ["pattern", "minLength", "maxLength"].map(|keyword| (keyword.to_owned(), schema.get(keyword)));
        let limits = limits.into_iter().filter_map(|(keyword, value)| Some((keyword, value?.clone())));
        let limits = Value::Object(limits.collect());
        // In a pattern, a dot stands for these to Go and not to JSON Schema.
        let ends_line = |sign| matches!(sign, '\r' | '\u{2028}' | '\u{2029}');
        let document = self.document();
        let fits = |text: &str| {
            !text.contains(ends_line) && violations_in(&Value::from(text), &limits, document).is_empty()
        };
        if let Some(strategy) = strategy(pattern) {
            for _ in 0..50 {
                let text = strategy.new_tree(self.runner).map(|tree| tree.current()).unwrap_or_default();
                if text.len() <= LONG && fits(&text) {
                    return text;
                }
            }
        }
        let usual: Vec<&str> = USUAL.into_iter().filter(|text| fits(text)).collect();
        if usual.is_empty() {
            "a".repeat(count(schema, "minLength").unwrap_or(1))
        } else {
            (*self.pick(&usual)).to_owned()
        }
    }
}

/// Texts of a format that means something else in OpenAPI documents than in definitions, or nothing there.
fn registered(format: &str) -> Option<&'static [&'static str]> {
    Some(match format {
        "duration" => &["P1DT12H", "PT1M", "P2W"],
        "time" => &["13:45:00Z", "00:00:00.5+01:00"],
        "hostname" => &["a.example", "a-b"],
        "decimal" => &["1.10", "-0.5", "12345678901234567890.12"],
        "uri-reference" => &["/a?b", "a#c"],
        "uri-template" => &["https://a.example/{b}{?c}"],
        "json-pointer" => &["", "/a~1b"],
        "regex" => &["^a+$"],
        _ => return None,
    })
}

/// Texts of a format.
fn formatted(format: &str) -> Option<&'static [&'static str]> {
    Some(match format {
        "date-time" => &[
            "2026-01-02T03:04:05Z",
            "2026-01-02T03:04:05.5Z",
            "1999-12-31T23:59:59.123456789+05:30",
            "2026-01-02T03:04:05.000-08:00",
        ],
        "date" => &["2024-02-29", "1970-01-01"],
        "duration" => &["1h30m", "0", "1.5s"],
        "byte" => &["", "YQ==", "YWJj"],
        "ipv4" => &["10.0.0.1", "255.255.255.255"],
        "ipv6" => &["::1", "2001:db8::1"],
        "cidr" => &["10.0.0.0/8", "::/0"],
        "email" => &["a@b.example"],
        "hostname" => &["a.example", "localhost"],
        "mac" => &["00:00:5e:00:53:01"],
        "uri" => &["https://a.example/b?c"],
        "uuid" => &["123e4567-e89b-12d3-a456-426614174000"],
        _ => return None,
    })
}

thread_local! {
    static STRATEGIES: RefCell<HashMap<String, Option<BoxedStrategy<String>>>> = RefCell::default();
}

/// The texts that match a pattern, were it not for its anchors; `proptest` has no texts for patterns with anchors.
fn strategy(pattern: &str) -> Option<BoxedStrategy<String>> {
    STRATEGIES
        .with_borrow_mut(|known| known.entry(pattern.to_owned()).or_insert_with(|| make(pattern)).clone())
}

fn make(pattern: &str) -> Option<BoxedStrategy<String>> {
    let parsed = regex_syntax::parse(pattern).ok()?;
    Some(proptest::string::string_regex_parsed(&without_anchors(&parsed)).ok()?.boxed())
}

fn without_anchors(pattern: &Hir) -> Hir {
    match pattern.kind() {
        HirKind::Look(_) => Hir::empty(),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(without_anchors).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(without_anchors).collect()),
        HirKind::Capture(capture) => without_anchors(&capture.sub),
        HirKind::Repetition(repetition) => {
            let sub = Box::new(without_anchors(&repetition.sub));
            Hir::repetition(Repetition { sub, ..repetition.clone() })
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) => pattern.clone(),
    }
}
