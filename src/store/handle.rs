//! The store: opened, filled, read.

use super::chunk::{self, BYTES, Columns, Item, ROWS};
use super::folder::Folder;
use super::index::{Entry, Index, Key, Match, NONE, Page, number_of, place_of};
use super::manifest::Manifest;
use super::trees::Trees;
use super::{Runs, StoreError, guard};
use crate::model::{Batch, Loc};
use rayon::prelude::*;
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// The store did not have the report.
    New,
    /// The store had it with other cells; those are kept.
    Revised,
    /// The store had it so. Where its cells stood in the file is not compared.
    Unchanged,
}

/// Where a row's record lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The record.
    pub loc: Loc,
    /// What became of the row.
    pub fate: Arrival,
    /// The newest earlier version of the report, also where that was replaced by an earlier run.
    pub former: Option<Loc>,
}

/// A store, held by this process until dropped. What was not committed is forgotten.
pub struct Store {
    /// `None` once closed; sled is dropped under guard.
    pub(super) db: Option<Trees>,
    pub(super) folder: Option<Folder>,
    pub(super) dir: PathBuf,
    /// Where manifest and database lie.
    data: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) columns: Columns,
    pub(super) index: Index,
    /// Digest of each written chunk.
    pub(super) digests: Vec<u64>,
    /// Records of the chunk that is not yet full.
    pub(super) open: Open,
    /// Bytes written since the last commit.
    unsaved: u64,
    pub(super) changed: bool,
    /// Memory and disk no longer agree: a write failed.
    failed: bool,
    /// Removed when the store is dropped, after everything above.
    _temporary: Option<tempfile::TempDir>,
}

/// Records on their way into a chunk.
#[derive(Default)]
pub(super) struct Open {
    pub batch: Batch,
    pub ids: Vec<Box<str>>,
    pub datasets: Vec<u16>,
    pub bytes: usize,
}

impl Store {
    /// Opens the store in a folder, and makes it where the folder is missing or empty.
    ///
    /// # Errors
    /// The folder holds other things, another process holds it, another version wrote it, or its files are not
    /// what was written. Damage to a chunk is found when the chunk is read.
    pub fn open(dir: &Path) -> Result<Store, StoreError> {
        let folder = Folder::hold(dir)?;
        Store::at(&folder.data(), dir, Some(folder), None)
    }

    /// A store that is removed when dropped.
    ///
    /// # Errors
    /// The folder for temporary files cannot be written.
    pub fn temporary() -> Result<Store, StoreError> {
        let parent = std::env::temp_dir();
        let home = tempfile::Builder::new()
            .prefix("recount-")
            .tempdir()
            .map_err(|source| StoreError::io(&parent, "make a temporary folder", source))?;
        let dir = home.path().to_owned();
        Store::at(&dir.join("data"), &dir, None, Some(home))
    }

    /// Opens the chunks in `data`; `dir` is the folder that messages name.
    pub(super) fn at(
        data: &Path,
        dir: &Path,
        folder: Option<Folder>,
        temporary: Option<tempfile::TempDir>,
    ) -> Result<Store, StoreError> {
        let damaged = |what: String| StoreError::Damaged { dir: dir.to_owned(), what };
        let path = data.join("manifest");
        let trees = data.join("sled");
        let mut manifest = match Manifest::read(&path, dir)? {
            Some(manifest) if manifest.format != super::folder::FORMAT => {
                let (found, known) = (manifest.format.to_string(), super::folder::FORMAT);
                return Err(StoreError::Version { dir: dir.to_owned(), found, known });
            }
            Some(manifest) => manifest,
            None if trees.exists() => return Err(damaged("its manifest is missing".to_owned())),
            None => {
                let manifest = Manifest::empty(std::hash::RandomState::new().build_hasher().finish());
                guard::private_folder(data)?;
                manifest.write(&path)?;
                manifest
            }
        };
        if manifest.chunks > 0 && !trees.join("db").exists() {
            return Err(damaged("the files of its database are missing".to_owned()));
        }
        guard::private_folder(&trees)?;
        let db = Trees::open(&trees, temporary.is_some()).map_err(|error| error.at(dir, 0))?;
        let mut store = Store {
            db: Some(db),
            folder,
            dir: dir.to_owned(),
            data: data.to_owned(),
            columns: Columns::fit(&mut manifest.columns),
            manifest,
            index: Index::default(),
            digests: Vec::new(),
            open: Open::default(),
            unsaved: 0,
            changed: false,
            failed: false,
            _temporary: temporary,
        };
        store.read_pages()?;
        Ok(store)
    }

    /// Fills the index, checks it against the manifest, and clears what an interrupted run left.
    fn read_pages(&mut self) -> Result<(), StoreError> {
        let count = self.manifest.chunks;
        let pages = self.trees()?.pages(count).map_err(|error| error.at(&self.dir, 0))?;
        let damaged = |what: String| StoreError::Damaged { dir: self.dir.clone(), what };
        let mut index = Index::default();
        index.reserve(pages.len() * ROWS);
        let mut digest = 0;
        for (number, bytes) in pages.iter().enumerate() {
            let Some((page, own)) = bytes.as_deref().and_then(Page::unpack) else {
                return Err(damaged(format!(
                    "the index of chunk {number} of {count} is missing or not what was written"
                )));
            };
            digest = Manifest::fold(digest, own);
            self.digests.push(page.chunk);
            for (slot, (key, content, former)) in page.entries.into_iter().enumerate() {
                let place = number_of(Loc { chunk: number as u32, slot: slot as u32 });
                index.add(place, Entry::stored(key, content, former));
            }
        }
        if digest != self.manifest.digest
            || index.versions != self.manifest.versions
            || index.current != self.manifest.current
        {
            let (found, wanted) = (index.versions, self.manifest.versions);
            return Err(damaged(format!("its index holds {found} records and its manifest names {wanted}, or others")));
        }
        self.index = index;
        self.trees()?.clear_beyond(count).map_err(|error| error.at(&self.dir, 0))
    }

    pub(super) fn trees(&self) -> Result<&Trees, StoreError> {
        self.db.as_ref().ok_or_else(|| StoreError::Refused("the store is closed".to_owned()))
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What was made of other files and can be made again.
    pub fn file_cache(&self) -> super::FileCache {
        super::FileCache::of(&self.dir)
    }

    /// The history of runs.
    pub fn runs(&self) -> Runs {
        Runs::new(self.folder.as_ref().map_or_else(|| self.dir.join("runs"), Folder::runs))
    }

    /// Names of the data sets, by the numbers in [`super::Stored::datasets`].
    pub fn datasets(&self) -> &[String] {
        &self.manifest.datasets
    }

    /// Reports that the store has, each counted once.
    pub fn len(&self) -> u64 {
        self.index.current
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.index.current == 0
    }

    /// Records that the store has, former versions included.
    pub fn versions(&self) -> u64 {
        self.index.versions
    }

    /// What was kept with a data set by [`Store::keep_note`].
    pub fn note(&self, dataset: &str) -> Option<&str> {
        self.manifest.notes.get(dataset).map(String::as_str)
    }

    /// Keeps a text with a data set, such as how its columns were mapped, for runs without inputs.
    pub fn keep_note(&mut self, dataset: &str, note: &str) {
        if self.note(dataset) != Some(note) {
            self.manifest.notes.insert(dataset.to_owned(), note.to_owned());
            self.changed = true;
        }
    }

    /// Stores what is new or changed among the rows of a batch. `ids` are the ids of its rows in that data set; an
    /// id may stand several times, and each time is a report of its own. Rows come back in the batch's order.
    ///
    /// Nothing is kept until [`Store::commit`].
    ///
    /// # Errors
    /// The disk is full or a file damaged. The store then takes nothing more; what was committed before is intact.
    pub fn upsert(&mut self, dataset: &str, batch: &Batch, ids: &[Box<str>]) -> Result<Vec<Placed>, StoreError> {
        self.usable()?;
        if ids.len() != batch.len() {
            return Err(StoreError::Refused(format!("{} ids came with {} rows", ids.len(), batch.len())));
        }
        let set = self.dataset(dataset)?;
        let salted = xxh3_64_with_seed(dataset.as_bytes(), self.manifest.salt);
        let columns = &self.columns;
        let known: Vec<(Key, u64, usize)> = (0..batch.len())
            .into_par_iter()
            .with_min_len(512)
            .map(|row| {
                let record = batch.get(row).unwrap_or_default();
                let id = ids.get(row).map_or("", |id| id);
                let bytes = record.cells.iter().map(|cell| cell.text.len()).sum::<usize>() + id.len();
                (Key::new(salted, id), columns.digest(&record), bytes)
            })
            .collect();
        // Rows that are stored as they are take their place first, so that a report whose id stands twice is not
        // held for a revision of its twin.
        let mut numbers: Vec<Option<u32>> =
            known.iter().map(|&(key, digest, _)| self.index.same(key, digest)).collect();
        let mut fates = vec![Arrival::Unchanged; numbers.len()];
        let mut added: Vec<(u32, usize)> = Vec::new();
        let (mut next, mut bytes) = (self.next_number()?, self.open.bytes);
        for (row, &(key, digest, size)) in known.iter().enumerate() {
            if numbers[row].is_some() {
                continue;
            }
            let slot = next as usize % ROWS;
            if slot > 0 && bytes + size > BYTES {
                next = next.next_multiple_of(ROWS as u32);
            }
            if next.is_multiple_of(ROWS as u32) {
                bytes = 0;
            }
            bytes += size;
            let (key, former) = match self.index.other(key) {
                Match::Other(former, key) => (key, former),
                Match::Missing(key) => (key, NONE),
            };
            fates[row] = if former == NONE { Arrival::New } else { Arrival::Revised };
            self.index.add(next, Entry::new(key, digest, former));
            added.push((next, row));
            self.manifest.text_bytes += size as u64;
            numbers[row] = Some(next);
            next = next.checked_add(1).filter(|next| *next < NONE - ROWS as u32).ok_or_else(|| {
                StoreError::Refused(
                    "the store is full: it holds four billion versions. Run `recount db compact`".to_owned(),
                )
            })?;
        }
        if let Err(error) = self.append(set, batch, ids, &added, bytes) {
            self.failed = true;
            return Err(error);
        }
        let placed = numbers
            .into_iter()
            .zip(fates)
            .map(|(number, fate)| {
                let loc = place_of(number.unwrap_or(NONE));
                Placed { loc, fate, former: self.index.former(loc) }
            })
            .collect();
        Ok(placed)
    }

    fn usable(&self) -> Result<(), StoreError> {
        if self.failed {
            return Err(StoreError::Refused(format!(
                "the store in {} takes nothing more after it could not be written; run again",
                self.dir.display()
            )));
        }
        Ok(())
    }

    pub(super) fn next_number(&self) -> Result<u32, StoreError> {
        let loc = Loc { chunk: self.digests.len() as u32, slot: self.open.ids.len() as u32 };
        match number_of(loc) {
            NONE => Err(StoreError::Refused("the store is full. Run `recount db compact`".to_owned())),
            number => Ok(number),
        }
    }

    fn dataset(&mut self, name: &str) -> Result<u16, StoreError> {
        if let Some(index) = self.manifest.datasets.iter().position(|known| known == name) {
            return Ok(index as u16);
        }
        let index = u16::try_from(self.manifest.datasets.len())
            .map_err(|_| StoreError::Refused("the store holds 65,536 data sets and takes no other".to_owned()))?;
        self.manifest.datasets.push(name.to_owned());
        self.changed = true;
        Ok(index)
    }

    /// Writes the chunks that the added rows fill, and keeps the rest open.
    fn append(
        &mut self,
        set: u16,
        batch: &Batch,
        ids: &[Box<str>],
        added: &[(u32, usize)],
        bytes: usize,
    ) -> Result<(), StoreError> {
        let Some(&(last, _)) = added.last() else { return Ok(()) };
        self.changed = true;
        let first_chunk = self.digests.len() as u32;
        // The last chunk stays open even where it is just full: the next row closes it.
        let open_chunk = place_of(last).chunk;
        let groups: Vec<&[(u32, usize)]> = added.chunk_by(|a, b| place_of(a.0).chunk == place_of(b.0).chunk).collect();
        let rows_of =
            |chunk: u32| groups.iter().find(|rows| place_of(rows[0].0).chunk == chunk).copied().unwrap_or(&[]);
        let closed: Vec<u32> = (first_chunk..open_chunk).collect();
        let packed: Vec<Result<Vec<u8>, String>> =
            closed
                .par_iter()
                .map(|&chunk| {
                    let mut items = if chunk == first_chunk { self.open.items() } else { Vec::new() };
                    items.extend(rows_of(chunk).iter().filter_map(|&(_, row)| {
                        Some(Item { dataset: set, id: ids.get(row)?, record: batch.get(row)? })
                    }));
                    chunk::encode(&items, &self.columns)
                })
                .collect();
        self.write(first_chunk, packed)?;
        if open_chunk > first_chunk {
            self.open = Open::default();
        }
        for &(_, row) in rows_of(open_chunk) {
            if let (Some(id), Some(record)) = (ids.get(row), batch.get(row)) {
                self.open.batch.push(&record);
                self.open.ids.push(id.clone());
                self.open.datasets.push(set);
            }
        }
        self.open.bytes = bytes;
        Ok(())
    }

    pub(super) fn write(&mut self, first: u32, packed: Vec<Result<Vec<u8>, String>>) -> Result<(), StoreError> {
        if packed.is_empty() {
            return Ok(());
        }
        let (mut chunks, mut pages) = (sled::Batch::default(), sled::Batch::default());
        let mut size = 0;
        for (number, bytes) in (first..).zip(packed) {
            let bytes =
                bytes.map_err(|error| StoreError::Refused(format!("chunk {number} cannot be written: {error}")))?;
            let digest = chunk::digest(&bytes);
            let entries =
                self.index.of_chunk(number).iter().map(|entry| (entry.key, entry.digest, entry.former)).collect();
            let (page, own) = Page { chunk: digest, generation: self.manifest.generation + 1, entries }.pack();
            self.manifest.digest = Manifest::fold(self.manifest.digest, own);
            self.digests.push(digest);
            size += bytes.len() as u64;
            chunks.insert(&number.to_be_bytes(), bytes);
            pages.insert(&number.to_be_bytes(), page);
        }
        self.manifest.chunk_bytes += size;
        self.unsaved += size;
        self.trees()?.apply(chunks, pages).map_err(|error| error.at(&self.dir, self.unsaved))
    }

    /// Makes what was stored since the last time count. Nothing is written where nothing changed.
    ///
    /// # Errors
    /// The disk is full or cannot be written; what was committed before is intact.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        self.usable()?;
        if !self.changed {
            return Ok(());
        }
        let saved = self.save();
        self.failed |= saved.is_err();
        saved
    }

    fn save(&mut self) -> Result<(), StoreError> {
        self.close_chunk()?;
        self.manifest.generation += 1;
        self.manifest.chunks = self.digests.len() as u32;
        (self.manifest.versions, self.manifest.current) = (self.index.versions, self.index.current);
        (self.unsaved, self.changed) = (0, false);
        if self._temporary.is_some() {
            return Ok(());
        }
        self.trees()?.flush().map_err(|error| error.at(&self.dir, self.manifest.chunk_bytes / 4))?;
        guard::make_private(&self.data);
        self.manifest.write(&self.data.join("manifest"))
    }

    pub(super) fn close_chunk(&mut self) -> Result<(), StoreError> {
        if !self.open.ids.is_empty() {
            let packed = chunk::encode(&self.open.items(), &self.columns);
            self.write(self.digests.len() as u32, vec![packed])?;
            self.open = Open::default();
        }
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let db = self.db.take();
        // Sled writes on closing, and may panic on a damaged file; nothing that counts is left to write.
        let _ = guard::catch(move || drop(db));
    }
}

impl Open {
    fn items(&self) -> Vec<Item<'_>> {
        let rows = self.ids.iter().zip(&self.datasets).zip(self.batch.iter());
        rows.map(|((id, &dataset), record)| Item { dataset, id, record }).collect()
    }
}
