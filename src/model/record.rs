//! What a row of a file says, before anybody interprets it.

use super::column::Col;

/// Where a cell begins, as seen from the line on which its row begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// Lines below the row's first line (rows with line breaks inside quotes).
    pub lines_down: u32,
    /// Column in Unicode code points, from 1; 0 where a format has no columns.
    pub column: u32,
}

/// One cell of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Which column it fills.
    pub col: Col,
    /// Where it began in the file.
    pub mark: Mark,
    /// The raw text, never blank.
    pub text: &'a str,
}

/// One row: where it stood and the raw text of each mapped, non-blank cell.
///
/// Cells stand in ascending order of [`Col`], one for each column at most.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record<'a> {
    /// Number of the input, an index into the run's list of inputs.
    pub input: u32,
    /// Line on which the row began, from 1.
    pub line: u32,
    /// The cells.
    pub cells: Vec<Cell<'a>>,
    /// Hash of all cells of the row in its file but the id, those that fill no column of ours as well; 0 where no file has rows.
    pub raw: u64,
    /// The columns that have a cell, a bit each: rules ask for many columns of every row.
    filled: u128,
    /// The text of all cells in a row, where they stand so in memory.
    whole: Option<&'a str>,
}

const _: () = assert!(Col::COUNT <= u128::BITS as usize, "a column has a bit in Record::filled");

impl<'a> Record<'a> {
    /// A record of cells in ascending order of their columns.
    pub fn new(input: u32, line: u32, cells: Vec<Cell<'a>>) -> Record<'a> {
        let filled = cells.iter().fold(0, |filled, cell| filled | 1 << cell.col as u8);
        Record { input, line, cells, raw: 0, filled, whole: None }
    }

    /// Whether a quick look finds something in the text of any cell. It may be shown all cells at once, and then may find
    /// what two of them hold together only.
    pub fn glance(&self, found: impl Fn(&str) -> bool) -> bool {
        self.whole.map_or_else(|| self.cells.iter().any(|cell| found(cell.text)), &found)
    }

    /// The raw text of a cell; empty where the row has none.
    #[inline]
    pub fn get(&self, col: Col) -> &'a str {
        self.cell(col).map_or("", |cell| cell.text)
    }

    /// The cell of that column.
    #[inline]
    pub fn cell(&self, col: Col) -> Option<&Cell<'a>> {
        let bit = 1u128 << col as u8;
        // As many cells stand before it as there are columns before it that have one.
        if self.filled & bit == 0 { None } else { self.cells.get((self.filled & (bit - 1)).count_ones() as usize) }
    }

    /// Line and column of a cell in its file; those of the row where the cell is blank.
    pub fn position(&self, col: Col) -> (u32, u32) {
        match self.cell(col) {
            Some(cell) => (self.line + cell.mark.lines_down, cell.mark.column),
            None => (self.line, u32::from(!self.cells.is_empty())),
        }
    }

    /// A hash of what the mapped cells say, not where they stood.
    pub fn digest(&self) -> u64 {
        self.digest_without(None)
    }

    /// A hash of what the row says beside its id: every cell of its file, mapped or not.
    pub fn content(&self) -> u64 {
        if self.raw == 0 { self.digest_without(Some(Col::ReportId)) } else { self.raw }
    }

    /// [`Record::digest`], one column left out.
    fn digest_without(&self, left_out: Option<Col>) -> u64 {
        let mut hasher = xxhash_rust::xxh3::Xxh3Default::new();
        for cell in self.cells.iter().filter(|cell| Some(cell.col) != left_out) {
            hasher.update(&[cell.col as u8]);
            hasher.update(&(cell.text.len() as u64).to_le_bytes());
            hasher.update(cell.text.as_bytes());
        }
        hasher.digest()
    }
}

/// Many records in one piece of memory, as readers hand them over.
#[derive(Debug, Default, Clone)]
pub struct Batch {
    text: String,
    cells: Vec<(Col, Mark, u32, u32)>,
    rows: Vec<(u32, u32, u32)>,
    /// What [`Record::raw`] says of each row.
    raw: Vec<u64>,
}

impl Batch {
    /// A batch from its parts, as an archive decodes them: the text of all cells; for each cell its column, mark and
    /// byte range in the text; for each row its input, line and first cell, and what [`Record::raw`] says of it. `None` where they
    /// do not fit together.
    pub fn from_parts(
        text: String,
        cells: Vec<(Col, Mark, u32, u32)>,
        rows: Vec<(u32, u32, u32)>,
        raw: Vec<u64>,
    ) -> Option<Batch> {
        let sliceable = |&(_, _, start, end): &(Col, Mark, u32, u32)| text.get(start as usize..end as usize).is_some();
        let ascending = rows.windows(2).all(|pair| pair[0].2 <= pair[1].2);
        let inside = rows.last().is_none_or(|last| last.2 as usize <= cells.len());
        let fits = ascending && inside && raw.len() == rows.len() && cells.iter().all(sliceable);
        fits.then_some(Batch { text, cells, rows, raw })
    }

    /// Begins a row; [`Batch::cell`] then fills it.
    pub fn row(&mut self, input: u32, line: u32) {
        self.rows.push((input, line, self.cells.len() as u32));
        self.raw.push(0);
    }

    /// Sets what [`Record::raw`] says of the last row.
    pub fn raw(&mut self, hash: u64) {
        if let Some(last) = self.raw.last_mut() {
            *last = hash;
        }
    }

    /// Adds a cell to the last row. Blank cells are left out; cells must come in ascending order of column.
    #[inline]
    pub fn cell(&mut self, col: Col, mark: Mark, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.cells.push((col, mark, start, self.text.len() as u32));
    }

    /// Adds a whole record.
    pub fn push(&mut self, record: &Record<'_>) {
        self.row(record.input, record.line);
        for cell in &record.cells {
            self.cell(cell.col, cell.mark, cell.text);
        }
        self.raw(record.raw);
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bytes of text held; a reader closes a batch well before this nears 4 GiB.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The record at that index.
    pub fn get(&self, index: usize) -> Option<Record<'_>> {
        self.get_in(index, Vec::new())
    }

    /// The same, its cells in a list that was used before.
    pub fn get_in<'a>(&'a self, index: usize, mut cells: Vec<Cell<'a>>) -> Option<Record<'a>> {
        let &(input, line, from) = self.rows.get(index)?;
        let to = self.rows.get(index + 1).map_or(self.cells.len(), |next| next.2 as usize);
        let placed = &self.cells[from as usize..to];
        let first = placed.first().map_or(0, |cell| cell.2);
        let (mut filled, mut expected, mut in_order) = (0, first, true);
        cells.clear();
        cells.reserve(placed.len());
        for &(col, mark, start, end) in placed {
            cells.push(Cell { col, mark, text: &self.text[start as usize..end as usize] });
            filled |= 1 << col as u8;
            // A batch is filled from front to back; one that was made of parts may have its cells in another order.
            in_order &= start == expected;
            expected = end;
        }
        let whole = if in_order { self.text.get(first as usize..expected as usize) } else { None };
        let raw = self.raw.get(index).copied().unwrap_or_default();
        Some(Record { input, line, cells, raw, filled, whole })
    }

    /// What one cell of that record says and where it stands within its row, without the others; `None` where there is no
    /// such record. A blank cell has no text; it stands where its row begins.
    pub fn cell_of(&self, index: usize, col: Col) -> Option<(Mark, &str)> {
        let from = self.rows.get(index)?.2 as usize;
        let to = self.rows.get(index + 1).map_or(self.cells.len(), |next| next.2 as usize);
        let placed = self.cells.get(from..to)?;
        let blank = Mark { lines_down: 0, column: u32::from(!placed.is_empty()) };
        Some(match placed.iter().find(|cell| cell.0 == col) {
            Some(&(_, mark, start, end)) => (mark, &self.text[start as usize..end as usize]),
            None => (blank, ""),
        })
    }

    /// All records.
    pub fn iter(&self) -> impl Iterator<Item = Record<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

/// A row that could not be loaded, with the reason; it is counted and listed, never dropped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rejected {
    /// Number of the input.
    pub input: u32,
    /// Line on which the row began, from 1.
    pub line: u32,
    /// Why, in a sentence.
    pub reason: String,
    /// The raw text, cut to a few hundred characters.
    pub raw: String,
}
