//! SCH015: a text is in a language that is not read.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};
use crate::narrative::language;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH015",
    name: "texts-not-read",
    summary: "a text is in a language that is not read",
    severity: Severity::Info,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data: |context| context.lacks_texts(),
    check: Check::Report(check),
    page: include_str!("texts_not_read.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let Some((name, false)) = language::of_number(context.corpus.row(report.row).language) else { return };
    let named = if name == "unknown" { "a language that is not known" } else { name };
    out.push(
        Draft::new(format!("the text is in {named}, which is not read"), [report.row])
            .cell(report.row, Col::Text, "not compared with the toll, the date or the place")
            .key(name)
            .once()
            .explain("No rule that reads texts says anything of it: silence is no agreement."),
    );
}
