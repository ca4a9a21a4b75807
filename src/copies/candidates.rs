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
use crate::model::{PlaceIx, RowIx};
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
            Entry { day, row: index, place: facts.places.of(index) }
        })
        .collect();
    entries.par_sort_unstable_by_key(|entry| (entry.day, entry.row));
    let days: Vec<&[Entry]> = entries.chunk_by(|a, b| a.day == b.day).collect();
    let mut pairs: Vec<(RowIx, RowIx)> = (0..days.len())
        .into_par_iter()
        .flat_map_iter(|at| {
            let today = days[at];
            let before = at
                .checked_sub(1)
                .map(|before| days[before])
                .filter(|before| before[0].day != NO_DAY && before[0].day.checked_add(1) == Some(today[0].day));
            of_days(facts, before.unwrap_or_default(), today)
        })
        .collect();
    pairs.par_sort_unstable();
    pairs
}

/// Pairs of texts of today, and of one of today with one of the day before.
fn of_days(facts: &Facts<'_>, before: &[Entry], today: &[Entry]) -> Vec<(RowIx, RowIx)> {
    let all: Vec<Entry> = before.iter().chain(today).copied().collect();
    let first = before.len() as u32;
    let mut keys: Vec<(u32, Option<PlaceIx>, u32)> = Vec::with_capacity(all.len() * 16);
    for (number, entry) in all.iter().enumerate() {
        let sketch = &facts.corpus.row(entry.row).text.sketch;
        keys.extend(
            sketch.iter().zip(0u32..).map(|(&least, at)| (at << 16 | u32::from(least), entry.place, number as u32)),
        );
    }
    keys.sort_unstable();
    let mut met: Vec<(u32, u32)> = Vec::new();
    let mut meet = |run: &[(u32, Option<PlaceIx>, u32)]| {
        for (at, &(.., left)) in run.iter().enumerate() {
            for &(.., right) in &run[at + 1..] {
                let (low, high) = (left.min(right), left.max(right));
                if high >= first {
                    met.push((low, high));
                }
            }
        }
    };
    for run in keys.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        if run.len() <= MOST {
            meet(run);
        } else {
            run.chunk_by(|a, b| a.1 == b.1).filter(|part| part.len() <= MOST).for_each(&mut meet);
        }
    }
    met.sort_unstable();
    met.chunk_by(|a, b| a == b)
        .filter_map(|run| {
            let (left, right) = (all[run[0].0 as usize].row, all[run[0].1 as usize].row);
            let (low, high) = (left.min(right), left.max(right));
            let offered =
                held(facts, low, high, run.len()) && facts.may_be_one_place(low, high) && !facts.related(low, high);
            offered.then_some((low, high))
        })
        .collect()
}

/// Whether so many equal minima let enough of the shorter text be in the longer one.
fn held(facts: &Facts<'_>, left: RowIx, right: RowIx, shared: usize) -> bool {
    let words = |row: RowIx| f32::from(facts.corpus.row(row).text.words);
    let (shorter, longer) = (words(left).min(words(right)), words(left).max(words(right)));
    let jaccard = shared as f32 / 16.0;
    jaccard / (1.0 + jaccard) * (shorter + longer) >= HELD * shorter
}
