//! DUP003: two rows of a data set of events tell of one event.

use super::copy::ids;
use crate::catalogue::facts::is_name;
use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::corpus::Row;
use crate::model::finding::Severity;
use crate::model::{Col, Draft, EventIx, RowIx, Toll};
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
    missing_data,
    check: Check::Event(check),
    page: include_str!("probable_duplicate_event.md"),
};

/// From which probability of the link on two rows are said to be one event.
const SURE: Knob<f64> =
    Knob::new("sure", 0.5, "from which probability of their link on two rows are said to be one event");

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.datasets.iter().any(|dataset| dataset.is_event());
    (!any).then(|| "no data set has one row per event".to_owned())
}

/// How far apart, in kilometres, two places may lie at which one event is put by two coders.
const NEAR: f64 = 15.0;

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    let group = context.events.get(event);
    for dataset in 0..corpus.datasets.len() as u16 {
        let rows: Vec<RowIx> = group
            .rows
            .iter()
            .copied()
            .filter(|&row| corpus.row(row).dataset == dataset && corpus.dataset(row).is_event())
            .collect();
        let contents: BTreeSet<u64> = rows.iter().map(|&row| corpus.row(row).content).collect();
        let sure =
            group.links.iter().filter(|link| rows.contains(&link.left) && rows.contains(&link.right)).any(|link| {
                f64::from(link.probability) >= context.knob(RULE.code, &SURE)
                    && told_twice(context, link.left, link.right)
            });
        if rows.len() >= 2 && contents.len() >= 2 && sure {
            let why = format!(
                "Date, place, people and attackers agree too well for two events (weakest link {:.0} %)",
                group.weakest() * 100.0
            );
            out.push(draft(context, event, &rows, &why));
            continue;
        }
        for &row in &rows {
            let Some(other) = context.facts.namesake(corpus, row).filter(|other| row < *other) else { continue };
            if one_deed(context, row, other) {
                let name = corpus.name(corpus.row(row).actor);
                let why = format!("No other row names {name}, and these two agree in day, place and nearly in toll");
                out.push(draft(context, event, &[row, other], &why));
            }
        }
        for &row in &rows {
            let Some(other) = context.facts.alike(corpus, row).filter(|other| row < *other) else { continue };
            if context.events.of(other) != event && neighbours(context, row, other) {
                let why = "One day, one number of injured and nearly one of dead in two neighbouring towns where such events are rare, \
                           and nobody is named who did it";
                out.push(draft(context, event, &[row, other], why));
            }
        }
    }
}

fn draft(context: &RuleContext<'_>, event: EventIx, rows: &[RowIx], why: &str) -> Draft {
    let place = context.events.get(event).sites.first().map_or("", |&site| context.places.get(site).canonical.as_str());
    let draft = Draft::new(
        format!("{} rows tell of one event at {place}: {}", rows.len(), ids(context, rows)),
        rows.iter().copied(),
    )
    .on_event(event)
    .explain(format!("{why}. If they are one, delete or merge the rows; if not, say so in a decision."));
    rows.iter()
        .take(6)
        .fold(draft, |draft, &row| draft.cell(row, Col::EventDate, "day").cell(row, Col::Killed, "killed"))
}

/// Whether two rows that share an attacker whom nobody else names tell of one deed of his: day and place are one, the tolls
/// differ by one or a quarter at most, and each has words of its own.
fn one_deed(context: &RuleContext<'_>, left: RowIx, right: RowIx) -> bool {
    let (a, b) = (context.corpus.row(left), context.corpus.row(right));
    let (Some(first), Some(second)) = (a.killed.map(Toll::best), b.killed.map(Toll::best)) else { return false };
    let (least, most) = (first.min(second), first.max(second));
    let near = match a.point().zip(b.point()) {
        Some((here, there)) => apart(here, there) <= NEAR,
        None => context.places.of(left).is_some() && context.places.of(left) == context.places.of(right),
    };
    a.date.get().is_some()
        && a.date == b.date
        && least > 0
        && most - least <= (least / 4).max(1)
        && near
        && told_twice(context, left, right)
        && !a.related.is_some()
        && !b.related.is_some()
}

/// Fewest killed and injured by which rows are thought to tell of one event in two towns.
const FEW: u32 = 4;

/// Days for each row of two places from which on two of one day are no chance.
const SELDOM: i64 = 100;

/// Whether two rows of one day put one event into neighbouring towns: tolls and points are near, attackers are not two that
/// have names, and events there are too rare for two on one day.
fn neighbours(context: &RuleContext<'_>, left: RowIx, right: RowIx) -> bool {
    let corpus = context.corpus;
    let (a, b) = (corpus.row(left), corpus.row(right));
    let people =
        |row: &Row| [row.killed, row.injured].into_iter().flatten().map(Toll::best).fold(0, u32::saturating_add);
    let named = |row: &Row| is_name(corpus.name(row.actor));
    let rows = |row: RowIx| context.places.of(row).map_or(1, |place| context.places.get(place).rows.len() as i64);
    let days = i64::from(context.facts.days(corpus, a.dataset));
    people(a).min(people(b)) >= FEW
        && !(named(a) && named(b))
        && (rows(left) + rows(right)) * SELDOM <= days
        && one_deed(context, left, right)
}

/// Kilometres between two points that are not far apart.
fn apart(here: (f64, f64), there: (f64, f64)) -> f64 {
    let north = (here.0 - there.0) * 111.2;
    let east = (here.1 - there.1) * 111.3 * here.0.to_radians().cos();
    north.hypot(east)
}

/// Whether two rows tell the event in words of their own. Without words nothing tells a repeat from a toll that a
/// coder split evenly over days or villages.
fn told_twice(context: &RuleContext<'_>, left: RowIx, right: RowIx) -> bool {
    let (a, b) = (context.corpus.row(left), context.corpus.row(right));
    a.text.is_some() && b.text.is_some() && a.text.exact != b.text.exact
}
