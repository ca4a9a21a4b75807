//! VIC007: a later issue of a list gives less of a person's name than an earlier one.

use super::rows::{issues, list, no_lists};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::Draft;
use crate::model::finding::{EvidenceRef, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    code: "VIC007",
    name: "name-lost",
    summary: "a later issue of a list gives less of a person's name than an earlier one",
    severity: Severity::Info,
    category: Category::Suspicion,
    since: "0.2.0",
    knobs: &[],
    missing_data: no_lists,
    check: Check::Corpus(check),
    page: include_str!("name_lost.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let Some(people) = context.people else { return };
    for person in people.persons().iter().filter(|rows| rows.len() > 1) {
        let rows = issues(people, person);
        for pair in rows.windows(2) {
            let [before, after] = pair else { continue };
            let later = before.list == after.list && before.issue < after.issue;
            if !later || after.parts >= before.parts {
                continue;
            }
            let mut draft = Draft::new(
                format!(
                    "the list {} gives {} parts of a name where it gave {}",
                    list(after, context.corpus),
                    after.parts,
                    before.parts
                ),
                [before.row, after.row],
            )
            .explain(
                "Each part of a name (father, grandfather, family) tells relatives apart. What was known once should not get \
                 lost: take the fuller form over.",
            );
            draft.evidence.push(EvidenceRef::row(before.row, "the fuller name"));
            draft.evidence.push(EvidenceRef::row(after.row, "the shorter one"));
            out.push(draft);
        }
    }
}
