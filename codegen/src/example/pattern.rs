//! Texts that match a pattern.
//!
//! They are made of the syntax tree of the pattern, so that they match without being tried. What a text cannot be made for by
//! looking at it from left to right (looking around, back references, boundaries of words) has none.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// How often something is repeated beyond what it must be; the first that does is taken.
const EXTRA: [u32; 9] = [1, 0, 2, 3, 5, 8, 16, 32, 63];

/// The longest text that is made.
const LONGEST: usize = 512;

/// The letters that are taken first.
const USUAL: [char; 6] = ['a', 'A', '1', '0', '-', '/'];

/// Texts that match.
pub(super) fn samples(pattern: &str) -> Vec<String> {
    let Ok(tree) = regex_syntax::parse(pattern) else { return Vec::new() };
    EXTRA
        .into_iter()
        .filter_map(|extra| Sample { text: String::new(), has_ended: false, extra }.of(&tree))
        .collect()
}

/// A text that is being made.
struct Sample {
    text: String,
    /// Whether the text must be at its end.
    has_ended: bool,
    extra: u32,
}

impl Sample {
    fn of(mut self, tree: &Hir) -> Option<String> {
        self.push(tree)?;
        Some(self.text)
    }

    /// Adds what matches a part of the pattern; nothing where none was found.
    fn push(&mut self, part: &Hir) -> Option<()> {
        match part.kind() {
            HirKind::Empty => Some(()),
            HirKind::Literal(literal) => self.add(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => self.add(letter(class)?.encode_utf8(&mut [0; 4])),
            HirKind::Look(Look::Start) => self.text.is_empty().then_some(()),
            HirKind::Look(Look::End) => {
                self.has_ended = true;
                Some(())
            }
            HirKind::Look(_) => None,
            HirKind::Repetition(repeated) => {
                let times = (repeated.min + self.extra).min(repeated.max.unwrap_or(u32::MAX));
                (0..times).try_for_each(|_| self.push(&repeated.sub))
            }
            HirKind::Capture(group) => self.push(&group.sub),
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.push(part)),
            HirKind::Alternation(parts) => parts.iter().find_map(|part| self.attempt(part)),
        }
    }

    /// Adds what matches one of several, or nothing at all.
    fn attempt(&mut self, part: &Hir) -> Option<()> {
        let (length, has_ended) = (self.text.len(), self.has_ended);
        let done = self.push(part);
        if done.is_none() {
            self.text.truncate(length);
            self.has_ended = has_ended;
        }
        done
    }

    fn add(&mut self, text: &str) -> Option<()> {
        if text.is_empty() {
            return Some(());
        }
        self.text.push_str(text);
        (!self.has_ended && self.text.len() <= LONGEST).then_some(())
    }
}

/// A letter of a class, one that is usual if there is one.
fn letter(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let has = |letter: &char| class.iter().any(|range| (range.start()..=range.end()).contains(letter));
    let shown = || (' '..='~').find(has);
    USUAL.into_iter().find(has).or_else(shown)
}
