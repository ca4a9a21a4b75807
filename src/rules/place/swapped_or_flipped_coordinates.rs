//! PLC007: latitude and longitude are swapped, or a sign is wrong.

use super::shared::points;
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::place::Garble;
use crate::model::{Col, Draft};

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC007",
    name: "swapped-or-flipped-coordinates",
    summary: "latitude and longitude are swapped, or a sign is wrong",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: points,
    check: Check::Corpus(check),
    page: include_str!("swapped_or_flipped_coordinates.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    for fault in &context.places.facts.points {
        let row = context.corpus.row(fault.row);
        let what = match fault.garble {
            Garble::Swapped => "latitude and longitude are swapped",
            Garble::Flipped => "a sign is wrong",
            Garble::SwappedAndFlipped => "latitude and longitude are swapped and a sign is wrong",
        };
        let name = context.corpus.name(row.place);
        // Coordinates are kept as f32: printed as such they have the digits that were written.
        let mut draft = Draft::new(
            format!("{name}: {what}; set right, it lies {:.0} km from the others instead of {:.0}", fault.after_km, fault.before_km),
            [fault.row],
        )
        .cell(fault.row, Col::Lat, format!("probably {}", fault.mended.0 as f32))
        .cell(fault.row, Col::Lon, format!("probably {}", fault.mended.1 as f32))
        .explain(format!(
            "Compared with {} other mentions of the place or its region. A sum by area leaves the report out, and a map shows it in another country.",
            fault.compared
        ));
        if let Some(place) = context.places.of(fault.row) {
            draft = draft.on_place(place);
        }
        out.push(draft);
    }
}
