//! What TOL011 and TOL012 share: how a report's toll came to differ from an earlier one of the same source.

use super::narrative_contradiction::names_code;
use crate::catalogue::RuleContext;
use crate::model::toll::{Claim, Fate};
use crate::model::{Col, Draft, Report, RowIx, Status, Toll, Value};
use crate::narrative;
use crate::narrative::cells;

/// A toll that took the place of another.
pub struct Step {
    /// The earlier report; `None` where the same report was changed since it was last loaded.
    pub earlier: Option<RowIx>,
    /// What it said.
    pub before: Toll,
    /// Its status.
    pub former: Status,
    /// What is said now.
    pub after: Toll,
    /// The status now.
    pub latter: Status,
}

/// The steps that end in this report: its own change since the last run, and the report of the same source on the
/// same event that it follows.
pub fn steps(context: &RuleContext<'_>, report: &Report<'_>) -> Vec<Step> {
    let Some(after) = report.killed.read() else { return Vec::new() };
    let latter = report.status.read().unwrap_or_default();
    let mut steps = Vec::new();
    if let Ok(index) = context.history.revisions.binary_search_by_key(&report.row, |revision| revision.row) {
        let former = &context.history.revisions[index].former;
        let cell = |col: Col| former.iter().find(|(known, _)| *known == col).map_or("", |(_, text)| text.as_str());
        let said = [Col::Status, Col::KilledQualifier].map(|col| cell(col).trim().to_lowercase());
        let status = match said.iter().find(|said| !said.is_empty()).map_or("", String::as_str) {
            "provisional" | "provisoire" => Status::Provisional,
            "updated" => Status::Updated,
            "final" => Status::Final,
            _ => Status::Unsaid,
        };
        // A default that stood for an unknown number and gives way to a count is no fall.
        let code = names_code(cell(Col::Text)) && narrative::read(cell(Col::Text), None).coded.is_some();
        let before = cells::toll_by(cell(Col::Killed), cell(Col::KilledQualifier), report.convention);
        if let Value::Read(before) = before
            && !code
        {
            steps.push(Step { earlier: None, before, former: status, after, latter });
        }
    }
    // A report follows another only where something was superseded, which is seldom.
    let event = context.events.of(report.row);
    if !context.facts.revised(context.tolls, event) {
        return steps;
    }
    let Some(toll) = context.tolls.events.get(event.0 as usize) else { return steps };
    let row = context.corpus.row(report.row);
    let Some(mine) = toll.claims.iter().find(|claim| claim.row == report.row) else { return steps };
    if matches!(mine.fate, Fate::Copy(_) | Fate::Suspect) || row.source.is_none() {
        return steps;
    }
    let day = |claim: &Claim| context.corpus.row(claim.row).published.get();
    let precedes = |claim: &&Claim| {
        let other = context.corpus.row(claim.row);
        let same = (other.source, other.dataset, claim.scope) == (row.source, row.dataset, mine.scope);
        same && matches!(claim.fate, Fate::Superseded(_))
            && claim.place.is_none_or(|place| mine.place.is_none_or(|mine| mine == place))
            && day(claim).is_some()
            && day(claim) < day(mine)
    };
    if let Some(before) = toll.claims.iter().filter(precedes).max_by_key(|claim| (day(claim), claim.row)) {
        steps.push(Step { earlier: Some(before.row), before: before.toll, former: before.status, after, latter });
    }
    steps
}

/// Words, English and French, by which a text tells that a toll was set right; as they begin, in lower case.
const NOTES: &[&str] = &[
    "revised",
    "revises",
    "correct",
    "lowered",
    "down from",
    "updated toll",
    "earlier reported",
    "previously reported",
    "initially reported",
    "earlier toll",
    "previous toll",
    "ramené",
    "revu",
    "rectifi",
    "corrig",
    "bilan précédent",
    "premier bilan",
    "initialement",
];

/// Whether the report itself tells that the toll was changed.
pub fn noted(report: &Report<'_>) -> bool {
    [Col::Text, Col::Headline].into_iter().any(|col| {
        let text = report.raw(col);
        !text.is_empty() && {
            let text = text.to_lowercase();
            NOTES.iter().any(|note| text.contains(note))
        }
    })
}

/// A draft about a step.
pub fn draft(report: &Report<'_>, step: &Step, headline: String) -> Draft {
    let draft = Draft::new(headline, [report.row]).key(format!("{}>{}", step.before, step.after));
    let draft = draft.cell(report.row, Col::Killed, "now");
    match step.earlier {
        Some(earlier) => draft.cell(earlier, Col::Killed, "before, by the same source"),
        None => draft.cell(report.row, Col::Status, format!("an earlier run read {}", step.before)),
    }
}
