//! TOL011: a source lowers its toll and nothing says why.

use super::revision;
use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Draft, Report, Status};

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL011",
    name: "revised-down-without-note",
    summary: "a source lowers its toll and nothing says why",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("revised_down_without_note.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    for step in revision::steps(context, report) {
        let fell = step.after.high.is_some_and(|high| high < step.before.low);
        if !fell
            || matches!(step.former, Status::Provisional | Status::Final)
            || step.latter >= Status::Updated
            || revision::noted(report)
        {
            continue;
        }
        out.push(revision::draft(report, &step, format!("{} lowered to {} without a note", step.before, step.after)).explain(
            "Tolls usually grow. A fall means that the first number was wrong, or the second is: the document should say which. Note it, or mark the status as updated.",
        ));
    }
}
