//! Looking after a store: `db stats|verify|backup|restore|compact`.

use super::copy::Versions;
use super::folder::{self, Folder};
use super::handle::Store;
use super::{StoreError, guard};
use std::fs;
use std::path::{Path, PathBuf};

/// Facts about a store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stats {
    /// The folder.
    pub dir: PathBuf,
    /// Reports, each counted once.
    pub reports: u64,
    /// Records, former versions included.
    pub versions: u64,
    /// Chunks.
    pub chunks: u32,
    /// Bytes of text in all records.
    pub text_bytes: u64,
    /// Bytes of all chunks, compressed.
    pub chunk_bytes: u64,
    /// Bytes on disk of the records.
    pub data_bytes: u64,
    /// Bytes on disk of the history of runs.
    pub runs_bytes: u64,
    /// Names of the data sets.
    pub datasets: Vec<String>,
    /// Number of runs remembered.
    pub runs: usize,
    /// Times that something was saved.
    pub commits: u32,
}

/// Facts about a store.
///
/// # Errors
/// The history of runs cannot be read.
pub fn stats(store: &Store) -> Result<Stats, StoreError> {
    Ok(Stats {
        dir: store.dir().to_owned(),
        reports: store.len(),
        versions: store.versions(),
        chunks: store.manifest.chunks,
        text_bytes: store.manifest.text_bytes,
        chunk_bytes: store.manifest.chunk_bytes,
        data_bytes: size(&store.dir().join("data")),
        runs_bytes: size(&store.dir().join("runs")),
        datasets: store.datasets().to_vec(),
        runs: store.runs().numbers()?.len(),
        commits: store.manifest.generation,
    })
}

/// What a check of everything found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Chunks that were read and decoded.
    pub chunks: u32,
    /// Records in them.
    pub records: u64,
    /// Runs whose record could be read.
    pub runs: usize,
    /// A sentence on each thing that is not as it was written; empty where all is well.
    pub problems: Vec<String>,
}

/// Reads everything and checks it. Opening a store already checks its manifest and index.
///
/// # Errors
/// The history of runs cannot be listed.
pub fn verify(store: &Store) -> Result<Verified, StoreError> {
    use rayon::prelude::*;
    let read: Vec<Result<u64, String>> = store
        .all()
        .map(|chunk| chunk.map(|chunk| chunk.batch.len() as u64).map_err(|error| error.to_string()))
        .collect();
    let mut verified = Verified::default();
    for chunk in read {
        match chunk {
            Ok(records) => {
                verified.chunks += 1;
                verified.records += records;
            }
            Err(problem) => verified.problems.push(problem),
        }
    }
    let runs = store.runs();
    let (records, problems) = runs.all()?;
    verified.runs = records.len();
    verified.problems.extend(problems);
    for record in &records {
        if let Err(error) = runs.tables(record.number) {
            verified.problems.push(error.to_string());
        }
    }
    Ok(verified)
}

/// Copies a store into a new or empty folder. The copy is a store itself: `--db` can name it.
///
/// # Errors
/// The folder holds other things, the disk is full, or the store is damaged.
pub fn backup(store: &Store, to: &Path) -> Result<(), StoreError> {
    if folder::check(to)? {
        return Err(StoreError::Refused(format!(
            "{} is a store already; name a new or empty folder for the copy",
            to.display()
        )));
    }
    let copy = Folder::hold(to)?;
    copy_records(store, &copy.data(), to, Versions::All)?;
    copy_files(&store.dir().join("runs"), &copy.runs())
}

/// Puts a copy made by [`backup`] into the place of a store's records and runs. Runs that only the store knows
/// are kept. The store must not be open.
///
/// # Errors
/// The copy is no store or damaged, or the store is in use. The store is then as it was.
pub fn restore(dir: &Path, from: &Path) -> Result<(), StoreError> {
    if !folder::check(from)? {
        return Err(StoreError::Refused(format!("{} is no store of recount, so nothing was restored", from.display())));
    }
    if fs::canonicalize(from).ok().is_some_and(|from| fs::canonicalize(dir).is_ok_and(|dir| dir == from)) {
        return Err(StoreError::Refused(format!("{} cannot be restored from itself", dir.display())));
    }
    let source = Store::open(from)?;
    let held = Folder::hold(dir)?;
    copy_records(&source, &held.data_new(), dir, Versions::All)?;
    held.swap()?;
    copy_files(&from.join("runs"), &held.runs())
}

/// Writes a store anew with each report's newest version and the one before it, and gives back the bytes won.
///
/// # Errors
/// The disk has no room for the second copy, or the store is damaged. The store is then as it was.
pub fn compact(mut store: Store) -> Result<u64, StoreError> {
    let before = size(&store.dir().join("data"));
    let Some(held) = store.folder.take() else {
        return Err(StoreError::Refused("a temporary store is not compacted".to_owned()));
    };
    copy_records(&store, &held.data_new(), &held.dir, Versions::LastTwo)?;
    drop(store); // its files move now
    held.swap()?;
    Ok(before.saturating_sub(size(&held.data())))
}

/// Writes the records of a store into a folder of their own, and checks that they all arrived.
fn copy_records(store: &Store, data: &Path, dir: &Path, versions: Versions) -> Result<(), StoreError> {
    folder::remove(data)?;
    let mut copy = Store::at(data, dir, None, None)?;
    copy.take_over(store, versions)?;
    copy.commit()?;
    if copy.len() != store.len() {
        return Err(StoreError::Refused(format!(
            "the copy of {} holds {} reports instead of {}, so it was not used",
            store.dir().display(),
            copy.len(),
            store.len()
        )));
    }
    Ok(())
}

/// Copies files that the target has not.
fn copy_files(from: &Path, to: &Path) -> Result<(), StoreError> {
    let Ok(entries) = fs::read_dir(from) else { return Ok(()) };
    guard::private_folder(to)?;
    for entry in entries.flatten() {
        let target = to.join(entry.file_name());
        if !target.exists() {
            let bytes = fs::read(entry.path()).map_err(|source| StoreError::io(&entry.path(), "read it", source))?;
            guard::write_whole(&target, &bytes)?;
        }
    }
    Ok(())
}

/// Bytes of all files under a folder.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(facts) if facts.is_dir() => size(&entry.path()),
            Ok(facts) => facts.len(),
            Err(_) => 0,
        })
        .sum()
}
