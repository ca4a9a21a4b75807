//! SCH016: a row that adds up others says another sum.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::Draft;
use crate::model::finding::{EvidenceRef, Severity, Source};

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH016",
    name: "total-row-disagrees",
    summary: "a row that adds up others says another sum",
    severity: Severity::Warning,
    category: Category::Correctness,
    since: "0.2.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Corpus(check),
    page: include_str!("total_row_disagrees.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    for (number, input) in context.inputs.iter().enumerate() {
        for total in input.understood.totals.iter().filter(|total| total.stated != total.summed) {
            let headline = format!(
                "{:?} says {} {}, and its {} rows add up to {}",
                total.label, total.stated, total.field, total.rows, total.summed
            );
            let at = Source::Line {
                input: number as u32,
                line: total.line,
                column: total.column,
                field: total.field.clone(),
                value: total.stated.to_string(),
            };
            let note = format!("{} rows add up to {}", total.rows, total.summed);
            let draft = Draft::new(headline, [])
                .key(format!("{}/{}/{}/{}", input.dataset, total.label, total.field, total.stated))
                .explain(
                    "A row was left out, counted twice or changed after the sum was made. Compared were all rows above it, and those since \
                     the last such row; the nearer of both is shown.",
                );
            out.push(draft.cite(EvidenceRef { at, note: note.into() }));
        }
    }
}
