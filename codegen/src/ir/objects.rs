//! Objects with named members.

use super::{TypeId, Use};
use crate::diagnostic::Place;

/// An object with named members.
#[derive(Clone, Debug)]
pub struct Object {
    /// The members, in the order of the schema.
    pub fields: Vec<Field>,
    /// Which of the members exclude each other.
    pub choices: Vec<MemberChoice>,
    /// What its other members may be.
    pub rest: Rest,
}

/// Members of an object that exclude each other, set by set.
#[derive(Clone, Debug)]
pub struct MemberChoice {
    /// What it is called in the words of the API: `choice`, or after its first member where it is not the first of the
    /// object (`ringHash choice`).
    pub name: String,
    /// The type of the choice.
    pub ty: TypeId,
    /// The sets, by the places of their members in [`Object::fields`]; they have no members in common.
    pub sets: Vec<Vec<usize>>,
    /// Whether one of the sets must be there.
    pub presence: Presence,
}

impl MemberChoice {
    /// The members, set by set.
    pub fn members(&self) -> impl Iterator<Item = usize> {
        self.sets.iter().flatten().copied()
    }
}

impl Object {
    /// The choice that a field belongs to, and its place among the members of that, if it belongs to one.
    #[must_use]
    pub fn choice_of(&self, field: usize) -> Option<(usize, usize)> {
        let place = |choice: &MemberChoice| choice.members().position(|member| member == field);
        self.choices.iter().enumerate().find_map(|(index, choice)| Some((index, place(choice)?)))
    }

    /// The fields that belong to no choice.
    pub(super) fn plain_fields(&self) -> impl Iterator<Item = &Field> {
        let fields = self.fields.iter().enumerate();
        fields.filter(|(at, _)| self.choice_of(*at).is_none()).map(|(_, field)| field)
    }
}

/// The members of an object that its schema does not name, or the items of a list beyond those that it tells apart.
#[derive(Clone, Debug)]
pub enum Rest {
    /// The schema says nothing of them. They are kept; an API server of Kubernetes drops them.
    Unspecified,
    /// They are allowed and kept as they are (`x-kubernetes-preserve-unknown-fields`, `additionalProperties: true`).
    Preserved,
    /// There must not be any; those that are there all the same are kept.
    Refused,
    /// They all are of one type.
    Typed(Box<Use>),
}

/// A named member of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// Whether it must be there.
    pub presence: Presence,
    /// Who sends it.
    pub access: Access,
    /// What it holds.
    pub value: Use,
    /// The other places that describe it, where several schemas do (`allOf`).
    pub also: Vec<Place>,
}

/// Whether a member must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always.
    Required,
    /// It may be left out.
    Optional,
}

/// Who sends a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Clients and servers.
    Both,
    /// Servers alone: it is not demanded of requests (`readOnly`).
    Read,
    /// Clients alone: it is not demanded of responses (`writeOnly`).
    Write,
}

impl Field {
    /// A member that must be there and has no name: a value by itself.
    #[must_use]
    pub fn lone(value: Use) -> Self {
        let (name, also) = <(String, Vec<Place>)>::default();
        Self { name, presence: Presence::Required, access: Access::Both, value, also }
    }
}

impl Rest {
    /// What the other members are, where they have a type.
    #[must_use]
    pub fn typed(&self) -> Option<&Use> {
        match self {
            Self::Typed(value) => Some(value),
            Self::Unspecified | Self::Preserved | Self::Refused => None,
        }
    }
}
