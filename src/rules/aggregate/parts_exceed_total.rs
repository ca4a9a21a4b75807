//! AGG001: the parts of an event have more dead than its total.

use super::shared::{accounts, allowed, missing_parts};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Grade;
use crate::model::finding::Severity;
use crate::model::toll::{Claim, Fate};
use crate::model::{Col, Draft, EventIx, RowIx, Scope};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AGG001",
    name: "parts-exceed-total",
    summary: "the parts of an event have more dead than its total",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: missing_parts,
    check: Check::Event(check),
    page: include_str!("parts_exceed_total.md"),
};

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let Some(toll) = context.tolls.events.get(event.0 as usize).filter(|toll| !toll.parts.is_empty()) else { return };
    let before = out.len();
    // Within one account first: there nothing excuses it.
    for account in accounts(context, toll) {
        let Some(whole) = account.totals.iter().filter_map(|claim| allowed(claim).high).max() else { continue };
        let open = account.totals.iter().any(|claim| allowed(claim).high.is_none());
        let parts: Vec<&Claim> = account.parts.iter().copied().filter(|claim| claim.fate != Fate::Suspect).collect();
        let sum: u64 = parts.iter().map(|claim| u64::from(claim.toll.low)).sum();
        if open || parts.is_empty() || sum <= u64::from(whole) {
            continue;
        }
        let shown = parts.iter().map(|claim| claim.toll.low.to_string()).collect::<Vec<_>>().join(" + ");
        let shown = if parts.len() > 1 { format!("{shown} = {sum}") } else { shown };
        let rows = account.totals.iter().chain(&parts).map(|claim| claim.row);
        let mut draft = Draft::new(format!("parts {shown}, total {whole}"), rows).on_event(event).explain(
            "One account gives more dead in its parts than in all. A part is wrong, counts another event, or stands twice; or the total is an older one.",
        );
        for claim in &account.totals {
            draft = draft.cell(claim.row, Col::Killed, "total");
        }
        for claim in parts.iter().take(12) {
            draft = draft.cell(claim.row, Col::Killed, "part");
        }
        out.push(draft);
    }
    if out.len() > before || !toll.conflicts.is_empty() {
        return;
    }
    // Over all accounts: what the parts must be at least against what the totals allow.
    let totals: Vec<&Claim> =
        toll.claims.iter().filter(|claim| claim.scope == Scope::Total && claim.fate == Fate::Counts).collect();
    let sum: u64 = toll.parts.iter().map(|part| u64::from(part.low)).sum();
    let Some(high) = toll.high.filter(|high| sum > u64::from(*high) && !totals.is_empty()) else { return };
    let rows: Vec<RowIx> = totals
        .iter()
        .map(|claim| claim.row)
        .chain(toll.parts.iter().flat_map(|part| part.rows.iter().copied()))
        .collect();
    let mut draft = Draft::new(format!("the parts come to {sum} at least, the totals to {high} at most"), rows.iter().copied())
        .on_event(event)
        .grade(Grade::Lowered)
        .explain("The accounts together give more dead by place than any total allows. They may draw the event's limits differently.");
    for row in rows.into_iter().take(12) {
        draft =
            draft.cell(row, Col::Killed, if context.corpus.row(row).scope == Scope::Total { "total" } else { "part" });
    }
    out.push(draft);
}
