//! Inputs that mean harm: each ends in a finding, and none in a panic or an exhausted stack.

use std::thread;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{read, values};
use crate::diagnostic::{Report, Sources};

/// Runs on a stack of the size that threads have by default, with whatever it leaves to clean up.
fn on_a_small_stack<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(2 << 20).spawn(run);
    thread.expect("a thread starts").join().expect("the thread does not panic")
}

fn first_line(found: &str) -> String {
    found.lines().next().unwrap_or_default().chars().take(120).collect()
}

#[test]
fn depth_is_limited_in_every_notation() {
    let n = 100_000;
    let cases = [
        ("a.json", "[".repeat(n), "SW0004 error a.json:1:1025 "),
        ("b.json", "{\"a\":".repeat(n), "SW0004 error b.json:1:5121 "),
        ("c.yaml", "- ".repeat(n), "SW0004 error c.yaml:1:2049 "),
        ("d.yaml", format!("a: {}", "[".repeat(n)), "SW0002 error d.yaml:1:"),
        ("e.yaml", "? ".repeat(n), "SW0008 error e.yaml:1:3"),
        (
            "f.yaml",
            (0..2000).map(|i| format!("{}a:\n", " ".repeat(i))).collect(),
            "SW0004 error f.yaml:1025:1025 ",
        ),
    ];
    for (name, text, expected) in cases {
        let (read, found) = on_a_small_stack(move || values(name, &text));
        assert_eq!(read, Vec::<serde_json::Value>::new());
        assert!(found.starts_with(expected), "{}", first_line(&found));
    }
}

#[test]
fn the_greatest_depth_needs_little_stack() {
    let depth = crate::read::limits::DEPTH;
    let json = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let yaml = format!("{}a", "- ".repeat(depth));
    for (name, text) in [("a.json", json), ("a.yaml", yaml)] {
        let found = on_a_small_stack(move || {
            let (values, found) = values(name, &text);
            assert_eq!(values.clone(), values);
            found
        });
        assert_eq!(found, "");
    }
}

fn nested_schemas(depth: usize, (open, close): (&str, &str)) -> String {
    format!(
        r#"{{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","spec":{{"group":"a.b","scope":"Cluster",
        "names":{{"plural":"cs","kind":"C"}},"versions":[{{"name":"v1","served":true,"storage":true,"schema":
        {{"openAPIV3Schema":{}{{}}{}}}}}]}}}}"#,
        open.repeat(depth - 1),
        close.repeat(depth - 1)
    )
}

#[test]
fn schemas_may_be_nested_to_the_limit_and_no_further() {
    let limit = crate::read::limits::SCHEMA_DEPTH;
    for part in
        [(r#"{"properties":{"a":"#, "}}"), (r#"{"items":"#, "}"), (r#"{"additionalProperties":"#, "}")]
    {
        for (depth, expected) in [(limit, ""), (limit + 1, "SW0105 error ")] {
            let text = nested_schemas(depth, part);
            let found = on_a_small_stack(move || {
                let (documents, found) = read(&[("a.json", &text)]);
                assert!(!format!("{documents:?}").is_empty());
                found
            });
            assert!(
                found.starts_with(expected) && found.is_empty() == expected.is_empty(),
                "{}",
                first_line(&found)
            );
        }
    }
}

#[test]
fn copies_are_limited() {
    let bomb: String =
        (1..12).map(|i| format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(", "))).collect();
    let long = "x".repeat(1 << 20);
    let cases = [
        format!("a0: &a0 x\n{bomb}"),
        format!("a: &a {long}\nb: [{}]", vec!["*a"; 1000].join(", ")),
        format!("{}x", "&a - ".repeat(3)),
        format!("a0: &a0 {{x: y}}\n{}", bomb.replace('[', "{<<: [").replace(']', "]}")),
    ];
    for text in cases {
        let begin = Instant::now();
        let (_, found) = values("a.yaml", &text);
        assert!(
            found.contains("SW0006") || found.contains("SW0002") || found.contains("SW0007"),
            "{}",
            first_line(&found)
        );
        assert!(begin.elapsed() < Duration::from_secs(20));
    }
}

#[test]
fn the_number_of_values_is_limited() {
    let text = format!("[{}0]", "0,".repeat(crate::read::limits::VALUES));
    let (_, found) = values("a.json", &text);
    assert!(found.starts_with("SW0005 error a.json:1:"), "{}", first_line(&found));
}

#[test]
fn what_is_not_utf_8_is_said_to_be_so() {
    let mut sources = Sources::new();
    sources.add_bytes("a.yaml", b"a: b\nc: \xff\xfe".to_vec());
    sources.add_bytes("b.yaml", b"\xff\xfea\0:\0".to_vec());
    let mut report = Report::new();
    assert_eq!(crate::read::documents(&sources, &mut report).len(), 0);
    let expected = "SW0001 error a.yaml:2:4: `a.yaml` is not UTF-8 from here on\n\
                    SW0001 error b.yaml:1:1: `b.yaml` is not UTF-8 from here on\n";
    assert_eq!(super::lines(&report, &sources), expected);
}

const SEEDS: [&str; 4] = [
    super::definitions::SMALL,
    "a: &x {b: [1, 'two', \"three\\n\"]}\nc:\n  <<: *x\n  d: |\n    text\n  e: >-\n    more\n--- !!map\n? k\n: v\n...\n",
    r#"{"openapi": "3.0.0", "a": [1.5e3, -0, "\ud83d\udca9", null, true, {"b": {}}], "paths": {}}"#,
    "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n- 3\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn changed_inputs_never_panic(
        seed in 0..SEEDS.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4usize, any::<prop::sample::Index>()), 1..12),
        json in any::<bool>(),
    ) {
        const PARTS: [&str; 32] = [
            "\0", "\t", "\r", "\n", " ", "  ", "-", "- ", ":", ": ", "? ", "{", "}", "[", "]", ",", "\"", "'", "\\", "&a ",
            "*a", "!", "!!", "<<: ", "|", ">", "#", "%", "\u{feff}", "ä", "---\n", "0x",
        ];
        let mut text: Vec<char> = SEEDS[seed].chars().collect();
        for (at, what, which) in edits {
            let at = at.index(text.len() + 1);
            let end = (at + which.index(8)).min(text.len());
            match what {
                0 => drop(text.drain(at..end)),
                1 => drop(text.splice(at..at, which.get(&PARTS).chars())),
                2 => drop(text.splice(at..end, which.get(&PARTS).chars())),
                _ => drop(text.splice(at..at, text[at..end].to_vec())),
            }
        }
        let text: String = text.into_iter().collect();
        let name = if json { "a.json" } else { "a.yaml" };
        let mut sources = Sources::new();
        sources.add(name, text.as_str());
        let mut report = Report::new();
        let documents = crate::read::documents(&sources, &mut report);
        prop_assert!(!documents.is_empty() || !report.is_empty(), "nothing is said of {:?}", text);
        for finding in report.sorted() {
            let shown = crate::diagnostic::render(finding, &sources, crate::diagnostic::Color::Never);
            prop_assert!(shown.contains(&finding.code.to_string()));
        }
    }

    #[test]
    fn random_text_never_panics(text in "[\\PC\n\t\r\0]{0,80}") {
        values("a.yaml", &text);
        values("a.json", &text);
    }

    #[test]
    fn the_place_of_a_key_is_its_text(keys in prop::collection::btree_set("[a-zäß💩]{1,5}x", 1..6)) {
        let text: String = keys.iter().map(|key| format!("# ü\n{key}: {{ö: 1}}\r\n")).collect();
        let mut sources = Sources::new();
        let id = sources.add("a.yaml", text.as_str());
        let mut report = Report::new();
        let trees = crate::read::trees(id, sources.get(id).expect("it was added"), &mut report);
        let members = trees.iter().flat_map(|tree| tree.members());
        let found: Vec<_> = members.map(|member| (&text[member.key_span.clone()], &text[member.value.span.clone()])).collect();
        let expected: Vec<_> = keys.iter().map(|key| (key.as_str(), "{ö: 1}")).collect();
        prop_assert_eq!(found, expected);
    }
}
