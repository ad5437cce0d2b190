//! The members of an object that its schema does not name.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde_json::Value;

/// Members that were read and are not part of the schema, by name; they are written back as they were.
///
/// It takes one pointer where there are none. A member that the schema names is kept here in one case alone: it was
/// `null` where the schema has no null, which a field of type `Option` could not tell from an absent member. Once such
/// a field is set, its value is written and the null is not.
#[derive(Clone, Default)]
pub struct Unknown(Option<Box<Kept>>);

#[derive(Clone, Default)]
struct Kept {
    members: BTreeMap<String, Value>,
    /// Members that an object of its kind always has, and that this one was read without.
    absent: Vec<&'static str>,
}

impl Unknown {
    /// No members: what a value that was not read from a document has.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Whether there is no such member.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|kept| kept.members.is_empty())
    }

    /// How many such members there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |kept| kept.members.len())
    }

    /// The value of the member `name`.
    #[inline]
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref().and_then(|kept| kept.members.get(name))
    }

    /// Adds the member `name`, and returns the value it had before.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.kept().members.insert(name.into(), value.into())
    }

    /// Takes the member `name` out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.as_mut().and_then(|kept| kept.members.remove(name))
    }

    /// Takes over the members of another value.
    pub(crate) fn append(&mut self, other: Self) {
        if let Some(other) = other.0 {
            self.kept().members.extend(other.members);
        }
    }

    /// All members, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let kept = self.0.iter().flat_map(|kept| &kept.members);
        kept.map(|(name, value)| (name.as_str(), value))
    }

    /// Notes that the member `name`, which objects of this kind always have, was not there.
    pub(crate) fn note_absent(&mut self, name: &'static str) {
        self.kept().absent.push(name);
    }

    /// Whether the member `name` was noted as absent.
    #[inline]
    pub(crate) fn was_absent(&self, name: &str) -> bool {
        self.0.as_ref().is_some_and(|kept| kept.absent.contains(&name))
    }

    /// Whether nothing was ever kept or noted.
    pub(crate) fn is_blank(&self) -> bool {
        self.0.is_none()
    }

    fn kept(&mut self) -> &mut Kept {
        self.0.get_or_insert_default()
    }
}

/// Two values are equal when their members are; which of its standard members a document left out does not count.
impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Unknown {}

impl Hash for Unknown {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        hasher.write_usize(self.len());
        self.iter().for_each(|member| member.hash(hasher));
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Unknown {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        let mut unknown = Self::new();
        for (name, value) in members {
            unknown.insert(name, value);
        }
        unknown
    }
}
