//! Which pairs of texts are laid side by side: those of one day or two days running, of what may be one place, whose
//! sketches share minima that are not common on these days.
//!
//! This is locality-sensitive hashing with bands of one row (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4):
//! each of the sixteen minima of a sketch is a key, so that a text cut to a quarter still meets its original with 99 %.
//! Keys that many texts of a day share (a common paragraph, a template) are parted by place, and passed over where that is
//! not enough: the texts then meet by what is rarer in them, or not at all. The sketches are made on loading, in the pass
//! that hashes the words anyway, so no index of another crate is asked to read the texts once more.

use super::facts::Facts;
use super::keyed::FEW_WORDS;
use crate::model::{PlaceIx, RowIx, Sym};
use rayon::prelude::*;

/// Texts with one key, on two days, up to which each is compared with each.
const MOST: usize = 48;
/// Least share of the shorter text, as its sketch estimates it, that the longer one holds.
const HELD: f32 = 0.22;
/// The day of rows without one.
const NO_DAY: i32 = i32::MIN;

/// A text that is looked for.
#[derive(Clone, Copy)]
struct Entry {
    day: i32,
    row: RowIx,
    place: Option<PlaceIx>,
    country: Sym,
    admin1: Sym,
}

impl Entry {
    /// Whether units tell two texts apart: a part of what [`Facts::may_be_one_place`] asks, before any pair is kept.
    #[inline]
    fn is_elsewhere(&self, other: &Entry) -> bool {
        let differ = |a: Sym, b: Sym| a != b && a.is_some() && b.is_some();
        let grouped = self.place.is_some() && self.place == other.place;
        differ(self.country, other.country) || !grouped && differ(self.admin1, other.admin1)
    }
}

/// All pairs, the smaller index first, in ascending order. `lead` says which row stands for each row.
pub fn find(facts: &Facts<'_>, lead: &[RowIx]) -> Vec<(RowIx, RowIx)> {
    let corpus = facts.corpus;
    let mut entries: Vec<Entry> = corpus
        .indices()
        .filter(|index| lead[index.0 as usize] == *index)
        .filter(|index| {
            let row = corpus.row(*index);
            row.text.words >= FEW_WORDS && !facts.in_registry(row)
        })
        .map(|index| {
            let row = corpus.row(index);
            let day = row.date.get().or(row.published.get()).map_or(NO_DAY, |day| day.0);
            Entry { day, row: index, place: facts.places.of(index), country: row.country, admin1: row.admin1 }
        })
        .collect();
    entries.par_sort_unstable_by_key(|entry| (entry.day, entry.row));
    let days: Vec<&[Entry]> = entries.chunk_by(|a, b| a.day == b.day).collect();
    let mut pairs: Vec<(RowIx, RowIx)> = (0..days.len().div_ceil(DAYS))
        .into_par_iter()
        .flat_map_iter(|piece| {
            let first = piece * DAYS;
            let mut pairs = Vec::new();
            // Each day's minima are sorted once, and held until the next day has met them.
            let mut before = first.checked_sub(1).map(|day| Day::of(facts, days[day]));
            for entries in &days[first..days.len().min(first + DAYS)] {
                let today = Day::of(facts, entries);
                let near = before.filter(|before| before.is_followed_by(&today));
                today.meet(facts, near.as_ref(), &mut pairs);
                before = Some(today);
            }
            pairs
        })
        .collect();
    pairs.par_sort_unstable();
    pairs
}

/// So many days are one piece of work.
const DAYS: usize = 16;

/// The texts of a day with the minima of their sketches.
struct Day<'a> {
    entries: &'a [Entry],
    /// Which of the sixteen minima (4 bits), its value (16 bits), the entry that has it (32 bits): ascending.
    minima: Vec<u64>,
}

impl<'a> Day<'a> {
    fn of(facts: &Facts<'_>, entries: &'a [Entry]) -> Day<'a> {
        let mut minima = Vec::with_capacity(entries.len() * 16);
        for (number, entry) in entries.iter().enumerate() {
            let sketch = &facts.corpus.row(entry.row).text.sketch;
            minima.extend(
                sketch.iter().zip(0u64..).map(|(&least, at)| at << 48 | u64::from(least) << 32 | number as u64),
            );
        }
        minima.sort_unstable();
        Day { entries, minima }
    }

    fn is_followed_by(&self, next: &Day<'_>) -> bool {
        let (day, other) = (self.entries[0].day, next.entries[0].day);
        day != NO_DAY && day.checked_add(1) == Some(other)
    }

    /// Adds the pairs of texts of this day, and of one of this day with one of the day before.
    fn meet(&self, facts: &Facts<'_>, before: Option<&Day<'_>>, pairs: &mut Vec<(RowIx, RowIx)>) {
        let earlier = before.map_or(&[][..], |before| before.entries);
        let mut rest = before.map_or(&[][..], |before| &before.minima);
        let number = |minimum: u64| (minimum & u64::from(u32::MAX)) as usize;
        // Both numbers in one; those of the day before come first.
        let mut met: Vec<u64> = Vec::new();
        let mut run: Vec<(Option<PlaceIx>, u32)> = Vec::new();
        for own in self.minima.chunk_by(|a, b| a >> 32 == b >> 32) {
            let key = own[0] >> 32;
            rest = &rest[rest.partition_point(|minimum| minimum >> 32 < key)..];
            let there = &rest[..rest.iter().take_while(|minimum| **minimum >> 32 == key).count()];
            if own.len() + there.len() < 2 {
                continue;
            }
            run.clear();
            run.extend(there.iter().map(|&minimum| (earlier[number(minimum)].place, number(minimum) as u32)));
            let of_today = own.iter().map(|&minimum| number(minimum));
            run.extend(of_today.map(|at| (self.entries[at].place, (earlier.len() + at) as u32)));
            let entry = |at: u32| match (at as usize).checked_sub(earlier.len()) {
                Some(at) => &self.entries[at],
                None => &earlier[at as usize],
            };
            let mut meet = |part: &[(Option<PlaceIx>, u32)]| {
                for (at, &(_, low)) in part.iter().enumerate() {
                    let one = entry(low);
                    let others = part[at + 1..].iter().filter(|(_, high)| *high as usize >= earlier.len());
                    let others = others.filter(|(_, high)| !one.is_elsewhere(entry(*high)));
                    met.extend(others.map(|&(_, high)| u64::from(low) << 32 | u64::from(high)));
                }
            };
            if run.len() <= MOST {
                meet(&run);
            } else {
                run.sort_unstable();
                run.chunk_by(|a, b| a.0 == b.0).filter(|part| part.len() <= MOST).for_each(&mut meet);
            }
        }
        met.sort_unstable();
        let row = |at: usize| match at.checked_sub(earlier.len()) {
            Some(at) => self.entries[at].row,
            None => earlier[at].row,
        };
        pairs.extend(met.chunk_by(|a, b| a == b).filter_map(|run| {
            let (left, right) = (row((run[0] >> 32) as usize), row(number(run[0])));
            let (low, high) = (left.min(right), left.max(right));
            let offered =
                held(facts, low, high, run.len()) && facts.may_be_one_place(low, high) && !facts.related(low, high);
            offered.then_some((low, high))
        }));
    }
}

/// Whether so many equal minima let enough of the shorter text be in the longer one.
fn held(facts: &Facts<'_>, left: RowIx, right: RowIx, shared: usize) -> bool {
    let words = |row: RowIx| f32::from(facts.corpus.row(row).text.words);
    let (shorter, longer) = (words(left).min(words(right)), words(left).max(words(right)));
    let jaccard = shared as f32 / 16.0;
    jaccard / (1.0 + jaccard) * (shorter + longer) >= HELD * shorter
}
