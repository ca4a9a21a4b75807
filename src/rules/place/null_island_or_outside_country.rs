//! PLC008: a point at 0, 0, beyond the poles or outside its country.

use super::shared::points;
use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft};
use crate::text::countries;
use rustc_hash::FxHashMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC008",
    name: "null-island-or-outside-country",
    summary: "a point at 0, 0, beyond the poles or outside its country",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[MARGIN.spec()],
    missing_data: points,
    check: Check::Corpus(check),
    page: include_str!("null_island_or_outside_country.md"),
};

/// How far outside its country's box a point must lie.
static MARGIN: Knob<f64> = Knob::new("degrees", 1.0, "degrees outside the country's box");

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    let margin = context.knob(RULE.code, &MARGIN);
    let mut known = FxHashMap::default();
    for index in corpus.indices() {
        let row = corpus.row(index);
        let Some(point) = row.point() else { continue };
        let name = corpus.name(row.place);
        let headline = if point == (0.0, 0.0) {
            format!("{name} lies at 0, 0: a point nobody knew")
        } else if point.0.abs() > 90.0 || point.1.abs() > 180.0 {
            format!("{name} lies at {}, {}: there is no such point", point.0, point.1)
        } else {
            let country = *known.entry(row.country).or_insert_with(|| countries::find(corpus.name(row.country)));
            let told = context.places.facts.points.binary_search_by_key(&index, |fault| fault.row).is_ok();
            match country {
                Some(country) if !told && !country.holds(point, margin) => {
                    format!("{name} lies at {:.2}, {:.2}, outside {}", point.0, point.1, corpus.name(row.country))
                }
                _ => continue,
            }
        };
        let mut draft = Draft::new(headline, [index])
            .cell(index, Col::Lat, "")
            .cell(index, Col::Lon, "")
            .cell(index, Col::Country, "")
            .explain("Blank a point that is not known; correct one that is wrong, or the country.");
        if let Some(place) = context.places.of(index) {
            draft = draft.on_place(place);
        }
        out.push(draft);
    }
}
