//! A chunk of records as bytes and back.

use crate::model::record::Mark;
use crate::model::{Batch, Col, Loc, Record};
use bincode::{BorrowDecode, Encode};
use std::cell::RefCell;
use xxhash_rust::xxh3::xxh3_64;

/// Records in a chunk. Sled pays by the key and rewrites whole leaves: values of some ten kilobytes cost it least.
pub(super) const ROWS: usize = 256;

/// Bytes of text at which a chunk closes before it is full.
pub(super) const BYTES: usize = 1 << 20;

/// Bytes that a decoder may ask for. The digest is checked first, so this only stops what the digest let pass.
const LIMIT: usize = 1 << 31;

/// The columns side by side: equal things stand together, which compresses well and decodes in long runs.
#[derive(Encode, BorrowDecode)]
struct Body<'a> {
    /// Number of each row's data set.
    dataset: Vec<u16>,
    /// Bytes of each row's id.
    id_len: Vec<u32>,
    /// Line, as difference from the row before.
    line: Vec<u32>,
    /// What [`Record::raw`] says of each row: eight bytes, the lowest first.
    raw: &'a [u8],
    /// Cells in each row.
    cells: Vec<u16>,
    /// Column of each cell, by the store's own numbers.
    col: &'a [u8],
    /// Lines below the row's first.
    down: Numbers<'a>,
    /// Where the cell begins, as difference from where a comma after the cell before would put it.
    gap: Numbers<'a>,
    /// Bytes of each cell's text.
    len: Numbers<'a>,
    ids: &'a str,
    text: &'a str,
}

/// Numbers of which nearly all fit in a byte: millions of them are written and read as they lie.
#[derive(Encode, BorrowDecode)]
struct Numbers<'a> {
    /// Each number, or [`LARGE`].
    bytes: &'a [u8],
    /// The numbers that do not fit, in order.
    large: Vec<u32>,
}

/// Stands for the next number that does not fit.
const LARGE: u8 = u8::MAX;

impl Numbers<'_> {
    /// The numbers; `None` where one is missing.
    fn iter(&self) -> impl Iterator<Item = Option<u32>> + '_ {
        let mut large = self.large.iter();
        self.bytes.iter().map(move |&byte| if byte == LARGE { large.next().copied() } else { Some(byte.into()) })
    }
}

/// Numbers before they are written.
#[derive(Default)]
struct Collected {
    bytes: Vec<u8>,
    large: Vec<u32>,
}

impl Collected {
    fn push(&mut self, number: u32) {
        match u8::try_from(number) {
            Ok(byte) if byte != LARGE => self.bytes.push(byte),
            _ => {
                self.bytes.push(LARGE);
                self.large.push(number);
            }
        }
    }

    fn numbers(&mut self) -> Numbers<'_> {
        Numbers { large: std::mem::take(&mut self.large), bytes: &self.bytes }
    }
}

/// A record about to be stored.
pub(super) struct Item<'a> {
    pub dataset: u16,
    pub id: &'a str,
    pub record: Record<'a>,
}

/// A chunk as it is read again.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its number.
    pub number: u32,
    /// Data set of each record, an index into [`super::Store::datasets`].
    pub datasets: Vec<u16>,
    /// Id of each record.
    pub ids: Vec<Box<str>>,
    /// The records. Their input is 0; their lines are those of the file they were first read from.
    pub batch: Batch,
    /// Slots of the records that no later version replaced, ascending.
    pub current: Vec<u32>,
}

impl Stored {
    /// Where the record in that slot lies.
    pub fn loc(&self, slot: u32) -> Loc {
        Loc { chunk: self.number, slot }
    }
}

/// The store's numbers for columns. They are kept by name with the store, so that a later version of the
/// tool may have its columns in another order.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    number: [u8; Col::COUNT],
    col: Vec<Option<Col>>,
    ascending: bool,
}

impl Columns {
    /// Takes over the names that a store has, and adds those that it has not.
    pub(super) fn fit(names: &mut Vec<String>) -> Columns {
        let mut number = [u8::MAX; Col::COUNT];
        for (slot, col) in number.iter_mut().zip(Col::ALL) {
            let index = names.iter().position(|name| name == col.name()).unwrap_or_else(|| {
                names.push(col.name().to_owned());
                names.len() - 1
            });
            *slot = u8::try_from(index).unwrap_or(u8::MAX);
        }
        let col: Vec<Option<Col>> = names.iter().map(|name| Col::parse(name)).collect();
        Columns { ascending: number.is_sorted(), number, col }
    }

    fn number(&self, col: Col) -> u8 {
        self.number[col as usize]
    }

    /// Hash of what a record says, whatever the order of columns in this version of the tool.
    pub(super) fn digest(&self, record: &Record<'_>) -> u64 {
        let mut sum = record.raw;
        for cell in &record.cells {
            // A sum over cells does not depend on their order; each cell's hash is mixed with its column.
            let seed = u64::from(self.number(cell.col)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            sum = sum.wrapping_add(xxhash_rust::xxh3::xxh3_64_with_seed(cell.text.as_bytes(), seed | 1));
        }
        sum
    }
}

fn config() -> impl bincode::config::Config {
    bincode::config::standard().with_limit::<LIMIT>()
}

/// Encodes and compresses records.
pub(super) fn encode(items: &[Item<'_>], columns: &Columns) -> Result<Vec<u8>, String> {
    let (mut ids, mut text, mut col) = (String::new(), String::new(), Vec::new());
    let (mut down, mut gap, mut len) = (Collected::default(), Collected::default(), Collected::default());
    let mut dataset = Vec::with_capacity(items.len());
    let mut id_len = Vec::with_capacity(items.len());
    let mut lines = Vec::with_capacity(items.len());
    let raw_rows: Vec<u8> = items.iter().flat_map(|item| item.record.raw.to_le_bytes()).collect();
    let mut cells = Vec::with_capacity(items.len());
    let mut last_line = 0u32;
    for item in items {
        dataset.push(item.dataset);
        id_len.push(item.id.len() as u32);
        ids.push_str(item.id);
        lines.push(item.record.line.wrapping_sub(last_line));
        last_line = item.record.line;
        cells.push(item.record.cells.len() as u16);
        let mut expected = 1u32;
        for cell in &item.record.cells {
            col.push(columns.number(cell.col));
            down.push(cell.mark.lines_down);
            gap.push(cell.mark.column.wrapping_sub(expected));
            len.push(cell.text.len() as u32);
            text.push_str(cell.text);
            expected = after(cell.mark.column, cell.text);
        }
    }
    let body = Body {
        dataset,
        id_len,
        line: lines,
        raw: &raw_rows,
        cells,
        col: &col,
        down: down.numbers(),
        gap: gap.numbers(),
        len: len.numbers(),
        ids: &ids,
        text: &text,
    };
    let raw = bincode::encode_to_vec(&body, config()).map_err(|error| error.to_string())?;
    let packed = zstd::bulk::compress(&raw, 1).map_err(|error| error.to_string())?;
    let mut bytes = Vec::with_capacity(packed.len() + 8);
    bytes.extend_from_slice(&(raw.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&packed);
    Ok(bytes)
}

/// Where the next cell begins if one delimiter stands between and nothing is quoted. Wrapping, as a mark may hold
/// anything and decoding only has to undo it.
fn after(column: u32, text: &str) -> u32 {
    let width = if text.is_ascii() { text.len() } else { text.chars().count() };
    column.wrapping_add(width as u32).wrapping_add(1)
}

/// The digest under which a chunk's bytes are known.
pub(super) fn digest(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

thread_local! {
    /// Preparing to unpack costs a third of unpacking a chunk, so each thread does it once.
    static UNPACKER: RefCell<Option<zstd::bulk::Decompressor<'static>>> = const { RefCell::new(None) };
}

fn unpack(packed: &[u8], length: usize) -> std::io::Result<Vec<u8>> {
    UNPACKER.with_borrow_mut(|unpacker| {
        let unpacker = match unpacker {
            Some(unpacker) => unpacker,
            None => unpacker.insert(zstd::bulk::Decompressor::new()?),
        };
        unpacker.decompress(packed, length)
    })
}

/// Decodes a chunk whose digest was checked; the ids of its records where they are wanted.
pub(super) fn decode(number: u32, bytes: &[u8], columns: &Columns, with_ids: bool) -> Result<Stored, String> {
    let misfit = || format!("chunk {number} does not hold what its lengths say");
    let (length, packed) = bytes.split_first_chunk::<8>().ok_or_else(misfit)?;
    let length =
        usize::try_from(u64::from_le_bytes(*length)).ok().filter(|length| *length <= LIMIT).ok_or_else(misfit)?;
    let raw = unpack(packed, length).map_err(|error| format!("chunk {number}: {error}"))?;
    let (body, _): (Body<'_>, usize) =
        bincode::borrow_decode_from_slice(&raw, config()).map_err(|error| format!("chunk {number}: {error}"))?;
    let rows = body.dataset.len();
    let cells = body.col.len();
    let raw_rows: Vec<u64> = body.raw.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect();
    if [body.id_len.len(), body.line.len(), body.cells.len()] != [rows; 3]
        || [&body.down, &body.gap, &body.len].map(|numbers| numbers.bytes.len()) != [cells; 3]
        || body.cells.iter().map(|count| usize::from(*count)).sum::<usize>() != cells
    {
        return Err(misfit());
    }
    let mut ids = Vec::with_capacity(if with_ids { rows } else { 0 });
    let mut rest = body.ids;
    for &len in body.id_len.iter().filter(|_| with_ids) {
        let (id, tail) = rest.split_at_checked(len as usize).ok_or_else(misfit)?;
        ids.push(Box::from(id));
        rest = tail;
    }
    let mut placed_rows = Vec::with_capacity(rows);
    let mut placed = Vec::with_capacity(cells);
    let (mut line, mut start) = (0u32, 0u32);
    let mut cells = body.col.iter().zip(body.down.iter()).zip(body.gap.iter().zip(body.len.iter()));
    for (&count, step) in body.cells.iter().zip(&body.line) {
        line = line.wrapping_add(*step);
        let from = placed.len();
        placed_rows.push((0, line, from as u32));
        let mut expected = 1u32;
        for ((col, down), (gap, len)) in cells.by_ref().take(usize::from(count)) {
            let (Some(lines_down), Some(gap), Some(len)) = (down, gap, len) else { return Err(misfit()) };
            let end = start.checked_add(len).ok_or_else(misfit)?;
            let text = body.text.get(start as usize..end as usize).ok_or_else(misfit)?;
            let column = expected.wrapping_add(gap);
            // A column that a later version of the tool knew and this one does not is passed over.
            if let Some(col) = columns.col.get(usize::from(*col)).copied().flatten() {
                placed.push((col, Mark { lines_down, column }, start, end));
            }
            expected = after(column, text);
            start = end;
        }
        if !columns.ascending
            && let Some(own) = placed.get_mut(from..)
        {
            own.sort_by_key(|cell| cell.0);
        }
    }
    let batch = Batch::from_parts(body.text.to_owned(), placed, placed_rows, raw_rows).ok_or_else(misfit)?;
    Ok(Stored { number, datasets: body.dataset, ids, batch, current: Vec::new() })
}
