//! VIC003: one number of identity stands at two persons.

use super::rows::no_lists;
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::{EvidenceRef, Severity};
use crate::model::{Draft, PersonRow};
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "VIC003",
    name: "one-id-two-persons",
    summary: "one number of identity stands at two persons",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.2.0",
    knobs: &[],
    missing_data: no_lists,
    check: Check::Corpus(check),
    page: include_str!("one_id_two_persons.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let Some(people) = context.people else { return };
    let mut by: BTreeMap<u64, BTreeMap<u32, Vec<&PersonRow>>> = BTreeMap::new();
    for row in people.rows.iter().filter(|row| row.id_valid != Some(false)) {
        if let Some(digest) = row.id_digest {
            by.entry(digest).or_default().entry(row.person).or_default().push(row);
        }
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for persons in by.values().filter(|persons| persons.len() > 1) {
        let mut rows: Vec<&PersonRow> = persons.values().flatten().copied().collect();
        rows.sort_by_key(|row| row.row);
        let mut draft = Draft::new(
            format!("one number of identity stands at {} persons", persons.len()),
            rows.iter().map(|row| row.row),
        )
        .explain(
            "The number is the same, and so much else differs that these are two people, often relatives: one of them bears \
             the other's number. Correct it; where they are one person, say so with `recount decide same`.",
        );
        draft.evidence.extend(rows.iter().map(|row| EvidenceRef::row(row.row, "bears the number")));
        drafts.push(draft);
    }
    drafts.sort_by(|a, b| a.rows.cmp(&b.rows));
    out.append(&mut drafts);
}
