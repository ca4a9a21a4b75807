//! SCH014: an input could not be read.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::Draft;
use crate::model::finding::{EvidenceRef, Severity, Source};

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH014",
    name: "input-not-read",
    summary: "an input could not be read",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Corpus(check),
    page: include_str!("input_not_read.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    for (number, input) in context.inputs.iter().enumerate().filter(|(_, input)| !input.failed.is_empty()) {
        let at =
            Source::Line { input: number as u32, line: 1, column: 0, field: String::new(), value: input.name.clone() };
        out.push(
            Draft::new(format!("{} was not read: {}", input.name, input.failed), [])
                .key(input.name.clone())
                .explain(
                    "None of its rows is in this report, and no figure counts them. The other inputs were checked as usual; rows that \
                     an earlier run read from it are not taken for withdrawn.",
                )
                .cite(EvidenceRef { at, note: "not read".into() }),
        );
    }
}
