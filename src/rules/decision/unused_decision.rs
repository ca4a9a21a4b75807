//! DEC001: a decision speaks of something that is not in the data.

use crate::model::finding::Severity;
use crate::rules::{Category, Check, Rule, World};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DEC001",
    name: "unused-decision",
    summary: "a decision speaks of something that is not in the data",
    severity: Severity::Info,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    unfed: needs_decisions,
    check: Check::Corpus(|_, _| {}),
    page: include_str!("unused_decision.md"),
};

fn needs_decisions(world: &World<'_>) -> Option<String> {
    world.decisions.all.is_empty().then(|| "there are no decisions".to_owned())
}
