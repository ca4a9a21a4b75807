//! How the columns of a format map to ours.

use crate::model::Col;
use crate::model::corpus::DataSet;

/// A compiled preset, fitted to the header of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The preset's name.
    pub preset: String,
    /// The data set that rows of it belong to.
    pub dataset: DataSet,
    /// For each column of the file: the column of ours that it fills.
    pub columns: Vec<Option<Col>>,
    /// The header as it stands in the file.
    pub header: Vec<String>,
}

impl Mapping {
    /// A mapping by equal names.
    pub fn by_name(header: Vec<String>) -> Mapping {
        Mapping {
            preset: "reports".to_owned(),
            dataset: DataSet { name: "reports".to_owned(), unit_is_event: false, convention: "reports".to_owned() },
            columns: header.iter().map(|name| Col::parse(name)).collect(),
            header,
        }
    }

    /// The file's name for one of our columns; our own name where the file has none.
    pub fn header_of(&self, col: Col) -> &str {
        self.columns
            .iter()
            .position(|mapped| *mapped == Some(col))
            .and_then(|index| self.header.get(index))
            .map_or(col.name(), String::as_str)
    }
}
