//! Fills in what drafts point at: report ids, lines, columns, values.
//!
//! Cells are read where their chunk is at hand anyway; [`Wanted`] keeps them by chunk, so that whoever holds one
//! can fill them in. What is left is read from the archive, each chunk once.

use crate::model::archive::Archive;
use crate::model::finding::{EvidenceRef, Source};
use crate::model::ledger::Input;
use crate::model::{Batch, Col, Corpus, Evidence, Record, RowIx};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Clues to cells that nobody has read yet, by chunk.
pub struct Wanted<'a> {
    corpus: &'a Corpus,
    chunks: FxHashMap<u32, Mutex<Vec<&'a mut EvidenceRef>>>,
}

impl<'a> Wanted<'a> {
    /// The clues among these that point at cells.
    pub fn new(corpus: &'a Corpus, clues: impl Iterator<Item = &'a mut EvidenceRef>) -> Wanted<'a> {
        let mut chunks: FxHashMap<u32, Vec<&mut EvidenceRef>> = FxHashMap::default();
        for clue in clues {
            if let Source::Cell(row, _) = clue.at {
                chunks.entry(corpus.row(row).loc.chunk).or_default().push(clue);
            }
        }
        Wanted { corpus, chunks: chunks.into_iter().map(|(chunk, clues)| (chunk, Mutex::new(clues))).collect() }
    }

    /// Fills in the clues to a chunk. Where the chunk lacks a record they stay as they are.
    pub fn fill(&self, chunk: u32, batch: &Batch) {
        let Some(clues) = self.chunks.get(&chunk) else { return };
        for clue in clues.lock().unwrap_or_else(PoisonError::into_inner).iter_mut() {
            let Source::Cell(row, col) = clue.at else { continue };
            let stated = self.corpus.row(row);
            let slot = stated.loc.slot as usize;
            let blank = |col: Col| batch.cell_of(slot, col).is_some_and(|(_, text)| text.is_empty());
            let col = if blank(col) { instead(col, |col| !blank(col)) } else { col };
            if let Some((mark, text)) = batch.cell_of(slot, col) {
                // The stored record knows where cells stand within it; the row knows where it stands now.
                let line = stated.line + mark.lines_down;
                clue.at = Source::Quoted { row, col, line, column: mark.column, value: quoted(text).into() };
            }
        }
    }

    /// Fills in all clues, with every chunk read anew.
    ///
    /// # Errors
    /// What the archive says of a damaged chunk.
    pub fn read(&self, archive: &dyn Archive) -> Result<(), String> {
        let chunks: Vec<u32> = self.chunks.keys().copied().collect();
        chunks.into_par_iter().try_for_each(|chunk| {
            self.fill(chunk, &archive.chunk(chunk)?);
            Ok(())
        })
    }
}

/// Fills in a clue to a cell of that row.
pub fn quote(clue: &mut EvidenceRef, row: RowIx, record: &Record<'_>) {
    let Source::Cell(at, col) = clue.at else { return };
    if at == row {
        let col = if record.cell(col).is_none() { instead(col, |col| record.cell(col).is_some()) } else { col };
        let (line, column) = record.position(col);
        clue.at = Source::Quoted { row, col, line, column, value: quoted(record.get(col)).into() };
    }
}

/// The cell that speaks for a blank one: a toll without a number of its own is that of its bounds.
fn instead(col: Col, filled: impl Fn(Col) -> bool) -> Col {
    match col {
        Col::Killed => [Col::KilledLow, Col::KilledHigh].into_iter().find(|col| filled(*col)).unwrap_or(col),
        col => col,
    }
}

/// Makes evidence of clues. Names that many pieces share are kept once.
pub struct Quoter<'a> {
    corpus: &'a Corpus,
    names: Vec<Arc<str>>,
    heads: Vec<FxHashMap<Col, Arc<str>>>,
    ours: Vec<Arc<str>>,
}

impl<'a> Quoter<'a> {
    /// For evidence on these inputs.
    pub fn new(corpus: &'a Corpus, inputs: &[Input]) -> Quoter<'a> {
        Quoter {
            corpus,
            names: inputs.iter().map(|input| Arc::from(input.name.as_str())).collect(),
            heads: inputs.iter().map(heads).collect(),
            ours: Col::ALL.iter().map(|col| Arc::from(col.name())).collect(),
        }
    }

    /// The evidence of a clue.
    ///
    /// # Errors
    /// The cell was not found.
    pub fn evidence(&self, EvidenceRef { at, note }: EvidenceRef) -> Result<Evidence, String> {
        let input = |input: u32| self.names.get(input as usize).cloned().unwrap_or_default();
        Ok(match at {
            Source::Cell(..) => return Err("a chunk is shorter than its manifest says".to_owned()),
            Source::Row(row) => {
                let stated = self.corpus.row(row);
                Evidence { input: input(stated.input), line: stated.line, column: 1, ..self.of(row, note) }
            }
            Source::Quoted { row, col, line, column, value } => {
                let of = self.corpus.row(row).input;
                let head = self.heads.get(of as usize).and_then(|heads| heads.get(&col));
                let field = head.or(self.ours.get(col as usize)).cloned().unwrap_or_default();
                Evidence { input: input(of), line, column, field, value: value.into(), ..self.of(row, note) }
            }
            Source::Line { input: of, line, column, field, value } => {
                Evidence { input: input(of), line, column, field: field.into(), value, note, ..Evidence::default() }
            }
        })
    }

    fn of(&self, row: RowIx, note: crate::model::finding::Words) -> Evidence {
        Evidence { report: self.corpus.id(row).to_owned(), note, ..Evidence::default() }
    }
}

/// What an input calls each column.
fn heads(input: &Input) -> FxHashMap<Col, Arc<str>> {
    input.columns.iter().filter_map(|(ours, theirs)| Some((Col::parse(ours)?, Arc::from(theirs.as_str())))).collect()
}

/// A value as evidence quotes it: whole, unless it is so long that nobody would read it; then its beginning and its length.
fn quoted(value: &str) -> String {
    if value.len() <= QUOTED {
        return value.to_owned();
    }
    match value.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}… ({} characters in all)", &value[..end], value.chars().count()),
        None => value.to_owned(),
    }
}

/// Characters up to which a value is quoted whole.
const QUOTED: usize = 4_000;

#[cfg(test)]
mod tests {
    use super::{QUOTED, quoted};

    #[test]
    fn only_what_nobody_would_read_is_cut() {
        assert_eq!(quoted("20 tués"), "20 tués");
        let long = "é".repeat(QUOTED + 1);
        assert_eq!(quoted(&long), format!("{}… (4001 characters in all)", "é".repeat(QUOTED)));
        assert_eq!(quoted(&"é".repeat(QUOTED)), "é".repeat(QUOTED));
    }
}
