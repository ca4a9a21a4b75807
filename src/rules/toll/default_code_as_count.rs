//! TOL017: a code that stands for an unknown number is summed as a count.

use super::narrative_contradiction::names_code;
use crate::model::{Col, Draft, Report};
use crate::narrative;

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL017",
    name: "default-code-as-count",
    summary: "a code that stands for an unknown number is summed as a count",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[],
    missing_data: |context| context.lacks_texts(),
    check: Check::Report(check),
    page: include_str!("default_code_as_count.md"),
};

fn check(_world: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let text = report.raw(Col::Text);
    let Some(killed) = report.killed.read().filter(|_| !text.is_empty()) else { return };
    if !names_code(text) {
        return;
    }
    let reading = narrative::read(text, None);
    let Some(coded) = reading.coded.filter(|coded| *coded > 0 && killed.point() == Some(*coded)) else { return };
    out.push(
        Draft::new(format!("{coded} killed is a code for an unknown number"), [report.row])
            .cell(report.row, Col::Killed, "the code")
            .cell(report.row, Col::Text, format!("coded as {coded}"))
            .explain("The coder knew that people died, not how many, and put the format's default. Keep it out of averages, and give sums with and without such rows."),
    );
}
