//! Text of the input as Markdown that shows it.
//!
//! Whatever a text holds, it has to come out as prose. Lists and code in it stay that, addresses of the web become links, and
//! everything else that Markdown would take for a mark is escaped. Signs that turn the direction of writing are spelled out,
//! so that no reader is deceived.

/// What reads the Markdown, which decides what is a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// rustdoc: the source is read as often as the page, so that only what does harm is escaped.
    Rustdoc,
    /// A page of its own, which may have tables.
    Page,
}

impl Reader {
    const fn marks(self) -> &'static str {
        match self {
            Self::Rustdoc => r"[]<>`\#",
            Self::Page => r"[]<>`\#*_~$",
        }
    }

    /// The lines of a text of several. Lists stay lists.
    #[must_use]
    pub fn lines(self, text: &str) -> Vec<String> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
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
                    lines.push(format!("{}{}", &line[..width], self.plain(line[width..].trim_start())));
                }
                None => lines.push(format!("{:indent$}{}", "", self.begun(line))),
            }
        }
        lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
        lines
    }

    /// A line. Code in it stays code.
    #[must_use]
    pub fn prose(self, text: &str) -> String {
        let parts: Vec<&str> = text.split('`').collect();
        if parts.len().is_multiple_of(2) || text.contains("``") {
            return self.words(text);
        }
        let part =
            |(index, part): (usize, &&str)| if index % 2 == 1 { self.code(part) } else { self.words(part) };
        parts.iter().enumerate().map(part).collect()
    }

    /// Code within a line.
    #[must_use]
    pub fn code(self, text: &str) -> String {
        match self {
            Self::Page if text.contains(['|', '`']) || text.trim() != text || text.is_empty() => {
                format!("<code>{}</code>", entities(text))
            }
            _ => code(text),
        }
    }

    /// A line that begins no list within the list that it stands in.
    fn plain(self, line: &str) -> String {
        match marker(line) {
            Some(width) => format!("{}\\{}", self.prose(&line[..width - 2]), self.prose(&line[width - 2..])),
            None => self.begun(line),
        }
    }

    /// A line whose first sign makes no heading of the line before, and no rule.
    fn begun(self, line: &str) -> String {
        let is_all = |marks: &[char]| !line.is_empty() && line.trim_matches(marks).is_empty();
        let is_mark = match self {
            Self::Rustdoc => is_all(&['-']) || is_all(&['=']) || ["+", "*"].contains(&line),
            Self::Page => line.starts_with(['-', '+', '=', ':']),
        };
        format!("{}{}", if is_mark { "\\" } else { "" }, self.prose(line))
    }

    fn words(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for word in text.split_inclusive(' ') {
            match address(word) {
                Some((before, address, after)) => {
                    self.push_all(&mut out, before);
                    out.push_str(&format!("<{address}>"));
                    self.push_all(&mut out, after);
                }
                None => self.push_all(&mut out, word),
            }
        }
        out
    }

    fn push_all(self, out: &mut String, text: &str) {
        text.chars().for_each(|letter| self.push(out, letter));
    }

    fn push(self, out: &mut String, letter: char) {
        match letter {
            '\t' => out.push(' '),
            letter if is_control(letter) => {
                out.extend(letter.escape_unicode().filter(|part| !"\\{}".contains(*part)));
            }
            // A sign that a table or an entity could begin at is no such sign as an entity itself.
            '|' | '&' if self == Self::Page => out.push_str(&format!("&#{};", u32::from(letter))),
            letter if self.marks().contains(letter) => out.extend(['\\', letter]),
            letter => out.push(letter),
        }
    }
}

/// Text of the input as code within a line of Markdown.
#[must_use]
pub fn code(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|letter| if letter == '`' || is_control(letter) { '\u{fffd}' } else { letter })
        .collect();
    format!("`{shown}`")
}

/// Text in which nothing but letters and digits is left as it is.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            letter if is_control(letter) => out.push('\u{fffd}'),
            letter if letter.is_alphanumeric() || !letter.is_ascii() => out.push(letter),
            letter => out.push_str(&format!("&#{};", u32::from(letter))),
        }
    }
    out
}

/// The width of the mark of an item of a list, with the space behind it.
fn marker(line: &str) -> Option<usize> {
    let bullet = line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ");
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered =
        (1..10).contains(&digits) && (line[digits..].starts_with(". ") || line[digits..].starts_with(") "));
    match (bullet, numbered) {
        (true, _) => Some(2),
        (_, true) => Some(digits + 2),
        _ => None,
    }
}

/// An address of the web in a word, less the punctuation around it, which comes before and after it.
fn address(word: &str) -> Option<(&str, &str, &str)> {
    let inner = word.trim_start_matches(['(', '\'', '"']);
    if !(inner.starts_with("http://") || inner.starts_with("https://")) || inner.len() <= 8 {
        return None;
    }
    let address = inner.trim_end_matches([' ', '.', ',', ')', ';', ':', '\'', '"', '\t']);
    let legal = |letter: char| letter.is_ascii_graphic() && !"<>\\`\"|".contains(letter);
    let start = word.len() - inner.len();
    let parts = (&word[..start], address, &word[start + address.len()..]);
    address.chars().all(legal).then_some(parts)
}

/// Whether a letter does something else than being seen: it moves others, or turns the direction of writing.
#[must_use]
pub fn is_control(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
