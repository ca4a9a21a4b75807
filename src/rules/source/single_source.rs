//! SRC002: an event with many dead is known from one source only.

use super::listed::listed;
use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, EventIx};

/// The rule.
pub static RULE: Rule = Rule {
    code: "SRC002",
    name: "single-source",
    summary: "an event with many dead is known from one source only",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[KILLED.spec()],
    missing_data,
    check: Check::Event(check),
    page: include_str!("single_source.md"),
};

/// From how many dead on a lone source is said.
const KILLED: Knob<i64> = Knob::new("killed", 10, "from how many dead on a lone source is said");

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.rows.iter().any(|row| row.source.is_some());
    (!any).then(|| "no report names its source".to_owned())
}

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    let rows = &context.events.get(event).rows;
    let killed = rows.iter().filter_map(|&row| corpus.row(row).killed).map(|toll| toll.best()).max().unwrap_or(0);
    if i64::from(killed) < context.knob(RULE.code, &KILLED) {
        return;
    }
    let mut sources = rows.iter().map(|&row| corpus.row(row).source);
    // A row without a source may stand for any.
    let Some(first) = sources.next() else { return };
    let Some(name) = listed(corpus.name(first)).next() else { return };
    let alone = |cell: &str| {
        let mut all = listed(cell);
        all.next() == Some(name) && all.next().is_none()
    };
    if !alone(corpus.name(first)) || !sources.all(|source| source == first || alone(corpus.name(source))) {
        return;
    }
    let mut draft = Draft::new(format!("{killed} dead are known from {name} alone"), rows.iter().copied())
        .on_event(event)
        .explain("Nobody else is known to have told of the event. Large tolls from one source are worth a second look before they are added up.");
    for &row in rows.iter().take(3) {
        draft = draft.cell(row, Col::Source, "the only source").cell(row, Col::Killed, "its toll");
    }
    out.push(draft);
}
