//! DEC001: a decision speaks of something that is not in the data.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DEC001",
    name: "unused-decision",
    summary: "a decision speaks of something that is not in the data",
    severity: Severity::Info,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_decisions,
    check: Check::Corpus(|_, _| {}),
    page: include_str!("unused_decision.md"),
};

fn needs_decisions(context: &RuleContext<'_>) -> Option<String> {
    context.decisions.all.is_empty().then(|| "there are no decisions".to_owned())
}
