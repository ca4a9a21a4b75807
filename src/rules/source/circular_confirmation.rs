//! SRC003: several sources of an event all go back to one origin.

use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, EventIx};
use std::collections::BTreeSet;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SRC003",
    name: "circular-confirmation",
    summary: "several sources of an event all go back to one origin",
    severity: Severity::Warning,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[SOURCES.spec()],
    missing_data,
    check: Check::Event(check),
    page: include_str!("circular_confirmation.md"),
};

/// From how many sources on this is said.
const SOURCES: Knob<i64> = Knob::new("sources", 3, "from how many sources with one origin on this is said");

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.rows.iter().any(|row| row.origin.is_some() || row.text.is_some());
    (!any).then(|| "no report names an origin or has a text".to_owned())
}

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    let rows = &context.events.get(event).rows;
    let least = context.knob(RULE.code, &SOURCES);
    if (rows.len() as i64) < least {
        return;
    }
    // One origin or one text for all; most events have neither.
    let Some(&first) = rows.first() else { return };
    let (origin, text) = (corpus.row(first).origin, corpus.row(first).text.exact);
    let one_origin = origin.is_some() && rows.iter().all(|&row| corpus.row(row).origin == origin);
    if !one_origin && (text == 0 || rows.iter().any(|&row| corpus.row(row).text.exact != text)) {
        return;
    }
    let sources: BTreeSet<_> =
        rows.iter().map(|&row| corpus.row(row).source).filter(|source| source.is_some()).collect();
    if (sources.len() as i64) < least {
        return;
    }
    let root = if one_origin { corpus.name(origin) } else { "one text" };
    let mut draft = Draft::new(format!("{} sources, but all go back to {root}", sources.len()), rows.iter().copied())
        .on_event(event)
        .explain(
            "They are one confirmation, however many print it. Count them as one when a toll is called confirmed.",
        );
    for &row in rows.iter().take(6) {
        draft = draft.cell(
            row,
            if one_origin { Col::Origin } else { Col::Text },
            corpus.name(corpus.row(row).source).to_owned(),
        );
    }
    out.push(draft);
}
