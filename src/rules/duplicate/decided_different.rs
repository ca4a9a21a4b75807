//! DUP006: a decision that keeps reports apart contradicts the data or another decision.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::decision::Verdict;
use crate::model::finding::Severity;
use crate::model::{Col, Draft, RowIx};
use rustc_hash::{FxHashMap, FxHashSet};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DUP006",
    name: "decided-different-but-linked",
    summary: "reports that a decision keeps apart are copies of each other or decided to be one elsewhere",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("decided_different.md"),
};

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.decisions.all.iter().any(|decision| matches!(decision.verdict, Verdict::DifferentEvents(_)));
    (!any).then(|| "no decision keeps reports apart".to_owned())
}

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let mut of_id: FxHashMap<&str, RowIx> = FxHashMap::default();
    let named: FxHashSet<&str> =
        context.decisions.all.iter().flat_map(|decision| ids(&decision.verdict)).map(|id| id.trim()).collect();
    for row in context.corpus.indices().filter(|row| named.contains(context.corpus.id(*row))) {
        of_id.insert(context.corpus.id(row), row);
    }
    let rows = |verdict: &Verdict| {
        let mut rows: Vec<RowIx> = ids(verdict).iter().filter_map(|id| of_id.get(id.trim()).copied()).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    };
    for decision in
        context.decisions.all.iter().filter(|decision| matches!(decision.verdict, Verdict::DifferentEvents(_)))
    {
        let rows_apart = rows(&decision.verdict);
        for (at, &left) in rows_apart.iter().enumerate() {
            for &right in &rows_apart[at + 1..] {
                let copies = context
                    .events
                    .copies
                    .iter()
                    .find(|group| group.rows.contains(&left) && group.rows.contains(&right));
                let joined = context.decisions.all.iter().find(|other| {
                    matches!(other.verdict, Verdict::SameEvent(_)) && {
                        let same = rows(&other.verdict);
                        same.contains(&left) && same.contains(&right)
                    }
                });
                let why = match (copies, joined) {
                    (Some(group), _) => format!("{}, so that they tell the same", group.why),
                    (None, Some(other)) => format!(
                        "another decision (line {} of the decisions file) says that they are one event",
                        other.line
                    ),
                    (None, None) => continue,
                };
                let (one, other) = (context.corpus.id(left), context.corpus.id(right));
                out.push(
                    Draft::new(format!("{one} and {other} are decided to be different events, but {why}"), [left, right])
                        .cell(left, Col::EventDate, "decided different")
                        .cell(right, Col::EventDate, "decided different")
                        .explain(format!(
                            "The decision stands in line {} of the decisions file and was followed. Withdraw it, or withdraw what contradicts it.",
                            decision.line
                        )),
                );
            }
        }
    }
}

/// The ids that a decision on events names.
fn ids(verdict: &Verdict) -> &[String] {
    match verdict {
        Verdict::SameEvent(ids) | Verdict::DifferentEvents(ids) => ids,
        _ => &[],
    }
}
