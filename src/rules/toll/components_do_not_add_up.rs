//! TOL004: the parts of a sum that the format defines do not add up to it.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report, Value};
use crate::text::count;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL004",
    name: "components-do-not-add-up",
    summary: "the parts of a sum that the format defines do not add up to it",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("components_do_not_add_up.md"),
};

/// A sum that a format defines: the whole, its parts, and whether blank parts may hide a remainder.
struct Sum {
    whole: Col,
    parts: &'static [Col],
    /// Blank parts count as nothing, once one of the parts is stated.
    blank_is_zero: bool,
}

const SUMS: &[Sum] = &[
    Sum {
        whole: Col::Killed,
        parts: &[Col::KilledSideA, Col::KilledSideB, Col::KilledCivilians, Col::KilledUnknown],
        blank_is_zero: false,
    },
    Sum { whole: Col::TotalAffected, parts: &[Col::Injured, Col::Affected, Col::Homeless], blank_is_zero: true },
];

fn check(_world: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    for sum in SUMS {
        let Value::Read(whole) = count::of(report, sum.whole) else { continue };
        if sum.parts.iter().all(|col| report.raw(*col).is_empty()) {
            continue;
        }
        let values: Vec<Value<u32>> = sum.parts.iter().map(|col| count::of(report, *col)).collect();
        let blank = values.contains(&Value::Blank);
        let stated: Vec<(Col, u32)> =
            sum.parts.iter().zip(&values).filter_map(|(col, value)| Some((*col, value.read()?))).collect();
        if stated.is_empty() || values.contains(&Value::Garbled) || (blank && !sum.blank_is_zero) {
            continue;
        }
        let total: u64 = stated.iter().map(|(_, value)| u64::from(*value)).sum();
        // A blank part may hide what is missing, never what is too much.
        if total == u64::from(whole) || (blank && total < u64::from(whole)) {
            continue;
        }
        let shown = stated.iter().map(|(_, value)| value.to_string()).collect::<Vec<_>>().join(" + ");
        let draft = Draft::new(format!("{shown} = {total}, but {} is {whole}", sum.whole), [report.row])
            .key(sum.whole.name())
            .cell(report.row, sum.whole, "the sum as stated")
            .explain("The format defines one column as the sum of the others. One of them is wrong; the document tells which.");
        out.push(stated.into_iter().fold(draft, |draft, (col, value)| draft.cell(report.row, col, value.to_string())));
    }
}
