//! `specwright explain`.

use std::io;

use specwright::diagnostic::{Code, Diagnostic};
use specwright::diff::Rule;
use specwright::findings::Findings;

use super::Exit;
use super::console::Console;

/// How long a line of an explanation may be.
const WIDTH: usize = 80;

/// Says what a finding means, or lists all of them.
pub fn run(console: &Console, code: Option<&str>) -> io::Result<Exit> {
    let Some(text) = code else {
        let lines =
            Code::ALL.iter().map(|code| format!("{code} {:7} {}\n", code.severity().as_str(), code.title()));
        let rules = Rule::ALL.iter().map(|rule| format!("{rule:26} {}\n", rule.title()));
        return console.result(&lines.chain(rules).collect::<String>()).map(|()| Exit::Done);
    };
    if let Some(rule) = Rule::parse(text) {
        let (title, explanation) = (rule.title(), wrapped(rule.explanation()));
        return console.result(&format!("{rule}: {title}\n\n{explanation}")).map(|()| Exit::Done);
    }
    if let Some(code) = Code::parse(text) {
        let (severity, title, explanation) = (code.severity(), code.title(), wrapped(code.explanation()));
        return console.result(&format!("{severity} {code}: {title}\n\n{explanation}")).map(|()| Exit::Done);
    }
    let finding = Diagnostic::new(Code::UnknownCode, format!("there is no finding `{text}`"));
    let finding = finding.help("`specwright explain` lists all of them.");
    let known: Vec<String> =
        Code::ALL.iter().map(Code::to_string).chain(Rule::ALL.iter().map(Rule::to_string)).collect();
    console.findings(&Findings::only(finding.meant(text, known.iter().map(String::as_str))))?;
    Ok(Exit::Failed)
}

/// A text in short lines. A line that begins with a space stays as it is.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut width = 0;
        let words = if line.starts_with(' ') { vec![line] } else { line.split(' ').collect() };
        for word in words {
            let fits = width > 0 && width + 1 + word.chars().count() <= WIDTH;
            if width > 0 {
                out.push(if fits { ' ' } else { '\n' });
            }
            width = if fits { width + 1 } else { 0 } + word.chars().count();
            out.push_str(word);
        }
        out.push('\n');
    }
    out
}
