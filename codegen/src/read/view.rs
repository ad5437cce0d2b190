//! A look at a part of a document that keeps its place, and says what is wrong there.

use crate::diagnostic::{Code, Diagnostic, Place, Report, nearest};
use crate::read::tree::{Member, Node, NodeValue};

/// A value, and its place.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// The value.
    pub node: &'a Node,
    /// Its place: that of its key, where it has one.
    pub place: Place,
}

impl<'a> View<'a> {
    /// The value of a member. One that is null counts as one that is not there.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<Self> {
        let member = self.node.member(key).filter(|member| member.value.value != NodeValue::Null)?;
        Some(self.step(key, &member.value, member.key_span.clone()))
    }

    /// The value of this member, which is one of its own.
    pub(super) fn member_view(&self, member: &'a Member) -> Self {
        self.step(&member.key, &member.value, member.key_span.clone())
    }

    /// The items of a list; none, if it is no list.
    #[must_use]
    pub fn each(&self) -> Vec<Self> {
        let items = self.node.items().iter().enumerate();
        items.map(|(at, item)| self.step(at, item, item.span.clone())).collect()
    }

    /// The value that a step of a JSON pointer leads to.
    #[must_use]
    pub fn at(&self, step: &str) -> Option<Self> {
        match &self.node.value {
            NodeValue::Array(items) => {
                let item = items.get(step.parse::<usize>().ok()?)?;
                Some(self.step(step, item, item.span.clone()))
            }
            _ => self.node.member(step).map(|member| self.member_view(member)),
        }
    }

    /// The value of a member that must be there.
    pub(super) fn required(&self, key: &str, report: &mut Report) -> Option<Self> {
        let member = self.member(key);
        if member.is_none() {
            self.report_missing(key, report);
        }
        member
    }

    fn report_missing(&self, key: &str, report: &mut Report) {
        if !matches!(self.node.value, NodeValue::Object(_)) {
            return self.report_type("an object", report);
        }
        let message = format!("{} has no `{key}`, which is required", self.name());
        let finding = Diagnostic::new(Code::Missing, message).at(self.place.clone());
        // A key that is nearly the missing one is most often a misspelling of it.
        let keys = self.node.members().iter().map(|member| member.key.as_str());
        report.push(match nearest(key, keys) {
            Some(found) if self.member(key).is_none() && found != key => {
                finding.help(format!("Is `{found}` meant to be `{key}`?"))
            }
            _ => finding,
        });
    }

    /// The items of a list.
    pub fn items(&self, report: &mut Report) -> Vec<Self> {
        let NodeValue::Array(items) = &self.node.value else {
            self.report_type("a list", report);
            return Vec::new();
        };
        items.iter().enumerate().map(|(at, item)| self.step(at, item, item.span.clone())).collect()
    }

    /// The members of an object, and their keys.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Self)> {
        let members = self.node.members().iter();
        members.map(|member| {
            (member.key.as_str(), self.step(&member.key, &member.value, member.key_span.clone()))
        })
    }

    /// Text.
    pub(super) fn string(&self, report: &mut Report) -> Option<String> {
        let text = self.node.as_str().map(str::to_owned);
        self.or_type(text, "a string", report)
    }

    /// A list of texts.
    pub(super) fn strings(&self, report: &mut Report) -> Vec<String> {
        self.items(report).iter().filter_map(|item| item.string(report)).collect()
    }

    /// A boolean.
    pub(super) fn boolean(&self, report: &mut Report) -> Option<bool> {
        let value = match self.node.value {
            NodeValue::Bool(value) => Some(value),
            _ => None,
        };
        self.or_type(value, "a boolean", report)
    }

    /// An integer.
    pub(super) fn integer(&self, report: &mut Report) -> Option<i64> {
        let value = match &self.node.value {
            NodeValue::Number(number) => number.as_i64(),
            _ => None,
        };
        self.or_type(value, "an integer", report)
    }

    fn or_type<T>(&self, value: Option<T>, expected: &str, report: &mut Report) -> Option<T> {
        if value.is_none() {
            self.report_type(expected, report);
        }
        value
    }

    /// Says that the value has not the type that is expected here.
    pub(super) fn report_type(&self, expected: &str, report: &mut Report) {
        let message = format!("{} must be {expected}, not {}", self.name(), self.node.kind());
        report.push(Diagnostic::new(Code::WrongType, message).at(self.place_of_value()));
    }

    /// Says that the value is not one that is allowed here.
    pub(super) fn report_value(&self, expected: &str, report: &mut Report) {
        let message = format!("{} must be {expected}", self.name());
        report.push(Diagnostic::new(Code::BadValue, message).at(self.place_of_value()));
    }

    /// Says that the value is none of these words.
    pub(super) fn report_choice(&self, known: &[&str], report: &mut Report) {
        let (last, others) = known.split_last().unwrap_or((&"", &[]));
        let message = format!("{} must be `{}` or `{last}`", self.name(), others.join("`, `"));
        let finding = Diagnostic::new(Code::BadValue, message).at(self.place_of_value());
        report.push(finding.meant(self.node.as_str().unwrap_or_default(), known.iter().copied()));
    }

    /// The place of the value itself.
    fn place_of_value(&self) -> Place {
        Place { span: self.node.span.clone(), ..self.place.clone() }
    }

    /// What it is called in a sentence. The last step is enough, as the whole pointer is shown beside it.
    fn name(&self) -> String {
        let mut steps = self.place.pointer.as_str().rsplit('/');
        let (last, before) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
        match last {
            "" => "the document".to_owned(),
            _ if !before.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("an item of `{before}`")
            }
            _ => format!("`{last}`"),
        }
    }

    fn step(&self, step: impl std::fmt::Display, node: &'a Node, span: std::ops::Range<usize>) -> Self {
        let place = Place { source: self.place.source, span, pointer: self.place.pointer.join(step) };
        Self { node, place }
    }
}
