//! AGG002: dead of a total that no part names.

use super::shared::missing_parts;
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::toll::{Fate, PartToll};
use crate::model::{Col, Draft, EventIx, Scope};
use std::cmp::Reverse;

/// The rule.
pub static RULE: Rule = Rule {
    code: "AGG002",
    name: "unallocated-residual",
    summary: "dead of a total that no part names",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[],
    missing_data: missing_parts,
    check: Check::Event(check),
    page: include_str!("unallocated_residual.md"),
};

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let Some(toll) = context.tolls.events.get(event.0 as usize) else { return };
    let Some(rest) = toll.unallocated.filter(|rest| *rest > 0) else { return };
    let (agreed, others): (Vec<&PartToll>, Vec<&PartToll>) = toll.parts.iter().partition(|part| part.agreed);
    // One part beside a total is a report from one place, not a breakdown.
    if agreed.len() < 2 {
        return;
    }
    let mut parts = agreed.clone();
    parts.sort_by_key(|part| (Reverse(part.best), part.place));
    let shown = parts.iter().map(|part| part.best.to_string()).collect::<Vec<_>>().join(" - ");
    let name =
        |part: &PartToll| part.place.map_or("an unnamed place", |place| context.places.get(place).canonical.as_str());
    let mut why = format!(
        "{rest} of the dead are in none of the parts that most accounts name ({}).",
        parts.iter().map(|part| name(part)).collect::<Vec<_>>().join(", ")
    );
    if !others.is_empty() {
        let told: Vec<String> = others.iter().map(|part| format!("{} {}", name(part), span(part))).collect();
        why.push_str(&format!(" Fewer accounts place dead elsewhere: {}.", told.join(", ")));
    }
    why.push_str(" Nothing is wrong: a sum by place must carry them as unallocated.");
    let total = toll.claims.iter().find(|claim| claim.scope == Scope::Total && claim.fate == Fate::Counts);
    let rows = toll.low_from.iter().copied().chain(parts.iter().filter_map(|part| part.rows.first().copied()));
    let mut draft =
        Draft::new(format!("{} - {shown} = {rest} unallocated", toll.best), rows).on_event(event).explain(why);
    if let Some(total) = total {
        draft = draft.cell(total.row, Col::Killed, "total");
    }
    for part in &parts {
        let best = part
            .rows
            .iter()
            .copied()
            .find(|row| context.corpus.row(*row).killed.is_some_and(|toll| toll.best() == part.best));
        if let Some(row) = best.or(part.rows.first().copied()) {
            draft = draft.cell(row, Col::Killed, name(part).to_owned());
        }
    }
    out.push(draft);
}

fn span(part: &PartToll) -> String {
    match part.high {
        Some(high) if high == part.low => high.to_string(),
        Some(high) => format!("{} to {high}", part.low),
        None => format!("{} or more", part.low),
    }
}
