//! Copies that are found by sorting: rows of one key, and those among them that match.

use super::facts::Facts;
use crate::model::{Row, RowIx, Toll};
use rayon::prelude::*;

/// Shortest text, in words, that is recognised by itself.
pub const FEW_WORDS: u16 = 5;
/// Fewest killed and injured by which a registry's row without a text is recognised.
const FEW_PEOPLE: u32 = 4;

/// Rows that are equal in every cell of their files but the id.
pub fn equal(facts: &Facts<'_>) -> Vec<Vec<RowIx>> {
    group(
        facts,
        |row| (row.date.get().is_some() && (!facts.in_registry(row) || telling(row))).then_some(row.content),
        |left, right| !facts.related(left, right),
    )
}

/// Rows that bear one text, but for case, accents, mark-up and credits, and agree in their facts.
pub fn same_text(facts: &Facts<'_>) -> Vec<Vec<RowIx>> {
    group(
        facts,
        |row| {
            let known = row.text.words >= FEW_WORDS && row.date.get().is_some() && !facts.in_registry(row);
            known.then_some((row.text.exact, row.date.get()))
        },
        |left, right| {
            let (a, b) = (facts.corpus.row(left), facts.corpus.row(right));
            !facts.related(left, right) && a.content != b.content && facts.agree(left, right)
        },
    )
}

/// Rows by which one source tells the same facts again in other words.
pub fn repeats(facts: &Facts<'_>) -> Vec<Vec<RowIx>> {
    group(
        facts,
        |row| {
            let named = row.source.is_some() && row.place.is_some() && row.date.get().is_some();
            let figures = row.killed.is_some() || row.injured.is_some();
            (named && figures && !facts.in_registry(row)).then_some((row.source, row.date.get(), row.actor))
        },
        |left, right| {
            let (a, b) = (facts.corpus.row(left), facts.corpus.row(right));
            !facts.related(left, right) && a.text.is_some() && a.text.exact != b.text.exact && facts.agree(left, right)
        },
    )
}

/// Groups rows of equal key, then those among them that match a member.
fn group<K: Ord + Copy + Send + Sync>(
    facts: &Facts<'_>,
    key: impl Fn(&Row) -> Option<K> + Sync,
    matches: impl Fn(RowIx, RowIx) -> bool + Sync,
) -> Vec<Vec<RowIx>> {
    let corpus = facts.corpus;
    let mut keyed: Vec<(K, RowIx)> =
        corpus.indices().filter_map(|index| Some((key(corpus.row(index))?, index))).collect();
    keyed.par_sort_unstable();
    let runs: Vec<&[(K, RowIx)]> = keyed.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1).collect();
    let mut groups: Vec<Vec<RowIx>> = runs
        .par_iter()
        .flat_map_iter(|run| {
            let mut groups: Vec<Vec<RowIx>> = Vec::new();
            for &(_, row) in *run {
                // Looks back at a bounded number of groups, so that a run of thousands stays linear.
                match groups
                    .iter_mut()
                    .rev()
                    .take(64)
                    .find(|group| group.iter().rev().take(8).any(|&other| matches(other, row)))
                {
                    Some(group) => group.push(row),
                    None => groups.push(vec![row]),
                }
            }
            groups.into_iter().filter(|group| group.len() > 1)
        })
        .collect();
    groups.sort_unstable();
    groups
}

/// Whether a registry's row says enough to be recognised: some people hurt, or a text.
fn telling(row: &Row) -> bool {
    let people = |toll: Option<Toll>| toll.map_or(0, Toll::best);
    row.text.words >= FEW_WORDS || people(row.killed).saturating_add(people(row.injured)) >= FEW_PEOPLE
}
