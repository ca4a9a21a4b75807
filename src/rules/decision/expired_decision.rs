//! DEC002: a decision no longer holds since its day has passed.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DEC002",
    name: "expired-decision",
    summary: "a decision no longer holds since its day has passed",
    severity: Severity::Info,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_decisions,
    check: Check::Corpus(|_, _| {}),
    page: include_str!("expired_decision.md"),
};

fn needs_decisions(context: &RuleContext<'_>) -> Option<String> {
    context.decisions.all.is_empty().then(|| "there are no decisions".to_owned())
}
