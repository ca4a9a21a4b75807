//! DUP002: the same words under another source or id.

use super::copy::{ids, say, source};
use crate::model::finding::Severity;
use crate::model::{CopyKind, Draft};
use crate::rules::{Category, Check, Rule, World};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DUP002",
    name: "republished-text",
    summary: "reports repeat each other's words under another source or id",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    unfed,
    check: Check::Corpus(check),
    page: include_str!("republished_text.md"),
};

fn unfed(world: &World<'_>) -> Option<String> {
    let any = world.corpus.rows.iter().any(|row| row.text.is_some());
    (!any).then(|| "no report has a text".to_owned())
}

fn check(world: &World<'_>, out: &mut Vec<Draft>) {
    say(
        world,
        CopyKind::Republished,
        out,
        |group| {
            let mut sources: Vec<&str> = group.rows.iter().map(|&row| source(world, row)).collect();
            sources.sort_unstable();
            sources.dedup();
            format!("{} reports share one text ({}): {}", group.rows.len(), sources.join(", "), ids(world, &group.rows))
        },
        "They are one account, however many outlets print it, and confirm nothing for each other.",
    );
}
