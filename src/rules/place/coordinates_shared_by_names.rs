//! PLC010: one exact point bears two names that are not spellings of each other.

use super::shared::points;
use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, PlaceIx, RowIx};

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC010",
    name: "coordinates-shared-by-names",
    summary: "one exact point bears two names that are not spellings of each other",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[ROWS.spec()],
    missing_data: points,
    check: Check::Corpus(check),
    page: include_str!("coordinates_shared_by_names.md"),
};

/// How often each name must stand at the point.
static ROWS: Knob<i64> = Knob::new("rows", 2, "rows that each name must have at the point");

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    let least = context.knob(RULE.code, &ROWS).max(1) as usize;
    for at in context.facts.pointed(corpus, context.places).chunk_by(|a, b| a.0 == b.0) {
        let exact: Vec<(PlaceIx, RowIx)> = at
            .iter()
            .filter(|(_, _, row)| corpus.row(*row).coordinate_digits >= 4)
            .map(|&(_, place, row)| (place, row))
            .collect();
        let mut named = exact.chunk_by(|a, b| a.0 == b.0);
        // Three names and more at one point are a district's point: PLC009.
        let (Some(left), Some(right), None) = (named.next(), named.next(), named.next()) else { continue };
        let (Some(&(one, a)), Some(&(other, b))) = (left.first(), right.first()) else { continue };
        let Some(&((lat, lon), ..)) = at.first() else { continue };
        if left.len() < least || right.len() < least {
            continue;
        }
        let (one, other) = (context.places.get(one), context.places.get(other));
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
