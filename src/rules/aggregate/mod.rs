//! Totals and parts.

use crate::catalogue::{Rule, RuleContext};
use crate::model::toll::{Claim, Fate, SharedText};
use crate::model::{Col, Reconciled, Report, Scope, Status, Sym, Toll};
use crate::narrative::{self, Reading};
use std::collections::BTreeMap;

pub mod cumulative_series_decreases;
pub mod part_conflict_under_agreed_total;
pub mod parts_exceed_total;
pub mod period_total_overlaps_events;
pub mod split_does_not_add_up;
pub mod split_toll;
pub mod total_and_parts_both_counted;
pub mod unallocated_residual;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &parts_exceed_total::RULE,
    &unallocated_residual::RULE,
    &total_and_parts_both_counted::RULE,
    &part_conflict_under_agreed_total::RULE,
    &period_total_overlaps_events::RULE,
    &split_toll::RULE,
    &split_does_not_add_up::RULE,
    &cumulative_series_decreases::RULE,
];

/// What one document, or one source where no document is given, says of an event: totals, and parts.
#[derive(Default)]
struct Account<'a> {
    totals: Vec<&'a Claim>,
    parts: Vec<&'a Claim>,
}

/// The accounts of an event in a fixed order. Copies, replaced and mistaken totals are left out.
fn accounts<'a>(context: &RuleContext<'_>, toll: &'a Reconciled) -> Vec<Account<'a>> {
    let mut accounts: BTreeMap<(u16, Sym, Sym), Account<'a>> = BTreeMap::new();
    for claim in &toll.claims {
        let row = context.corpus.row(claim.row);
        if row.source.is_none() && row.document.is_none() {
            continue;
        }
        let account = accounts.entry((row.dataset, row.document, row.source)).or_default();
        match (claim.scope, claim.fate) {
            (Scope::Total, Fate::Counts) => account.totals.push(claim),
            (Scope::Partial, Fate::Part | Fate::Counts) => account.parts.push(claim),
            _ => {}
        }
    }
    accounts.into_values().collect()
}

/// What a claim allows once its status is minded: a provisional toll may rise.
fn allowed(claim: &Claim) -> Toll {
    if claim.status == Status::Provisional { claim.toll.grown() } else { claim.toll }
}

/// Why there are no parts to compare, if there are none.
fn missing_parts(context: &RuleContext<'_>) -> Option<String> {
    let any = context.tolls.events.iter().any(|toll| !toll.parts.is_empty());
    (!any).then(|| "no report tells the toll of a part of an event".to_owned())
}

/// The rows that bear the report's narrative, and what it says; once for each narrative, at its first row.
fn shared_text<'a>(context: &RuleContext<'a>, report: &Report<'_>) -> Option<(&'a SharedText, Reading)> {
    let row = context.corpus.row(report.row);
    let shared = context.tolls.sharing(row.dataset, row.text.exact)?;
    (shared.rows.first() == Some(&report.row)).then(|| (shared, narrative::read(report.raw(Col::Text), None)))
}

/// The tolls of the rows as a sum: "21 + 22 + 21 = 64".
fn shown(context: &RuleContext<'_>, shared: &SharedText) -> String {
    let tolls: Vec<String> = shared
        .rows
        .iter()
        .filter_map(|row| context.corpus.row(*row).killed)
        .map(|toll| toll.best().to_string())
        .collect();
    if tolls.len() > 8 {
        return format!("{} + \u{2026} = {}", tolls[..7].join(" + "), shared.sum);
    }
    format!("{} = {}", tolls.join(" + "), shared.sum)
}

/// Why there is no text to read, if there is none.
fn missing_text(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.rows.iter().any(|row| row.text.is_some());
    (!any).then(|| "no report has a text".to_owned())
}
