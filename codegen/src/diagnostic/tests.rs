//! Tests of findings: their order, their places, and how they look.

use super::*;

const TEXT: &str = "a: b\r\nä: {ü: 1, c: 2}\n";

fn sources() -> Sources {
    let mut sources = Sources::new();
    sources.add("first.yaml", TEXT);
    sources.add("second.yaml", "");
    sources
}

fn place(source: u32, span: Range<usize>) -> Place {
    Place { source: SourceId(source), span, pointer: Pointer::root().join("ä").join("c/d") }
}

#[test]
fn positions_count_lines_and_characters_from_one() {
    let sources = sources();
    let position = |span| sources.position(&place(0, span)).map(|at| (at.line, at.column));
    let c = TEXT.find("c:").expect("it is there");
    assert_eq!([0..1, 3..4, 6..8, c..c + 1].map(position), [(1, 1), (1, 4), (2, 1), (2, 11)].map(Some));
    assert_eq!(position(TEXT.len()..TEXT.len()), Some((3, 1)));
    assert_eq!(sources.position(&place(1, 0..0)).map(|at| (at.file, at.line)), Some(("second.yaml", 1)));
    assert_eq!(sources.position(&place(2, 0..0)), None);
}

#[test]
fn findings_are_ordered_by_place_and_code() {
    let mut report = Report::new();
    for (source, at, code) in
        [(1, 0, Code::Missing), (0, 5, Code::Missing), (0, 5, Code::Syntax), (0, 1, Code::OtherKind)]
    {
        report.push(Diagnostic::new(code, "m").at(place(source, at..at)));
    }
    report.push(Diagnostic::new(Code::NothingToRead, "m"));
    let codes: Vec<_> = report.sorted().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::NothingToRead, Code::OtherKind, Code::Syntax, Code::Missing, Code::Missing]);
    assert_eq!((report.count(Severity::Note), report.has_errors()), (1, true));
}

#[test]
fn a_finding_is_shown_with_its_line() {
    let c = TEXT.find("c:").expect("it is there");
    let finding = Diagnostic::new(Code::WrongType, "`c` is \u{1b}[31mred")
        .at(place(0, c..TEXT.len()))
        .see(place(0, 0..1))
        .help("paint it");
    let expected = "\
error[SW0102]: `c` is ␛[31mred
 --> first.yaml:2:11
  |
2 | ä: {ü: 1, c: 2}
  |           ^^^^^
  |
  = at: /ä/c~1d
  |
 ::: first.yaml:1:1
  |
1 | a: b
  | -
  |
  = at: /ä/c~1d
  = help: paint it";
    assert_eq!(render(&finding, &sources(), Color::Never), expected);
    let coloured = render(&finding, &sources(), Color::Terminal);
    assert!(coloured.contains("\u{1b}[") && coloured.contains("paint it"));
}

#[test]
fn a_finding_is_shown_without_a_place() {
    let finding = Diagnostic::new(Code::NothingToRead, "nothing").help("give files");
    assert_eq!(render(&finding, &sources(), Color::Never), "error[SW0025]: nothing\n |\n = help: give files");
    let expected = serde_json::json!({
        "code": "SW0025", "severity": "error", "message": "nothing", "file": null, "line": null, "column": null,
        "pointer": null, "help": "give files", "chain": [],
    });
    assert_eq!(to_json(&finding, &sources()), expected);
}

#[test]
fn a_finding_is_data() {
    let finding = Diagnostic::new(Code::AmbiguousScalar, "m").at(place(0, 6..8));
    let expected = serde_json::json!({
        "code": "SW0012", "severity": "warning", "message": "m", "file": "first.yaml", "line": 2, "column": 1,
        "pointer": "/ä/c~1d", "help": null, "chain": [],
    });
    assert_eq!(to_json(&finding, &sources()), expected);
}

#[test]
fn codes_have_a_number_and_a_text_each() {
    let mut numbers: Vec<_> = Code::ALL.iter().map(ToString::to_string).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), Code::ALL.len());
    assert!(numbers.is_sorted());
    for code in Code::ALL {
        assert_eq!(Code::parse(&code.to_string().to_lowercase()), Some(*code));
        assert!(code.title().ends_with('.') && code.explanation().ends_with(['.', '?']), "{code}");
    }
    assert_eq!(["", "SW", "SW9999", "x"].map(Code::parse), [None; 4]);
}

#[test]
fn places_further_away_are_data_too() {
    let finding = Diagnostic::new(Code::SameDefinition, "m").at(place(0, 6..8)).see(place(1, 0..0));
    let chain = to_json(&finding, &sources())["chain"].clone();
    let expected =
        serde_json::json!([{ "file": "second.yaml", "line": 1, "column": 1, "pointer": "/ä/c~1d" }]);
    assert_eq!(chain, expected);
}

#[test]
fn a_misspelt_word_is_asked_for() {
    let known = ["Cluster", "Namespaced"];
    assert_eq!(
        ["namespace", "clutser", "village"].map(|word| nearest(word, known)),
        [Some("Namespaced"), Some("Cluster"), None]
    );
    let finding = Diagnostic::new(Code::BadValue, "m").help("choose").meant("none", known);
    assert_eq!(finding.help.as_deref(), Some("choose"));
}
