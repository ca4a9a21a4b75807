//! SCH002: a cell holds something that cannot be read as what its column should hold.

use super::shared::short;
use super::spreadsheet_damage;
use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report, Value};
use crate::text::count;
use crate::text::spreadsheet::spoilt_id;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH002",
    name: "unreadable-value",
    summary: "a cell holds something that cannot be read as what its column should hold",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("unreadable_value.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    for (col, kind) in at_fault(report) {
        out.push(draft(report, col, kind, "It is left out of every comparison and sum until it is mended."));
    }
    // Three and more rounded ids are the work of a spreadsheet on a whole file: SCH008 says so once.
    let id = report.raw(Col::ReportId);
    if spoilt_id(id) && context.input_facts(report.record.input).spoilt_ids < spreadsheet_damage::FROM {
        let why = "A spreadsheet rounded a long number, so the id no longer tells the row from others.";
        out.push(draft(report, Col::ReportId, "an id", why));
    }
}

/// The columns whose value was not understood, with what they should hold.
fn at_fault(report: &Report<'_>) -> Vec<(Col, &'static str)> {
    let mut found = Vec::new();
    let mut note = |col: Col, garbled: bool, kind: &'static str| {
        if garbled {
            found.push((col, kind));
        }
    };
    note(Col::EventDate, report.event_date == Value::Garbled, "a date");
    note(Col::EventEnd, report.event_end == Value::Garbled, "a date");
    note(Col::Published, report.published == Value::Garbled, "a date");
    note(Col::Lat, report.lat == Value::Garbled, "a latitude");
    note(Col::Lon, report.lon == Value::Garbled, "a longitude");
    // Numbers that are no counts (negative, fractional) are read, and judged by TOL001.
    let words = |col: Col| report.raw(col).trim().parse::<f64>().is_err();
    note(Col::Killed, report.killed == Value::Garbled && words(Col::Killed), "a number of people");
    note(Col::KilledLow, report.killed_low == Value::Garbled && words(Col::KilledLow), "a number of people");
    note(Col::KilledHigh, report.killed_high == Value::Garbled && words(Col::KilledHigh), "a number of people");
    note(Col::Injured, report.injured == Value::Garbled && words(Col::Injured), "a number of people");
    for col in COUNTS {
        note(col, count::of(report, col) == Value::Garbled && words(col), "a number of people");
    }
    found
}

fn draft(report: &Report<'_>, col: Col, kind: &str, why: &'static str) -> Draft {
    let value = short(report.raw(col));
    Draft::new(format!("{col} holds \"{value}\", which cannot be read as {kind}"), [report.row])
        .cell(report.row, col, format!("should be {kind}"))
        .key(col.name())
        .explain(why)
}

/// Columns of plain counts.
const COUNTS: [Col; 18] = [
    Col::KilledCivilians,
    Col::KilledSideA,
    Col::KilledSideB,
    Col::KilledUnknown,
    Col::KilledPerpetrators,
    Col::KilledOfficers,
    Col::KilledWomen,
    Col::KilledMen,
    Col::KilledChildren,
    Col::KilledGirls,
    Col::KilledBoys,
    Col::KilledElderly,
    Col::KilledCombatants,
    Col::InjuredWomen,
    Col::InjuredMen,
    Col::InjuredChildren,
    Col::InjuredPerpetrators,
    Col::RunningTotal,
];
