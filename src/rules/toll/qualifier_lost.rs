//! TOL007: texts say \"at least\" where the column holds a plain number.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, RowIx, Status, Wording};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL007",
    name: "qualifier-lost",
    summary: "texts say \"at least\" where the column holds a plain number",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[],
    missing_data: |context| context.lacks_texts(),
    check: Check::Corpus(check),
    page: include_str!("qualifier_lost.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let mut lost: BTreeMap<u16, Vec<(Reverse<u32>, RowIx)>> = BTreeMap::new();
    let mut stated: BTreeMap<u16, usize> = BTreeMap::new();
    for index in context.corpus.indices() {
        let row = context.corpus.row(index);
        let (Some(killed), Some(told)) = (row.killed, row.narrated) else { continue };
        *stated.entry(row.dataset).or_default() += 1;
        let open = matches!(told.wording, Wording::AtLeast | Wording::MoreThan) && told.said == killed.said;
        if open && killed.wording == Wording::Exact && row.status != Status::Provisional && killed.best() > 0 {
            lost.entry(row.dataset).or_default().push((Reverse(killed.best()), index));
        }
    }
    for (dataset, mut rows) in lost {
        rows.sort_unstable();
        let name = context.corpus.datasets.get(dataset as usize).map_or("", |dataset| dataset.name.as_str());
        let all = stated.get(&dataset).copied().unwrap_or_default();
        let mut draft = Draft::new(format!("{} of {all} tolls with a text lost their \u{201c}at least\u{201d}", rows.len()), [])
            .key(name)
            .explain("The texts give a lower bound, the column a number. A sum of the column is a lower bound as well; say so, or keep the qualifier. The largest are shown.");
        for (_, row) in rows.into_iter().take(5) {
            draft = draft.cell(row, Col::Killed, "a lower bound in the text");
        }
        out.push(draft);
    }
}
