//! TOL018: groups that nobody can belong to twice are together more than all.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::{Grade, Severity};
use crate::model::{Col, Draft, Report};
use crate::text::count;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL018",
    name: "disaggregation-exceeds-total",
    summary: "groups of the dead or injured that exclude each other add up to more than all",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("disaggregation_exceeds_total.md"),
};

/// Groups within a whole.
struct Breakdown {
    whole: Col,
    groups: &'static [Col],
    /// Nobody belongs to two of them, however the data set draws its lines.
    apart: bool,
}

const BREAKDOWNS: &[Breakdown] = &[
    Breakdown { whole: Col::Killed, groups: &[Col::KilledWomen, Col::KilledMen], apart: true },
    Breakdown { whole: Col::Killed, groups: &[Col::KilledGirls, Col::KilledBoys], apart: true },
    Breakdown { whole: Col::Killed, groups: &[Col::KilledChildren, Col::KilledElderly], apart: true },
    Breakdown { whole: Col::Killed, groups: &[Col::KilledCivilians, Col::KilledCombatants], apart: true },
    Breakdown { whole: Col::KilledChildren, groups: &[Col::KilledGirls, Col::KilledBoys], apart: true },
    Breakdown {
        whole: Col::Killed,
        groups: &[Col::KilledWomen, Col::KilledMen, Col::KilledGirls, Col::KilledBoys],
        apart: false,
    },
    // Girls may be counted among women as well as among children.
    Breakdown {
        whole: Col::Killed,
        groups: &[Col::KilledWomen, Col::KilledMen, Col::KilledChildren, Col::KilledElderly],
        apart: false,
    },
    Breakdown { whole: Col::Injured, groups: &[Col::InjuredWomen, Col::InjuredMen], apart: true },
    Breakdown {
        whole: Col::Injured,
        groups: &[Col::InjuredWomen, Col::InjuredMen, Col::InjuredChildren],
        apart: false,
    },
];

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let stated = |col: &Col| report.record.cell(*col).is_some();
    if BREAKDOWNS.iter().all(|sum| sum.groups.iter().filter(|col| stated(col)).count() < 2) {
        return;
    }
    let mut said = Vec::new();
    for sum in BREAKDOWNS {
        let Some(most) = most(report, sum.whole) else { continue };
        let groups: Vec<(Col, u32)> =
            sum.groups.iter().filter_map(|col| Some((*col, count::of(report, *col).read()?))).collect();
        let total: u64 = groups.iter().map(|(_, count)| u64::from(*count)).sum();
        // One group that is too large by itself is TOL005; what a narrower sum said is not said again.
        let alone = groups.iter().any(|(_, count)| *count > most);
        let again = said.iter().any(|(whole, cols): &(Col, Vec<Col>)| {
            *whole == sum.whole && cols.iter().all(|col| groups.iter().any(|(group, _)| group == col))
        });
        if groups.len() < 2 || total <= u64::from(most) || alone || again || crossed(sum, &groups, most) {
            continue;
        }
        said.push((sum.whole, groups.iter().map(|(col, _)| *col).collect()));
        out.push(draft(context, report, sum, &groups, total, most));
    }
}

fn draft(
    context: &RuleContext<'_>,
    report: &Report<'_>,
    sum: &Breakdown,
    groups: &[(Col, u32)],
    total: u64,
    most: u32,
) -> Draft {
    let shown = groups.iter().map(|(col, count)| format!("{col} {count}")).collect::<Vec<_>>().join(" + ");
    let why = if sum.apart {
        "Nobody belongs to two of these groups, so that one of the cells is wrong, or the whole leaves a group out."
    } else {
        "One of the cells is wrong, or the data set counts some people in two of these groups; then its codebook should say so."
    };
    let grade = if sum.apart { Grade::Usual } else { Grade::Lowered };
    let whole = if context.has_column(report.record.input, sum.whole) { sum.whole } else { Col::KilledHigh };
    let draft = Draft::new(format!("{shown} = {total}, more than {}: {most}", sum.whole), [report.row])
        .key(groups.iter().map(|(col, _)| col.name()).collect::<Vec<_>>().join("+"))
        .cell(report.row, whole, "the whole")
        .explain(why)
        .grade(grade);
    groups.iter().fold(draft, |draft, (col, count)| draft.cell(report.row, *col, count.to_string()))
}

/// Whether women and men make up the whole by themselves: then children are counted by sex as well, and age is a second
/// line drawn through the same people.
fn crossed(sum: &Breakdown, groups: &[(Col, u32)], most: u32) -> bool {
    let sexes = [Col::KilledWomen, Col::KilledMen, Col::InjuredWomen, Col::InjuredMen];
    let by_sex: u64 = groups.iter().filter(|(col, _)| sexes.contains(col)).map(|(_, count)| u64::from(*count)).sum();
    !sum.apart && by_sex == u64::from(most)
}

/// The most that the whole allows, if it sets a limit.
fn most(report: &Report<'_>, whole: Col) -> Option<u32> {
    match whole {
        Col::Killed => match report.killed.read() {
            Some(toll) => toll.high.map(|most| most.max(report.killed_high.read().unwrap_or(0))),
            None => report.killed_high.read(),
        },
        Col::Injured => report.injured.read().and_then(|toll| toll.high),
        col => count::of(report, col).read(),
    }
}
