//! What every format yields: rows of cells that know where they stand.

use crate::model::{Limits, Mark};

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

    /// Whether rows end with their last cell that is not blank, so that one with fewer cells than the header lacks none.
    fn ragged(&self) -> bool {
        false
    }

    /// The format in words.
    fn describe(&self) -> String;

    /// What was noticed on opening, in sentences.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}

/// One table of a file.
pub(super) struct Sheet {
    /// What it is called within its file, in formats where there may be several.
    pub name: Option<String>,
    /// Its rows.
    pub table: Box<dyn Table>,
    /// The encoding, where the format is text.
    pub encoding: Option<String>,
    /// What was noticed on opening, in sentences.
    pub notes: Vec<String>,
}

impl Sheet {
    /// The only table of its file.
    pub fn alone(table: impl Table + 'static) -> Vec<Sheet> {
        vec![Sheet { name: None, table: Box::new(table), encoding: None, notes: Vec::new() }]
    }
}

/// What the user asked for, as far as it tells how a file is opened.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// Sheets of a workbook; all where none is named.
    pub sheets: &'a [String],
    /// Encoding of a text.
    pub encoding: Option<&'a str>,
    /// What stands between the cells of a line.
    pub delimiter: Option<u8>,
    /// Where in a JSON text the reports are.
    pub list: Option<&'a str>,
    /// How much an input may be.
    pub limits: &'a Limits,
}

/// Some names, not all where there are many.
pub(super) fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 8;
    let mut text = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text += &format!(" and {} more", names.len() - SHOWN);
    }
    text
}

/// Bytes of text that make a piece: some thousand rows.
pub(super) const PIECE: usize = 768 << 10;

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
