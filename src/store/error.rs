//! Why the store could not do its job: what, where, and what to do.

use std::path::{Path, PathBuf};

/// What went wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds other things.
    #[error(
        "{} is not a store of recount but holds other files, so it is left alone. \
         Name a new or empty folder with --db", dir.display()
    )]
    Foreign {
        /// The folder.
        dir: PathBuf,
    },
    /// Another version wrote it.
    #[error(
        "the store in {} has format {found}, and this version of recount reads format {known}. \
         Use the version that wrote it, or name another folder with --db", dir.display()
    )]
    Version {
        /// The folder.
        dir: PathBuf,
        /// The format it has.
        found: String,
        /// The format that is understood.
        known: u32,
    },
    /// Another process holds it.
    #[error(
        "the store in {} is in use by {holder}. Wait until that has ended, name another folder with --db, \
         or keep nothing with --no-db", dir.display()
    )]
    InUse {
        /// The folder.
        dir: PathBuf,
        /// Who, as far as is known.
        holder: String,
    },
    /// Its files are not what was written.
    #[error(
        "the store in {dir} is damaged: {what}. Bring back a copy with `recount db restore FOLDER`, or delete \
         {dir}/data and run again on the input files, which hold everything; past runs stay in {dir}/runs",
         dir = dir.display()
    )]
    Damaged {
        /// The folder.
        dir: PathBuf,
        /// What was found.
        what: String,
    },
    /// The disk is full.
    #[error(
        "the disk of {} is full: about {} MB more are needed. What was saved before is intact; \
         make room and run again, or keep nothing with --no-db", dir.display(), wanted.div_ceil(1 << 20)
    )]
    Full {
        /// The folder.
        dir: PathBuf,
        /// Bytes wanted.
        wanted: u64,
    },
    /// A file could not be read or written.
    #[error("{}: could not {doing}: {source}. Check the folder's permissions, or name another one with --db", path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// Why it failed.
        source: std::io::Error,
    },
    /// What was asked for does not exist or does not fit.
    #[error("{0}")]
    Refused(String),
}

impl StoreError {
    /// An error of the file system, told apart where the disk is full.
    pub(super) fn io(path: &Path, doing: &'static str, source: std::io::Error) -> StoreError {
        if is_full(&source) {
            // A file of ours is small beside the chunks; one megabyte is the least that makes sense to ask for.
            return StoreError::Full { dir: path.to_owned(), wanted: 1 << 20 };
        }
        StoreError::Io { path: path.to_owned(), doing, source }
    }
}

/// Whether the error says that the disk, or the user's share of it, is full.
pub(super) fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded) || error.to_string().contains("No space left")
}
