//! TOL003: reports of one event give tolls that no number satisfies together.

use super::stated::toll_cells;
use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Grade;
use crate::model::finding::Severity;
use crate::model::{Draft, EventIx, RowIx, Status, Unit};

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL003",
    name: "conflicting-tolls",
    summary: "reports of one event give tolls that no number satisfies together",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[GAP.spec()],
    missing_data: super::suspects::missing_data,
    check: Check::Event(check),
    page: include_str!("conflicting_tolls.md"),
};

static GAP: Knob<i64> = Knob::new("gap", 1, "least number of dead between the two sides of the dispute");

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let Some(toll) = context.tolls.events.get(event.0 as usize).filter(|toll| !toll.conflicts.is_empty()) else {
        return;
    };
    let corpus = context.corpus;
    let claim = |row: RowIx| toll.claims.iter().find(|claim| claim.row == row);
    // The pair of one source, if there is one, tells more than a pair of two.
    let own = |&(left, right): &(RowIx, RowIx)| {
        let (left, right) = (corpus.row(left), corpus.row(right));
        left.source.is_some() && left.source == right.source && left.dataset == right.dataset
    };
    let own_account = toll.conflicts.iter().find(|pair| own(pair));
    let Some(&(left, right)) = own_account.or(toll.conflicts.first()) else { return };
    let (Some(first), Some(second)) = (claim(left), claim(right)) else { return };
    let (below, above) = if first.toll.low <= second.toll.low { (first, second) } else { (second, first) };
    let gap = below.toll.high.map_or(0, |high| above.toll.low.saturating_sub(high));
    if i64::from(gap) < context.knob("TOL003", &GAP) {
        return;
    }
    let who = |row: RowIx| match corpus.name(corpus.row(row).source) {
        "" => corpus.id(row).to_owned(),
        name => name.to_owned(),
    };
    let mut rows: Vec<RowIx> = toll.conflicts.iter().flat_map(|&(left, right)| [left, right]).collect();
    rows.sort_unstable();
    rows.dedup();
    let registries =
        corpus.dataset(left).unit() == Unit::Event && corpus.row(left).dataset != corpus.row(right).dataset;
    let final_words = first.status == Status::Final && second.status == Status::Final;
    let one_document = corpus.row(left).document.is_some() && corpus.row(left).document == corpus.row(right).document;
    let (grade, why) = if own_account.is_some() && (final_words || one_document) {
        (Grade::Raised, "The source contradicts its own account; one of the two is wrong.")
    } else if registries {
        (Grade::Lowered, "Registries count by different rules and disagree as often as not.")
    } else {
        (Grade::Usual, "Neither revision, status nor scope explains it: look at who is counted, and by whom.")
    };
    let headline = format!("{} says {}, {} says {}", who(below.row), below.toll, who(above.row), above.toll);
    let mut draft = Draft::new(headline, rows.iter().copied()).on_event(event).grade(grade).explain(format!(
        "No number satisfies both. {why} Reconciled: {} to {}, best {}.",
        toll.low,
        limit(toll.high),
        toll.best
    ));
    for row in rows.into_iter().take(8) {
        let said = claim(row).map_or(String::new(), |claim| claim.toll.to_string());
        for col in toll_cells(context, row) {
            draft = draft.cell(row, col, said.clone());
        }
    }
    out.push(draft);
}

fn limit(high: Option<u32>) -> String {
    high.map_or("no limit".to_owned(), |high| high.to_string())
}
