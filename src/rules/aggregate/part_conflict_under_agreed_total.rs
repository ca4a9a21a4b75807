//! AGG004: reports agree on the total but not on the toll of one place.

use super::shared::{allowed, missing_parts};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::toll::Fate;
use crate::model::{Col, Draft, EventIx, Joint, RowIx, Scope, Sym};
use std::collections::BTreeSet;

/// The rule.
pub static RULE: Rule = Rule {
    code: "AGG004",
    name: "part-conflict-under-agreed-total",
    summary: "reports agree on the total but not on the toll of one place",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data: missing_parts,
    check: Check::Event(check),
    page: include_str!("part_conflict_under_agreed_total.md"),
};

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let Some(toll) =
        context.tolls.events.get(event.0 as usize).filter(|toll| toll.conflicts.is_empty() && !toll.parts.is_empty())
    else {
        return;
    };
    let voice = |row: RowIx| {
        let row = context.corpus.row(row);
        if row.origin.is_some() { row.origin } else { row.source }
    };
    let totals: BTreeSet<Sym> = toll
        .claims
        .iter()
        .filter(|claim| claim.scope == Scope::Total && claim.fate == Fate::Counts)
        .map(|claim| voice(claim.row))
        .collect();
    if totals.len() < 2 {
        return;
    }
    for part in &toll.parts {
        let claims: Vec<_> = toll.claims.iter().filter(|claim| part.rows.binary_search(&claim.row).is_ok()).collect();
        let voices: BTreeSet<Sym> = claims.iter().map(|claim| voice(claim.row)).collect();
        let joint = Joint::of(claims.iter().map(|claim| allowed(claim)));
        let (Some(joint), Some(place)) = (joint.filter(|joint| !joint.agreed && voices.len() > 1), part.place) else {
            continue;
        };
        let span = joint.high.map_or(format!("{} or more", joint.low), |high| format!("{} to {high}", joint.low));
        let name = &context.places.get(place).canonical;
        let mut draft = Draft::new(format!("{name}: {span} under an agreed total of {}", toll.best), part.rows.iter().copied())
            .on_event(event)
            .on_place(place)
            .key(context.places.get(place).id.clone())
            .explain(format!(
                "All totals allow {}, but the accounts of {name} do not meet. The parts come from other informants than the total; most say {}.",
                toll.best, part.best
            ));
        for claim in claims.iter().take(10) {
            draft = draft.cell(claim.row, Col::Killed, context.corpus.name(voice(claim.row)).to_owned());
        }
        out.push(draft);
    }
}
