//! SRC007: the number of sources is not the number of sources listed.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};
use crate::text::count;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SRC007",
    name: "source-count-contradiction",
    summary: "the number of sources is not the number of sources listed",
    severity: Severity::Warning,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_count,
    check: Check::Report(check),
    page: include_str!("source_count_contradiction.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let Some(count) = count::of(report, Col::SourceCount).read() else { return };
    // The list of dates has one entry a source; names may hold semicolons themselves, so they only count without it.
    let col = if context.has_column(report.record.input, Col::SourceDates) { Col::SourceDates } else { Col::Source };
    let listed = report.raw(col).split(';').filter(|part| !part.trim().is_empty()).count();
    if listed == 0 || listed == count as usize {
        return;
    }
    out.push(
        Draft::new(format!("number of sources {count}, listed {listed}"), [report.row])
            .cell(report.row, Col::SourceCount, "as counted")
            .cell(report.row, col, format!("{listed} listed"))
            .explain("A source was added or taken out without the count, or a separator is missing in the list."),
    );
}

fn needs_count(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::SourceCount])
}
