//! SCH001: a row has neither an id nor a date with a place.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report, Unit};
use crate::text::count::is_blank_mark;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH001",
    name: "missing-required-field",
    summary: "a row has neither an id nor a date with a place",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("missing_required_field.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let blank = |col| is_blank_mark(report.raw(col));
    let input = report.record.input;
    if !blank(Col::ReportId) {
        return;
    }
    let mut missing = Vec::new();
    if report.unit == Unit::Event && context.has_column(input, Col::ReportId) && !context.inputs.is_empty() {
        missing.push((Col::ReportId, "id"));
    }
    if blank(Col::EventDate) {
        missing.push((Col::EventDate, "date"));
    }
    if WHERE.iter().all(|col| blank(*col)) {
        missing.push((Col::Place, "place"));
    }
    if missing.is_empty() {
        return;
    }
    let names = missing.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(" and no ");
    let mut draft = Draft::new(format!("a row with no {names}"), [report.row]).key(names).explain(
        "A report is told from others by its id, or by where and when it says something happened. Without them it cannot be linked, \
         corrected or cited.",
    );
    for (col, _) in missing {
        draft = draft.cell(report.row, col, "missing");
    }
    out.push(draft);
}

/// Columns of which one is enough to say where.
const WHERE: [Col; 6] = [Col::Place, Col::Admin3, Col::Admin2, Col::Admin1, Col::Lat, Col::Lon];
