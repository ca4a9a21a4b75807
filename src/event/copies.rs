//! Copies: rows that tell nothing new, because they repeat another row.

use super::similar::alike;
use crate::linkage::union::Union;
use crate::model::{Copies, CopyGroup, CopyKind, Corpus, Places, Row, RowIx, Toll};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::hash::Hash;

/// How many days later a copy may appear.
const LATER: i32 = 3;
/// Shortest text, in words, that is recognised by itself.
const FEW_WORDS: u16 = 5;

/// Fewest killed and injured by which a registry's row without a text is recognised.
const FEW_PEOPLE: u32 = 4;

/// Copies, and for each row the row that it copies or itself.
#[derive(Debug, Default)]
pub struct Found {
    /// The groups, in canonical order.
    pub copies: Copies,
    /// The first row of each row's group.
    pub lead: Vec<RowIx>,
}

/// Finds copies of every kind.
pub fn find(corpus: &Corpus, places: &Places) -> Found {
    // Registries of events split tolls over rows with one note and list victims row by row, so words alone prove
    // nothing there; and rows that say little are alike by chance.
    let related: FxHashSet<(RowIx, RowIx)> = corpus.relations().into_iter().collect();
    // What names the other as a related event is no copy of it, however alike they are.
    let apart = |left: RowIx, right: RowIx| {
        !related.is_empty() && (related.contains(&(left, right)) || related.contains(&(right, left)))
    };
    let registry = |row: &Row| corpus.datasets.get(usize::from(row.dataset)).is_some_and(|dataset| dataset.is_event());
    let exact = group(
        corpus,
        |row| (row.date.get().is_some() && (!registry(row) || telling(row))).then_some(row.content),
        |left, right| !apart(left, right),
    );
    let republished = group(
        corpus,
        |row| {
            let known = row.text.words >= FEW_WORDS && row.date.get().is_some() && !registry(row);
            known.then_some((row.text.exact, row.date.get()))
        },
        |left, right| {
            let (a, b) = (corpus.row(left), corpus.row(right));
            !apart(left, right)
                && a.content != b.content
                && a.source != b.source
                && same_facts(corpus, places, left, right)
        },
    );
    let reworded = group(
        corpus,
        |row| {
            let named = row.source.is_some() && row.place.is_some() && row.date.get().is_some();
            let figures = row.killed.is_some() || row.injured.is_some();
            (named && figures && !registry(row)).then_some((row.source, row.date.get(), row.actor))
        },
        |left, right| {
            let (a, b) = (corpus.row(left), corpus.row(right));
            !apart(left, right)
                && a.text.is_some()
                && a.text.exact != b.text.exact
                && same_facts(corpus, places, left, right)
        },
    );
    let mut copies = Copies::new();
    let mut lead = Union::new(corpus.len());
    for (kind, groups, why) in [
        (CopyKind::Exact, exact, "every cell but the id is equal"),
        (CopyKind::Republished, republished, "the words are equal but for credits, and so are date, toll and injured"),
        (CopyKind::SameSource, reworded, "source, date, attackers, toll and injured are equal; only the words differ"),
    ] {
        for rows in groups {
            rows.windows(2).for_each(|pair| lead.join(pair[0].0, pair[1].0));
            let probability = match kind {
                CopyKind::Exact => 1.0,
                CopyKind::Republished => 0.98,
                CopyKind::SameSource => 0.95,
            };
            copies.push(CopyGroup { kind, rows, probability, why: why.to_owned() });
        }
    }
    let lead = lead.roots().into_iter().map(RowIx).collect();
    copies.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.rows.cmp(&b.rows)));
    Found { copies, lead }
}

/// Groups rows of equal key, then those among them that match a member.
fn group<K: Hash + Eq + Ord + Copy + Send + Sync>(
    corpus: &Corpus,
    key: impl Fn(&Row) -> Option<K> + Sync,
    matches: impl Fn(RowIx, RowIx) -> bool + Sync,
) -> Vec<Vec<RowIx>> {
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

/// Whether two rows say the same of date, toll, injured and place, where both say anything.
fn same_facts(corpus: &Corpus, places: &Places, left: RowIx, right: RowIx) -> bool {
    let (a, b) = (corpus.row(left), corpus.row(right));
    let close = match (a.published.get(), b.published.get()) {
        (Some(a), Some(b)) => (a.0.saturating_sub(b.0)).abs() <= LATER,
        _ => true,
    };
    let number = |toll: Option<Toll>| toll.map(Toll::best);
    close
        && a.date == b.date
        && a.precision == b.precision
        && number(a.killed) == number(b.killed)
        && number(a.injured) == number(b.injured)
        && (a.actor == b.actor || a.actor.is_none() || b.actor.is_none())
        && a.scope == b.scope
        && a.status == b.status
        && a.country == b.country
        && same_place(corpus, places, left, right)
}

/// Whether two rows speak of one place, by group, by coordinates or by spelling.
fn same_place(corpus: &Corpus, places: &Places, left: RowIx, right: RowIx) -> bool {
    let (a, b) = (corpus.row(left), corpus.row(right));
    if a.point().zip(b.point()).is_some_and(|(here, there)| here != there) {
        return false;
    }
    if places.of(left).is_some() && places.of(left) == places.of(right) {
        return true;
    }
    a.admin1 == b.admin1 && alike(corpus.name(a.place), corpus.name(b.place)) >= 0.8
}

/// Whether a registry's row says enough to be recognised: some people hurt, or a text.
fn telling(row: &Row) -> bool {
    let people = |toll: Option<Toll>| toll.map_or(0, Toll::best);
    row.text.words >= FEW_WORDS || people(row.killed).saturating_add(people(row.injured)) >= FEW_PEOPLE
}
