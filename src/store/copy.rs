//! One store's records taken over into another: for backups, restoring and compaction.

use super::StoreError;
use super::chunk::{BYTES, ROWS};
use super::handle::Store;
use super::index::{Entry, NONE, number_of};
use super::manifest::Manifest;
use crate::model::Loc;
use rustc_hash::FxHashMap;

/// Which versions of reports a copy takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Versions {
    /// All.
    All,
    /// The newest and the one before it.
    LastTwo,
}

impl Store {
    /// Takes over the records of another store into this one, which is empty: as they are, or only each report's
    /// last two versions, in chunks filled anew.
    pub(super) fn take_over(&mut self, other: &Store, versions: Versions) -> Result<(), StoreError> {
        let own = Manifest::empty(other.manifest.salt);
        self.manifest = Manifest {
            columns: other.manifest.columns.clone(),
            datasets: other.manifest.datasets.clone(),
            notes: other.manifest.notes.clone(),
            generation: other.manifest.generation,
            ..own
        };
        self.columns = other.columns.clone();
        self.changed = true;
        if versions == Versions::All {
            for number in other.chunks() {
                for (slot, entry) in other.index.of_chunk(number).iter().enumerate() {
                    let at = number_of(Loc { chunk: number, slot: slot as u32 });
                    self.index.add(at, Entry::stored(entry.key, entry.digest, entry.former));
                }
                self.write(number, vec![Ok(other.bytes(number)?.to_vec())])?;
            }
            self.manifest.text_bytes = other.manifest.text_bytes;
            return Ok(());
        }
        let last_formers = other.index.last_formers();
        let mut renumbered: FxHashMap<u32, u32> = FxHashMap::default();
        for number in other.chunks() {
            let stored = other.read(number)?;
            let mut current = stored.current.iter().copied().peekable();
            for (slot, record) in (0u32..).zip(stored.batch.iter()) {
                let old = number_of(stored.loc(slot));
                let is_current = current.next_if_eq(&slot).is_some();
                let (Some(entry), Some(id)) = (other.index.get(old), stored.ids.get(slot as usize)) else { continue };
                if !is_current && !last_formers.contains(&old) {
                    continue;
                }
                let size = record.cells.iter().map(|cell| cell.text.len()).sum::<usize>() + id.len();
                if self.open.ids.len() >= ROWS || self.open.bytes + size > BYTES {
                    self.close_chunk()?;
                }
                let new = self.next_number()?;
                let former = if is_current { renumbered.get(&entry.former).copied() } else { None };
                self.index.add(new, Entry::stored(entry.key, entry.digest, former.unwrap_or(NONE)));
                if !is_current {
                    renumbered.insert(old, new);
                }
                self.open.batch.push(&record);
                self.open.ids.push(id.clone());
                self.open.datasets.push(stored.datasets.get(slot as usize).copied().unwrap_or_default());
                self.open.bytes += size;
                self.manifest.text_bytes += size as u64;
            }
        }
        Ok(())
    }
}
