//! TOL009: the injured in the column of the killed.

use super::suspects;
use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::toll::SuspectKind;
use crate::model::{Draft, EventIx};

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
    missing_data: suspects::missing_data,
    check: Check::Event(check),
    page: include_str!("killed_injured_swapped.md"),
};

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    suspects::drafts(context, event, &[SuspectKind::InjuredAsKilled], context.knob("TOL009", &PROBABILITY), out);
}
