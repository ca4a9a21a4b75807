//! DUP007: rows of different data sets tell of one event.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, EventIx};
use std::collections::BTreeSet;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DUP007",
    name: "cross-registry-match",
    summary: "rows of different data sets tell of one event",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Event(check),
    page: include_str!("cross_registry_match.md"),
};

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    (context.corpus.datasets.len() < 2).then(|| "there is only one data set".to_owned())
}

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    let group = context.events.get(event);
    let datasets: BTreeSet<u16> = group.rows.iter().map(|&row| corpus.row(row).dataset).collect();
    let registry = group.rows.iter().any(|&row| corpus.dataset(row).is_event());
    if datasets.len() < 2 || !registry {
        return;
    }
    let told: Vec<String> = group
        .rows
        .iter()
        .take(6)
        .map(|&row| {
            let killed = corpus.row(row).killed.map_or_else(|| "?".to_owned(), |toll| toll.to_string());
            format!("{} {}: {killed}", corpus.dataset(row).name, corpus.id(row))
        })
        .collect();
    let tolls: Vec<_> = group.rows.iter().filter_map(|&row| corpus.row(row).killed).collect();
    let agree = tolls.iter().all(|toll| tolls.iter().all(|other| toll.meets(*other)));
    let mut draft = Draft::new(
        format!("one event in {} data sets ({})", datasets.len(), told.join("; ")),
        group.rows.iter().copied(),
    )
    .on_event(event)
    .explain(format!(
        "{}; their tolls {}. Count the event once.",
        if group.weakest() >= 0.5 {
            format!("The rows agree in place, time and actors (weakest link {:.0} %)", group.weakest() * 100.0)
        } else {
            "The rows agree in place and time, and neither data set has one that fits better; by what they tell of the \
             event the match is doubtful"
                .to_owned()
        },
        if agree { "can all be true" } else { "differ" }
    ));
    for &row in group.rows.iter().take(6) {
        draft = draft.cell(row, Col::Killed, corpus.dataset(row).name.clone());
    }
    out.push(draft);
}
