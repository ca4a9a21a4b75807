//! The steward's decisions. Triage says these findings, since it alone knows what the decisions met;
//! the rules stand here so that they are listed, documented and configured like any other.

use crate::catalogue::{DecisionRules, Rule};

mod evidence_changed;
mod expired_decision;
mod unused_decision;

/// The family's table.
pub const RULES: &[&Rule] = &[&unused_decision::RULE, &expired_decision::RULE, &evidence_changed::RULE];

/// The same, by what they say.
pub const SAID_BY_TRIAGE: DecisionRules = DecisionRules {
    unused: &unused_decision::RULE,
    expired: &expired_decision::RULE,
    changed: &evidence_changed::RULE,
};
