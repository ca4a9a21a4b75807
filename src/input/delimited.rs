//! CSV and its kin: any of four delimiters, quotes after RFC 4180, positions to the letter.
//!
//! One pass over the quotes alone cuts the text where a line end surely ends a row; `csv-core` then reads the pieces, in
//! parallel. It says which bytes a row took, and a walk over these bytes says where each cell began.

mod stray;

use super::table::{Cells, PIECE, RawRow, Scratch, Table};
use crate::model::Limits;
use crate::model::Mark;
use csv_core::ReadRecordResult;
use memchr::{memchr, memchr_iter, memchr2};
use std::ops::Range;

/// The delimiters, with their names.
const DELIMITERS: &[(u8, &str)] = &[(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")];

/// A delimited text.
pub(super) struct Delimited {
    text: String,
    delimiter: u8,
    pieces: Vec<Piece>,
    /// Whether a quote within a cell has a backslash before it.
    escapes: bool,
    /// Lines with a stray quote that were read without it.
    mended: Vec<u32>,
    /// Most bytes of a row, most columns.
    longest: usize,
    widest: usize,
}

struct Piece {
    range: Range<usize>,
    line: u32,
    kind: Kind,
}

/// How a piece is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// As it stands.
    Sound,
    /// One line with a quote that belongs to nothing: read as if it had none.
    Stray,
    /// One line that opens a quote and never closes it, and is no row without it either.
    Damaged,
}

impl Delimited {
    /// Finds the delimiter, unless it is given, and cuts the text.
    pub fn open(text: String, given: Option<u8>, limits: &Limits) -> Delimited {
        let delimiter = given.unwrap_or_else(|| delimiter(&text));
        let mut table = Delimited {
            delimiter,
            escapes: escapes(text.as_bytes(), delimiter),
            text,
            pieces: Vec::new(),
            mended: Vec::new(),
            longest: limits.row(),
            widest: usize::try_from(limits.columns).unwrap_or(usize::MAX),
        };
        table.cut();
        table
    }

    /// Cuts the text into pieces that end where a row ends.
    fn cut(&mut self) {
        let bytes = self.text.as_bytes();
        let (mut start, mut line, mut at, mut target) = (0, 1u32, 0, PIECE);
        let (mut pieces, mut mended) = (Vec::new(), Vec::new());
        let mut usual = None;
        let mut close = |start: &mut usize, line: &mut u32, end: usize, kind: Kind| {
            if end > *start {
                if kind == Kind::Stray {
                    mended.push(*line);
                }
                pieces.push(Piece { range: *start..end, line: *line, kind });
                *line += line_ends(&bytes[*start..end]);
                *start = end;
            }
        };
        // `at` always lies outside quotes.
        loop {
            let quote = memchr(b'"', &bytes[at..]).map(|found| at + found);
            let free = quote.unwrap_or(bytes.len());
            while free > target {
                let from = target.max(at);
                match memchr2(b'\n', b'\r', &bytes[from..free]) {
                    Some(found) => {
                        let mut end = from + found + 1;
                        if bytes[end - 1] == b'\r' && bytes.get(end) == Some(&b'\n') {
                            end += 1;
                        }
                        close(&mut start, &mut line, end, Kind::Sound);
                        target = end + PIECE;
                    }
                    None => break,
                }
            }
            let Some(quote) = quote else { break };
            let opens = quote == 0 || matches!(bytes[quote - 1], b'\n' | b'\r') || bytes[quote - 1] == self.delimiter;
            if !opens {
                at = quote + 1;
                continue;
            }
            let begin = bytes[..quote].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |end| end + 1);
            let end = closing(bytes, quote + 1, self.escapes);
            let usual = usual.get_or_insert_with(|| stray::Usual::of(&self.text, self.delimiter));
            let region = &self.text[begin..end.map_or(bytes.len(), |end| end + 1)];
            let kind = match end {
                // Within a line quotes may stand for whatever they like.
                Some(end) if memchr2(b'\n', b'\r', &bytes[quote..end]).is_none() => Kind::Sound,
                Some(end) if usual.are_rows(&self.text[begin..line_end(bytes, end)]) => Kind::Stray,
                Some(_) => Kind::Sound,
                None if usual.are_rows(region.lines().next().unwrap_or("")) => Kind::Stray,
                None => Kind::Damaged,
            };
            match end {
                Some(end) if kind == Kind::Sound => at = end + 1,
                _ => {
                    // The line stands alone, and the next one starts afresh.
                    let end = line_end(bytes, quote);
                    close(&mut start, &mut line, begin, Kind::Sound);
                    close(&mut start, &mut line, end, kind);
                    (at, target) = (end, end + PIECE);
                }
            }
        }
        close(&mut start, &mut line, bytes.len(), Kind::Sound);
        (self.pieces, self.mended) = (pieces, mended);
    }
}

/// Where the line ends on which that byte stands, its line end included.
fn line_end(bytes: &[u8], at: usize) -> usize {
    let end = memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1);
    if bytes[end - 1] == b'\r' && bytes.get(end) == Some(&b'\n') { end + 1 } else { end }
}

/// Whether quotes within cells have a backslash before them, as some databases write them: such quotes stand where no cell ends, at least
/// as often as a backslash ends one (as paths do), and quotes are hardly ever written twice.
fn escapes(bytes: &[u8], delimiter: u8) -> bool {
    let (mut within, mut ending) = (0, 0);
    for at in memchr::memmem::find_iter(bytes, b"\\\"") {
        match bytes.get(at + 2) {
            None | Some(b'\n' | b'\r') => ending += 1,
            Some(byte) if *byte == delimiter => ending += 1,
            Some(_) => within += 1,
        }
    }
    within > 0 && within >= ending && memchr::memmem::find_iter(bytes, b"\"\"").take(within).count() < within
}

/// The quote that closes a quoted cell; two in a row stand for one, and where backslashes escape, one behind a backslash does.
fn closing(bytes: &[u8], mut at: usize, escapes: bool) -> Option<usize> {
    let first = at;
    loop {
        at += memchr(b'"', bytes.get(at..)?)?;
        if escapes && bytes[first..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1 {
            at += 1;
            continue;
        }
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// Line ends: `\n`, and `\r` where no `\n` follows it.
fn line_ends(bytes: &[u8]) -> u32 {
    let newlines = memchr_iter(b'\n', bytes).count();
    let lone = memchr_iter(b'\r', bytes).filter(|&at| bytes.get(at + 1).is_some_and(|next| *next != b'\n')).count();
    (newlines + lone + usize::from(bytes.last() == Some(&b'\r'))) as u32
}

/// The delimiter that cuts the first rows into the same number of cells, more than one; the one that cuts the most, else comma.
fn delimiter(text: &str) -> u8 {
    let mut best = (b',', 0.0f64);
    for &(delimiter, _) in DELIMITERS {
        let (mut counts, mut count, mut quoted, mut previous) = (Vec::new(), 0u32, false, b'\n');
        for &byte in &text.as_bytes()[..text.len().min(64 << 10)] {
            match byte {
                b'"' if quoted => quoted = false,
                b'"' if previous == delimiter || previous == b'\n' || previous == b'"' => quoted = true,
                b'\n' if !quoted => {
                    if count > 0 || !counts.is_empty() {
                        counts.push(count);
                    }
                    count = 0;
                }
                _ if byte == delimiter && !quoted => count += 1,
                _ => {}
            }
            previous = byte;
        }
        if counts.is_empty() {
            counts.push(count);
        }
        counts.truncate(200);
        let Some(&most) = counts.iter().max() else { continue };
        // The number of cells that most rows have, and the share of rows that have it.
        let agreeing = |count: u32| counts.iter().filter(|other| **other == count).count();
        let usual = (1..=most).filter(|count| counts.contains(count)).max_by_key(|count| (agreeing(*count), *count));
        let Some(usual) = usual else { continue };
        let score = agreeing(usual) as f64 / counts.len() as f64 * (1.0 + f64::from(usual.min(100)) / 200.0);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

impl Table for Delimited {
    fn pieces(&self) -> usize {
        self.pieces.len()
    }

    fn describe(&self) -> String {
        match self.delimiter {
            b',' => "CSV".to_owned(),
            b'\t' => "TSV".to_owned(),
            other => {
                let name = DELIMITERS.iter().find(|(delimiter, _)| *delimiter == other).map_or("", |(_, name)| name);
                format!("CSV with {name}")
            }
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let lines: Vec<String> = self.mended.iter().map(u32::to_string).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        match lines.as_slice() {
            [] => {}
            [line] => notes.push(format!("line {line} holds a quote that belongs to nothing, and was read without it")),
            lines => notes.push(format!(
                "{} lines hold a quote that belongs to nothing, and were read without it: {}",
                lines.len(),
                super::table::listed(lines)
            )),
        }
        if self.escapes {
            notes.push("a backslash stands before quotes within cells, and was read so".to_owned());
        }
        let first = self.text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
        let width = memchr_iter(self.delimiter, first.as_bytes()).count() + 1;
        if width > self.widest {
            let widest = self.widest;
            notes.push(format!(
                "there are {width} columns; those beyond {widest} were not read, and limits.columns raises that"
            ));
        }
        notes
    }

    fn read(&self, piece: usize, visit: &mut dyn FnMut(RawRow<'_>) -> bool) {
        let Some(piece) = self.pieces.get(piece) else { return };
        let text = &self.text[piece.range.clone()];
        if piece.kind == Kind::Stray {
            let line = text.trim_end_matches(['\n', '\r']);
            let (mut scratch, mut column) = (Scratch::default(), 1);
            for cell in line.split(char::from(self.delimiter)).take(self.widest) {
                scratch.push(&cell.replace('"', ""), crate::model::Mark { lines_down: 0, column });
                column += cell.chars().count() as u32 + 1;
            }
            visit(RawRow::Row(scratch.cells(piece.line)));
            return;
        }
        if piece.kind == Kind::Damaged {
            let reason = "a quote is opened on this line and never closed; close it, or write it twice if it belongs to the text";
            visit(RawRow::Bad { line: piece.line, reason: reason.to_owned(), raw: text.trim_end() });
            return;
        }
        let mut rows = Rows::new(self, text, piece.line);
        while let Some(row) = rows.next() {
            if !visit(row) {
                return;
            }
        }
    }
}

/// Reads rows from a piece.
struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    delimiter: u8,
    core: csv_core::Reader,
    output: Vec<u8>,
    ends: Vec<usize>,
    marks: Vec<Mark>,
    escapes: bool,
    longest: usize,
    widest: usize,
}

impl<'a> Rows<'a> {
    fn new(table: &Delimited, text: &'a str, line: u32) -> Rows<'a> {
        let mut core = csv_core::ReaderBuilder::new();
        core.delimiter(table.delimiter).escape(table.escapes.then_some(b'\\'));
        Rows {
            text,
            at: 0,
            line,
            delimiter: table.delimiter,
            core: core.build(),
            output: vec![0; 4096],
            ends: vec![0; 64],
            marks: Vec::new(),
            escapes: table.escapes,
            longest: table.longest,
            widest: table.widest,
        }
    }

    fn next(&mut self) -> Option<RawRow<'_>> {
        let bytes = self.text.as_bytes();
        // Line ends before a row: the rest of the last one's, or blank lines.
        let start = self.at + bytes[self.at..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        self.line += line_ends(&bytes[self.at..start]);
        self.at = start;
        let (mut written, mut cells, mut refused) = (0, 0, false);
        loop {
            let (result, read, out, ended) =
                self.core.read_record(&bytes[self.at..], &mut self.output[written..], &mut self.ends[cells..]);
            self.at += read;
            written += out;
            cells += ended;
            match result {
                // An empty input tells it that the text is over.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if written >= self.longest => (written, refused) = (0, true),
                ReadRecordResult::OutputFull => self.output.resize(self.output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if cells >= self.longest / 16 => (cells, refused) = (0, true),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return None,
            }
        }
        let text = self.text;
        let raw = text[start..self.at].trim_end_matches(['\n', '\r']);
        let line = self.line;
        // The line end itself is counted before the next row.
        self.at = start + raw.len();
        self.line += line_ends(raw.as_bytes());
        if refused {
            self.output = vec![0; 4096];
            self.ends = vec![0; 64];
            let reason = format!(
                "the row is {} MB long, which is damage rather than data; look for a quote that is not closed",
                raw.len() >> 20
            );
            return Some(RawRow::Bad { line, reason, raw });
        }
        let cells = cells.min(self.widest);
        written = written.min(if cells == 0 { 0 } else { self.ends[cells - 1] });
        self.marks.clear();
        if memchr(b'"', raw.as_bytes()).is_some() {
            walk(raw, self.delimiter, self.escapes, &mut self.marks);
        } else {
            plain_marks(raw, &self.ends[..cells], &mut self.marks);
        }
        match std::str::from_utf8(&self.output[..written]) {
            Ok(text) => Some(RawRow::Row(Cells { line, text, ends: &self.ends[..cells], marks: &self.marks })),
            Err(_) => Some(RawRow::Bad { line, reason: "the row is not valid text".to_owned(), raw }),
        }
    }
}

/// Positions in a row without quotes: every cell follows the last one and a delimiter.
fn plain_marks(raw: &str, ends: &[usize], marks: &mut Vec<Mark>) {
    let ascii = raw.is_ascii();
    let (mut column, mut begin) = (1, 0);
    for (index, end) in ends.iter().enumerate() {
        marks.push(Mark { lines_down: 0, column });
        let length = end - begin;
        begin = *end;
        column += 1 + if ascii {
            length as u32
        } else {
            let from = end - length + index;
            letters(raw.as_bytes().get(from..from + length).unwrap_or_default())
        };
    }
}

/// Code points in a piece of UTF-8: all bytes but those that continue one.
fn letters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32
}

/// Positions in a row with quotes, by the same rules as csv-core: a quote opens a cell only where the cell begins, two stand for one,
/// and what follows the closing quote belongs to the cell.
fn walk(raw: &str, delimiter: u8, escapes: bool, marks: &mut Vec<Mark>) {
    let bytes = raw.as_bytes();
    let (mut at, mut lines_down, mut line_start, mut counted, mut column) = (0, 0u32, 0, 0, 1u32);
    loop {
        let quoted = bytes.get(at) == Some(&b'"');
        // Columns count from the line on which the cell begins.
        if counted < line_start {
            (counted, column) = (line_start, 1);
        }
        column += letters(&bytes[counted..at]);
        counted = at;
        marks.push(Mark { lines_down, column: column + u32::from(quoted) });
        let from = if quoted {
            let end = closing(bytes, at + 1, escapes).unwrap_or(bytes.len());
            let inside = &bytes[at + 1..end];
            if let Some(last) = inside.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')) {
                lines_down += line_ends(inside);
                line_start = at + 1 + last + 1;
            }
            (end + 1).min(bytes.len())
        } else {
            at
        };
        match memchr(delimiter, &bytes[from..]) {
            Some(found) => at = from + found + 1,
            None => return,
        }
    }
}
