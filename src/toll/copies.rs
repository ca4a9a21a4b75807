//! Which report each report copies, so that no statement counts twice.

use crate::model::{CopyKind, Corpus, Events, RowIx};
use rustc_hash::FxHashMap;

/// For each report the one that it copies: itself where it copies none.
pub struct Roots {
    of: Vec<RowIx>,
    again: Vec<bool>,
}

impl Roots {
    /// Follows all groups of copies. The original is the earliest published; undated ones come last, and ties
    /// go by canonical order.
    ///
    /// A copy that gives another toll is no copy of the claim: it stays its own root, so that a number mangled
    /// on the way is seen. A source that tells the same again under another toll revises itself.
    pub fn new(corpus: &Corpus, events: &Events) -> Roots {
        let mut of: Vec<RowIx> = corpus.indices().collect();
        let mut again = vec![false; corpus.len()];
        let age = |row: RowIx| (corpus.row(row).published.get().map_or(i32::MAX, |day| day.0), row);
        for group in &events.copies {
            let mut rows = group.rows.clone();
            rows.sort_unstable_by_key(|row| age(*row));
            let mut originals = FxHashMap::default();
            for (position, row) in rows.into_iter().enumerate() {
                let report = corpus.row(row);
                again[row.0 as usize] |= position > 0 && group.kind != CopyKind::SameSource;
                let claim = (report.killed, report.scope, events.of(row));
                let original = *originals.entry(claim).or_insert(row);
                if of[row.0 as usize] == row {
                    of[row.0 as usize] = original;
                }
            }
        }
        // A copy of a copy is a copy of the original. Each step leads to an older report, so this ends.
        for row in corpus.indices() {
            let mut root = of[row.0 as usize];
            while of[root.0 as usize] != root {
                root = of[root.0 as usize];
            }
            of[row.0 as usize] = root;
        }
        Roots { of, again }
    }

    /// The report whose claim this one copies; itself where it copies none.
    pub fn of(&self, row: RowIx) -> RowIx {
        self.of.get(row.0 as usize).copied().unwrap_or(row)
    }

    /// Whether the report is another's words, whatever toll it gives.
    pub fn is_copy(&self, row: RowIx) -> bool {
        self.again.get(row.0 as usize).copied().unwrap_or_default() || self.of(row) != row
    }
}
