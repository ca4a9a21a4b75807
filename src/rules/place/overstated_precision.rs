//! PLC009: a district's point is given to several places as if it were exact.

use super::shared::{kilometres, points};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, PlaceIx, RowIx};
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC009",
    name: "overstated-precision",
    summary: "a district's point is given to several places as if it were exact",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data: points,
    check: Check::Corpus(check),
    page: include_str!("overstated_precision.md"),
};

/// A place's own point must lie this far from the shared one, kilometres.
const AWAY: f64 = 8.0;

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    for members in context.facts.pointed(corpus, context.places).chunk_by(|a, b| a.0 == b.0) {
        let Some(&((lat, lon), ..)) = members.first() else { continue };
        let point = (f64::from(lat) / 1e4, f64::from(lon) / 1e4);
        let mut away: BTreeMap<PlaceIx, RowIx> = BTreeMap::new();
        for &(_, place, row) in members {
            let own = context.places.get(place).point.is_some_and(|own| kilometres(own, point) > AWAY);
            if own && context.places.get(place).rows.len() > 2 {
                away.entry(place).or_insert(row);
            }
        }
        // Two places may share a digit wrong; three that lie elsewhere share a district's point.
        if away.len() < 3 {
            continue;
        }
        let mut rows: Vec<RowIx> =
            members.iter().filter(|(_, place, _)| away.contains_key(place)).map(|(.., row)| *row).collect();
        rows.sort_unstable();
        let names: Vec<&str> = away.keys().take(4).map(|place| context.places.get(*place).canonical.as_str()).collect();
        let mut draft = Draft::new(
            format!("{} places that lie elsewhere are put at {}, {}: {} and others", away.len(), point.0, point.1, names.join(", ")),
            rows.iter().copied().take(200),
        )
        .key(format!("{lat}|{lon}"))
        .explain(format!("{} rows use one point for several places whose other reports put them elsewhere: it is the point of a district or its seat. Mark these rows as imprecise, or give the places their own points.", rows.len()));
        for (place, row) in away.iter().take(5) {
            let own = context.places.get(*place).point.map_or(0.0, |own| kilometres(own, point));
            draft =
                draft.cell(*row, Col::Lat, format!("{} lies {own:.0} km away", context.places.get(*place).canonical));
        }
        out.push(draft);
    }
}
