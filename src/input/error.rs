//! Why an input could not be read: what, where, and what to do, in one sentence each.

use std::path::PathBuf;

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// There is no such file or folder.
    #[error("{path}: no such file or folder; check the path")]
    Missing {
        /// As given.
        path: String,
    },
    /// A pattern that matches nothing.
    #[error("{pattern}: no file matches this pattern; check it, and quote it so that the shell leaves it alone")]
    NoMatch {
        /// As given.
        pattern: String,
    },
    /// A pattern that is none.
    #[error("{pattern}: not a valid pattern ({reason}); mend it or name the files one by one")]
    BadPattern {
        /// As given.
        pattern: String,
        /// Where it breaks.
        reason: String,
    },
    /// A folder in which there is nothing to read.
    #[error("{path}: no data file in this folder or below it; it should hold files ending in {known}")]
    NoData {
        /// The folder.
        path: String,
        /// The endings that are looked for.
        known: String,
    },
    /// The system refused.
    #[error("{path}: cannot be read ({source}); check that it exists and that you may read it")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Nothing is in it.
    #[error("{path}: the file is empty; export it again, or leave it out")]
    Empty {
        /// Which.
        path: PathBuf,
    },
    /// A header and nothing else.
    #[error("{path}: line {line} is a header, and no row follows it; export it again, or leave it out")]
    HeaderOnly {
        /// Which.
        path: PathBuf,
        /// Line of the header.
        line: u32,
    },
    /// No column that a check could use.
    #[error(
        "{path}: line {line}: none of its columns ({header}) is known as an id, a date or a place; `recount init {path}` \
         proposes a recount.toml that says which is which"
    )]
    NoUsableColumn {
        /// Which.
        path: PathBuf,
        /// Line of the header.
        line: u32,
        /// The header, cut short.
        header: String,
    },
    /// A compressed file or workbook that is damaged.
    #[error("{path}: the {what} is broken or cut off ({reason}); fetch or export the file again")]
    Broken {
        /// Which.
        path: PathBuf,
        /// gzip, zstd, workbook, JSON.
        what: &'static str,
        /// What the decoder said.
        reason: String,
    },
    /// No format that is known.
    #[error("{path}: {what}; give a table (CSV, JSON, a workbook, Parquet, Stata, KML), or an archive of them")]
    NotData {
        /// Which.
        path: PathBuf,
        /// What it looks like.
        what: &'static str,
    },
    /// Somebody writes to it.
    #[error("{path}: the file changed while it was being read; run again once it is written to the end")]
    Changed {
        /// Which.
        path: PathBuf,
    },
    /// More than a limit allows.
    #[error("{path}: {what}; where that is right, raise limits.{setting} in recount.toml")]
    Beyond {
        /// Which.
        path: PathBuf,
        /// What there is too much of.
        what: String,
        /// The limit's name.
        setting: &'static str,
    },
    /// An answer that holds no rows.
    #[error("{path}: it holds no rows{why}; ask again, or leave it out")]
    NoRows {
        /// Which.
        path: PathBuf,
        /// How that shows, as a clause.
        why: String,
    },
    /// An output of recount itself.
    #[error("{path}: this is {what} that recount wrote, and no report; keep outputs out of the folder of the inputs")]
    OwnOutput {
        /// Which.
        path: PathBuf,
        /// What kind of output.
        what: &'static str,
    },
    /// An encoding that nobody knows.
    #[error("{path}: there is no encoding called {wanted:?}; write utf-8, windows-1256, koi8-u, gbk or the like")]
    UnknownEncoding {
        /// Which.
        path: PathBuf,
        /// As asked for.
        wanted: String,
    },
    /// A list that a JSON text does not have.
    #[error("{path}: there is no list of reports at {wanted:?} in this JSON; it has {known}")]
    List {
        /// Which.
        path: PathBuf,
        /// As asked for.
        wanted: String,
        /// The lists there are.
        known: String,
    },
    /// A sheet that a workbook does not have.
    #[error("{path}: there is no sheet named {wanted:?} in this workbook; it has {known}")]
    Sheet {
        /// Which.
        path: PathBuf,
        /// As asked for.
        wanted: String,
        /// The sheets there are.
        known: String,
    },
    /// A preset that nobody knows.
    #[error("no preset is called {name:?}{hint}; known are {known}, or give the path of a preset file (TOML)")]
    UnknownPreset {
        /// As given.
        name: String,
        /// The nearest name, as a clause.
        hint: String,
        /// The names there are.
        known: String,
    },
    /// A toll convention that nobody knows.
    #[error(
        "no toll convention is called {name:?}{hint}; known are {known}, and [conventions.{name}] in recount.toml makes it"
    )]
    UnknownConvention {
        /// As the preset or the options name it.
        name: String,
        /// The nearest name, as a clause.
        hint: String,
        /// The names there are.
        known: String,
    },
    /// A preset file that is wrong.
    #[error("{path}: {reason}")]
    Preset {
        /// Which.
        path: PathBuf,
        /// What is wrong, where, and what to write instead.
        reason: String,
    },
}

impl InputError {
    /// Whether what is wrong stands in the settings: then no input can be read as it was meant.
    pub fn is_settings(&self) -> bool {
        matches!(
            self,
            InputError::UnknownPreset { .. }
                | InputError::UnknownConvention { .. }
                | InputError::Preset { .. }
                | InputError::UnknownEncoding { .. }
        )
    }
}
