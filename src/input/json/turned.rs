//! JSON that was turned: a list for each column, as data frames write it.

use super::super::grid::Builder;
use super::flatten::plain;
use crate::input::InputError;
use crate::input::table::Sheet;
use crate::model::Limits;
use std::path::Path;

/// Turns columns into rows; a row's line is its number in the lists.
pub(super) fn open(path: &Path, columns: &[(String, Vec<&str>)], limits: &Limits) -> Result<Vec<Sheet>, InputError> {
    let mut out = Builder::new("JSON", limits.columns);
    out.keys(columns.iter().map(|(name, _)| name.as_str()));
    out.note("each column is a list of its own: lines are the numbers of rows".to_owned());
    for row in 0..columns.first().map_or(0, |(_, values)| values.len()) {
        out.row(row as u32 + 1);
        for (column, (_, values)) in columns.iter().enumerate() {
            out.cell(column as u32, &plain(values.get(row).copied().unwrap_or("null")));
        }
    }
    let grid = out.finish();
    if grid.is_empty() {
        return Err(InputError::NoRows { path: path.to_owned(), why: String::new() });
    }
    Ok(Sheet::alone(grid))
}
