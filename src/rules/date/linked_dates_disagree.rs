//! DAT008: one report of an event gives another day than all others.

use crate::catalogue::{Category, Check, Knob, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Col, Day, Draft, EventIx, Precision, RowIx};
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT008",
    name: "linked-dates-disagree",
    summary: "one report of an event gives another day than all others",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[DAYS.spec()],
    missing_data: nothing_missing,
    check: Check::Event(check),
    page: include_str!("linked_dates_disagree.md"),
};

/// From how many days on a difference is said.
const DAYS: Knob<i64> = Knob::new("days", 3, "from how many days on a difference is said");

/// How many have to agree on the usual day.
const VOICES: usize = 3;

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    let group = context.events.get(event);
    if group.rows.len() < VOICES {
        return;
    }
    // Most events have all their reports within a few days of each other, and nothing to weigh.
    let least = context.knob(RULE.code, &DAYS);
    let exact = group.rows.iter().map(|&index| corpus.row(index)).filter(|row| row.precision == Precision::Day);
    let range = exact.filter_map(|row| row.date.get()).fold(None, |range: Option<(Day, Day)>, day| {
        Some(range.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
    });
    if range.is_none_or(|(first, last)| i64::from(last.0) - i64::from(first.0) < least) {
        return;
    }
    // One voice for each source and text, so that copies do not outvote.
    let mut voices: BTreeMap<(crate::model::Sym, u64), (Day, RowIx)> = BTreeMap::new();
    for &index in &group.rows {
        let row = corpus.row(index);
        if let (Some(day), Precision::Day) = (row.date.get(), row.precision) {
            voices.entry((row.source, row.text.exact)).or_insert((day, index));
        }
    }
    let mut days: BTreeMap<Day, usize> = BTreeMap::new();
    voices.values().for_each(|(day, _)| *days.entry(*day).or_default() += 1);
    let Some((&usual, &count)) = days.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))) else { return };
    if count < VOICES || count * 3 < voices.len() * 2 {
        return;
    }
    for &index in &group.rows {
        let row = corpus.row(index);
        let (Some(day), Precision::Day) = (row.date.get(), row.precision) else { continue };
        // A period that includes the usual day does not contradict it.
        let covers = row.span().is_some_and(|span| (span.first..=span.last).contains(&usual));
        let apart = i64::from(day.0) - i64::from(usual.0);
        if covers || apart.abs() < least || days.get(&day).copied().unwrap_or(0) > 1 {
            continue;
        }
        let direction = if apart > 0 { "later" } else { "earlier" };
        let published = row.published.get() == Some(day);
        let mut draft = Draft::new(
            format!("{day} is {} days {direction} than the {usual} of {count} other accounts", apart.abs()),
            [index],
        )
        .on_event(event)
        .cell(index, Col::EventDate, "the odd day")
        .explain(if published {
            "The report's day of publication was taken for the day of the event, as it seems."
        } else {
            "Either the day is wrong, or the report tells of another event and was linked by mistake."
        });
        for &(_, other) in voices.values().filter(|(day, _)| *day == usual).take(2) {
            draft = draft.cell(other, Col::EventDate, "the usual day");
        }
        out.push(draft);
    }
}
