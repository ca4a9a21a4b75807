//! DAT003: an event ends before it begins.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT003",
    name: "end-before-start",
    summary: "an event ends before it begins",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_end,
    check: Check::Report(check),
    page: include_str!("end_before_start.md"),
};

fn check(_world: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let (Some(start), Some(end)) = (report.event_date.read(), report.event_end.read()) else { return };
    if end < start {
        out.push(
            Draft::new(format!("the event ends on {end}, {} days before it begins", start.0 - end.0), [report.row])
                .cell(report.row, Col::EventDate, "begins")
                .cell(report.row, Col::EventEnd, "ends")
                .explain("The two dates stand in each other's column, or one of them is mistyped."),
        );
    }
}

fn needs_end(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::EventEnd])
}
