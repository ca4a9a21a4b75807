//! TOL002: low, best and high estimates out of order.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL002",
    name: "range-out-of-order",
    summary: "the low, best and high estimates of the killed are not in ascending order",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("range_out_of_order.md"),
};

fn check(_world: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    if report.killed_low.read().is_none() && report.killed_high.read().is_none() {
        return;
    }
    let best = report.killed.read().and_then(|toll| toll.said);
    let stated = [
        (Col::KilledLow, "low", report.killed_low.read()),
        (Col::Killed, "best", best),
        (Col::KilledHigh, "high", report.killed_high.read()),
    ];
    let stated: Vec<_> = stated.into_iter().filter_map(|(col, name, value)| Some((col, name, value?))).collect();
    if stated.is_sorted_by_key(|&(_, _, value)| value) {
        return;
    }
    let order = stated.iter().map(|(_, name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ");
    let mut draft = Draft::new(format!("estimates out of order: {order}"), [report.row])
        .explain("An estimate's low must not exceed its best, nor its best its high. One of the columns holds another's value, or a digit is wrong.");
    for (col, name, _) in stated {
        draft = draft.cell(report.row, col, name);
    }
    out.push(draft);
}
