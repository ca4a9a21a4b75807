//! What earlier runs knew, as rules may ask for it.

use super::{Col, RowIx};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A cell that differs from what the store had for the same report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which column.
    pub col: Col,
    /// What stood there; empty where nothing did.
    pub before: String,
    /// What stands there now; empty where nothing does.
    pub after: String,
}

/// A report whose content differs from the store's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The report.
    pub row: RowIx,
    /// The former values of the cells that changed.
    pub changes: Vec<Change>,
    /// All former cells: (column, text).
    pub former: Vec<(Col, String)>,
}

/// Counts of an earlier run, kept with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// Rows by data set and country.
    pub by_country: BTreeMap<(String, String), u64>,
    /// Rows by data set and source.
    pub by_source: BTreeMap<(String, String), u64>,
    /// Header by data set, in the order of the file.
    pub headers: BTreeMap<String, Vec<String>>,
}

/// What earlier runs knew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// Profiles of earlier runs, the oldest first.
    pub profiles: Vec<Profile>,
    /// Reports that changed since they were last loaded, in ascending order of row.
    pub revisions: Vec<Revision>,
}
