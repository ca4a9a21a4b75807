//! What every format yields: rows of cells that know where they stand.

use crate::model::Mark;

/// The cells of one row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'a> {
    /// Line on which the row begins, from 1.
    pub line: u32,
    /// All cells' texts, one after the other.
    pub text: &'a str,
    /// Where each cell's text ends.
    pub ends: &'a [usize],
    /// Where each cell's text begins in the file.
    pub marks: &'a [Mark],
}

impl<'a> Cells<'a> {
    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell's text; empty beyond the last.
    pub fn get(&self, index: usize) -> &'a str {
        let start = if index == 0 { Some(0) } else { self.ends.get(index - 1).copied() };
        match (start, self.ends.get(index)) {
            (Some(start), Some(&end)) => self.text.get(start..end).unwrap_or(""),
            _ => "",
        }
    }

    /// A cell's position.
    pub fn mark(&self, index: usize) -> Mark {
        self.marks.get(index).copied().unwrap_or_default()
    }

    /// Whether nothing stands in any cell.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A row, or why there is none.
#[derive(Debug, Clone)]
pub(super) enum RawRow<'a> {
    /// A row.
    Row(Cells<'a>),
    /// Something that should have been one.
    Bad {
        /// Line on which it begins.
        line: u32,
        /// Why it is none, in a sentence.
        reason: String,
        /// How it begins.
        raw: &'a str,
    },
}

/// A file, opened and cut into pieces that can be read in any order. Where the cuts lie depends on nothing but the file.
pub(super) trait Table: Send + Sync {
    /// How many pieces there are.
    fn pieces(&self) -> usize;

    /// Shows each row of a piece, in order, until `visit` says to stop.
    fn read(&self, piece: usize, visit: &mut dyn FnMut(RawRow<'_>) -> bool);

    /// The names of the cells, in formats where each cell carries its own; the others have a header row.
    fn keys(&self) -> Option<&[String]> {
        None
    }

    /// The format in words.
    fn describe(&self) -> String;

    /// What was noticed on opening, in sentences.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Bytes of text that make a piece: some thousand rows.
pub(super) const PIECE: usize = 768 << 10;

/// A row of more bytes than this is refused: it is damage, not data, and must not fill the memory.
pub(super) const ROW_LIMIT: usize = 16 << 20;

/// A builder of [`Cells`] for formats that do not lie in one text.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Texts.
    pub text: String,
    /// Ends.
    pub ends: Vec<usize>,
    /// Positions.
    pub marks: Vec<Mark>,
}

impl Scratch {
    /// Makes room for the next row.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.marks.clear();
    }

    /// Adds a cell.
    pub fn push(&mut self, text: &str, mark: Mark) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.marks.push(mark);
    }

    /// The row.
    pub fn cells(&self, line: u32) -> Cells<'_> {
        Cells { line, text: &self.text, ends: &self.ends, marks: &self.marks }
    }
}
