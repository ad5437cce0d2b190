//! Doc comments from descriptions.
//!
//! A description is text of the input: whatever it holds, it has to come out as prose. Line by line it becomes a `#[doc]`
//! attribute, whose literal no text can leave. What rustdoc would take for a link, for HTML or for code to be tested is
//! escaped, and signs that turn the direction of writing are spelled out, so that no reviewer is deceived.

use proc_macro2::TokenStream;
use quote::quote;

/// The doc comment for a description, with `fallback` where there is none.
pub(super) fn docs(description: Option<&str>, fallback: &str) -> TokenStream {
    attributes(description.map_or_else(|| vec![prose(fallback)], lines))
}

/// A doc comment of lines of our own.
pub(super) fn own(lines: &[&str]) -> TokenStream {
    attributes(lines.iter().map(|line| (*line).to_owned()).collect())
}

/// The doc comment of a file, of one line of our own.
pub(super) fn inner(line: &str) -> TokenStream {
    let line = format!(" {line}");
    quote!(#![doc = #line])
}

/// Text of the input as a line of Markdown that shows it. Code in it stays code.
fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) || text.contains("``") {
        return words(text);
    }
    let part = |(index, part): (usize, &&str)| if index % 2 == 1 { code(part) } else { words(part) };
    parts.iter().enumerate().map(part).collect()
}

fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        if is_link(word) {
            out.push_str(&link(word));
        } else {
            word.chars().for_each(|letter| push(&mut out, letter));
        }
    }
    out
}

/// Text of the input as code within a line of Markdown.
pub(super) fn code(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|letter| if letter == '`' || is_control(letter) { '\u{fffd}' } else { letter })
        .collect();
    format!("`{shown}`")
}

fn attributes(lines: Vec<String>) -> TokenStream {
    lines
        .into_iter()
        .map(|line| {
            let line = if line.is_empty() { line } else { format!(" {line}") };
            quote!(#[doc = #line])
        })
        .collect()
}

fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = Vec::new();
    // How far the lines that go on with an item of a list are indented.
    let mut indent = 0;
    for line in text.trim().split('\n').map(str::trim) {
        match marker(line) {
            _ if line.is_empty() => {
                indent = 0;
                lines.push(String::new());
            }
            Some(width) => {
                indent = width;
                lines.push(format!("{}{}", &line[..width], plain(line[width..].trim_start())));
            }
            None => lines.push(format!("{:indent$}{}", "", prose(line))),
        }
    }
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    lines
}

/// A line that begins no list within the list that it stands in.
fn plain(line: &str) -> String {
    match marker(line) {
        Some(width) => format!("{}\\{}", prose(&line[..width - 2]), prose(&line[width - 2..])),
        None => prose(line),
    }
}

/// The width of the mark of an item of a list, with the space behind it.
fn marker(line: &str) -> Option<usize> {
    let bullet = line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ");
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = (1..4).contains(&digits) && line[digits..].starts_with(". ");
    match (bullet, numbered) {
        (true, _) => Some(2),
        (_, true) => Some(digits + 2),
        _ => None,
    }
}

fn is_link(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '\'', '"']);
    (word.starts_with("http://") || word.starts_with("https://")) && word.len() > 8
}

/// A bare address in angle brackets, less the punctuation around it.
fn link(word: &str) -> String {
    let start = word.find("http").unwrap_or(0);
    let address = word[start..].trim_end_matches([' ', '.', ',', ')', ';', ':', '\'', '"', '\t']);
    let legal = |letter: char| letter.is_ascii_graphic() && !"<>\\`\"".contains(letter);
    if !address.chars().all(legal) {
        return word.chars().fold(String::new(), |mut out, letter| {
            push(&mut out, letter);
            out
        });
    }
    format!("{}<{address}>{}", &word[..start], &word[start + address.len()..])
}

fn push(out: &mut String, letter: char) {
    match letter {
        '[' | ']' | '<' | '>' | '`' | '\\' | '#' => {
            out.push('\\');
            out.push(letter);
        }
        '\t' => out.push(' '),
        letter if is_control(letter) => {
            out.extend(letter.escape_unicode().filter(|part| !"\\{}".contains(*part)))
        }
        letter => out.push(letter),
    }
}

/// Whether a letter does something else than being seen: it moves others, or turns the direction of writing.
pub(crate) fn is_control(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
