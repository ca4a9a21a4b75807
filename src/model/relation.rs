//! Rows that name each other: attacks that one group planned together and that are several events all the same.

use super::{Corpus, RowIx};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// Rows beyond which one list of ids that nobody bears says nothing.
const MANY: usize = 64;

impl Corpus {
    /// Pairs of rows of one data set of which the first names the second as related, ascending. A row that names
    /// itself, an id that no row bears and one that several rows bear give none: nobody knows which of them is meant. Rows
    /// that list the same ids, none of which any row bears, are pairs both ways.
    pub fn relations(&self) -> Vec<(RowIx, RowIx)> {
        let naming: Vec<RowIx> = self.indices().filter(|row| self.row(*row).related.is_some()).collect();
        if naming.is_empty() {
            return Vec::new();
        }
        let mut bearers: FxHashMap<(u16, &str), Vec<RowIx>> = FxHashMap::default();
        for &row in &naming {
            for id in self.named(row) {
                bearers.entry((self.row(row).dataset, id)).or_default();
            }
        }
        // Only ids that stand once: the others carry a mark.
        let mut repeated: FxHashSet<RowIx> = FxHashSet::default();
        for (id, rows) in &self.reused {
            for &row in rows {
                repeated.insert(row);
                if let Some(known) = bearers.get_mut(&(self.row(row).dataset, &**id)) {
                    known.push(row);
                }
            }
        }
        for row in self.indices().filter(|row| !repeated.contains(row)) {
            if let Some(known) = bearers.get_mut(&(self.row(row).dataset, self.id(row))) {
                known.push(row);
            }
        }
        let mut pairs: Vec<(RowIx, RowIx)> = naming
            .iter()
            .flat_map(|&row| self.named(row).map(move |id| (row, id)))
            .filter_map(|(row, id)| match bearers.get(&(self.row(row).dataset, id)).map(Vec::as_slice) {
                Some(&[other]) if other != row => Some((row, other)),
                _ => None,
            })
            .collect();
        let borne =
            |row: RowIx, id: &str| bearers.get(&(self.row(row).dataset, id)).is_some_and(|rows| !rows.is_empty());
        self.listed_together(naming.into_iter().filter(|row| !self.named(*row).any(|id| borne(*row, id))), &mut pairs);
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Rows that list the same ids, two or more, of which no row bears any: the file lost its ids, or holds a part of the
    /// events, and they belong together all the same.
    fn listed_together(&self, rows: impl Iterator<Item = RowIx>, pairs: &mut Vec<(RowIx, RowIx)>) {
        let mut lists: FxHashMap<(u16, BTreeSet<&str>), Vec<RowIx>> = FxHashMap::default();
        for row in rows {
            let ids: BTreeSet<&str> = self.named(row).filter(|id| !id.is_empty()).collect();
            if ids.len() > 1 {
                lists.entry((self.row(row).dataset, ids)).or_default().push(row);
            }
        }
        for rows in lists.into_values().filter(|rows| rows.len() <= MANY) {
            let others =
                |row: RowIx| rows.iter().copied().filter(move |other| *other != row).map(move |other| (row, other));
            pairs.extend(rows.iter().copied().flat_map(others));
        }
    }

    /// The ids that a row names as related, as ids are kept: without the `.0` that a spreadsheet puts behind a number.
    fn named(&self, row: RowIx) -> impl Iterator<Item = &str> {
        self.name(self.row(row).related).split([',', ';', '|']).map(|id| {
            let id = id.trim();
            id.strip_suffix(".0").unwrap_or(id)
        })
    }
}
