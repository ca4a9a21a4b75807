//! The two sled trees, every call to them guarded.

use super::error::is_full;
use super::{StoreError, guard};
use std::path::Path;

/// Memory for sled's cache. Its default of a gigabyte is what would cost the memory of a run.
const CACHE: u64 = 64 << 20;

/// Chunks by number, and the packed index of each.
pub(super) struct Trees {
    db: sled::Db,
    chunks: sled::Tree,
    pages: sled::Tree,
}

/// What sled said, or the panic it ended in.
pub(super) enum Trouble {
    Sled(sled::Error),
    Panic(String),
}

impl Trouble {
    /// As an error on that folder, with the bytes that were to be written.
    pub(super) fn at(self, dir: &Path, bytes: u64) -> StoreError {
        let dir = dir.to_owned();
        match self {
            // Sled's log takes about one and a half times what is put into it, and moves segments before it frees them.
            Trouble::Sled(sled::Error::Io(source)) if is_full(&source) => {
                StoreError::Full { dir, wanted: (2 * bytes).max(16 << 20) }
            }
            Trouble::Sled(sled::Error::Io(source)) if is_held(&source) => {
                StoreError::InUse { dir, holder: "another process".to_owned() }
            }
            Trouble::Sled(sled::Error::Io(source)) => {
                StoreError::Io { path: dir.join("data"), doing: "read or write the database", source }
            }
            Trouble::Sled(error) => StoreError::Damaged { dir, what: format!("its database says \"{error}\"") },
            Trouble::Panic(what) => StoreError::Damaged { dir, what },
        }
    }
}

/// Whether somebody else holds the files. Sled has no kind of error for it, only these words.
fn is_held(error: &std::io::Error) -> bool {
    error.to_string().contains("could not acquire lock")
}

fn guarded<T>(work: impl FnOnce() -> sled::Result<T>) -> Result<T, Trouble> {
    guard::catch(work).map_err(Trouble::Panic)?.map_err(Trouble::Sled)
}

impl Trees {
    /// Opens the trees. Sled lets go of its lock only when its threads have ended, a moment after a store was
    /// closed, so a lock that is held is asked for again for a second or so.
    pub(super) fn open(path: &Path, temporary: bool) -> Result<Trees, Trouble> {
        for _ in 0..20 {
            match Trees::try_open(path, temporary) {
                Err(Trouble::Sled(sled::Error::Io(source))) if is_held(&source) => {
                    std::thread::sleep(std::time::Duration::from_millis(60));
                }
                opened => return opened,
            }
        }
        Trees::try_open(path, temporary)
    }

    fn try_open(path: &Path, temporary: bool) -> Result<Trees, Trouble> {
        guarded(|| {
            // Nothing counts before a commit, which flushes by itself.
            let config = sled::Config::new().cache_capacity(CACHE).flush_every_ms(None);
            let db = config.path(path).temporary(temporary).open()?;
            Ok(Trees { chunks: db.open_tree("chunks")?, pages: db.open_tree("pages")?, db })
        })
    }

    pub(super) fn chunk(&self, number: u32) -> Result<Option<sled::IVec>, Trouble> {
        guarded(|| self.chunks.get(number.to_be_bytes()))
    }

    pub(super) fn pages(&self, count: u32) -> Result<Vec<Option<sled::IVec>>, Trouble> {
        guarded(|| {
            let mut pages = vec![None; count as usize];
            for entry in self.pages.range(..count.to_be_bytes()) {
                let (key, value) = entry?;
                let number = key.as_ref().try_into().map(u32::from_be_bytes).unwrap_or(u32::MAX);
                if let Some(page) = pages.get_mut(number as usize) {
                    *page = Some(value);
                }
            }
            Ok(pages)
        })
    }

    pub(super) fn clear_beyond(&self, count: u32) -> Result<(), Trouble> {
        guarded(|| {
            for tree in [&self.chunks, &self.pages] {
                for key in tree.range(count.to_be_bytes()..).keys() {
                    tree.remove(key?)?;
                }
            }
            Ok(())
        })
    }

    pub(super) fn apply(&self, chunks: sled::Batch, pages: sled::Batch) -> Result<(), Trouble> {
        guarded(|| {
            self.chunks.apply_batch(chunks)?;
            self.pages.apply_batch(pages)
        })
    }

    pub(super) fn flush(&self) -> Result<(), Trouble> {
        guarded(|| self.db.flush().map(drop))
    }
}
