//! The templates of the pages, and how what they put out is escaped.
//!
//! In a template whose name ends with `.md`, whatever is put out becomes a line of Markdown that shows it; filters make other
//! things of it: `text` paragraphs and lists, `prose` a part of a line, `code` code in a line, `fenced` a block of code,
//! `target` the target of a link. Templates whose name ends with `.html` are escaped as HTML is.

use std::collections::BTreeMap;
use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior};

use crate::markdown::{self, Reader};

/// The templates of the pages, by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Templates {
    texts: BTreeMap<String, String>,
}

/// A template is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The name of the template, where it is known.
    pub name: Option<String>,
    /// The line.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl Default for Templates {
    fn default() -> Self {
        let texts = specwright_templates::PAGES.iter();
        Self { texts: texts.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect() }
    }
}

impl Templates {
    /// Puts a template in the place of that of the same name.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn replace(&mut self, name: &str, text: String) -> Result<(), TemplateError> {
        match self.texts.get_mut(name) {
            Some(place) => {
                *place = text;
                Ok(())
            }
            None => {
                let names: Vec<&str> = self.texts.keys().map(String::as_str).collect();
                let message = format!("`{name}` is no template; they are `{}`", names.join("`, `"));
                Err(TemplateError { name: Some(name.to_owned()), line: None, message })
            }
        }
    }

    /// The text of a template.
    pub(super) fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// The templates, ready to be used.
    pub(super) fn environment(&self) -> Result<Environment<'_>, TemplateError> {
        let mut environment = Environment::new();
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
            true => AutoEscape::Html,
            false => AutoEscape::Custom("markdown".into()),
        });
        environment.set_formatter(format);
        environment.add_filter("text", |text: &str| safe(text_of(text)));
        environment.add_filter("prose", |text: &str| safe(Reader::Page.prose(&in_one_line(text))));
        environment.add_filter("code", |text: &str| safe(Reader::Page.code(&in_one_line(text))));
        environment.add_filter("fenced", |text: &str, language: &str| safe(fenced(text, language)));
        environment.add_filter("target", |text: &str| safe(target(text)));
        environment.add_filter("cell", |text: &str| safe(cell(text)));
        for (name, text) in self.texts.iter().filter(|(name, _)| !name.ends_with(".css")) {
            environment.add_template(name, text)?;
        }
        Ok(environment)
    }
}

/// A page that a template of Markdown makes.
pub(super) fn page(
    environment: &Environment<'_>,
    template: &str,
    page: Value,
) -> Result<String, TemplateError> {
    let text = environment.get_template(template)?.render(minijinja::context! { page })?;
    Ok(without_gaps(&text))
}

fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match (state.auto_escape(), value.as_str()) {
        (AutoEscape::Custom(_), Some(text)) if !value.is_safe() => Ok(out.write_str(&line(text))?),
        (AutoEscape::Custom(_), _) if !value.is_none() => Ok(out.write_str(&value.to_string())?),
        (AutoEscape::Custom(_), _) => Ok(()),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

fn safe(text: String) -> Value {
    Value::from_safe_string(text)
}

/// A text as paragraphs, lists and blocks of code.
fn text_of(text: &str) -> String {
    let shown = |part: Part| match part {
        Part::Prose(text) => Reader::Page.lines(&text).join("\n"),
        Part::Code(text) => fenced(&text, ""),
    };
    Fences::of(text).map(shown).collect::<Vec<_>>().join("\n\n")
}

/// A text as one line.
fn line(text: &str) -> String {
    let mut out = String::new();
    let lines = Reader::Page.lines(text);
    if lines.iter().all(String::is_empty) {
        return out;
    }
    for (index, line) in lines.iter().enumerate() {
        let begins_item =
            line.starts_with(['-', '*', '+']) || line.starts_with(|first: char| first.is_ascii_digit());
        match line.trim() {
            "" => out.push_str("<br>"),
            line if begins_item && index > 0 => out.push_str(&format!("<br>{line}")),
            line if index == 0 || out.ends_with("<br>") => out.push_str(line),
            line => out.push_str(&format!(" {line}")),
        }
    }
    out
}

fn in_one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// The lines of a cell of a table, as one.
fn cell(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    format!(" {}", lines.join("<br>"))
}

/// A block of code, which ends where it should whatever the code is.
fn fenced(code: &str, language: &str) -> String {
    let longest = code.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    let is_hidden = |letter: char| letter != '\n' && letter != '\t' && markdown::is_control(letter);
    let code = code.replace("\r\n", "\n").replace('\r', "\n");
    let shown: String =
        code.chars().map(|letter| if is_hidden(letter) { '\u{fffd}' } else { letter }).collect();
    format!("{fence}{language}\n{}\n{fence}", shown.trim_end())
}

/// The target of a link. What it is made of is known, so that anything else does no harm if it is encoded.
fn target(text: &str) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~:/#".contains(byte);
    let step = |byte: u8| match is_plain(&byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(step).collect()
}

/// The page with one empty line where templates leave several; code is left as it is.
fn without_gaps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let ticks: String = line.chars().take_while(|letter| *letter == '`').collect();
        match &fence {
            Some(open) if *open == ticks && line == ticks => fence = None,
            None if ticks.len() >= 3 => fence = Some(ticks),
            _ => {}
        }
        let line = if fence.is_some() { line } else { line.trim_end() };
        if !(fence.is_none() && line.is_empty() && (out.is_empty() || out.ends_with("\n\n"))) {
            out.push_str(line);
            out.push('\n');
        }
    }
    format!("{}\n", out.trim_end())
}

/// A part of a description.
enum Part {
    Prose(String),
    Code(String),
}

/// The parts of a description, which may hold blocks of code between fences.
struct Fences<'a> {
    lines: std::iter::Peekable<std::str::Lines<'a>>,
}

impl<'a> Fences<'a> {
    fn of(text: &'a str) -> Self {
        Self { lines: text.lines().peekable() }
    }

    /// The lines up to a fence, which is taken as well.
    fn up_to_fence(&mut self) -> String {
        let mut lines = Vec::new();
        while let Some(line) = self.lines.next_if(|line| !is_fence(line)) {
            lines.push(line);
        }
        lines.join("\n")
    }
}

impl Iterator for Fences<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        let is_code = is_fence(self.lines.peek()?);
        if is_code {
            self.lines.next();
            let code = self.up_to_fence();
            self.lines.next();
            return Some(Part::Code(code));
        }
        Some(Part::Prose(self.up_to_fence()))
    }
}

fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

impl From<Error> for TemplateError {
    fn from(error: Error) -> Self {
        let message = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        Self { name: error.name().map(str::to_owned), line: error.line(), message }
    }
}

impl From<fmt::Error> for TemplateError {
    fn from(error: fmt::Error) -> Self {
        Self { name: None, line: None, message: error.to_string() }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.name, self.line) {
            (Some(name), Some(line)) => write!(f, "{name}:{line}: {}", self.message),
            (Some(name), None) => write!(f, "{name}: {}", self.message),
            _ => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for TemplateError {}
