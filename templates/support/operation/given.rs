//! What a message gives for a parameter: the text as it came, taken apart by its style.

use percent_encoding::percent_decode_str;

use super::style::{Spelling, Style};
use super::text::Tree;

/// How text is encoded where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// Percent-encoded: paths and cookies.
    Percent,
    /// Percent-encoded, and a plus is a space: queries and forms.
    Form,
    /// As it is: headers.
    Plain,
}

impl Coding {
    pub(super) fn decode(self, text: &str) -> String {
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        match self {
            Self::Percent => decode(text),
            Self::Form => decode(&text.replace('+', " ")),
            Self::Plain => text.to_owned(),
        }
    }
}

/// What a message gives for a parameter.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub spelling: Spelling,
    pub coding: Coding,
    /// The texts under its name, still encoded.
    pub texts: Vec<String>,
    /// The names and texts of its members, where they are parameters of their own: still encoded, but for the steps in the
    /// names of deep objects.
    pub members: Vec<(String, String)>,
}

impl Given {
    pub(super) fn is_absent(&self) -> bool {
        self.texts.is_empty() && self.members.is_empty()
    }

    fn first(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }

    /// As one text.
    pub(super) fn scalar(&self) -> Tree {
        Tree::Text(self.coding.decode(self.first()))
    }

    /// As a list.
    pub(super) fn list(&self) -> Tree {
        let item = |(at, text): (usize, &str)| (at.to_string(), Tree::Text(self.coding.decode(text)));
        let apart = self.spelling.explode
            && matches!(self.spelling.style, Style::Form | Style::Members | Style::Matrix);
        match self.spelling.style {
            Style::DeepObject => self.tree(),
            _ if apart => Tree::Node(self.texts.iter().map(String::as_str).enumerate().map(item).collect()),
            _ => Tree::Node(self.pieces().into_iter().enumerate().map(item).collect()),
        }
    }

    /// As an object.
    pub(super) fn object(&self) -> Tree {
        let text = |text: &str| self.coding.decode(text);
        let member = |name: &str, value: &str| (text(name), Tree::Text(text(value)));
        match self.spelling.style {
            Style::DeepObject => self.tree(),
            Style::Members | Style::Matrix if self.spelling.explode => {
                Tree::Node(self.members.iter().map(|(name, value)| member(name, value)).collect())
            }
            // A member that is an object in itself is JSON.
            Style::Form if self.spelling.explode => self.scalar(),
            _ if self.spelling.explode => {
                let pieces = self.pieces().into_iter();
                Tree::Node(
                    pieces
                        .map(|piece| piece.split_once('=').unwrap_or((piece, "")))
                        .map(|(name, value)| member(name, value))
                        .collect(),
                )
            }
            _ => {
                let pairs = self.pieces();
                Tree::Node(
                    pairs.chunks(2).map(|pair| member(pair[0], pair.get(1).copied().unwrap_or(""))).collect(),
                )
            }
        }
    }

    /// The first text, divided at the delimiters of its style.
    fn pieces(&self) -> Vec<&str> {
        let text = self.first();
        match self.spelling.style {
            _ if text.is_empty() => Vec::new(),
            Style::SpaceDelimited => divided(text, &["%20", "+", " "]),
            Style::PipeDelimited => divided(text, &["%7C", "%7c", "|"]),
            Style::TabDelimited => divided(text, &["%09", "\t"]),
            Style::Label if self.spelling.explode => divided(text, &["."]),
            _ => text.split(',').map(str::trim).collect(),
        }
    }

    /// The members by the steps in their names, as in `[a][b]`.
    fn tree(&self) -> Tree {
        let mut tree = Tree::Node(Vec::new());
        for (name, value) in &self.members {
            let steps = name.split('[').skip(1).map(|step| step.trim_end_matches(']'));
            tree.insert(&steps.collect::<Vec<_>>(), self.coding.decode(value));
        }
        tree
    }
}

/// Divides a text at each of the delimiters.
fn divided<'a>(text: &'a str, delimiters: &[&str]) -> Vec<&'a str> {
    let mut pieces = vec![text];
    for delimiter in delimiters {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(delimiter)).collect();
    }
    pieces
}
