//! SCH003: an id is a stand-in that was never replaced.

use super::shared::short;
use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};
use std::sync::LazyLock;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH003",
    name: "placeholder-id",
    summary: "an id is a stand-in that was never replaced",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("placeholder_id.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let id = report.raw(Col::ReportId).trim();
    if id.is_empty() || !(is_stand_in(id) || is_row_of_nines(id, context.corpus.len())) {
        return;
    }
    out.push(
        Draft::new(format!("the id \"{}\" is a stand-in", short(id)), [report.row])
            .cell(report.row, Col::ReportId, "no id of its own")
            .explain("Rows under a stand-in cannot be told apart, cited, or recognised in a later version of the file. Give the row an id of its own."),
    );
}

/// Words and marks that people and programs put where an id should be.
const STAND_INS: &[&str] = &[
    "n/a",
    "na",
    "#n/a",
    "nan",
    "none",
    "null",
    "nil",
    "undefined",
    "unknown",
    "inconnu",
    "missing",
    "test",
    "todo",
    "tbd",
    "tba",
    "tbc",
    "xxx",
    "xxxx",
    "x",
    "-",
    "--",
    "?",
    "??",
    "???",
    "0",
    "00",
    "000",
    "0000",
    "-1",
    "-9",
    "-99",
    "-999",
    "#ref!",
    "#value!",
    "#name?",
    "#null!",
    "#num!",
    "#div/0!",
    "[object object]",
    "id",
    "new",
    "nouveau",
    "00000000-0000-0000-0000-000000000000",
];

fn is_stand_in(id: &str) -> bool {
    // Hardly any id begins as a stand-in does.
    static FIRST: LazyLock<[bool; 256]> = LazyLock::new(|| {
        let mut first = [false; 256];
        for byte in STAND_INS.iter().filter_map(|word| word.bytes().next()) {
            first[usize::from(byte.to_ascii_lowercase())] = true;
        }
        first
    });
    if !id.bytes().next().is_some_and(|byte| FIRST[usize::from(byte.to_ascii_lowercase())]) {
        return false;
    }
    let id = id.strip_suffix(".0").unwrap_or(id);
    STAND_INS.iter().any(|word| word.eq_ignore_ascii_case(id))
}

/// Four nines and more, in a file too small to have numbered its rows so far.
fn is_row_of_nines(id: &str, rows: usize) -> bool {
    id.len() >= 4 && id.bytes().all(|byte| byte == b'9') && id.parse::<usize>().is_ok_and(|number| number > rows * 10)
}
