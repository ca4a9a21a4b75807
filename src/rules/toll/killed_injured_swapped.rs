//! TOL009: the injured in the column of the killed.

use super::suspects;
use crate::model::finding::Severity;
use crate::model::toll::SuspectKind;
use crate::model::{Draft, EventIx};
use crate::rules::{Category, Check, Knob, Rule, World};

static PROBABILITY: Knob<f64> =
    Knob::new("probability", 0.4, "least probability, 0 to 1, with which a toll is believed wrong");

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL009",
    name: "killed-injured-swapped",
    summary: "the number of injured stands in the column of the killed",
    severity: Severity::Error,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[PROBABILITY.spec()],
    unfed: suspects::unfed,
    check: Check::Event(check),
    page: include_str!("killed_injured_swapped.md"),
};

fn check(world: &World<'_>, event: EventIx, out: &mut Vec<Draft>) {
    suspects::drafts(world, event, &[SuspectKind::InjuredAsKilled], world.knob("TOL009", &PROBABILITY), out);
}
