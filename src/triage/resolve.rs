//! Fills in what drafts point at: report ids, lines, columns, values.

use crate::model::archive::Archive;
use crate::model::finding::{Clue, Source};
use crate::model::ledger::Input;
use crate::model::{Corpus, Evidence, RowIx};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// The evidence of every clue, in the same order. Chunks are read once each, in parallel.
///
/// # Errors
/// What the archive says of a damaged chunk.
pub fn resolve(
    corpus: &Corpus,
    inputs: &[Input],
    archive: &dyn Archive,
    clues: &[&Clue],
) -> Result<Vec<Evidence>, String> {
    let mut wanted: FxHashMap<u32, Vec<(usize, RowIx)>> = FxHashMap::default();
    let mut evidence: Vec<Evidence> = vec![Evidence::default(); clues.len()];
    let input_name = |number: u32| inputs.get(number as usize).map_or("", |input| input.name.as_str()).to_owned();
    for (index, clue) in clues.iter().enumerate() {
        match &clue.at {
            Source::Cell(row, _) | Source::Row(row) => {
                wanted.entry(corpus.row(*row).loc.chunk).or_default().push((index, *row));
            }
            Source::Line { input, line, column, field, value } => {
                evidence[index] = Evidence {
                    report: String::new(),
                    input: input_name(*input),
                    line: *line,
                    column: *column,
                    field: field.clone(),
                    value: value.clone(),
                    note: clue.note.clone(),
                };
            }
        }
    }
    let chunks: Vec<u32> = wanted.keys().copied().collect::<FxHashSet<_>>().into_iter().collect();
    let filled: Vec<Result<Vec<(usize, Evidence)>, String>> = chunks
        .par_iter()
        .map(|chunk| {
            let batch = archive.chunk(*chunk)?;
            let mut filled = Vec::new();
            for &(index, row_index) in &wanted[chunk] {
                let row = corpus.row(row_index);
                let record = batch.get(row.loc.slot as usize).ok_or("a chunk is shorter than its manifest says")?;
                let clue = clues[index];
                let mut piece = Evidence {
                    report: corpus.id(row_index).to_owned(),
                    input: input_name(row.input),
                    line: row.line,
                    column: 1,
                    note: clue.note.clone(),
                    ..Evidence::default()
                };
                if let Source::Cell(_, col) = clue.at {
                    // The stored record knows where cells stand within it; the row knows where it stands now.
                    let mut here = record;
                    here.line = row.line;
                    (piece.line, piece.column) = here.position(col);
                    piece.value = quoted(here.get(col));
                    piece.field = inputs
                        .get(row.input as usize)
                        .and_then(|input| input.columns.iter().find(|(ours, _)| ours == col.name()))
                        .map_or(col.name(), |(_, theirs)| theirs)
                        .to_owned();
                }
                filled.push((index, piece));
            }
            Ok(filled)
        })
        .collect();
    for part in filled {
        for (index, piece) in part? {
            evidence[index] = piece;
        }
    }
    Ok(evidence)
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
