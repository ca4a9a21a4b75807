//! Reading what is stored.

use super::StoreError;
use super::chunk::{self, Stored};
use super::handle::Store;
use crate::model::archive::Archive;
use crate::model::{Batch, Col, Loc};
use rayon::prelude::*;

impl Store {
    /// The bytes of a written chunk, checked.
    pub(super) fn bytes(&self, number: u32) -> Result<sled::IVec, StoreError> {
        let damaged = |what: String| StoreError::Damaged { dir: self.dir.clone(), what };
        let bytes = self.trees()?.chunk(number).map_err(|error| error.at(&self.dir, 0))?;
        let bytes = bytes.ok_or_else(|| damaged(format!("chunk {number} is missing")))?;
        if self.digests.get(number as usize) != Some(&chunk::digest(&bytes)) {
            return Err(damaged(format!("chunk {number} is not what was written")));
        }
        Ok(bytes)
    }

    /// Reads a chunk.
    ///
    /// # Errors
    /// It is missing, or not what was written.
    pub fn read(&self, number: u32) -> Result<Stored, StoreError> {
        self.chunk_with(number, true)
    }

    /// The records of a chunk alone, without their ids.
    ///
    /// # Errors
    /// It is missing, or not what was written.
    pub fn batch(&self, number: u32) -> Result<Batch, StoreError> {
        self.chunk_with(number, false).map(|stored| stored.batch)
    }

    fn chunk_with(&self, number: u32, ids: bool) -> Result<Stored, StoreError> {
        let damaged = |what: String| StoreError::Damaged { dir: self.dir.clone(), what };
        let mut stored = match self.digests.get(number as usize) {
            Some(_) => chunk::decode(number, &self.bytes(number)?, &self.columns, ids).map_err(damaged)?,
            None if number as usize == self.digests.len() && !self.open.ids.is_empty() => Stored {
                number,
                datasets: self.open.datasets.clone(),
                ids: self.open.ids.clone(),
                batch: self.open.batch.clone(),
                current: Vec::new(),
            },
            None => return Err(StoreError::Refused(format!("the store has no chunk {number}"))),
        };
        if stored.datasets.len() != self.index.of_chunk(number).len() {
            return Err(damaged(format!("chunk {number} does not hold as many records as its index names")));
        }
        if ids {
            stored.current = self.index.current(number);
        }
        Ok(stored)
    }

    /// Numbers of all chunks, ascending.
    pub fn chunks(&self) -> std::ops::Range<u32> {
        0..self.digests.len() as u32 + u32::from(!self.open.ids.is_empty())
    }

    /// Every chunk, in parallel; [`Stored::current`] names the records that count. For runs without inputs.
    pub fn all(&self) -> impl IndexedParallelIterator<Item = Result<Stored, StoreError>> + '_ {
        self.chunks().into_par_iter().map(|number| self.read(number))
    }

    /// The cells of the records that lie there, in the order asked for. Each chunk is read once.
    ///
    /// # Errors
    /// A chunk is missing or damaged.
    pub fn records(&self, locs: &[Loc]) -> Result<Vec<Vec<(Col, String)>>, StoreError> {
        let mut order: Vec<usize> = (0..locs.len()).collect();
        order.sort_unstable_by_key(|&index| locs[index]);
        let groups: Vec<&[usize]> = order.chunk_by(|&a, &b| locs[a].chunk == locs[b].chunk).collect();
        let found: Vec<Result<Vec<_>, StoreError>> = groups
            .par_iter()
            .map(|group| {
                let stored = self.read(locs[group[0]].chunk)?;
                let cells = |&index: &usize| {
                    let record = stored.batch.get(locs[index].slot as usize).ok_or_else(|| {
                        StoreError::Refused(format!("chunk {} has no record {}", stored.number, locs[index].slot))
                    })?;
                    Ok((index, record.cells.iter().map(|cell| (cell.col, cell.text.to_owned())).collect()))
                };
                group.iter().map(cells).collect()
            })
            .collect();
        let mut all = vec![Vec::new(); locs.len()];
        for group in found {
            for (index, cells) in group? {
                all[index] = cells;
            }
        }
        Ok(all)
    }

    /// Where the version that a record replaced lies.
    pub fn former(&self, loc: Loc) -> Option<Loc> {
        self.index.former(loc)
    }
}

impl Archive for Store {
    fn chunk(&self, number: u32) -> Result<Batch, String> {
        self.batch(number).map_err(|error| error.to_string())
    }
}
