//! PLC003: a place that no gazetteer of its country knows.

use super::gazetteer;
use crate::model::finding::{Grade, Severity};
use crate::model::{Col, Draft, PlaceIx};
use crate::rules::{Category, Check, Rule, World};

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC003",
    name: "unknown-place",
    summary: "a place that no gazetteer of its country knows",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    unfed: gazetteer,
    check: Check::Place(check),
    page: include_str!("unknown_place.md"),
};

fn check(world: &World<'_>, index: PlaceIx, out: &mut Vec<Draft>) {
    let place = world.places.get(index);
    let covered = world.places.facts.gazetteer_countries.binary_search(&place.country).is_ok();
    let Some(variant) = place.variants.first().filter(|_| covered && place.gazetteer.is_none()) else { return };
    let country = world.corpus.name(place.country);
    // With a point of the reports' own the place can be put on a map: all that is missing is the gazetteer's entry.
    let grade = if place.point.is_some() { Grade::Lowered } else { Grade::Usual };
    out.push(
        Draft::new(format!("no gazetteer knows {} in {country}", place.canonical), [variant.example])
            .on_place(index)
            .cell(variant.example, Col::Place, format!("{} rows", place.rows.len()))
            .grade(grade)
            .explain(
                "Neither the name nor any of its spellings stands in the gazetteers near where the reports put it. \
                 Gazetteers lack many villages: check the district, and add the place to a gazetteer of your own.",
            ),
    );
}
