//! What types are compared for, and who sends their values.

use std::collections::BTreeSet;

use super::{About, Change, Clients, Data, Effect, Pair, Rule, Side};
use crate::diagnostic::Place;
use crate::ir::{Access, Api, Direction, TypeId, Use};

/// A version of a resource, or an operation or schema of a document, that both sides have.
pub(super) struct Subject<'a> {
    pub(super) sides: &'a Pair<Side<'a>>,
    pub(super) about: About,
    pub(super) places: Pair<&'a Place>,
    /// The types of the kind, with whose names those of all types inside it begin.
    pub(super) kinds: Option<Pair<TypeId>>,
    /// Who sends values of which types; where it is not known, everybody does.
    pub(super) directions: Option<&'a Pair<Directions>>,
    /// Whether both generated crates have types for it.
    pub(super) is_emitted: bool,
}

impl Subject<'_> {
    pub(super) fn change(&self, rule: Rule, detail: impl Into<String>, effect: Effect) -> Change {
        Change {
            rule,
            about: self.about.clone(),
            path: String::new(),
            detail: detail.into(),
            old: Some(self.places.old.clone()),
            new: Some(self.places.new.clone()),
            effect,
            rust: None,
        }
    }

    /// Who sends values of types that stand at the same place.
    pub(super) fn flow(&self, ids: Pair<TypeId>) -> Flow {
        let Some(directions) = self.directions else { return Flow::Both };
        let (old, new) = (&directions.old, &directions.new);
        let is_sent = old.sent.contains(&ids.old) || new.sent.contains(&ids.new);
        let is_received = old.received.contains(&ids.old) || new.received.contains(&ids.new);
        match (is_sent, is_received) {
            (true, false) => Flow::Sent,
            (false, true) => Flow::Received,
            _ => Flow::Both,
        }
    }
}

/// Who sends a value, seen from the clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Clients and servers.
    Both,
    /// Clients alone.
    Sent,
    /// Servers alone.
    Received,
}

impl Flow {
    /// The same the other way round: what an API asks of its clients is received by them.
    pub(super) const fn of(self, direction: Direction) -> Self {
        match (self, direction) {
            (flow, Direction::Outgoing) => flow,
            (Self::Both, Direction::Incoming) => Self::Both,
            (Self::Sent, Direction::Incoming) => Self::Received,
            (Self::Received, Direction::Incoming) => Self::Sent,
        }
    }

    /// Of a member that these send.
    pub(super) const fn of_member(self, access: Access) -> Self {
        match (self, access) {
            (Self::Both, Access::Read) => Self::Received,
            (Self::Both, Access::Write) => Self::Sent,
            _ => self,
        }
    }

    /// What an effect comes to: that less is allowed is no matter of those who receive, and that more is allowed no matter of
    /// those who send. What is received is not kept by those who may have to send it again.
    pub(super) const fn narrow(self, rule: Rule, effect: Effect) -> Effect {
        match self {
            Self::Sent if rule.concerns_receivers() && matches!(effect.data, Data::Valid) => {
                Effect { clients: Clients::Compatible, ..effect }
            }
            Self::Received if rule.concerns_senders() && matches!(effect.data, Data::Invalid) => {
                Effect { clients: Clients::Compatible, data: Data::Valid, ..effect }
            }
            Self::Received => Effect { data: Data::Valid, ..effect },
            _ => effect,
        }
    }
}

/// The types whose values clients send and receive.
#[derive(Debug, Default)]
pub(super) struct Directions {
    sent: BTreeSet<TypeId>,
    received: BTreeSet<TypeId>,
}

impl Directions {
    /// What the operations of documents exchange.
    pub(super) fn of(api: &Api) -> Self {
        let mut directions = Self::default();
        for operation in api.operations.iter().filter(|operation| operation.document().is_some()) {
            let asked = reached(api, operation.asked());
            let answered = reached(api, operation.answered());
            let (sent, received) = match operation.direction() {
                Direction::Outgoing => (asked, answered),
                Direction::Incoming => (answered, asked),
            };
            directions.sent.extend(sent);
            directions.received.extend(received);
        }
        directions
    }
}

/// The types that these values hold, at any depth.
fn reached(api: &Api, uses: Vec<&Use>) -> BTreeSet<TypeId> {
    let mut open: Vec<TypeId> = uses.into_iter().filter_map(Use::described).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(api.ty(id).shape.named());
        }
    }
    reached
}
