//! Where whole records can be had again.

use super::{Batch, Loc};

/// Keeps records in numbered chunks. [`Loc`] says where a row's record lies.
pub trait Archive: Sync {
    /// The chunk of that number.
    ///
    /// # Errors
    /// A sentence saying what is damaged or missing.
    fn chunk(&self, number: u32) -> Result<Batch, String>;
}

/// Records kept in memory, for tests and benches.
#[derive(Debug, Default)]
pub struct MemoryArchive {
    chunks: Vec<Batch>,
}

impl MemoryArchive {
    /// Keeps a batch and says where its first record lies.
    pub fn push(&mut self, batch: Batch) -> Loc {
        self.chunks.push(batch);
        Loc { chunk: self.chunks.len() as u32 - 1, slot: 0 }
    }
}

impl Archive for MemoryArchive {
    fn chunk(&self, number: u32) -> Result<Batch, String> {
        self.chunks.get(number as usize).cloned().ok_or_else(|| format!("there is no chunk {number}"))
    }
}
