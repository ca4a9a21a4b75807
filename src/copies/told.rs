//! A text taken apart for comparison: its words, and which of them only name what the cells say as well.

use crate::model::{Corpus, Row, RowIx, Sym, Toll};
use crate::text::passage::{Passage, keys};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Words of the longest name of a source that is looked for in texts.
const LONGEST_NAME: usize = 5;

/// A source with the words of its name.
type Named = (Sym, SmallVec<[u64; 8]>);

/// The names of sources, by their first words.
pub struct Names {
    by_first: FxHashMap<u64, Vec<Named>>,
}

impl Names {
    /// The sources of a corpus.
    pub fn of(corpus: &Corpus) -> Names {
        let mut sources: Vec<Sym> =
            corpus.rows.iter().map(|row| row.source).filter(|source| source.is_some()).collect();
        sources.sort_unstable();
        sources.dedup();
        let mut by_first: FxHashMap<u64, Vec<_>> = FxHashMap::default();
        for source in sources {
            let name: SmallVec<[u64; 8]> = keys(corpus.name(source)).take(LONGEST_NAME + 1).collect();
            if let Some(&first) = name.first().filter(|_| name.len() <= LONGEST_NAME) {
                by_first.entry(first).or_default().push((source, name));
            }
        }
        Names { by_first }
    }
}

/// A text, taken apart.
pub struct Told<'a> {
    /// Its row.
    pub row: RowIx,
    /// Its words.
    pub passage: Passage<'a>,
    /// Which words name what the cells say: the place, the units, the attackers, the source, the toll, the day.
    pub cell: Vec<bool>,
    /// Where sources are named.
    pub named: Vec<(Sym, Range<usize>)>,
}

impl<'a> Told<'a> {
    /// Takes the text of a row apart.
    pub fn of(corpus: &Corpus, names: &Names, row: RowIx, text: &'a str) -> Told<'a> {
        let passage = Passage::of(text);
        let known = said(corpus, corpus.row(row));
        let cell = passage.words.iter().map(|word| known.binary_search(&word.key).is_ok()).collect();
        let mut named = Vec::new();
        for (at, word) in passage.words.iter().enumerate() {
            for (source, name) in names.by_first.get(&word.key).into_iter().flatten() {
                let range = at..at + name.len();
                let there = passage
                    .words
                    .get(range.clone())
                    .is_some_and(|words| words.iter().map(|word| word.key).eq(name.iter().copied()));
                if there {
                    named.push((*source, range));
                }
            }
        }
        Told { row, passage, cell, named }
    }

    /// Whether the text names a source.
    pub fn names(&self, source: Sym) -> bool {
        self.named.iter().any(|(named, _)| *named == source)
    }

    /// Hash of some words, all that the cells say taken for one thing.
    pub fn hash(&self, words: Range<usize>) -> u64 {
        let mut bytes: SmallVec<[u8; 256]> = SmallVec::new();
        let mut before = false;
        for at in words {
            if !self.cell[at] {
                bytes.extend_from_slice(&self.passage.words[at].key.to_le_bytes());
            } else if !before {
                bytes.extend_from_slice(&[0; 8]);
            }
            before = self.cell[at];
        }
        xxh3_64(&bytes)
    }

    /// Hash of two sentences that follow each other.
    pub fn hash_of_two(&self, first: &Range<usize>, second: &Range<usize>) -> u64 {
        self.hash(first.clone()).rotate_left(21) ^ self.hash(second.clone()).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    /// Hashes of three words at a time.
    pub fn threes(&self, words: Range<usize>) -> impl Iterator<Item = u64> + '_ {
        let last = words.end.saturating_sub(2);
        (words.start..last.max(words.start)).map(|at| self.hash(at..at + 3).wrapping_add(1))
    }
}

/// Hashes of the words that the cells of a row say, ascending.
fn said(corpus: &Corpus, row: &Row) -> SmallVec<[u64; 32]> {
    let mut known: SmallVec<[u64; 32]> = SmallVec::new();
    for sym in
        [row.place, row.admin1, row.admin2, row.admin3, row.country, row.actor, row.target, row.source, row.origin]
    {
        // Words of one or two letters are mostly articles, which names share with all other words.
        let name = corpus.name(sym);
        if sym.is_some() {
            known.extend(keys(name).zip(lengths(name)).filter(|(_, length)| *length > 2).map(|(key, _)| key));
        }
    }
    let number = |number: u32| [format!("{number}"), format!("{number:02}")];
    for toll in [row.killed, row.injured].into_iter().flatten().map(Toll::best) {
        known.extend(number(toll).iter().map(|word| xxh3_64(word.as_bytes())));
    }
    for day in [row.date.get(), row.published.get()].into_iter().flatten() {
        let written = day.to_string();
        for part in written.split('-') {
            known.push(xxh3_64(part.as_bytes()));
            known.push(xxh3_64(part.trim_start_matches('0').as_bytes()));
        }
    }
    known.sort_unstable();
    known
}

/// Letters in each word of a name.
fn lengths(name: &str) -> impl Iterator<Item = usize> {
    let folded = crate::text::fold::fold(name);
    let lengths: SmallVec<[usize; 8]> = folded.split(' ').map(|word| word.chars().count()).collect();
    lengths.into_iter()
}
