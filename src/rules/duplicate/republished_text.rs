//! DUP002: a text taken from another report, whole or in part, edited or not.

use super::copy::{ids, say, source};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{CopyKind, Draft};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DUP002",
    name: "republished-text",
    summary: "reports repeat each other's words under another source",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("republished_text.md"),
};

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.rows.iter().any(|row| row.text.is_some());
    (!any).then(|| "no report has a text".to_owned())
}

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    say(
        context,
        CopyKind::Republished,
        out,
        |group| {
            let mut sources: Vec<&str> = group.rows.iter().map(|&row| source(context, row)).collect();
            sources.sort_unstable();
            sources.dedup();
            format!(
                "{} reports share one text ({}): {}",
                group.rows.len(),
                sources.join(", "),
                ids(context, &group.rows)
            )
        },
        "They are one account, however many outlets print it, and confirm nothing for each other; each names the report that it was taken from.",
    );
}
