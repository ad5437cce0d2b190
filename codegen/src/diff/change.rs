//! A change, and what it means for whom.

use crate::diagnostic::Place;
use crate::ir::Resource;

use super::Rule;

/// A difference between the two versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which sort of difference it is.
    pub rule: Rule,
    /// What it is about.
    pub about: About,
    /// The members on the way to it, as in `spec.ports[].name`; of an operation, `query.limit`, `body` or `200.body` first.
    /// Empty for the thing itself.
    pub path: String,
    /// What differs, in a few words.
    pub detail: String,
    /// Where it stands in the old version, if it does.
    pub old: Option<Place>,
    /// Where it stands in the new version, if it does.
    pub new: Option<Place>,
    /// What it means.
    pub effect: Effect,
    /// What the generated crates say, where they differ.
    pub rust: Option<Texts>,
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A resource.
    Resource {
        /// The API group.
        group: String,
        /// As in `peerauthentications`.
        plural: String,
        /// As in `PeerAuthentication`.
        kind: String,
        /// The version; none where all of them are meant.
        version: Option<String>,
    },
    /// An operation of a document, as in `GET /pets/{id}`.
    Operation(String),
    /// A schema of a document, by its name.
    Schema(String),
    /// What a document says of the API as a whole, by its title.
    Document(String),
}

impl About {
    pub(super) fn all_versions(resource: &Resource) -> Self {
        Self::resource(resource, None)
    }

    pub(super) fn version(resource: &Resource) -> Self {
        Self::resource(resource, Some(resource.version.clone()))
    }

    fn resource(resource: &Resource, version: Option<String>) -> Self {
        let names = &resource.names;
        let (group, plural, kind) = (resource.group.clone(), names.plural.clone(), names.kind.clone());
        Self::Resource { group, plural, kind, version }
    }
}

/// What the old and the new generated crate say at the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// The old text.
    pub old: String,
    /// The new text.
    pub new: String,
}

/// What a change means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// For clients of the old version that talk to a server of the new one.
    pub clients: Clients,
    /// For objects that were written under the old version.
    pub data: Data,
    /// For users of the generated crate.
    pub rust: Semver,
}

/// What becomes of clients of the old version when the server has the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clients {
    /// They go on as before.
    Compatible,
    /// Something that they may send is refused or means something else, or they may receive what they cannot read.
    Breaking,
}

/// What becomes of objects that were written under the old version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Data {
    /// They are valid.
    Valid,
    /// They are valid, but lose members.
    Pruned,
    /// They may be refused at the next update.
    Invalid,
}

/// The part of its version that the generated crate has to raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Semver {
    /// Nothing that its users see differs.
    None,
    /// Its behaviour or its documentation differs.
    Patch,
    /// Something comes in addition.
    Minor,
    /// Code that compiles may no longer do so.
    Major,
}

impl Effect {
    /// Nobody notices.
    pub(super) const NOTHING: Self =
        Self { clients: Clients::Compatible, data: Data::Valid, rust: Semver::None };
    /// All that was allowed is allowed.
    pub(super) const LOOSER: Self = Self { rust: Semver::Patch, ..Self::NOTHING };
    /// Something that was allowed is not.
    pub(super) const TIGHTER: Self =
        Self { clients: Clients::Breaking, data: Data::Invalid, rust: Semver::Patch };
    /// Old objects are fine; old clients may not be.
    pub(super) const BREAKS_CLIENTS: Self = Self { data: Data::Valid, ..Self::TIGHTER };

    /// The same for those on the wire, and this for users of the generated crate.
    pub(super) const fn rust(self, rust: Semver) -> Self {
        Self { rust, ..self }
    }

    /// Whether something breaks.
    #[must_use]
    pub fn is_breaking(self) -> bool {
        self.clients == Clients::Breaking || self.data != Data::Valid || self.rust == Semver::Major
    }
}

/// What all changes mean together: the worst of each.
#[must_use]
pub fn worst<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Effect {
    changes.into_iter().fold(Effect::NOTHING, |worst, change| Effect {
        clients: worst.clients.max(change.effect.clients),
        data: worst.data.max(change.effect.data),
        rust: worst.rust.max(change.effect.rust),
    })
}

impl Clients {
    /// As a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

impl Data {
    /// As a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Pruned => "pruned",
            Self::Invalid => "invalid",
        }
    }
}

impl Semver {
    /// As a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}
