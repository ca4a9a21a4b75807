//! TOL005: more of one group were killed or injured than of all together.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};
use crate::text::count;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL005",
    name: "subgroup-exceeds-total",
    summary: "more of one group were killed or injured than of all together",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("subgroup_exceeds_total.md"),
};

/// The whole, and the groups within it.
const GROUPS: &[(Col, &[Col])] = &[
    (
        Col::Killed,
        &[
            Col::KilledCivilians,
            Col::KilledSideA,
            Col::KilledSideB,
            Col::KilledUnknown,
            Col::KilledPerpetrators,
            Col::KilledOfficers,
            Col::KilledCombatants,
            Col::KilledWomen,
            Col::KilledMen,
            Col::KilledChildren,
            Col::KilledGirls,
            Col::KilledBoys,
            Col::KilledElderly,
        ],
    ),
    (Col::KilledChildren, &[Col::KilledGirls, Col::KilledBoys]),
    (Col::Injured, &[Col::InjuredPerpetrators, Col::InjuredWomen, Col::InjuredMen, Col::InjuredChildren]),
    // Victims leave the attackers out, the killed need not.
    (Col::Victims, &[Col::KilledCivilians, Col::KilledOfficers]),
    (Col::TotalAffected, &[Col::Affected, Col::Homeless]),
];

/// Whether a group of the killed is larger than the whole.
pub(super) fn any(report: &Report<'_>) -> bool {
    let Some(most) = report.killed.read().and_then(|toll| toll.high) else { return false };
    let most = most.max(report.killed_high.read().unwrap_or(0));
    GROUPS[0].1.iter().any(|group| count::of(report, *group).read().is_some_and(|count| count > most))
}

fn check(_world: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let stated = |col: &Col| report.record.cell(*col).is_some();
    if !GROUPS.iter().flat_map(|(_, groups)| groups.iter()).any(stated) {
        return;
    }
    // Where all components are stated their sum is compared instead.
    let components = [Col::KilledSideA, Col::KilledSideB, Col::KilledCivilians, Col::KilledUnknown];
    let summed = components.iter().all(|col| count::of(report, *col).read().is_some());
    for &(whole, groups) in GROUPS {
        let most = match whole {
            Col::Killed => report.killed.read().and_then(|toll| toll.high),
            Col::Injured => report.injured.read().and_then(|toll| toll.high),
            col => count::of(report, col).read(),
        };
        let Some(most) =
            most.map(|most| most.max(report.killed_high.read().filter(|_| whole == Col::Killed).unwrap_or(0)))
        else {
            continue;
        };
        for &group in groups.iter().filter(|group| !(summed && components.contains(group))) {
            let Some(count) = count::of(report, group).read().filter(|number| *number > most) else { continue };
            out.push(
                Draft::new(format!("{group} is {count}, more than {whole}: {most}"), [report.row])
                    .key(group.name())
                    .cell(report.row, group, "the group")
                    .cell(report.row, whole, "the whole")
                    .explain("A group cannot have more dead or injured than there are in all. One of the two cells is wrong, or the whole leaves this group out; then the column's meaning should be settled."),
            );
        }
    }
}
