//! DAT007: day and month changed places.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Day, Draft, PlaceIx, Precision, RowIx};
use rustc_hash::FxHashMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT007",
    name: "day-month-swap",
    summary: "day and month seem to have changed places",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Place(check),
    page: include_str!("day_month_swap.md"),
};

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.rows.iter().any(|row| row.published.get().is_some());
    (!any).then(|| "no report has a day of publication".to_owned())
}

/// Longest time from event to publication, in days, that makes the swapped date credible.
const SOON: i32 = 14;
/// Least time by which the coded date lies off the swapped one, in days.
const FAR: i32 = 25;

fn check(context: &RuleContext<'_>, place: PlaceIx, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    let rows = &context.places.get(place).rows;
    let mut by_day: Option<FxHashMap<i32, Vec<RowIx>>> = None;
    for &index in rows {
        let row = corpus.row(index);
        let (Some(coded), Precision::Day) = (row.date.get(), row.precision) else { continue };
        // The coded date must be odd and the swapped one natural, by the day of publication.
        let Some(published) = row.published.get() else { continue };
        let lag = published.0 - coded.0;
        if (0..FAR).contains(&lag) {
            continue;
        }
        let Some(meant) = swapped(coded) else { continue };
        if (coded.0 - meant.0).abs() < FAR || !(0..=SOON).contains(&(published.0 - meant.0)) {
            continue;
        }
        let days = by_day.get_or_insert_with(|| {
            let mut days: FxHashMap<i32, Vec<RowIx>> = FxHashMap::default();
            for &other in rows {
                if let Some(day) = corpus.row(other).date.get() {
                    days.entry(day.0).or_default().push(other);
                }
            }
            days
        });
        let others: Vec<RowIx> = (meant.0 - 1..=meant.0 + 1)
            .filter_map(|day| days.get(&day))
            .flatten()
            .copied()
            .filter(|&other| {
                corpus.row(other).killed.zip(row.killed).is_some_and(|(a, b)| a.best() > 0 && a.best() == b.best())
            })
            .collect();
        // Published before it happened speaks for itself; otherwise another report must give the swapped day.
        if others.is_empty() && lag >= 0 {
            continue;
        }
        let mut draft = Draft::new(format!("{coded} should probably read {meant}"), [index])
            .cell(index, Col::EventDate, format!("{meant} with day and month changed"))
            .cell(index, Col::Published, "published soon after that")
            .explain("The coded day does not fit the day of publication; with day and month changed it does. Whole files read in the wrong order show it in every row whose day is below 13.");
        for &other in others.iter().take(3) {
            draft = draft.cell(other, Col::EventDate, "another report of the place with this toll");
        }
        out.push(draft);
    }
}

/// The date with day and month changed, where that is another date.
fn swapped(day: Day) -> Option<Day> {
    let date = day.date();
    (date.day() <= 12 && date.day() != date.month())
        .then(|| Day::from_ymd(date.year(), date.day(), date.month()))
        .flatten()
}
