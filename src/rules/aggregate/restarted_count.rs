//! AGG010: a running total starts anew.

use super::series::{Fall, fall, missing_data, running};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AGG010",
    name: "restarted-count",
    summary: "a running total starts anew: the days before and after belong to two counts",
    severity: Severity::Info,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("restarted_count.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    for days in running(context) {
        for at in (1..days.len()).filter(|at| fall(&days, *at) == Some(Fall::Restart)) {
            let (before, after) = (days[at - 1], days[at]);
            out.push(
                Draft::new(
                    format!("the count restarts: {} on {}, then {} on {}", before.total, before.day, after.total, after.day),
                    [after.row],
                )
                .key(format!("{}>{}", before.total, after.total))
                .cell(after.row, Col::RunningTotal, format!("the new count, on {}", after.day))
                .cell(before.row, Col::RunningTotal, format!("the end of the old one, on {}", before.day))
                .explain("Another phase, another year or another way of counting began. The two counts must not be compared or subtracted; give each its own source or place name, or a column of its own, to keep them apart."),
            );
        }
    }
}
