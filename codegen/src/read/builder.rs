//! Puts a tree together from its parts, in the order of the text, and keeps to the limits while it does.
//!
//! The open lists and objects stand on a stack of its own, so that the nesting of the input costs no stack of the thread.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::limits;
use super::tree::{Member, Node, NodeValue};
use crate::diagnostic::{Code, Diagnostic, Place, Report, SourceId};
use crate::pointer::Pointer;

/// Why reading cannot go on.
pub(super) type Halt = Box<Diagnostic>;

/// A value that is complete, and what is known of its size.
#[derive(Clone, Debug)]
pub(super) struct Built {
    /// The value.
    pub node: Node,
    /// How many lists and objects it nests.
    pub height: usize,
    /// How many values it holds, itself included.
    pub values: usize,
    /// The bytes of the text in it.
    pub bytes: usize,
}

impl Built {
    /// A value that is neither a list nor an object.
    pub(super) fn scalar(value: NodeValue, span: Range<usize>) -> Self {
        let bytes = match &value {
            NodeValue::String(text) => text.len(),
            _ => 0,
        };
        Self { node: Node { value, span }, height: 0, values: 1, bytes }
    }

    /// What a copy of it costs, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.values * size_of::<Member>() + self.bytes
    }
}

/// What a list or object is known by while it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// A list.
    Array,
    /// An object that waits for a key.
    Object,
    /// An object that waits for the value of its last key.
    Member,
}

/// The key of a member that waits for its value.
#[derive(Debug)]
pub(super) enum Key {
    /// An ordinary key.
    Text(String, Range<usize>),
    /// A merge key, whose value is an object with more members.
    Merge,
}

#[derive(Debug)]
enum Content {
    Array(Vec<Node>),
    Object { members: Vec<Member>, key: Option<Key>, merged: Vec<Node> },
}

#[derive(Debug)]
struct Frame {
    start: usize,
    content: Content,
    height: usize,
    values: usize,
    bytes: usize,
}

/// A tree in the making.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    source: SourceId,
    report: &'a mut Report,
    stack: Vec<Frame>,
    values: usize,
}

impl<'a> Builder<'a> {
    /// Nothing yet.
    pub(super) fn new(source: SourceId, report: &'a mut Report) -> Self {
        Self { source, report, stack: Vec::new(), values: 0 }
    }

    /// What is open.
    pub(super) fn container(&self) -> Option<Container> {
        self.stack.last().map(|frame| match &frame.content {
            Content::Array(_) => Container::Array,
            Content::Object { key: None, .. } => Container::Object,
            Content::Object { key: Some(_), .. } => Container::Member,
        })
    }

    /// Where the last part of what is open ends, or where it begins if it is empty.
    pub(super) fn last_end(&self) -> usize {
        let Some(frame) = self.stack.last() else { return 0 };
        let last = match &frame.content {
            Content::Array(items) => items.last(),
            Content::Object { members, merged, .. } => {
                members.last().map(|member| &member.value).or_else(|| merged.last())
            }
        };
        last.map_or(frame.start, |node| node.span.end)
    }

    /// Begins a list.
    pub(super) fn open_array(&mut self, start: usize) -> Result<(), Halt> {
        self.open(start, Content::Array(Vec::new()))
    }

    /// Begins an object.
    pub(super) fn open_object(&mut self, start: usize) -> Result<(), Halt> {
        self.open(start, Content::Object { members: Vec::new(), key: None, merged: Vec::new() })
    }

    fn open(&mut self, start: usize, content: Content) -> Result<(), Halt> {
        self.check_depth(start, 1)?;
        self.stack.push(Frame { start, content, height: 0, values: 1, bytes: 0 });
        Ok(())
    }

    /// The next value is that of this key.
    pub(super) fn key(&mut self, next: Key) {
        if let Some(Frame { content: Content::Object { key, .. }, .. }) = self.stack.last_mut() {
            *key = Some(next);
        }
    }

    /// Adds a value to what is open; gives it back if nothing is.
    pub(super) fn add(&mut self, built: Built) -> Result<Option<Built>, Halt> {
        self.values += 1;
        self.check_values(built.node.span.start)?;
        let Some(frame) = self.stack.last_mut() else { return Ok(Some(built)) };
        frame.height = frame.height.max(built.height);
        frame.values += built.values;
        frame.bytes += built.bytes;
        match &mut frame.content {
            Content::Array(items) => items.push(built.node),
            Content::Object { members, key, merged } => match key.take() {
                Some(Key::Text(key, key_span)) => {
                    frame.bytes += key.len();
                    members.push(Member { key, key_span, value: built.node });
                }
                Some(Key::Merge) | None => merged.push(built.node),
            },
        }
        Ok(None)
    }

    /// Adds a copy of a value that was complete before.
    pub(super) fn add_copy(&mut self, copy: Built) -> Result<Option<Built>, Halt> {
        let at = copy.node.span.start;
        self.values += copy.values;
        self.check_values(at)?;
        self.check_depth(at, copy.height)?;
        self.add(copy)
    }

    /// Ends the list or object that was opened last.
    pub(super) fn close(&mut self, end: usize) -> Result<Option<Built>, Halt> {
        match self.finish(end) {
            Some(built) => self.add(built),
            None => Ok(None),
        }
    }

    /// Takes the list or object that was opened last off the stack, complete.
    pub(super) fn finish(&mut self, end: usize) -> Option<Built> {
        let frame = self.stack.pop()?;
        let span = frame.start..end.max(frame.start);
        let value = match frame.content {
            Content::Array(items) => NodeValue::Array(items),
            Content::Object { members, merged, .. } => {
                let members = self.without_duplicates(members);
                NodeValue::Object(self.with_merged(members, merged))
            }
        };
        let node = Node { value, span };
        Some(Built { node, height: frame.height + 1, values: frame.values, bytes: frame.bytes })
    }

    /// Reports the keys that stand twice, and keeps the first member of each.
    fn without_duplicates(&mut self, members: Vec<Member>) -> Vec<Member> {
        let mut seen = HashMap::with_capacity(members.len());
        let mut repeated = Vec::new();
        for (at, member) in members.iter().enumerate() {
            match seen.entry(member.key.as_str()) {
                Entry::Occupied(first) => repeated.push((at, *first.get())),
                Entry::Vacant(entry) => {
                    entry.insert(at);
                }
            }
        }
        if repeated.is_empty() {
            return members;
        }
        self.report_duplicates(&members, &repeated);
        let mut repeated = repeated.into_iter().map(|(at, _)| at).peekable();
        let kept = members.into_iter().enumerate().filter(|(at, _)| repeated.next_if_eq(at).is_none());
        kept.map(|(_, member)| member).collect()
    }

    fn report_duplicates(&mut self, members: &[Member], repeated: &[(usize, usize)]) {
        for (second, first) in repeated.iter().filter_map(|&(b, a)| Some((members.get(b)?, members.get(a)?)))
        {
            let pointer = self.pointer().join(&second.key);
            let place = |span: &Range<usize>| self.place(span.clone(), pointer.clone());
            let finding =
                Diagnostic::new(Code::DuplicateKey, format!("the key `{}` stands twice", second.key))
                    .at(place(&second.key_span))
                    .see(place(&first.key_span))
                    .help("remove one of the two members");
            self.report.push(finding);
        }
    }

    /// Adds the members of other objects where they are not given; what stands first counts.
    fn with_merged(&mut self, mut members: Vec<Member>, merged: Vec<Node>) -> Vec<Member> {
        if merged.is_empty() {
            return members;
        }
        let mut keys: HashSet<String> = members.iter().map(|member| member.key.clone()).collect();
        for node in merged.into_iter().flat_map(listed) {
            let NodeValue::Object(more) = node.value else {
                let message =
                    format!("the key `<<` takes an object or a list of objects, not {}", node.kind());
                let finding =
                    Diagnostic::new(Code::BadAlias, message).at(self.place(node.span, self.pointer()));
                self.report.push(finding);
                continue;
            };
            members.extend(more.into_iter().filter(|member| keys.insert(member.key.clone())));
        }
        members
    }

    fn check_depth(&self, at: usize, more: usize) -> Result<(), Halt> {
        if self.stack.len() + more <= limits::DEPTH {
            return Ok(());
        }
        let message = format!("lists and objects are nested more than {} deep", limits::DEPTH);
        Err(self.halt(Code::TooDeep, message, at))
    }

    fn check_values(&self, at: usize) -> Result<(), Halt> {
        if self.values <= limits::VALUES {
            return Ok(());
        }
        Err(self.halt(Code::TooLarge, format!("the input holds more than {} values", limits::VALUES), at))
    }

    /// A reason to stop, at this byte.
    pub(super) fn halt(&self, code: Code, message: impl Into<String>, at: usize) -> Halt {
        Box::new(Diagnostic::new(code, message).at(self.place(at..at, self.pointer())))
    }

    /// Reports a finding at this value of what is open.
    pub(super) fn report(&mut self, finding: Diagnostic, span: Range<usize>) {
        let place = self.place(span, self.pointer());
        self.report.push(finding.at(place));
    }

    fn place(&self, span: Range<usize>, pointer: Pointer) -> Place {
        Place { source: self.source, span, pointer }
    }

    /// Where the value is that is read next, or the object whose key is.
    fn pointer(&self) -> Pointer {
        self.stack.iter().fold(Pointer::root(), |pointer, frame| match &frame.content {
            Content::Array(items) => pointer.join(items.len()),
            Content::Object { key: Some(Key::Text(key, _)), .. } => pointer.join(key),
            Content::Object { key: Some(Key::Merge), .. } => pointer.join("<<"),
            Content::Object { key: None, .. } => pointer,
        })
    }
}

/// The items of a list, or the value itself.
fn listed(node: Node) -> Vec<Node> {
    match node.value {
        NodeValue::Array(items) => items,
        _ => vec![node],
    }
}

/// A part of the text, for a message: its beginning, if it is long.
pub(super) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
