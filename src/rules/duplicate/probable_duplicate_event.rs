//! DUP003: two rows of a data set of events tell of one event.

use super::copy::ids;
use crate::model::finding::Severity;
use crate::model::{Col, Draft, EventIx, RowIx};
use crate::rules::{Category, Check, Knob, Rule, World};
use std::collections::BTreeSet;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DUP003",
    name: "probable-duplicate-event",
    summary: "two rows of a data set of events tell of one event",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[SURE.spec()],
    unfed,
    check: Check::Event(check),
    page: include_str!("probable_duplicate_event.md"),
};

/// From which probability of the link on two rows are said to be one event.
const SURE: Knob<f64> =
    Knob::new("sure", 0.5, "from which probability of their link on two rows are said to be one event");

fn unfed(world: &World<'_>) -> Option<String> {
    let any = world.corpus.datasets.iter().any(|dataset| dataset.unit_is_event);
    (!any).then(|| "no data set has one row per event".to_owned())
}

fn check(world: &World<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let corpus = world.corpus;
    let group = world.events.get(event);
    for dataset in 0..corpus.datasets.len() as u16 {
        let rows: Vec<RowIx> = group
            .rows
            .iter()
            .copied()
            .filter(|&row| corpus.row(row).dataset == dataset && corpus.dataset(row).unit_is_event)
            .collect();
        let contents: BTreeSet<u64> = rows.iter().map(|&row| corpus.row(row).content).collect();
        let sure =
            group.links.iter().filter(|link| rows.contains(&link.left) && rows.contains(&link.right)).any(|link| {
                f64::from(link.probability) >= world.knob(RULE.code, &SURE) && told_twice(world, link.left, link.right)
            });
        if rows.len() < 2 || contents.len() < 2 || !sure {
            continue;
        }
        let place = group.sites.first().map_or("", |&site| world.places.get(site).canonical.as_str());
        let mut draft = Draft::new(format!("{} rows tell of one event at {place}: {}", rows.len(), ids(world, &rows)), rows.iter().copied())
            .on_event(event)
            .explain(format!(
                "Date, place, people and attackers agree too well for two events (weakest link {:.0} %). If they are one, delete or \
                 merge the rows; if not, say so in a decision.",
                group.weakest() * 100.0
            ));
        for &row in rows.iter().take(6) {
            draft = draft.cell(row, Col::EventDate, "day").cell(row, Col::Killed, "killed");
        }
        out.push(draft);
    }
}

/// Whether two rows tell the event in words of their own. Without words nothing tells a repeat from a toll that a
/// coder split evenly over days or villages.
fn told_twice(world: &World<'_>, left: RowIx, right: RowIx) -> bool {
    let (a, b) = (world.corpus.row(left), world.corpus.row(right));
    a.text.is_some() && b.text.is_some() && a.text.exact != b.text.exact
}
