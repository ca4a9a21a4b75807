//! Fills in what drafts point at: report ids, lines, columns, values.

use crate::model::archive::Archive;
use crate::model::finding::{Clue, Source};
use crate::model::ledger::Input;
use crate::model::{Col, Corpus, Evidence, RowIx};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The evidence of every clue, in the same order. Chunks are read once each, in parallel.
///
/// # Errors
/// What the archive says of a damaged chunk.
pub fn resolve(
    corpus: &Corpus,
    inputs: &[Input],
    archive: &dyn Archive,
    clues: Vec<Clue>,
) -> Result<Vec<Evidence>, String> {
    // Names that many pieces share are kept once.
    let names: Vec<Arc<str>> = inputs.iter().map(|input| Arc::from(input.name.as_str())).collect();
    let heads: Vec<FxHashMap<Col, Arc<str>>> = inputs.iter().map(heads).collect();
    let ours: Vec<Arc<str>> = Col::ALL.iter().map(|col| Arc::from(col.name())).collect();
    let name = |input: u32| names.get(input as usize).cloned().unwrap_or_default();
    let field = |input: u32, col: Col| {
        heads
            .get(input as usize)
            .and_then(|heads| heads.get(&col))
            .or(ours.get(col as usize))
            .cloned()
            .unwrap_or_default()
    };
    let mut wanted: FxHashMap<u32, Vec<(usize, RowIx, Option<Col>)>> = FxHashMap::default();
    let mut evidence: Vec<Evidence> = Vec::with_capacity(clues.len());
    for (index, Clue { at, note }) in clues.into_iter().enumerate() {
        let mut piece = Evidence { note, ..Evidence::default() };
        let (row, col) = match at {
            Source::Cell(row, col) => (row, Some(col)),
            Source::Row(row) => (row, None),
            Source::Line { input, line, column, field, value } => {
                piece = Evidence { input: name(input), line, column, field: field.into(), value, ..piece };
                evidence.push(piece);
                continue;
            }
        };
        wanted.entry(corpus.row(row).loc.chunk).or_default().push((index, row, col));
        evidence.push(piece);
    }
    let wanted: Vec<(u32, Vec<_>)> = wanted.into_iter().collect();
    let filled: Vec<Result<Vec<(usize, Evidence)>, String>> = wanted
        .par_iter()
        .map(|(chunk, wanted)| {
            let batch = archive.chunk(*chunk)?;
            let mut filled = Vec::with_capacity(wanted.len());
            for &(index, row_index, col) in wanted {
                let row = corpus.row(row_index);
                let record = batch.get(row.loc.slot as usize).ok_or("a chunk is shorter than its manifest says")?;
                let mut piece = Evidence {
                    report: corpus.id(row_index).to_owned(),
                    input: name(row.input),
                    line: row.line,
                    column: 1,
                    ..Evidence::default()
                };
                if let Some(col) = col {
                    // The stored record knows where cells stand within it; the row knows where it stands now.
                    let mut here = record;
                    here.line = row.line;
                    (piece.line, piece.column) = here.position(col);
                    piece.value = quoted(here.get(col));
                    piece.field = field(row.input, col);
                }
                filled.push((index, piece));
            }
            Ok(filled)
        })
        .collect();
    for part in filled {
        for (index, piece) in part? {
            let note = std::mem::take(&mut evidence[index].note);
            evidence[index] = Evidence { note, ..piece };
        }
    }
    Ok(evidence)
}

/// What an input calls each column.
fn heads(input: &Input) -> FxHashMap<Col, Arc<str>> {
    input.columns.iter().filter_map(|(ours, theirs)| Some((Col::parse(ours)?, Arc::from(theirs.as_str())))).collect()
}

/// A value as evidence quotes it: whole, unless it is so long that nobody would read it; then its beginning and its length.
fn quoted(value: &str) -> String {
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
