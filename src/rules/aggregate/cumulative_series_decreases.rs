//! AGG008: a running total falls from one day to a later one.

use super::series::{Fall, fall, missing_data, running};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AGG008",
    name: "cumulative-series-decreases",
    summary: "a running total falls from one day to a later one",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("cumulative_series_decreases.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    for days in running(context) {
        for at in (1..days.len()).filter(|at| fall(&days, *at) == Some(Fall::Fault)) {
            let (before, after) = (days[at - 1], days[at]);
            out.push(
                Draft::new(
                    format!(
                        "the running total falls from {} on {} to {} on {}",
                        before.total, before.day, after.total, after.day
                    ),
                    [after.row],
                )
                .key(format!("{}>{}", before.total, after.total))
                .cell(after.row, Col::RunningTotal, format!("on {}", after.day))
                .cell(before.row, Col::RunningTotal, format!("on {}", before.day))
                .explain("A cumulative count can only grow. Either it was corrected, and the earlier days need the same correction, or a digit is wrong."),
            );
        }
    }
}
