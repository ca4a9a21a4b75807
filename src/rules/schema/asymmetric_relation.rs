//! SCH010: a row names another as related, and the other does not name it.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, RowIx};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH010",
    name: "asymmetric-relation",
    summary: "a row names another as related, and the other does not name it",
    severity: Severity::Warning,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("asymmetric_relation.md"),
};

/// From how many relations on, none of which is returned, they are taken to point one way by design.
const BY_DESIGN: usize = 20;

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Related])
}

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let all = context.corpus.relations();
    let known: FxHashSet<(RowIx, RowIx)> = all.iter().copied().collect();
    let mut sets: BTreeMap<u16, (Vec<(RowIx, RowIx)>, usize)> = BTreeMap::new();
    for (left, right) in all {
        let (one_way, returned) = sets.entry(context.corpus.row(left).dataset).or_default();
        match known.contains(&(right, left)) {
            true => *returned += 1,
            false => one_way.push((left, right)),
        }
    }
    for (one_way, returned) in sets.into_values() {
        if returned == 0 && one_way.len() >= BY_DESIGN {
            out.extend(by_design(context, &one_way));
        } else {
            each(context, one_way, out);
        }
    }
}

/// One finding for each row at which relations break off: of the two rows of an unreturned one that with more of
/// them, or the silent one where they have as many.
fn each(context: &RuleContext<'_>, one_way: Vec<(RowIx, RowIx)>, out: &mut Vec<Draft>) {
    let mut ends: FxHashMap<RowIx, usize> = FxHashMap::default();
    for &(names, named) in &one_way {
        *ends.entry(names).or_default() += 1;
        *ends.entry(named).or_default() += 1;
    }
    let mut at: BTreeMap<RowIx, (Vec<RowIx>, Vec<RowIx>)> = BTreeMap::new();
    for (names, named) in one_way {
        if ends.get(&names) > ends.get(&named) {
            at.entry(names).or_default().1.push(named);
        } else {
            at.entry(named).or_default().0.push(names);
        }
    }
    out.extend(at.into_iter().map(|(row, (by, of))| draft(context, row, &by, &of)));
}

/// `by` name the row and are not named by it; `of` are named by it and do not name it.
fn draft(context: &RuleContext<'_>, row: RowIx, by: &[RowIx], of: &[RowIx]) -> Draft {
    let id = context.corpus.id(row);
    let silent = |named: &[RowIx]| if named.len() == 1 { "does not name it" } else { "do not name it" };
    let headline = match (by, of) {
        ([], of) => format!("{id} names {} as related, which {}", ids(context, of), silent(of)),
        (by, []) => {
            let name = if by.len() == 1 { "names" } else { "name" };
            format!(
                "{} {name} {id} as related, which does not name {}",
                ids(context, by),
                if by.len() == 1 { "it" } else { "them" }
            )
        }
        (by, of) => format!(
            "{id} is named as related by {}, which it does not name, and names {}, which {}",
            ids(context, by),
            ids(context, of),
            silent(of)
        ),
    };
    let others = || by.iter().chain(of).copied();
    let mut draft = Draft::new(headline, std::iter::once(row).chain(others()))
        .key(id)
        .cell(row, Col::Related, "here the relation breaks off")
        .explain(
            "What was planned together is related both ways. Whoever follows the relation from one row misses the others: add the id \
             that is missing, or take out the one that is wrong.",
        );
    for other in others().take(5) {
        draft = draft.cell(other, Col::Related, format!("of {}", context.corpus.id(other)));
    }
    draft
}

/// One finding for a column that points one way throughout.
fn by_design(context: &RuleContext<'_>, one_way: &[(RowIx, RowIx)]) -> Option<Draft> {
    let (first, _) = one_way.first()?;
    let dataset = context.corpus.dataset(*first).name.as_str();
    let mut draft = Draft::new(format!("none of the {} relations in {dataset} is returned", one_way.len()), [])
        .key(dataset)
        .explain(
            "Each row names others that do not name it. If the column points one way by design (to a parent, say), skip this rule for the \
             data set; if not, half of each relation was lost.",
        );
    for &(names, named) in one_way.iter().take(3) {
        draft = draft.cell(names, Col::Related, format!("names {}", context.corpus.id(named)));
    }
    Some(draft)
}

fn ids(context: &RuleContext<'_>, rows: &[RowIx]) -> String {
    let named: Vec<&str> = rows.iter().take(3).map(|&row| context.corpus.id(row)).collect();
    match (named.as_slice(), rows.len() - named.len()) {
        ([first @ .., last], 0) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        (all, 0) => all.join(", "),
        (all, more) => format!("{} and {more} more", all.join(", ")),
    }
}
