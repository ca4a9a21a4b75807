//! DUP001: rows that are equal in every cell but the id.

use super::copy::{ids, say};
use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{CopyKind, Draft};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DUP001",
    name: "exact-duplicate",
    summary: "rows are equal in every cell but the id",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Corpus(check),
    page: include_str!("exact_duplicate.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    say(
        context,
        CopyKind::Exact,
        out,
        |group| format!("{} rows are equal in every cell but the id: {}", group.rows.len(), ids(context, &group.rows)),
        "Keep one of them: a sum over the rows counts the same dead more than once.",
    );
}
