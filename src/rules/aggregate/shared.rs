//! What rules on totals and parts share.

use crate::catalogue::RuleContext;
use crate::model::toll::{Claim, Fate, SharedText};
use crate::model::{Col, Reconciled, Report, Scope, Status, Sym, Toll};
use crate::narrative::{self, Reading};
use std::collections::BTreeMap;

/// What one document, or one source where no document is given, says of an event: totals, and parts.
#[derive(Default)]
pub struct Account<'a> {
    /// Whole tolls.
    pub totals: Vec<&'a Claim>,
    /// Tolls of parts.
    pub parts: Vec<&'a Claim>,
}

/// The accounts of an event in a fixed order. Copies, replaced and mistaken totals are left out.
pub fn accounts<'a>(context: &RuleContext<'_>, toll: &'a Reconciled) -> Vec<Account<'a>> {
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
pub fn allowed(claim: &Claim) -> Toll {
    if claim.status == Status::Provisional { claim.toll.grown() } else { claim.toll }
}

/// Why there are no parts to compare, if there are none.
pub fn missing_parts(context: &RuleContext<'_>) -> Option<String> {
    let any = context.tolls.events.iter().any(|toll| !toll.parts.is_empty());
    (!any).then(|| "no report tells the toll of a part of an event".to_owned())
}

/// The rows that bear the report's narrative, and what it says; once for each narrative, at its first row.
pub fn shared_text<'a>(context: &RuleContext<'a>, report: &Report<'_>) -> Option<(&'a SharedText, Reading)> {
    let row = context.corpus.row(report.row);
    let shared = context.tolls.sharing(row.dataset, row.text.exact)?;
    (shared.rows.first() == Some(&report.row)).then(|| (shared, narrative::read(report.raw(Col::Text), None)))
}

/// The tolls of the rows as a sum: "21 + 22 + 21 = 64".
pub fn shown(context: &RuleContext<'_>, shared: &SharedText) -> String {
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
