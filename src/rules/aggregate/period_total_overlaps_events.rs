//! AGG005: a row that covers a period repeats the dead of rows within it.

use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Day, Draft, RowIx, Sym};
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "AGG005",
    name: "period-total-overlaps-events",
    summary: "a row that covers a period repeats the dead of rows within it",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[DAYS.spec(), DEAD.spec()],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("period_total_overlaps_events.md"),
};

static DAYS: Knob<i64> = Knob::new("days", 7, "least length of a period in days");
static DEAD: Knob<i64> = Knob::new("dead", 5, "least toll of the period");

/// Data set and the four names that rows of one series share.
type Series = (u16, Sym, Sym, Sym, Sym);

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let (days, dead) = (context.knob("AGG005", &DAYS), context.knob("AGG005", &DEAD));
    // Rows of one data set at one place, by one actor.
    let mut series: BTreeMap<Series, Vec<(Day, Day, RowIx)>> = BTreeMap::new();
    for index in context.corpus.indices() {
        let row = context.corpus.row(index);
        let (Some(first), true, true) = (row.date.get(), row.place.is_some(), row.killed.is_some()) else { continue };
        let last = row.end.get().filter(|last| *last >= first).unwrap_or(first);
        series
            .entry((row.dataset, row.country, row.admin1, row.place, row.actor))
            .or_default()
            .push((first, last, index));
    }
    for rows in series.values_mut().filter(|rows| rows.len() > 2) {
        rows.sort_unstable();
        for &(first, last, period) in rows.iter().filter(|(first, last, _)| i64::from(last.0 - first.0) + 1 >= days) {
            let Some(whole) = context.corpus.row(period).killed else { continue };
            let from = rows.partition_point(|(day, _, _)| *day < first);
            let within: Vec<RowIx> = rows[from..]
                .iter()
                .take_while(|(day, _, _)| *day <= last)
                .filter(|(begin, end, row)| *row != period && *end <= last && i64::from(end.0 - begin.0) + 1 < days)
                .filter(|(_, _, row)| context.corpus.row(*row).killed.is_some_and(|toll| toll.best() > 0))
                .map(|(_, _, row)| *row)
                .collect();
            let sum: u64 = within
                .iter()
                .filter_map(|row| context.corpus.row(*row).killed)
                .map(|toll| u64::from(toll.best()))
                .sum();
            if within.len() < 2 || sum != u64::from(whole.best()) || i64::from(whole.best()) < dead {
                continue;
            }
            let mut draft = Draft::new(
                format!("{sum} killed from {first} to {last}, and {} rows within add up to the same", within.len()),
                std::iter::once(period).chain(within.iter().copied()),
            )
            .cell(period, Col::Killed, "the period")
            .explain("The period's toll is the sum of the single rows, so a sum of the column counts each of the dead twice. Keep the period or its parts.");
            for row in within.into_iter().take(10) {
                draft = draft.cell(row, Col::Killed, "within the period");
            }
            out.push(draft);
        }
    }
}

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.rows.iter().any(|row| row.end.get().is_some());
    (!any).then(|| "no row covers a period: none has an event_end".to_owned())
}
