//! Who sends the values of a type: clients, in requests, servers, in responses, or both.
//!
//! A member that only servers send (`readOnly`) cannot be demanded of clients, even if it is required, and the other way
//! round (`writeOnly`). A type that only the one sends keeps its demands; of one that both send, such a member becomes
//! optional. A schema that stands in place, in the request and in the response of an operation, is a type of its own in
//! each, and so has a view for each.

use crate::ir::{Access, Api, Direction, Operation, Presence, Shape, TypeId, Use};

/// Who sends the values of a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Senders {
    clients: bool,
    servers: bool,
}

impl Senders {
    const CLIENTS: Self = Self { clients: true, servers: false };
    const SERVERS: Self = Self { clients: false, servers: true };

    const fn or(self, other: Self) -> Self {
        Self { clients: self.clients || other.clients, servers: self.servers || other.servers }
    }

    /// Whether one of them never sends what has this access.
    const fn lack(self, access: Access) -> bool {
        match access {
            Access::Both => false,
            Access::Read => self.clients,
            Access::Write => self.servers,
        }
    }
}

/// Makes optional what a sender does not send.
pub(super) fn settle(api: &mut Api) {
    for (index, senders) in senders(api).into_iter().enumerate() {
        let Shape::Object(object) = &mut api.types[index].shape else { continue };
        for field in object.fields.iter_mut().filter(|field| senders.lack(field.access)) {
            field.presence = Presence::Optional;
        }
    }
}

/// The senders of each type.
fn senders(api: &Api) -> Vec<Senders> {
    let mut senders = vec![Senders::default(); api.types.len()];
    for operation in &api.operations {
        let (asks, answers) = match operation.direction() {
            Direction::Outgoing => (Senders::CLIENTS, Senders::SERVERS),
            Direction::Incoming => (Senders::SERVERS, Senders::CLIENTS),
        };
        asked(operation).for_each(|value| note(api, value, asks, &mut senders));
        answered(operation).for_each(|value| note(api, value, answers, &mut senders));
    }
    senders
}

fn asked(operation: &Operation) -> impl Iterator<Item = &Use> {
    let content = operation.body.iter().flat_map(|body| &body.content);
    let parameters = operation.parameters.iter().map(|parameter| &parameter.value);
    parameters.chain(content.map(|content| &content.value))
}

fn answered(operation: &Operation) -> impl Iterator<Item = &Use> {
    operation.responses.iter().flat_map(|response| {
        let headers = response.headers.iter().map(|header| &header.value);
        headers.chain(response.content.iter().map(|content| &content.value))
    })
}

/// Notes who sends a value, and thereby all that may be inside it.
fn note(api: &Api, value: &Use, sender: Senders, senders: &mut [Senders]) {
    let mut open: Vec<TypeId> = value.described().into_iter().collect();
    while let Some(id) = open.pop() {
        let known = senders[id.0].or(sender);
        if known != senders[id.0] {
            senders[id.0] = known;
            open.extend(api.ty(id).shape.named());
        }
    }
}
