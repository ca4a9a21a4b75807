//! Why a run, or a command, could not do its job.

use crate::config::Problems;
use crate::input::InputError;
use crate::store::StoreError;

/// Why the job could not be done. Each says in one clear sentence what, where, and what to do; what caused it is its source.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The store cannot be opened, read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The settings file or the decisions file is wrong.
    #[error(transparent)]
    Settings(#[from] Problems),
    /// A file other than an input cannot be read or written.
    #[error("{what}: {source}{remedy}")]
    File {
        /// Which file, and what was to be done with it.
        what: String,
        /// What to do; may be empty.
        remedy: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// There can be no such pool of threads.
    #[error("--threads {threads}: {source}")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// Why not.
        source: rayon::ThreadPoolBuildError,
    },
    /// Nobody said which day counts as today, and a run knows no clock.
    #[error("no day counts as today: say which with Check::today, as dates after it are errors")]
    NoToday,
    /// All else, in a sentence.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// An error with that sentence.
    pub fn new(sentence: impl Into<String>) -> Error {
        Error::Other(sentence.into())
    }

    /// A file that cannot be read or written: what was to be done, and why it could not.
    pub fn file(what: impl Into<String>, source: std::io::Error) -> Error {
        Error::File { what: what.into(), remedy: String::new(), source }
    }
}

impl From<String> for Error {
    fn from(sentence: String) -> Error {
        Error::Other(sentence)
    }
}

impl From<&str> for Error {
    fn from(sentence: &str) -> Error {
        Error::Other(sentence.to_owned())
    }
}

impl From<Error> for String {
    fn from(error: Error) -> String {
        error.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error as _;

    #[test]
    fn what_caused_it_is_its_source() {
        let refused = || std::io::Error::new(std::io::ErrorKind::PermissionDenied, "permission denied");
        let error = Error::file("the baseline b.json cannot be read", refused());
        assert_eq!(error.to_string(), "the baseline b.json cannot be read: permission denied");
        assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("permission denied"));
        assert!(Error::new("a sentence").source().is_none());
    }
}
