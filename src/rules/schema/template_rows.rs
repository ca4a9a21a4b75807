//! SCH018: rows of a form that nobody filled in, and mapped columns in which nothing stands.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::Draft;
use crate::model::finding::{EvidenceRef, Severity, Source};

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH018",
    name: "template-rows",
    summary: "many rows say nothing of an event",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.2.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Corpus(check),
    page: include_str!("template_rows.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    for (number, input) in context.inputs.iter().enumerate() {
        let (rows, line) = (input.understood.templates, input.understood.template_line);
        if rows == 0 {
            continue;
        }
        let at = Source::Line { input: number as u32, line, column: 0, field: String::new(), value: String::new() };
        let draft = Draft::new(format!("{rows} rows of {} say nothing of an event", input.name), [])
            .key(format!("{}/{}", input.dataset, input.name))
            .explain("They hold a number or what stands in every row, as forms do before they are filled in. They are not loaded as reports.");
        out.push(draft.cite(EvidenceRef { at, note: "the first of them".into() }));
    }
}
