//! What a rule is made of: its card, what it looks at, what it may see, its settings, its page. The rules themselves stand
//! in [`crate::rules`].

mod check;
pub mod context;
pub mod facts;
pub mod knob;
pub mod page;
mod rule;
mod rulebook;

pub use check::{Hit, UserHit, check_report, check_rest, with_data};
pub use context::RuleContext;
pub use facts::Facts;
pub use knob::{Knob, KnobSpec, KnobValue, Knobs};
pub use rule::{Category, Check, Rule, nothing_missing};
pub use rulebook::{DecisionRules, Rulebook};
