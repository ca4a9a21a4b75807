//! A setting and where it was made.

use std::fmt;

/// Where a setting was made. Later ones of this list go before earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Origin {
    /// Nobody made it.
    #[default]
    BuiltIn,
    /// The settings file.
    File {
        /// Its name.
        file: String,
        /// Line, from 1.
        line: u32,
    },
    /// An option on the command line.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::BuiltIn => out.write_str("built in"),
            Origin::File { file, line } => write!(out, "{file}:{line}"),
            Origin::Flag(flag) => out.write_str(flag),
        }
    }
}

/// A value with its origin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setting<T> {
    /// What holds.
    pub value: T,
    /// Where it was made.
    pub origin: Origin,
}

impl<T> Setting<T> {
    /// What holds unless somebody says otherwise.
    pub fn built_in(value: T) -> Setting<T> {
        Setting { value, origin: Origin::BuiltIn }
    }

    /// Takes what stands on the command line, where something does.
    pub fn flag(&mut self, value: Option<T>, flag: &'static str) {
        if let Some(value) = value {
            *self = Setting { value, origin: Origin::Flag(flag) };
        }
    }

    /// Takes what stands in the settings file, where something does.
    pub(super) fn file(&mut self, value: Option<(T, Origin)>) {
        if let Some((value, origin)) = value {
            *self = Setting { value, origin };
        }
    }

    /// Whether it stands in the settings file.
    pub fn is_from_file(&self) -> bool {
        matches!(self.origin, Origin::File { .. })
    }
}
