//! What TOL009 and TOL014 share: a finding for each statement that reconciliation believes wrong.

use crate::catalogue::RuleContext;
use crate::model::finding::Grade;
use crate::model::toll::{Suspect, SuspectKind};
use crate::model::{Col, Draft, EventIx, RowIx};

/// One draft for each mistaken statement of the event: the rows that repeat one number for one reason.
pub fn drafts(context: &RuleContext<'_>, event: EventIx, kinds: &[SuspectKind], least: f64, out: &mut Vec<Draft>) {
    let Some(toll) = context.tolls.events.get(event.0 as usize) else { return };
    let wanted = |suspect: &&Suspect| kinds.contains(&suspect.kind) && f64::from(suspect.probability) >= least;
    let mut suspects: Vec<&Suspect> = toll.suspects.iter().filter(wanted).collect();
    // What the column says or, where it is blank, the text.
    let said = |suspect: &Suspect| {
        let row = context.corpus.row(suspect.row);
        row.killed.or(row.narrated).map_or(0, |toll| toll.best())
    };
    // The upper bound is the one that a digit too many shows in.
    let column = |row: RowIx| super::stated::toll_cells(context, row).last().copied().unwrap_or(Col::Killed);
    suspects.sort_by_key(|suspect| (suspect.kind, said(suspect), suspect.expected, suspect.row));
    for same in suspects.chunk_by(|a, b| (a.kind, said(a), a.expected) == (b.kind, said(b), b.expected)) {
        let first = same[0];
        let place = match first.kind {
            SuspectKind::InjuredAsKilled => "the injured stand in the column of the killed",
            SuspectKind::Tenfold if said(first) > first.expected => "a zero too many",
            SuspectKind::Tenfold => "a zero too few",
            SuspectKind::DigitSwap => "two digits swapped",
        };
        let headline = format!("{} killed, {} expected: {place}", said(first), first.expected);
        let mut draft = Draft::new(headline, same.iter().map(|suspect| suspect.row)).on_event(event);
        for suspect in same {
            draft = draft.cell(suspect.row, column(suspect.row), "believed wrong");
        }
        for witness in first.witnesses.iter().take(5) {
            draft = draft.cell(*witness, column(*witness), "says otherwise");
            if first.kind == SuspectKind::InjuredAsKilled {
                let injured = context.corpus.row(*witness).injured.and_then(|toll| toll.said);
                if injured == Some(said(first)) {
                    draft = draft.cell(*witness, Col::Injured, "the same number, as injured");
                }
            }
        }
        let sure = (f64::from(first.probability) * 100.0).floor().min(99.0);
        draft = draft.key(format!("{}>{}", said(first), first.expected)).explain(format!(
            "{}. The chance that it is a mistake, given all reports of the event, is about {sure} %. Look at the document and correct the cell, or accept the finding if the number stands.",
            first.why
        ));
        if first.probability < 0.75 || other_registry(context, first) {
            draft = draft.grade(Grade::Lowered);
        }
        out.push(draft);
    }
}

/// Whether all that speaks against the statement is one row of another registry of events: registries count by rules of
/// their own and disagree as often as not, so that this is a hint and no more.
fn other_registry(context: &RuleContext<'_>, suspect: &Suspect) -> bool {
    let mine = context.corpus.row(suspect.row).dataset;
    let [witness] = suspect.witnesses[..] else { return false };
    context.corpus.dataset(suspect.row).is_event()
        && context.corpus.dataset(witness).is_event()
        && context.corpus.row(witness).dataset != mine
}

/// Why there is nothing to compare, if there is not.
pub fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let alone = context.events.events.iter().all(|event| event.rows.len() < 2);
    alone.then(|| "no event has more than one report to compare".to_owned())
}
