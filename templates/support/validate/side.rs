//! Who sends a value.

/// Who sends a value. A member that the schema calls `readOnly` comes from servers alone, and one that it calls
/// `writeOnly` from clients alone: the other side need not send it, even if it is required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    /// Nobody in particular: all that is required has to be there.
    #[default]
    Any,
    /// A client, in a request.
    Client,
    /// A server, in a response.
    Server,
}

impl Side {
    /// The keyword of the members that only the other side sends.
    pub(super) const fn others(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Client => Some("readOnly"),
            Self::Server => Some("writeOnly"),
        }
    }
}
