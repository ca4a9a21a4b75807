//! TOL012: a toll that was final has changed.

use super::revision;
use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Draft, Report, Status};

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL012",
    name: "changed-after-final",
    summary: "a toll that was final has changed",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("changed_after_final.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    for step in revision::steps(context, report) {
        if step.former != Status::Final || step.before.meets(step.after) || revision::noted(report) {
            continue;
        }
        out.push(revision::draft(report, &step, format!("the final toll {} became {}", step.before, step.after)).explain(
            "A final toll is meant to stand: sums made with it have been published. Note why it changed, or take the mark off.",
        ));
    }
}
