//! AGG008: a running total falls from one day to a later one.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Day, Draft, RowIx};
use std::collections::BTreeMap;

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
    let mut series: BTreeMap<_, Vec<(Day, u32, RowIx)>> = BTreeMap::new();
    for index in context.corpus.indices() {
        let row = context.corpus.row(index);
        if let (Some(count), Some(day)) = (row.running_total, row.date.get()) {
            let key = (row.dataset, row.source, row.country, row.admin1, row.admin2, row.place);
            series.entry(key).or_default().push((day, count, index));
        }
    }
    for rows in series.values_mut() {
        rows.sort_unstable();
        // Of several rows of one day the largest counts: the day's last word.
        let days: Vec<&(Day, u32, RowIx)> = rows.chunk_by(|a, b| a.0 == b.0).filter_map(<[_]>::last).collect();
        for pair in days.windows(2) {
            let (&(before, most, earlier), &(after, count, later)) = (pair[0], pair[1]);
            if count >= most {
                continue;
            }
            out.push(
                Draft::new(format!("the running total falls from {most} on {before} to {count} on {after}"), [later])
                    .key(format!("{most}>{count}"))
                    .cell(later, Col::RunningTotal, format!("on {after}"))
                    .cell(earlier, Col::RunningTotal, format!("on {before}"))
                    .explain("A cumulative count can only grow. Either it was corrected, and the earlier days need the same correction, or a digit is wrong."),
            );
        }
    }
}

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.rows.iter().any(|row| row.running_total.is_some());
    (!any).then(|| "no column holds a running total".to_owned())
}
