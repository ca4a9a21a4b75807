//! Parties whose dates lie off everybody else's by the same number of days throughout: an epoch of a spreadsheet,
//! a time zone, a publication day taken for the day of the event.

use super::blocks::Corrections;
use super::similar::bare;
use crate::model::event::DateShift;
use crate::model::{Corpus, Places, Precision, RowIx, Sym, hash};
use crate::text::fold::fold;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Farthest shift that is looked for, in days.
const REACH: i32 = 10;
/// Rows with which each row is compared.
const LOOK_AHEAD: usize = 24;
/// Fewest pairs that show a shift.
const FEW: u32 = 12;
/// Examples kept of a shift.
const EXAMPLES: usize = 5;

/// Pairs by difference of days, from -REACH to REACH.
type Histogram = [u32; (2 * REACH + 1) as usize];

/// Two parties that are compared: one against the other, or one against everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Parties {
    /// Two data sets, the first the reference.
    DataSets(u16, u16),
    /// A source against all others.
    Source(Sym),
}

/// Finds shifts between data sets and between sources, and what they make of dates.
pub fn find(corpus: &Corpus, places: &Places) -> (Vec<DateShift>, Corrections) {
    let pairs = tight_pairs(corpus, places);
    let mut histograms: FxHashMap<Parties, Histogram> = FxHashMap::default();
    for &(left, right, days) in &pairs {
        for (parties, days) in parties(corpus, left, right, days) {
            if let Some(count) =
                histograms.entry(parties).or_insert([0; (2 * REACH + 1) as usize]).get_mut((days + REACH) as usize)
            {
                *count += 1;
            }
        }
    }
    let mut histograms: Vec<(Parties, Histogram)> = histograms.into_iter().collect();
    histograms.sort_unstable_by_key(|(parties, _)| *parties);
    let mut shifts = Vec::new();
    let mut corrections = Corrections::default();
    for (who, histogram) in histograms {
        let Some((days, count)) = mode(&histogram, matches!(who, Parties::Source(_))) else { continue };
        // Between two data sets the later one is taken as shifted: epochs and postponed entries make dates late.
        let (reference, shifted, days) = match who {
            Parties::DataSets(a, b) if days > 0 => (name(corpus, a), name(corpus, b), days),
            Parties::DataSets(a, b) => (name(corpus, b), name(corpus, a), -days),
            Parties::Source(source) => ("all other sources".to_owned(), corpus.name(source).to_owned(), days),
        };
        match who {
            Parties::DataSets(a, b) => {
                corrections.of_dataset.insert(if name(corpus, b) == shifted { b } else { a }, days)
            }
            Parties::Source(source) => corrections.of_source.insert(source, days),
        };
        let examples = pairs
            .iter()
            .filter(|(left, right, apart)| {
                self::parties(corpus, *left, *right, *apart)
                    .any(|(other, apart)| other == who && apart.abs() == days.abs())
            })
            .take(EXAMPLES)
            .map(|&(left, right, _)| (left, right))
            .collect();
        let against = histogram[REACH as usize];
        shifts.push(DateShift { reference, shifted, days, pairs: count, against, examples });
    }
    (shifts, corrections)
}

fn name(corpus: &Corpus, dataset: u16) -> String {
    corpus.datasets.get(usize::from(dataset)).map_or_else(String::new, |dataset| dataset.name.clone())
}

/// The parties that a pair compares, with the days by which the second, or the one, is late.
fn parties(corpus: &Corpus, left: RowIx, right: RowIx, days: i32) -> impl Iterator<Item = (Parties, i32)> {
    let (a, b) = (corpus.row(left), corpus.row(right));
    let mut found = [None; 2];
    if a.dataset != b.dataset {
        let late = if a.dataset < b.dataset { days } else { -days };
        found[0] = Some((Parties::DataSets(a.dataset.min(b.dataset), a.dataset.max(b.dataset)), late));
    } else if a.source != b.source && a.source.is_some() && b.source.is_some() {
        found = [Some((Parties::Source(a.source), -days)), Some((Parties::Source(b.source), days))];
    }
    found.into_iter().flatten()
}

/// Pairs of rows of different parties at one place that tell of the same toll, and the days from left to right.
fn tight_pairs(corpus: &Corpus, places: &Places) -> Vec<(RowIx, RowIx, i32)> {
    type Key = (u64, u32, i32, RowIx);
    let several = corpus.datasets.len() > 1;
    let mut keyed: Vec<Key> = Vec::new();
    let mut names: FxHashMap<(Sym, Sym), u64> = FxHashMap::default();
    for index in corpus.indices() {
        let row = corpus.row(index);
        let exact = row.precision == Precision::Day && row.end.get().is_none_or(|end| Some(end) == row.date.get());
        let (Some(killed), Some(day), true) = (row.killed.and_then(|toll| toll.said), row.date.get(), exact) else {
            continue;
        };
        if several && killed >= 1 && row.place.is_some() {
            // Registries name places differently and may leave out coordinates, so their rows meet by bare names.
            let key = names
                .entry((row.country, row.place))
                .or_insert_with(|| hash::parts(&[&fold(corpus.name(row.country)), &bare(corpus.name(row.place))]));
            keyed.push((*key, killed, day.0, index));
        } else if let (false, Some(place), true) = (several, places.of(index), killed >= 3) {
            keyed.push((u64::from(place.0), killed, day.0, index));
        }
    }
    keyed.par_sort_unstable();
    keyed
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, &(cell, killed, day, left))| {
            keyed[at + 1..]
                .iter()
                .take(LOOK_AHEAD)
                .take_while(move |(other, dead, later, _)| {
                    (*other, *dead) == (cell, killed) && *later <= day.saturating_add(REACH)
                })
                .filter(move |(.., right)| {
                    let (a, b) = (corpus.row(left), corpus.row(*right));
                    a.dataset != b.dataset || !several && a.source != b.source && a.text.exact != b.text.exact
                })
                .map(move |&(_, _, later, right)| (left, right, later - day))
        })
        .collect()
}

/// The difference that stands out, unless it is none.
fn mode(histogram: &Histogram, alone: bool) -> Option<(i32, u32)> {
    let (at, &count) = histogram.iter().enumerate().max_by_key(|(at, count)| (**count, usize::MAX - at))?;
    let days = at as i32 - REACH;
    let none = histogram[REACH as usize];
    let runner_up = histogram.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, count)| *count).max()?;
    let total: u32 = histogram.iter().sum();
    // A source is held against many others, some of which may err themselves, so most of its pairs must show it.
    let plain =
        if alone { count * 2 > total && count >= 3 * none } else { count >= 2 * none && count * 2 >= runner_up * 3 };
    (days != 0 && count >= FEW && plain).then_some((days, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(counts: &[(i32, u32)]) -> Histogram {
        let mut all = [1; (2 * REACH + 1) as usize];
        counts.iter().for_each(|&(days, count)| all[(days + REACH) as usize] = count);
        all
    }

    #[test]
    fn only_what_stands_out_is_a_shift() {
        assert_eq!(mode(&histogram(&[(2, 90), (0, 4)]), false), Some((2, 90)));
        assert_eq!(mode(&histogram(&[(0, 90), (2, 40)]), false), None, "most agree on the day");
        assert_eq!(mode(&histogram(&[(2, 11)]), false), None, "too few pairs");
        assert_eq!(mode(&histogram(&[(2, 50), (3, 45)]), false), None, "no single difference stands out");
    }
}
