//! PLC010: one exact point bears two names that are not spellings of each other.

use super::points;
use crate::model::finding::Severity;
use crate::model::{Col, Draft, PlaceIx, RowIx};
use crate::rules::{Category, Check, Knob, Rule, World};
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC010",
    name: "coordinates-shared-by-names",
    summary: "one exact point bears two names that are not spellings of each other",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[ROWS.spec()],
    unfed: points,
    check: Check::Corpus(check),
    page: include_str!("coordinates_shared_by_names.md"),
};

/// How often each name must stand at the point.
static ROWS: Knob<i64> = Knob::new("rows", 2, "rows that each name must have at the point");

fn check(world: &World<'_>, out: &mut Vec<Draft>) {
    let corpus = world.corpus;
    let least = world.knob(RULE.code, &ROWS).max(1) as usize;
    let mut at: BTreeMap<(i32, i32), BTreeMap<PlaceIx, Vec<RowIx>>> = BTreeMap::new();
    for index in corpus.indices() {
        let row = corpus.row(index);
        let (Some(point), Some(place)) = (row.point(), world.places.of(index)) else { continue };
        if row.coordinate_digits >= 4 && row.geo_precision <= 1 && point != (0.0, 0.0) {
            let cell = ((point.0 * 1e4).round() as i32, (point.1 * 1e4).round() as i32);
            at.entry(cell).or_default().entry(place).or_default().push(index);
        }
    }
    for ((lat, lon), places) in at {
        // Three names and more at one point are a district's point: PLC009.
        let named: Vec<(&PlaceIx, &Vec<RowIx>)> = places.iter().collect();
        let [(one, left), (other, right)] = named[..] else { continue };
        let (Some(&a), Some(&b)) = (left.first(), right.first()) else { continue };
        if left.len() < least || right.len() < least {
            continue;
        }
        let (one, other) = (world.places.get(*one), world.places.get(*other));
        out.push(
            Draft::new(
                format!(
                    "{} and {} stand at one point, {}, {}",
                    one.canonical,
                    other.canonical,
                    f64::from(lat) / 1e4,
                    f64::from(lon) / 1e4
                ),
                [a, b],
            )
            .key(format!("{lat}|{lon}"))
            .cell(a, Col::Place, format!("{} rows at this point", left.len()))
            .cell(b, Col::Place, format!("{} rows at this point", right.len()))
            .explain(
                "Either these are two names of one place (decide so), or one of them was given the other one's point.",
            ),
        );
    }
}
