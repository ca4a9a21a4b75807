//! VIC001: one issue of a list holds the same person twice.

use super::rows::{issues, list, no_lists};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::Draft;
use crate::model::finding::{EvidenceRef, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    code: "VIC001",
    name: "same-person-twice",
    summary: "one issue of a list holds the same person twice",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.2.0",
    knobs: &[],
    missing_data: no_lists,
    check: Check::Corpus(check),
    page: include_str!("same_person_twice.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let Some(people) = context.people else { return };
    for person in people.persons().iter().filter(|rows| rows.len() > 1) {
        for rows in issues(people, person).chunk_by(|a, b| (a.list, a.issue) == (b.list, b.issue)) {
            if rows.len() < 2 {
                continue;
            }
            let sure = rows.iter().map(|row| row.probability).fold(1.0f32, f32::min);
            let issue = rows[0].issue.map(|day| format!(" of {day}")).unwrap_or_default();
            let mut draft = Draft::new(
                format!("{} rows of the list {}{issue} are one person", rows.len(), list(&rows[0], context.corpus)),
                rows.iter().map(|row| row.row),
            )
            .explain(format!(
                "Names, day, place, age and number agree as they do for one person and not for relatives who died together \
                 ({:.0} % sure). The person counts once. `recount explain` with the two ids shows the evidence.",
                f64::from(sure) * 100.0
            ));
            draft.evidence.extend(rows.iter().map(|row| EvidenceRef::row(row.row, "the same person")));
            out.push(draft);
        }
    }
}
