//! TOL014: a zero too many or too few, or two digits swapped.

use super::suspects;
use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::toll::SuspectKind;
use crate::model::{Draft, EventIx};

static PROBABILITY: Knob<f64> =
    Knob::new("probability", 0.4, "least probability, 0 to 1, with which a toll is believed wrong");

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL014",
    name: "digit-slip",
    summary: "a toll differs from the others' by a zero too many or by two swapped digits",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[PROBABILITY.spec()],
    missing_data: suspects::missing_data,
    check: Check::Event(check),
    page: include_str!("digit_slip.md"),
};

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let kinds = [SuspectKind::Tenfold, SuspectKind::DigitSwap];
    suspects::drafts(context, event, &kinds, context.knob("TOL014", &PROBABILITY), out);
}
