//! VIC002: a number of identity does not keep its check digit.

use super::rows::{list, no_lists};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::Draft;
use crate::model::finding::{EvidenceRef, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    code: "VIC002",
    name: "id-number-invalid",
    summary: "a number of identity does not keep its check digit or its length",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.2.0",
    knobs: &[],
    missing_data: no_lists,
    check: Check::Corpus(check),
    page: include_str!("id_number_invalid.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let Some(people) = context.people else { return };
    for row in people.rows.iter().filter(|row| row.id_valid == Some(false)) {
        let mut draft = Draft::new(
            format!("a number of identity on the list {} cannot be right", list(row, context.corpus)),
            [row.row],
        )
        .explain(
            "Four of five numbers of these lists have one length and a last digit that follows from the others (Luhn's \
             formula); this one has not. A digit is wrong, missing or swapped: compare it with the document.",
        );
        draft.evidence.push(EvidenceRef::row(row.row, "its number fails the check"));
        out.push(draft);
    }
}
