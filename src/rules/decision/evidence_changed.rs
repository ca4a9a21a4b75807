//! DEC003: a decided finding rests on values that have changed since.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DEC003",
    name: "evidence-changed",
    summary: "a decided finding rests on values that have changed since",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_decisions,
    check: Check::Corpus(|_, _| {}),
    page: include_str!("evidence_changed.md"),
};

fn needs_decisions(context: &RuleContext<'_>) -> Option<String> {
    context.decisions.all.is_empty().then(|| "there are no decisions".to_owned())
}
