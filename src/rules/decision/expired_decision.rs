//! DEC002: a decision no longer holds since its day has passed.

use crate::model::finding::Severity;
use crate::rules::{Category, Check, Rule, World};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DEC002",
    name: "expired-decision",
    summary: "a decision no longer holds since its day has passed",
    severity: Severity::Info,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    unfed: needs_decisions,
    check: Check::Corpus(|_, _| {}),
    page: include_str!("expired_decision.md"),
};

fn needs_decisions(world: &World<'_>) -> Option<String> {
    world.decisions.all.is_empty().then(|| "there are no decisions".to_owned())
}
