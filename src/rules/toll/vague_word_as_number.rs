//! TOL008: a word such as dozens became a number.

use super::narrative_contradiction::quote;
use crate::model::convention::{Convention, GENERIC};
use crate::model::{Col, Draft, Report, Wording};
use crate::narrative;

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL008",
    name: "vague-word-as-number",
    summary: "a word such as dozens became a number",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data: |context| context.lacks_texts(),
    check: Check::Report(check),
    page: include_str!("vague_word_as_number.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let text = report.raw(Col::Text);
    let Some(killed) = report.killed.read().filter(|_| !text.is_empty()) else { return };
    let narrated = context.corpus.row(report.row).narrated;
    let vague = narrated.is_some_and(|told| told.wording == Wording::Vague);
    if killed.wording != Wording::Exact || killed.best() == 0 || !vague {
        return;
    }
    let reading = narrative::read(text, None);
    let Some(told) = reading.total.filter(|told| told.wording == Wording::Vague && told.said.is_none()) else { return };
    let coded = standard(told.low, report.convention);
    // "Several" leaves nothing to contradict; a coder's own note is TOL017's matter, a split AGG006's.
    if told.low < 20
        || killed.best() > told.low.max(coded)
        || reading.uncertain
        || reading.coded.is_some()
        || reading.split.is_some()
    {
        return;
    }
    let words = quote(text, reading.span);
    out.push(
        Draft::new(format!("{killed} killed, but the text says only \u{201c}{words}\u{201d}"), [report.row])
            .cell(report.row, Col::Killed, "the column")
            .cell(report.row, Col::Text, format!("{} or more", told.low))
            .explain(format!(
                "A word for a quantity was coded as one number{}. In a sum it looks as exact as a count; give a range, or at least its lower end.",
                if killed.best() == coded { ", the one that the data set's convention has for it" } else { "" }
            )),
    );
}

/// The number that a convention writes for a word, known by the least number that it stands for when texts are read.
fn standard(low: u32, convention: &Convention) -> u32 {
    let words = [
        (GENERIC.dozens, convention.dozens),
        (GENERIC.scores, convention.scores),
        (GENERIC.hundreds, convention.hundreds),
        (GENERIC.thousands, convention.thousands),
    ];
    words.iter().find(|(generic, _)| *generic == low).map_or(low, |(_, own)| *own)
}
