//! The stages of a run: shown on a terminal while they last, and timed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};
use specwright::progress::{self, Stage};

/// How often the line that shows the stage moves.
const TICK: Duration = Duration::from_millis(100);

/// What is known of the stages.
#[derive(Clone, Default)]
pub struct Stages {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    line: Option<ProgressBar>,
    current: Option<(Stage, Instant)>,
    spent: BTreeMap<Stage, Duration>,
}

/// Whether stages are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// On the standard error, if that is a terminal.
    OnTerminals,
    /// Not at all.
    Nothing,
}

impl Stages {
    /// Looks on at all stages from now on.
    pub fn watch(show: Show) -> Self {
        let stages = Self::default();
        let listener = stages.clone();
        progress::listen(move |stage| listener.begin(stage, show));
        stages
    }

    fn begin(&self, stage: Stage, show: Show) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.end();
        state.current = Some((stage, Instant::now()));
        if show == Show::OnTerminals {
            let line = state.line.get_or_insert_with(line);
            line.set_message(stage.to_string());
        }
    }

    /// Ends the stage that lasts, and takes its line from the terminal.
    pub fn end(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.end();
        if let Some(line) = state.line.take() {
            line.finish_and_clear();
        }
    }

    /// How long each stage took, all runs together.
    pub fn spent(&self) -> BTreeMap<Stage, Duration> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).spent.clone()
    }
}

impl State {
    fn end(&mut self) {
        if let Some((stage, begin)) = self.current.take() {
            *self.spent.entry(stage).or_default() += begin.elapsed();
        }
    }
}

/// A line that moves, so that one sees that something is done. It is invisible where the standard error is no terminal.
fn line() -> ProgressBar {
    let line = ProgressBar::new_spinner().with_message("");
    line.set_draw_target(ProgressDrawTarget::stderr());
    line.enable_steady_tick(TICK);
    line
}
