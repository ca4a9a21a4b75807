//! AGG006: rows with one narrative share out its toll.

use super::shared::{shared_text, shown};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report, Toll};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AGG006",
    name: "split-toll",
    summary: "rows with one narrative share out its toll",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[],
    missing_data: |context| context.lacks_texts(),
    check: Check::Report(check),
    page: include_str!("split_toll.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let Some((shared, reading)) = shared_text(context, report) else { return };
    let Some(told) = reading.total else { return };
    // "Unknown fatalities coded as 10, split between four events": the code is what is shared out.
    let code = reading.coded.filter(|_| reading.split.is_some() && told.point().is_none());
    let told = code.map_or(told, Toll::exact);
    let adds_up = u32::try_from(shared.sum).is_ok_and(|sum| told.allows(sum));
    if !adds_up || shared.with_dead < 2 {
        return;
    }
    let draft = Draft::new(format!("{} killed, as the text tells, shared out over {} rows", shown(context, shared), shared.rows.len()), shared.rows.iter().copied())
        .explain("The coder split one toll over several rows; the rows add up to it. Nothing is wrong: a single row's number is a share, and their sum is right.");
    out.push(shared.rows.iter().take(10).fold(draft, |draft, row| draft.cell(*row, Col::Killed, "a share")));
}
