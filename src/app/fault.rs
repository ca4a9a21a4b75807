//! Why a command could not do its job.

use std::fmt;

/// One clear sentence: what, where, and what to do. Exit status 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(pub String);

impl Fault {
    /// A fault with that sentence.
    pub fn new(sentence: impl Into<String>) -> Fault {
        Fault(sentence.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

macro_rules! from {
    ($($error:ty),*) => {$(
        impl From<$error> for Fault {
            fn from(error: $error) -> Fault {
                Fault(error.to_string())
            }
        }
    )*};
}
from!(String, &str, crate::input::InputError, crate::store::StoreError);

impl From<Fault> for String {
    fn from(fault: Fault) -> String {
        fault.0
    }
}
