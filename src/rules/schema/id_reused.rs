//! SCH004: one id stands on rows of different content in one file.

use super::shared::short;
use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Col, Corpus, Draft, RowIx};
use crate::text::spreadsheet::spoilt_id;
use rustc_hash::{FxHashMap, FxHashSet};

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH004",
    name: "id-reused",
    summary: "one id stands on rows of different content in one file",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Corpus(check),
    page: include_str!("id_reused.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    let shared = shared_ids(corpus);
    for (id, rows) in &corpus.reused {
        // An id that was made of the mapped cells, where the file has none, names no row.
        if spoilt_id(id) || id.starts_with('~') {
            continue;
        }
        let mut sorted = rows.clone();
        let file = |row: &RowIx| (corpus.row(*row).dataset, corpus.row(*row).input);
        sorted.sort_by_key(|row| (file(row), *row));
        for group in sorted.chunk_by(|a, b| file(a) == file(b)) {
            let mut contents: Vec<u64> = group.iter().map(|row| corpus.row(*row).content).collect();
            contents.sort_unstable();
            contents.dedup();
            // Where most rows share their ids and differ only in what recount makes nothing of, the id is an incident's.
            let of_incident = shared.contains(&corpus.row(group[0]).input) && differences(context, group).is_empty();
            if contents.len() > 1 && !of_incident {
                out.push(draft(context, id, group));
            }
        }
    }
}

/// The inputs in which more than half of the rows bear an id that stands more than once.
fn shared_ids(corpus: &Corpus) -> FxHashSet<u32> {
    let mut counts: FxHashMap<u32, (usize, usize)> = FxHashMap::default();
    for row in corpus.reused.iter().flat_map(|(_, rows)| rows) {
        counts.entry(corpus.row(*row).input).or_default().0 += 1;
    }
    if !counts.is_empty() {
        corpus.rows.iter().for_each(|row| counts.entry(row.input).or_default().1 += 1);
    }
    counts.into_iter().filter(|(_, (repeated, all))| repeated * 2 > *all).map(|(input, _)| input).collect()
}

fn draft(context: &RuleContext<'_>, id: &str, rows: &[RowIx]) -> Draft {
    let differ = differences(context, rows);
    let what = if differ.is_empty() {
        " that differ in other columns".to_owned()
    } else {
        format!(" that differ in {}", differ.join(", "))
    };
    let mut draft = Draft::new(
        format!("the id {} stands on {} rows{what}", short(id), rows.len()),
        rows.iter().copied(),
    )
    .key(id)
    .explain(
        "An id must name one row: corrections, citations and links to other tables cannot tell which of them is meant. \
             If one row corrects the other, keep the later; if they are different, give one a new id.",
    );
    for &row in rows.iter().take(5) {
        draft = draft.cell(row, Col::ReportId, describe(context, row));
    }
    draft
}

/// Which of the main facts the rows do not share.
fn differences(context: &RuleContext<'_>, rows: &[RowIx]) -> Vec<&'static str> {
    let all = || rows.iter().map(|row| context.corpus.row(*row));
    let vary = |differ: bool, name: &'static str| differ.then_some(name);
    let first = rows.first().map(|row| context.corpus.row(*row));
    let Some(first) = first else { return Vec::new() };
    [
        vary(all().any(|row| row.date != first.date), "date"),
        vary(all().any(|row| row.place != first.place), "place"),
        vary(all().any(|row| row.killed != first.killed), "killed"),
        vary(all().any(|row| row.injured != first.injured), "injured"),
        vary(all().any(|row| row.source != first.source), "source"),
        vary(all().any(|row| row.text.exact != first.text.exact), "text"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn describe(context: &RuleContext<'_>, row: RowIx) -> String {
    let row = context.corpus.row(row);
    let date = row.date.get().map(|day| day.to_string()).unwrap_or_default();
    let place = context.corpus.name(row.place);
    let killed = row.killed.map(|toll| format!("{toll} killed")).unwrap_or_default();
    [date.as_str(), place, killed.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
