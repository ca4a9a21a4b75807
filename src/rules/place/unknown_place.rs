//! PLC003: a place that no gazetteer of its country knows.

use super::shared::{gazetteer, rows};
use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::{Grade, Severity};
use crate::model::{Col, Draft, PlaceIx};

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC003",
    name: "unknown-place",
    summary: "a place that no gazetteer of its country knows",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[KNOWN.spec()],
    missing_data: gazetteer,
    check: Check::Place(check),
    page: include_str!("unknown_place.md"),
};

/// How much of a country gazetteers must know for their silence to say something.
static KNOWN: Knob<f64> = Knob::new("known", 0.9, "share of the country's other places that the gazetteers must know");

fn check(context: &RuleContext<'_>, index: PlaceIx, out: &mut Vec<Draft>) {
    let place = context.places.get(index);
    let facts = &context.places.facts;
    let Ok(at) = facts.gazetteer_known.binary_search_by_key(&place.country, |count| count.0) else { return };
    let Some(variant) = place.variants.first().filter(|_| place.gazetteer.is_none()) else { return };
    let country = context.corpus.name(place.country);
    let (_, known, all) = facts.gazetteer_known[at];
    let others = all.saturating_sub(1);
    let thorough = f64::from(known) >= context.knob(RULE.code, &KNOWN) * f64::from(others);
    // With a point of the reports' own the place can be put on a map: all that is missing is the gazetteer's entry.
    let near = match facts.gazetteer_near.binary_search_by_key(&index, |near| near.0) {
        Ok(at) => &facts.gazetteer_near[at].1[..],
        Err(_) => &[],
    };
    let slip = near.iter().any(|entry| entry.placed);
    let grade = if slip || (thorough && place.point.is_none()) { Grade::Usual } else { Grade::Lowered };
    let names = near.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>().join(" or ");
    let (hint, advice) = if near.is_empty() {
        (String::new(), "Check the name and the district, and add the place to a gazetteer of your own.".to_owned())
    } else {
        (
            format!(": a letter away from {names}"),
            format!("It may be {names}, misspelt: correct it, or add the place to a gazetteer of your own."),
        )
    };
    out.push(
        Draft::new(format!("no gazetteer knows {} in {country}{hint}", place.canonical), [variant.example])
            .on_place(index)
            .cell(variant.example, Col::Place, rows(place.rows.len() as u32))
            .grade(grade)
            .explain(format!(
                "Neither the name nor any of its spellings stands in the gazetteers near where the reports put it; of the \
                 country's other places they know {known} of {others}. {advice}"
            )),
    );
}
