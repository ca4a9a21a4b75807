//! PLC006: a point far from where all other reports put the place.

use super::shared::{kilometres, points};
use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, PlaceIx};

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC006",
    name: "far-from-place",
    summary: "a point far from where all other reports put the place",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[FAR.spec(), OTHERS.spec()],
    missing_data: points,
    check: Check::Place(check),
    page: include_str!("far_from_place.md"),
};

/// How far is far.
static FAR: Knob<f64> = Knob::new("km", 30.0, "kilometres from the place's other reports");
/// How many have to agree.
static OTHERS: Knob<i64> = Knob::new("others", 3, "other reports whose points must agree");

/// More kilometres than a degree has anywhere, in either direction.
const DEGREE: f64 = 112.0;

fn check(context: &RuleContext<'_>, index: PlaceIx, out: &mut Vec<Draft>) {
    let place = context.places.get(index);
    let Some(centre) = place.point else { return };
    let far = context.knob(RULE.code, &FAR);
    // Most points are so near that no distance has to be worked out.
    let away = |point: (f64, f64)| {
        let most = ((point.0 - centre.0).abs() + (point.1 - centre.1).abs()) * DEGREE;
        if most < far / 3.0 { most } else { kilometres(point, centre) }
    };
    // Coarse points and those that say so themselves (near, district) claim nothing.
    let given: Vec<_> = place
        .rows
        .iter()
        .map(|&row| (row, context.corpus.row(row)))
        .filter(|(_, row)| row.coordinate_digits >= 3 && row.geo_precision <= 1)
        .filter_map(|(index, row)| Some((index, away(row.point()?))))
        .collect();
    let near: Vec<_> = given.iter().filter(|(_, km)| *km < far / 3.0).collect();
    let faults = &context.places.facts.points;
    if (near.len() as i64) < context.knob(RULE.code, &OTHERS) || near.len() * 4 < given.len() * 3 {
        return;
    }
    for &(row, km) in given.iter().filter(|(_, km)| *km >= far) {
        let told = faults.binary_search_by_key(&row, |fault| fault.row).is_ok();
        let null = context.corpus.row(row).point() == Some((0.0, 0.0));
        if told || null {
            continue;
        }
        let mut draft = Draft::new(
            format!("{} lies {km:.0} km from where {} other reports put it", place.canonical, near.len()),
            [row],
        )
        .on_place(index)
        .cell(row, Col::Lat, "this report")
        .cell(row, Col::Lon, "this report")
        .explain("Either the point is wrong, or the report means another place of that name.");
        if let Some((other, _)) = near.first() {
            draft = draft.cell(*other, Col::Lat, "another report").cell(*other, Col::Lon, "another report");
        }
        out.push(draft);
    }
}
