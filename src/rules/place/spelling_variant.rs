//! PLC001: one place is spelt in several ways.

use super::shared::{names, rows, spellings};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, PlaceIx};

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC001",
    name: "spelling-variant",
    summary: "one place is spelt in several ways",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[],
    missing_data: names,
    check: Check::Place(check),
    page: include_str!("spelling_variant.md"),
};

fn check(context: &RuleContext<'_>, index: PlaceIx, out: &mut Vec<Draft>) {
    let place = context.places.get(index);
    if place.variants.len() < 2 {
        return;
    }
    let mut draft = Draft::new(
        format!("{} is spelt in {} ways: {}", place.canonical, place.variants.len(), spellings(context, place, 6)),
        place.variants.iter().map(|variant| variant.example),
    )
    .on_place(index)
    .explain(
        "Count the place as one. To settle on one spelling, use the canonical one in the export of places; to say \
         that two of these are different places, write a decision.",
    );
    for variant in &place.variants {
        let note = format!("{}, {:.0} % sure", rows(variant.count), variant.score * 100.0);
        draft = draft.cell(variant.example, Col::Place, note);
    }
    out.push(draft);
}
