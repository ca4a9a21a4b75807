//! SCH007: a data set has other columns than in the last run.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::Draft;
use crate::model::finding::Severity;
use crate::model::finding::{EvidenceRef, Source};
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH007",
    name: "columns-changed",
    summary: "a data set has other columns than in the last run",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_history,
    check: Check::Corpus(check),
    page: include_str!("columns_changed.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let Some(last) = context.history.profiles.last() else { return };
    let mut now: BTreeMap<&str, (u32, BTreeSet<&str>)> = BTreeMap::new();
    for (number, input) in context.inputs.iter().enumerate() {
        // Columns that fill one of ours together are named together: "iyear + imonth + iday".
        let header =
            input.columns.iter().map(|(_, theirs)| theirs).chain(&input.unmapped).flat_map(|name| single(name));
        let names = now.entry(input.dataset.as_str()).or_insert_with(|| (number as u32, BTreeSet::new()));
        names.1.extend(header.filter(|name| !name.is_empty()));
    }
    for (dataset, (number, names)) in now {
        let Some(before) = last.headers.get(dataset) else { continue };
        let before: BTreeSet<&str> =
            before.iter().flat_map(|name| single(name)).filter(|name| !name.is_empty()).collect();
        if before.is_empty() || names.is_empty() {
            continue;
        }
        let gone: Vec<&str> = before.difference(&names).copied().collect();
        let new: Vec<&str> = names.difference(&before).copied().collect();
        if gone.is_empty() && new.is_empty() {
            continue;
        }
        out.push(draft(dataset, number, &gone, &new));
    }
}

/// The columns that a name stands for.
fn single(name: &str) -> impl Iterator<Item = &str> {
    name.split(" + ").map(str::trim)
}

fn draft(dataset: &str, input: u32, gone: &[&str], new: &[&str]) -> Draft {
    let mut parts = Vec::new();
    if !gone.is_empty() {
        parts.push(format!("{} gone", list(gone)));
    }
    if !new.is_empty() {
        parts.push(format!("{} new", list(new)));
    }
    let mut draft = Draft::new(format!("the columns of {dataset} changed: {}", parts.join("; ")), [])
        .key(format!("{dataset}/{}/{}", gone.join(","), new.join(",")))
        .explain(
            "Compared with the last run. A column that was renamed is no longer read, and every check that rests on it falls silent: \
             map the new name in the settings or the preset.",
        );
    let names = gone.iter().map(|name| (name, "gone")).chain(new.iter().map(|name| (name, "new")));
    for (name, note) in names.take(10) {
        let at = Source::Line { input, line: 1, column: 0, field: (*name).to_owned(), value: (*name).to_owned() };
        draft = draft.cite(EvidenceRef { at, note: note.into() });
    }
    draft
}

fn list(names: &[&str]) -> String {
    const SHOWN: usize = 5;
    let mut text = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text += &format!(" and {} more", names.len() - SHOWN);
    }
    text
}

fn needs_history(context: &RuleContext<'_>) -> Option<String> {
    let known = context.history.profiles.last().is_some_and(|last| !last.headers.is_empty());
    (!known).then(|| "no earlier run to compare with".to_owned())
}
