//! Opens inputs and hands over batches of records.

use super::Mapping;
use crate::model::ledger::Input;
use crate::model::{Batch, Rejected, record::Mark};
use std::path::{Path, PathBuf};

/// Why an input could not be read: what, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The file could not be opened or read.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// What one input yields.
pub struct Source {
    /// Facts for the ledger.
    pub info: Input,
    /// How its columns were mapped.
    pub mapping: Mapping,
    /// Rows that could not be loaded.
    pub rejected: Vec<Rejected>,
}

/// Reads one file, handing over batches as they fill. `number` is the input's number.
pub fn read(path: &Path, number: u32, sink: &mut dyn FnMut(&Mapping, Batch)) -> Result<Source, InputError> {
    let fail = |source: std::io::Error| InputError::Io { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(fail)?;
    let reader: Box<dyn std::io::Read> = if path.extension().is_some_and(|ext| ext == "zst") {
        Box::new(zstd::Decoder::new(file).map_err(fail)?)
    } else {
        Box::new(file)
    };
    let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
    let header = csv.headers().map_err(|error| fail(error.into()))?.iter().map(str::to_owned).collect();
    let mapping = Mapping::by_name(header);
    let mut order: Vec<(usize, crate::model::Col)> =
        mapping.columns.iter().enumerate().filter_map(|(index, col)| Some((index, (*col)?))).collect();
    order.sort_by_key(|&(_, col)| col);
    let mut batch = Batch::default();
    let mut record = csv::StringRecord::new();
    let mut info = Input { name: path.display().to_string(), preset: mapping.preset.clone(), ..Input::default() };
    while csv.read_record(&mut record).map_err(|error| fail(error.into()))? {
        info.read += 1;
        batch.row(number, record.position().map_or(0, csv::Position::line) as u32);
        for &(index, col) in &order {
            batch.cell(col, Mark { lines_down: 0, column: 1 }, record.get(index).unwrap_or(""));
        }
        if batch.len() == 4096 {
            sink(&mapping, std::mem::take(&mut batch));
        }
    }
    if !batch.is_empty() {
        sink(&mapping, batch);
    }
    Ok(Source { info, mapping, rejected: Vec::new() })
}
