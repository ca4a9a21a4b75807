//! What of a store counts: a plain file, written last.

use super::StoreError;
use super::guard::write_whole;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// What counts. Chunks and pages beyond `chunks` are leftovers of a run that did not end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Format of the store.
    pub format: u32,
    /// Commits so far.
    pub generation: u32,
    /// Chunks, numbered from 0.
    pub chunks: u32,
    /// Records in them.
    pub versions: u64,
    /// Records that no later version replaced.
    pub current: u64,
    /// Digest of all pages of the index, each of which holds its chunk's digest.
    pub digest: u64,
    /// Salt of this store's keys.
    pub salt: u64,
    /// Bytes of text in all chunks.
    pub text_bytes: u64,
    /// Bytes of all chunks as stored.
    pub chunk_bytes: u64,
    /// Names of the columns, by the numbers that chunks use.
    pub columns: Vec<String>,
    /// Names of the data sets, by the numbers that chunks use.
    pub datasets: Vec<String>,
    /// What the caller keeps with each data set.
    pub notes: BTreeMap<String, String>,
}

impl Manifest {
    /// Of an empty store.
    pub(super) fn empty(salt: u64) -> Manifest {
        Manifest {
            format: super::folder::FORMAT,
            generation: 0,
            chunks: 0,
            versions: 0,
            current: 0,
            digest: 0,
            salt,
            text_bytes: 0,
            chunk_bytes: 0,
            columns: Vec::new(),
            datasets: Vec::new(),
            notes: BTreeMap::new(),
        }
    }

    /// The digest once a page was added.
    pub(super) fn fold(digest: u64, page: u64) -> u64 {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&digest.to_le_bytes());
        bytes[8..].copy_from_slice(&page.to_le_bytes());
        xxh3_64(&bytes)
    }

    /// Reads it; `None` where there is none.
    pub(super) fn read(path: &Path, dir: &Path) -> Result<Option<Manifest>, StoreError> {
        let damaged = |what: &str| StoreError::Damaged { dir: dir.to_owned(), what: what.to_owned() };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(StoreError::io(path, "read it", source)),
        };
        let text = String::from_utf8(bytes).map_err(|_| damaged("its manifest is not text"))?;
        let (json, digest) = text.trim_end().rsplit_once('\n').ok_or_else(|| damaged("its manifest is cut off"))?;
        if format!("{:016x}", xxh3_64(json.as_bytes())) != digest {
            return Err(damaged("its manifest is not what was written"));
        }
        let manifest: Manifest = serde_json::from_str(json).map_err(|_| damaged("its manifest cannot be read"))?;
        Ok(Some(manifest))
    }

    /// Writes it whole.
    pub(super) fn write(&self, path: &Path) -> Result<(), StoreError> {
        let json = serde_json::to_string_pretty(self)
            .map_err(|error| StoreError::Refused(format!("the manifest cannot be written: {error}")))?;
        let digest = xxh3_64(json.as_bytes());
        write_whole(path, format!("{json}\n{digest:016x}\n").as_bytes())
    }
}
