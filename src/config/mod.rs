//! What the user wrote: `recount.toml` as settings with the origin of each, and the decisions file.
//!
//! Everything here is text in, values or problems out. Files are found, read and written by the roof, and
//! what rules and presets there are it passes in as plain data. A problem says where it stands (file, line,
//! column), what is wrong, and what to write instead; all problems of a file are told at once.

pub mod decisions;

mod checks;
mod contradiction;
mod conventions;
mod reading;
mod recording;
mod rules;
mod setting;
mod settings;

#[cfg(test)]
mod tests;

pub use conventions::ConventionSetting;
pub use reading::{Problem, Problems};
pub use rules::{KnobFacts, KnobKind, KnobSetting, KnobValue, LevelSetting, RuleFacts};
pub use setting::{Origin, Setting};
pub use settings::{FailOn, InputSettings, KEYS, Settings};
