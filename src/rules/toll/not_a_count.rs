//! TOL001: a number of people is negative or has a fraction.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Grade;
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report, Value};
use crate::text::count;
use crate::text::count::trimmed;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL001",
    name: "not-a-count",
    summary: "a number of people is negative or has a fraction",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("not_a_count.md"),
};

/// Every column that counts people.
pub const COUNTS: &[Col] = &[
    Col::Killed,
    Col::KilledLow,
    Col::KilledHigh,
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
    Col::Injured,
    Col::InjuredPerpetrators,
    Col::Affected,
    Col::Homeless,
    Col::TotalAffected,
    Col::Victims,
    Col::RunningTotal,
];

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    for &col in COUNTS {
        let raw = trimmed(report.raw(col));
        // Counts in order and marks for "unknown" are most of what there is.
        if raw.bytes().all(|byte| byte.is_ascii_digit()) || count::of(report, col) != Value::Garbled {
            continue;
        }
        let Some(number) = number(raw) else { continue };
        let (fault, grade) = if number < 0.0 {
            ("negative", Grade::Usual)
        } else if number.fract() != 0.0 {
            // GTD shares the dead of coordinated attacks among its rows, in fractions where need be.
            let shared = context.corpus.dataset(report.row).convention == "gtd";
            ("not whole", if shared { Grade::Lowered } else { Grade::Usual })
        } else {
            continue;
        };
        out.push(
            Draft::new(format!("{col} is {raw}: {fault}"), [report.row])
                .cell(report.row, col, fault)
                .key(col.name())
                .grade(grade)
                .explain(match grade {
                    Grade::Lowered => "The dead of several attacks were shared among the rows; sums are right, single rows are not.",
                    _ => "People are counted in whole numbers from zero on. Correct the cell, or leave it blank where the number is unknown.",
                }),
        );
    }
}

/// A plain decimal number, a minus of any kind before it; `None` for anything with words.
fn number(raw: &str) -> Option<f64> {
    let plain = raw.replace(['\u{2212}', '\u{2013}'], "-");
    plain.parse::<f64>().ok().filter(|number| number.is_finite() && !raw.contains(['e', 'E']))
}
