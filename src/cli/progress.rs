//! Progress on standard error: only on a terminal, only for steps that last.

use crate::run::job::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A step that takes less time is never shown.
const PATIENCE: Duration = Duration::from_millis(700);

/// A bar on standard error.
#[derive(Debug)]
pub struct Bar {
    state: Mutex<State>,
    enabled: bool,
}

#[derive(Debug)]
struct State {
    bar: ProgressBar,
    began: Instant,
}

impl Bar {
    /// A bar that shows itself where standard error is a terminal and `quiet` is not asked for.
    pub fn new(quiet: bool) -> Bar {
        let enabled = !quiet && std::io::stderr().is_terminal();
        Bar { state: Mutex::new(State { bar: ProgressBar::hidden(), began: Instant::now() }), enabled }
    }

    fn with(&self, act: impl FnOnce(&mut State)) {
        if self.enabled {
            act(&mut self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        }
    }
}

impl Progress for Bar {
    fn begin(&self, step: &'static str, total: u64) {
        self.with(|state| {
            let bar = if total == 0 { ProgressBar::no_length() } else { ProgressBar::new(total) };
            bar.set_draw_target(ProgressDrawTarget::hidden());
            let template = if total == 0 {
                "{spinner} {msg} {human_pos} ({per_sec})"
            } else {
                "{msg:<9} [{wide_bar}] {human_pos}/{human_len} ({per_sec}, {eta} left)"
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.set_message(step);
            *state = State { bar, began: Instant::now() };
        });
    }

    fn advance(&self, done: u64) {
        self.with(|state| {
            if state.began.elapsed() > PATIENCE && state.bar.is_hidden() {
                state.bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            state.bar.inc(done);
        });
    }

    fn end(&self) {
        self.with(|state| state.bar.finish_and_clear());
    }
}
