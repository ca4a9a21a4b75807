//! SCH008: a spreadsheet rounded the ids of a file, or turned its dates into numbers.

use super::shared::short;
use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Grade;
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};
use crate::text::count::trimmed;
use crate::text::spreadsheet::spoilt_id;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH008",
    name: "spreadsheet-damage",
    summary: "a spreadsheet rounded the ids of a file, or turned its dates into numbers",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("spreadsheet_damage.md"),
};

/// From how many rounded ids on the whole file is thought to be spoilt.
pub const FROM: u32 = 3;

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let id = report.raw(Col::ReportId).trim();
    if spoilt_id(id) && context.input_facts(report.record.input).spoilt_ids >= FROM {
        out.push(
            Draft::new(format!("a spreadsheet rounded the id to {}", short(id)), [report.row])
                .cell(report.row, Col::ReportId, "rounded")
                .key("ids")
                .once()
                .explain(
                    "Long numbers were shown in scientific notation and saved so: different ids became one, and the true ones cannot be won \
                     back from this file. Take the file from its source again, and import the column as text.",
                ),
        );
    }
    for col in [Col::EventDate, Col::EventEnd, Col::Published] {
        if is_serial(report.raw(col)) {
            out.push(
                Draft::new(format!("{col} holds the number {} instead of a date", report.raw(col).trim()), [report.row])
                    .cell(report.row, col, "days since 1899-12-30")
                    .key(col.name())
                    .once()
                    .grade(Grade::Lowered)
                    .explain(
                        "A spreadsheet saved its inner count of days. It is read as a date, but which calendar it counts from (1900 or 1904) \
                         cannot be seen here: dates may all be off by 1,462 days or by one or two. Export the column as a date.",
                    ),
            );
        }
    }
}

/// Whether a cell is a bare number of days that a spreadsheet would show as a date from 1954 to 2091.
fn is_serial(cell: &str) -> bool {
    let cell = trimmed(cell);
    // Dates as they are written hold a fifth letter that is no digit.
    if !cell.bytes().take(5).all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let whole = cell.split_once('.').map_or(cell, |(whole, _)| whole);
    whole.len() == 5 && cell.parse::<f64>().is_ok_and(|days| (20_000.0..70_000.0).contains(&days))
}
