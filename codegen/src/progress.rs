//! How far a run is. The stages are named as they begin; a program that wants to show them says so once.

use std::fmt;
use std::sync::OnceLock;

/// A stage of a run, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Finding the inputs and loading them.
    Gather,
    /// Understanding their text.
    Read,
    /// Putting documents together.
    Resolve,
    /// Making the model.
    Lower,
    /// Drawing conclusions from it.
    Facts,
    /// Naming everything.
    Name,
    /// Making syntax trees.
    Emit,
    /// Printing them.
    Format,
    /// Comparing with the files that are there.
    Compare,
    /// Writing files.
    Write,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The variants are called as the modules are, apart from the case.
        f.write_str(&format!("{self:?}").to_lowercase())
    }
}

/// What is called when a stage begins.
type Listener = Box<dyn Fn(Stage) + Send + Sync>;

static LISTENER: OnceLock<Listener> = OnceLock::new();

/// Has this called whenever a stage begins, in any run of this process. Only the first call counts.
pub fn listen(listener: impl Fn(Stage) + Send + Sync + 'static) {
    let _ = LISTENER.set(Box::new(listener));
}

/// Says that a stage begins.
pub(crate) fn begin(stage: Stage) {
    if let Some(listener) = LISTENER.get() {
        listener(stage);
    }
}
