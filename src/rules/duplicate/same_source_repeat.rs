//! DUP004: one source tells the same again, in the same words or in others.

use super::copy::{ids, say, source};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{CopyKind, Draft};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DUP004",
    name: "same-source-repeat",
    summary: "one source tells the same facts again",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("same_source_repeat.md"),
};

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.rows.iter().any(|row| row.source.is_some());
    (!any).then(|| "no report names its source".to_owned())
}

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    say(
        context,
        CopyKind::SameSource,
        out,
        |group| {
            let name = group.rows.first().map_or("", |&row| source(context, row));
            format!("{name} tells the same {} times: {}", group.rows.len(), ids(context, &group.rows))
        },
        "If the later report brings nothing new, keep the first; if it corrects the first, say so in its status.",
    );
}
