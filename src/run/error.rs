//! Why a command could not do its job.

use std::fmt;

/// One clear sentence: what, where, and what to do. Exit status 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(pub String);

impl Error {
    /// A fault with that sentence.
    pub fn new(sentence: impl Into<String>) -> Error {
        Error(sentence.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

macro_rules! from {
    ($($error:ty),*) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Error {
                Error(error.to_string())
            }
        }
    )*};
}
from!(String, &str, crate::input::InputError, crate::store::StoreError);

impl From<Error> for String {
    fn from(fault: Error) -> String {
        fault.0
    }
}
