//! AGG003: a total stands in one column with its parts, so a plain sum counts the dead twice.

use super::shared::accounts;
use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Grade;
use crate::model::finding::Severity;
use crate::model::{Col, Draft, EventIx, Scope};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AGG003",
    name: "total-and-parts-both-counted",
    summary: "a total stands in one column with its parts, so a plain sum counts the dead twice",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Event(check),
    page: include_str!("total_and_parts_both_counted.md"),
};

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let Some(toll) = context.tolls.events.get(event.0 as usize).filter(|toll| !toll.parts.is_empty()) else { return };
    let both: Vec<_> = accounts(context, toll)
        .into_iter()
        .filter(|account| !account.totals.is_empty() && account.parts.len() > 1)
        .collect();
    let Some(first) = both.first() else { return };
    // Where a scope column tells total from part, a reader who minds it is safe.
    let marked = both
        .iter()
        .all(|account| account.parts.iter().all(|claim| context.corpus.row(claim.row).scope == Scope::Partial));
    let sum: u64 = both
        .iter()
        .flat_map(|account| account.totals.iter().chain(&account.parts))
        .map(|claim| u64::from(claim.toll.best()))
        .sum();
    let whole: u64 =
        both.iter().filter_map(|account| account.totals.iter().map(|claim| u64::from(claim.toll.best())).max()).sum();
    let rows = both.iter().flat_map(|account| account.totals.iter().chain(&account.parts)).map(|claim| claim.row);
    let many = if both.len() == 1 { String::new() } else { format!(" in {} accounts", both.len()) };
    let mut draft = Draft::new(format!("totals of {whole} and their parts{many} sum to {sum}"), rows)
        .on_event(event)
        .grade(if marked { Grade::Lowered } else { Grade::Usual })
        .explain(format!(
            "{} A plain sum over the event's rows gives {}; reconciled it is {}.",
            if marked {
                "The scope column marks the parts, but a sum of the column counts them beside their total."
            } else {
                "Nothing but the numbers tells which row is the total: mark the parts as partial."
            },
            toll.naive_sum,
            match toll.high {
                Some(high) if high == toll.low => high.to_string(),
                Some(high) => format!("{} to {high}", toll.low),
                None => format!("{} or more", toll.low),
            },
        ));
    for claim in &first.totals {
        draft = draft.cell(claim.row, Col::Killed, "total");
    }
    for claim in first.parts.iter().take(10) {
        draft = draft.cell(claim.row, Col::Killed, "part");
    }
    out.push(draft);
}
