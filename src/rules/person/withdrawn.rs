//! VIC005: a person stood on an issue of a list and stands on a later one no more.

use super::rows::{list, no_lists};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::{EvidenceRef, Severity};
use crate::model::{Day, Draft, PersonRow, Sym};
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub static RULE: Rule = Rule {
    code: "VIC005",
    name: "alive-or-withdrawn",
    summary: "a person stood on an issue of a list and stands on a later one no more",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.2.0",
    knobs: &[],
    missing_data: no_lists,
    check: Check::Corpus(check),
    page: include_str!("withdrawn.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let Some(people) = context.people else { return };
    let mut issues: BTreeMap<Sym, BTreeSet<Day>> = BTreeMap::new();
    let mut seen: BTreeMap<(Sym, u32), BTreeMap<Day, &PersonRow>> = BTreeMap::new();
    for row in &people.rows {
        if let Some(day) = row.issue {
            issues.entry(row.list).or_default().insert(day);
            seen.entry((row.list, row.person)).or_default().entry(day).or_insert(row);
        }
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for ((of, _), days) in &seen {
        let Some((last, row)) = days.last_key_value() else { continue };
        let Some(next) = issues[of].range((std::ops::Bound::Excluded(*last), std::ops::Bound::Unbounded)).next() else {
            continue;
        };
        let mut draft = Draft::new(
            format!("a person on the list {} of {last} is missing on that of {next}", list(row, context.corpus)),
            [row.row],
        )
        .explain(
            "Names are withdrawn when a person turns out to live, stood twice, or is not confirmed; some return later under \
             another number. A withdrawn name still stands in sums made from the former issue.",
        );
        draft.evidence.push(EvidenceRef::row(row.row, format!("last listed on {last}")));
        drafts.push(draft);
    }
    drafts.sort_by(|a, b| a.rows.cmp(&b.rows));
    out.append(&mut drafts);
}
