//! AGG007: rows with one narrative add up to more dead than it tells.

use super::shared::{shared_text, shown};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report, Wording};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AGG007",
    name: "split-does-not-add-up",
    summary: "rows with one narrative add up to more dead than it tells",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data: |context| context.lacks_texts(),
    check: Check::Report(check),
    page: include_str!("split_does_not_add_up.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let Some((shared, reading)) = shared_text(context, report) else { return };
    let Some(told) = reading.total.filter(|told| !reading.uncertain && told.wording != Wording::Vague) else { return };
    // Less than the text tells is partial coverage: the other dead are in rows elsewhere, or in none.
    let Some(high) = told.high.filter(|high| shared.sum > u64::from(*high)) else { return };
    if shared.with_dead < 2 || reading.coded.is_some() {
        return;
    }
    let draft = Draft::new(format!("{} killed in {} rows, the one text of all tells of {told}", shown(context, shared), shared.rows.len()), shared.rows.iter().copied())
        .key(high.to_string())
        .explain("The rows bear the same narrative, and together they count more dead than it tells. Each may hold the whole toll, which a sum then multiplies; or a share is wrong.");
    out.push(shared.rows.iter().take(10).fold(draft, |draft, row| draft.cell(*row, Col::Killed, "a row of the text")));
}
