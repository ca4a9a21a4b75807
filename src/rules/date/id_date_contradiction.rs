//! DAT011: the date in the id is not the date of the row.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};
use crate::text::count;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT011",
    name: "id-date-contradiction",
    summary: "the date in the id is not the date of the row",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_gtd,
    check: Check::Report(check),
    page: include_str!("id_date_contradiction.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    if context.preset(report.record.input) != "gtd" {
        return;
    }
    let raw = report.raw(Col::ReportId).trim();
    let id = raw.strip_suffix(".0").unwrap_or(raw);
    if id.len() != 12 || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    let part = |from: usize, to: usize| id.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    let columns =
        [(Col::Year, "year", part(0, 4)), (Col::Month, "month", part(4, 6)), (Col::DayOfMonth, "day", part(6, 8))];
    // A month or day of 0 is unknown, in the id as in the column.
    let differ: Vec<_> = columns
        .into_iter()
        .filter_map(|(col, name, in_id)| Some((col, name, in_id?, count::of(report, col).read()?)))
        .filter(|(_, _, in_id, coded)| *in_id != 0 && *coded != 0 && in_id != coded)
        .collect();
    if differ.is_empty() {
        return;
    }
    let said = differ.iter().map(|(_, name, in_id, coded)| format!("{name} {in_id} in the id, {coded} in its column"));
    let mut draft = Draft::new(said.collect::<Vec<_>>().join("; "), [report.row])
        .cell(report.row, Col::ReportId, "begins with the date of the event")
        .explain("GTD's ids begin with the day of the event. The date was changed after the id was given, or the id belongs to another row.");
    for (col, ..) in differ {
        draft = draft.cell(report.row, col, "");
    }
    out.push(draft);
}

fn needs_gtd(context: &RuleContext<'_>) -> Option<String> {
    let gtd = context.inputs.iter().any(|input| input.preset == "gtd");
    (!gtd).then(|| "only GTD's ids hold a date".to_owned())
}
