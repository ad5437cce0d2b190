//! Trying a value against several types, where nothing tells which of them it is of.
//!
//! The type that fits best is the one that leaves the fewest loose ends: members that it does not name, values that its
//! enumerations do not list, texts that are not of their format. Whoever reads such a thing notes it here, so that it
//! counts however deep in the value it lies. Trials within trials multiply; how many there may be in all is bounded.

use std::cell::Cell;

/// How many readings one trial may take, those within it included.
const READINGS: usize = 10_000;

thread_local! {
    static TRIAL: Cell<Trial> = const { Cell::new(Trial { loose: 0, left: None }) };
}

#[derive(Clone, Copy)]
struct Trial {
    /// The loose ends since the innermost reading began.
    loose: usize,
    /// How many more readings there may be; none where no trial is under way.
    left: Option<usize>,
}

/// Notes that the value being read holds something that its type does not know.
#[inline]
pub(crate) fn note_loose_end() {
    let trial = TRIAL.get();
    if trial.left.is_some() {
        TRIAL.set(Trial { loose: trial.loose + 1, ..trial });
    }
}

/// Whether a value is being read to see what it is: then it is worth while to look closely.
#[inline]
pub(crate) fn is_under_way() -> bool {
    TRIAL.get().left.is_some()
}

/// The best of the candidates that can be read, and the first of those that are equally good.
pub(crate) fn best<T, E>(
    candidates: impl Iterator<Item = usize>,
    mut read: impl FnMut(usize) -> Result<T, E>,
) -> Option<T> {
    let before = TRIAL.get();
    let mut best: Option<(usize, T)> = None;
    let mut left = before.left.unwrap_or(READINGS);
    for candidate in candidates {
        if left == 0 || best.as_ref().is_some_and(|(loose, _)| *loose == 0) {
            break;
        }
        TRIAL.set(Trial { loose: 0, left: Some(left - 1) });
        let value = read(candidate);
        let after = TRIAL.get();
        left = after.left.unwrap_or(0);
        if let Ok(value) = value
            && best.as_ref().is_none_or(|(loose, _)| after.loose < *loose)
        {
            best = Some((after.loose, value));
        }
    }
    let loose = best.as_ref().map_or(1, |(loose, _)| *loose);
    TRIAL.set(Trial { loose: before.loose + loose, left: before.left.map(|_| left) });
    best.map(|(_, value)| value)
}
