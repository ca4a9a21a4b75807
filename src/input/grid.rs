//! Rows held in memory, as workbooks and their like give them: only cells that say something take room, wherever they stand.

use super::table::{RawRow, Scratch, Table};
use crate::model::Mark;
use rustc_hash::FxHashMap;

/// Rows in a piece.
const ROWS: usize = 4096;

/// Merged areas that may lie over one row; more are damage.
const MERGED: usize = 10_000;

/// A sparse table.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// Names of the columns, where the format gives them; else a header row does.
    keys: Option<Vec<String>>,
    pieces: Vec<Piece>,
    /// The format in words.
    what: String,
    notes: Vec<String>,
}

#[derive(Debug, Default)]
struct Piece {
    text: String,
    /// Column, from 0, and where the text ends.
    cells: Vec<(u32, u32)>,
    /// Line, and where its cells end.
    rows: Vec<(u32, u32)>,
}

/// An area that was merged into one cell: rows and columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Merged {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
}

/// A merged area whose rows are being read.
#[derive(Debug)]
struct Open {
    area: Merged,
    text: String,
}

/// Fills a [`Grid`], row by row.
#[derive(Debug, Default)]
pub(super) struct Builder {
    grid: Grid,
    piece: Piece,
    line: u32,
    row: Vec<(u32, String)>,
    /// Those to come, the first one last.
    merged: Vec<Merged>,
    open: Vec<Open>,
    /// Cells filled from merged ones, and the merged counts that were not.
    filled: u64,
    unfilled: Vec<String>,
    index: FxHashMap<String, u32>,
    spare: Vec<String>,
    columns: u32,
    beyond: u64,
}

impl Builder {
    /// An empty table of that format; columns beyond the limit are left out.
    pub fn new(what: impl Into<String>, columns: u64) -> Builder {
        let columns = u32::try_from(columns).unwrap_or(u32::MAX);
        Builder { grid: Grid { what: what.into(), ..Grid::default() }, columns, ..Builder::default() }
    }

    /// Areas that were merged: what stands in their first cell holds for every row that they cover.
    pub fn merged(&mut self, mut areas: Vec<Merged>) {
        areas.retain(|area| area.bottom > area.top);
        areas.sort_unstable_by(|a, b| b.cmp(a));
        self.merged = areas;
    }

    /// Says which rows are hidden; they are read like the others.
    pub fn hidden_rows(&mut self, lines: &[u32]) {
        if let Some(first) = lines.first() {
            let (rows, were) = if lines.len() == 1 {
                ("1 row is".to_owned(), "was")
            } else {
                (format!("{} rows are", lines.len()), "were")
            };
            self.note(format!("{rows} hidden (the first on line {first}) and {were} read"));
        }
    }

    /// Says something of the whole table.
    pub fn note(&mut self, note: String) {
        self.grid.notes.push(note);
    }

    /// Begins a row at that line, from 1.
    pub fn row(&mut self, line: u32) {
        self.close();
        self.line = line;
    }

    /// Adds a cell to the row; columns count from 0 and may come in any order. Of two in one place the first counts.
    pub fn cell(&mut self, column: u32, text: &str) {
        if column >= self.columns {
            self.beyond += u64::from(!text.trim().is_empty());
            return;
        }
        if text.trim().is_empty() {
            return;
        }
        let mut own = self.spare.pop().unwrap_or_default();
        own.push_str(text);
        self.row.push((column, own));
    }

    /// Adds a cell to the row by its column's name.
    pub fn named(&mut self, name: &str, text: &str) {
        let column = match self.index.get(name) {
            Some(column) => *column,
            None => {
                let keys = self.grid.keys.get_or_insert_default();
                let column = keys.len() as u32;
                if column < self.columns {
                    keys.push(name.to_owned());
                    self.index.insert(name.to_owned(), column);
                }
                column
            }
        };
        self.cell(column, text);
    }

    /// Names all columns, in order.
    pub fn keys<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        let names: Vec<String> = names.take(self.columns as usize).map(str::to_owned).collect();
        self.index = names.iter().enumerate().map(|(column, name)| (name.clone(), column as u32)).collect();
        self.grid.keys = Some(names);
    }

    fn close(&mut self) {
        if self.line > 0 {
            self.fill();
        }
        if self.row.is_empty() {
            return;
        }
        // Mostly they come in order.
        if !self.row.is_sorted_by_key(|(column, _)| *column) {
            self.row.sort_by_key(|(column, _)| *column);
        }
        let mut last = None;
        for (column, mut text) in self.row.drain(..) {
            if last != Some(column) {
                self.piece.text.push_str(&text);
                self.piece.cells.push((column, self.piece.text.len() as u32));
                last = Some(column);
            }
            text.clear();
            self.spare.push(text);
        }
        self.piece.rows.push((self.line, self.piece.cells.len() as u32));
        if self.piece.rows.len() >= ROWS || self.piece.text.len() >= 1 << 30 {
            self.grid.pieces.push(std::mem::take(&mut self.piece));
        }
    }

    /// Writes what stands in merged cells into the rows below their first; a row that has nothing else stays empty, for it is a gap
    /// and no report.
    fn fill(&mut self) {
        let at = self.line.saturating_sub(1);
        self.open.retain(|open| open.area.bottom >= at);
        if !self.row.is_empty() {
            for open in self.open.iter().filter(|open| open.area.top < at) {
                if !self.row.iter().any(|(column, _)| *column == open.area.left) {
                    self.row.push((open.area.left, open.text.clone()));
                    self.filled += 1;
                }
            }
        }
        while self.merged.last().is_some_and(|area| area.top <= at) {
            let Some(area) = self.merged.pop() else { break };
            let Some((_, text)) = self.row.iter().find(|(column, _)| area.top == at && *column == area.left) else {
                continue;
            };
            if is_count(text) {
                // A number that several rows share is theirs together; each of them with it would multiply it.
                let (column, first, last) = (letters(area.left), area.top + 1, area.bottom + 1);
                self.unfilled.push(format!("{column}{first}:{column}{last}"));
            } else if self.open.len() < MERGED {
                self.open.push(Open { area, text: text.clone() });
            }
        }
    }

    /// The table, and how many rows it has.
    pub fn finish(mut self) -> Grid {
        self.close();
        if !self.piece.rows.is_empty() {
            self.grid.pieces.push(self.piece);
        }
        let mut grid = self.grid;
        if self.filled > 0 {
            let cells = if self.filled == 1 { "1 cell was".to_owned() } else { format!("{} cells were", self.filled) };
            grid.notes.push(format!("{cells} filled with what stands in the merged cell above"));
        }
        if let Some(first) = self.unfilled.first() {
            let more = match self.unfilled.len() {
                1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            grid.notes.push(format!(
                "merged cells that hold a number stand for their first row alone ({first}{more}): nothing says whose it is"
            ));
        }
        if self.beyond > 0 {
            grid.notes.push(format!(
                "{} cells stand beyond column {} and were not read; limits.columns raises that",
                self.beyond, self.columns
            ));
        }
        grid
    }
}

/// Whether a text is a whole number and no year.
fn is_count(text: &str) -> bool {
    let text = text.trim();
    text.bytes().all(|byte| byte.is_ascii_digit()) && !text.parse().is_ok_and(|year: u32| (1900..2100).contains(&year))
}

/// A column as spreadsheets call it; the first one is 0.
pub(super) fn letters(mut column: u32) -> String {
    let mut name = Vec::new();
    loop {
        name.push(b'A' + (column % 26) as u8);
        column /= 26;
        if column == 0 {
            break;
        }
        column -= 1;
    }
    name.iter().rev().map(|byte| char::from(*byte)).collect()
}

impl Grid {
    /// Whether there is no row at all.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

impl Table for Grid {
    fn pieces(&self) -> usize {
        self.pieces.len()
    }

    fn keys(&self) -> Option<&[String]> {
        self.keys.as_deref()
    }

    fn describe(&self) -> String {
        self.what.clone()
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    fn ragged(&self) -> bool {
        true
    }

    fn read(&self, piece: usize, visit: &mut dyn FnMut(RawRow<'_>) -> bool) {
        let Some(piece) = self.pieces.get(piece) else { return };
        let width = self.keys.as_ref().map_or(0, Vec::len) as u32;
        let mut scratch = Scratch::default();
        let (mut cell, mut begin) = (0usize, 0usize);
        for &(line, ends) in &piece.rows {
            scratch.clear();
            let mut next = 0;
            for &(column, end) in piece.cells.get(cell..ends as usize).unwrap_or_default() {
                for blank in next..column {
                    scratch.push("", Mark { lines_down: 0, column: blank + 1 });
                }
                scratch.push(
                    piece.text.get(begin..end as usize).unwrap_or(""),
                    Mark { lines_down: 0, column: column + 1 },
                );
                (begin, next) = (end as usize, column + 1);
            }
            for blank in next..width {
                scratch.push("", Mark { lines_down: 0, column: blank + 1 });
            }
            cell = ends as usize;
            if !visit(RawRow::Row(scratch.cells(line))) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(grid: &Grid) -> Vec<(u32, String)> {
        let mut rows = Vec::new();
        for piece in 0..grid.pieces() {
            grid.read(piece, &mut |row| {
                if let RawRow::Row(cells) = row {
                    let texts: Vec<&str> = (0..cells.len()).map(|index| cells.get(index)).collect();
                    rows.push((cells.line, texts.join("|")));
                }
                true
            });
        }
        rows
    }

    #[test]
    fn cells_stand_where_they_were_put() {
        let mut builder = Builder::new("workbook", 100);
        builder.row(3);
        builder.cell(2, "c");
        builder.cell(0, "a");
        builder.cell(0, "again");
        builder.row(1_048_576);
        builder.cell(99, "far");
        builder.cell(100, "beyond");
        let grid = builder.finish();
        let rows = rows(&grid);
        assert_eq!(rows[0], (3, "a||c".to_owned()));
        assert_eq!((rows[1].0, rows[1].1.trim_start_matches('|')), (1_048_576, "far"));
        assert_eq!(grid.notes(), ["1 cells stand beyond column 100 and were not read; limits.columns raises that"]);
    }

    #[test]
    fn merged_texts_hold_for_their_rows_and_merged_counts_do_not() {
        let mut builder = Builder::new("workbook", 100);
        builder.merged(vec![
            Merged { top: 0, left: 0, bottom: 3 },
            Merged { top: 0, left: 1, bottom: 1 },
            Merged { top: 0, left: 2, bottom: 1 },
        ]);
        for line in [1, 2, 4, 5] {
            builder.row(line);
            if line == 1 {
                builder.cell(0, "Gao");
                builder.cell(1, "12");
                builder.cell(2, "2021");
            }
            builder.cell(3, "x");
        }
        let grid = builder.finish();
        let expected = [(1, "Gao|12|2021|x"), (2, "Gao||2021|x"), (4, "Gao|||x"), (5, "|||x")];
        assert_eq!(rows(&grid), expected.map(|(line, text)| (line, text.to_owned())));
        assert!(grid.notes()[1].contains("B1:B2"), "{:?}", grid.notes());
    }

    #[test]
    fn columns_are_called_as_in_spreadsheets() {
        assert_eq!([0, 25, 26, 701, 702, 16_383].map(letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
