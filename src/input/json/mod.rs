//! JSON: reports as objects, or as lists with a header, wherever they stand. Each value knows where it stands.
//!
//! The text is cut into elements by brackets alone ([`cut`]), so that one broken object is refused and those around it are read.

mod cut;
mod flatten;
#[cfg(test)]
mod tests;
mod turned;

use super::InputError;
use super::table::Sheet;
use super::table::{PIECE, RawRow, Scratch, Table};
use crate::model::Limits;
use crate::model::Mark;
use cut::{Cut, Element, Found};
use flatten::{Pairs, flatten, plain};
use memchr::{memchr_iter, memrchr};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde_json::value::RawValue;
use std::ops::Range;
use std::path::Path;

/// A JSON text.
pub(super) struct Json {
    text: String,
    cut: Cut,
    /// Indices of elements.
    pieces: Vec<Range<usize>>,
    keys: Vec<String>,
    index: FxHashMap<String, usize>,
    /// Longest element that is read.
    longest: usize,
}

impl Json {
    /// Whether a text looks like JSON.
    pub fn recognise(text: &str) -> bool {
        let text = cut::unwrapped(text);
        let mut seen = text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != 0x1e);
        let (first, second) = (seen.next(), seen.next());
        matches!((first, second), (Some(b'['), Some(b'{' | b']' | b'[')) | (Some(b'{'), Some(b'"' | b'}')))
    }

    /// Cuts the text into elements and collects their keys. `list` says where the reports are; found out where it says nothing.
    pub fn open(path: &Path, text: String, list: Option<&str>, limits: &Limits) -> Result<Vec<Sheet>, InputError> {
        let cut = match cut::find(path, &text, list)? {
            Found::Elements(cut) => cut,
            Found::Columns(columns) => return turned::open(path, &columns, limits),
        };
        let mut json = Json {
            text,
            cut,
            pieces: Vec::new(),
            keys: Vec::new(),
            index: FxHashMap::default(),
            longest: limits.row(),
        };
        let elements = &json.cut.elements;
        let mut from = 0;
        for at in 0..elements.len() {
            let bytes = elements[at].end - elements[from].start;
            if bytes >= PIECE || at + 1 == elements.len() {
                json.pieces.push(from..at + 1);
                from = at + 1;
            }
        }
        json.name(usize::try_from(limits.columns).unwrap_or(usize::MAX));
        Ok(Sheet::alone(json))
    }

    /// Collects the keys of all elements, in the order in which they first appear.
    fn name(&mut self, most: usize) {
        let given = self.cut.columns.take();
        let found: Vec<Vec<String>> = match given {
            Some(columns) => vec![columns],
            None => self.pieces.par_iter().map(|piece| self.keys_of(piece.clone(), most)).collect(),
        };
        let mut beyond = false;
        for key in found.into_iter().flatten() {
            if self.index.contains_key(&key) {
                continue;
            }
            if self.keys.len() == most {
                beyond = true;
                break;
            }
            self.index.insert(key.clone(), self.keys.len());
            self.keys.push(key);
        }
        if beyond {
            self.cut.notes.push(format!(
                "there are more than {most} names of values; those beyond were not read, and limits.columns raises that"
            ));
        }
    }

    fn keys_of(&self, piece: Range<usize>, most: usize) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        let mut known: FxHashMap<String, ()> = FxHashMap::default();
        let mut add = |key: &str| {
            // One more than is kept shows that there are more.
            if keys.len() <= most && !known.contains_key(key) {
                known.insert(key.to_owned(), ());
                keys.push(key.to_owned());
            }
        };
        for element in &self.cut.elements[piece] {
            let Ok(Pairs(pairs)) = serde_json::from_str(&self.text[element.start..element.end]) else { continue };
            if element.key.is_some() {
                add("id");
            }
            flatten(&pairs, &mut |key, _, _| add(key));
        }
        keys
    }

    /// Fills the slots with the values of an element.
    fn fill(
        &self,
        element: &Element,
        slots: &mut [Option<(Range<usize>, Mark)>],
        texts: &mut String,
    ) -> Result<(), String> {
        let raw = &self.text[element.start..element.end];
        let start =
            Cursor { bytes: self.text.as_bytes(), at: element.start, line: element.line, column: element.column };
        let mut cursor = start.clone();
        let mut put = |index: usize, text: &str, at: usize, quoted: bool| {
            // Most values come in the order of the text; the others are looked for from the start.
            if at < cursor.at {
                cursor = start.clone();
            }
            cursor.to(at);
            let mark = Mark { lines_down: cursor.line - element.line, column: cursor.column + u32::from(quoted) };
            let from = texts.len();
            texts.push_str(text);
            if let Some(slot) = slots.get_mut(index) {
                slot.get_or_insert((from..texts.len(), mark));
            }
        };
        let failed = |error: serde_json::Error| format!("this is not a JSON object ({error})");
        if self.cut.rows {
            let cells: Vec<&RawValue> = serde_json::from_str(raw).map_err(failed)?;
            for (index, cell) in cells.iter().enumerate() {
                let cell = cell.get();
                put(index, &plain(cell), offset(&self.text, cell), cell.starts_with('"'));
            }
            return Ok(());
        }
        let Pairs(pairs) = serde_json::from_str(raw).map_err(failed)?;
        flatten(&pairs, &mut |key, text, raw| {
            if let Some(index) = self.index.get(key) {
                put(*index, text, offset(&self.text, raw), raw.starts_with('"'));
            }
        });
        // The name under which an object stands is its id, unless it has one.
        if let (Some((from, to)), Some(index)) = (element.key, self.index.get("id")) {
            put(*index, &plain(&self.text[from..to]), element.start, false);
        }
        Ok(())
    }
}

/// Walks forward through a text, keeping count of lines and columns.
#[derive(Clone)]
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
    column: u32,
}

impl Cursor<'_> {
    fn to(&mut self, at: usize) {
        let Some(passed) = self.bytes.get(self.at..at) else { return };
        let from = match memrchr(b'\n', passed) {
            Some(last) => {
                self.line += memchr_iter(b'\n', passed).count() as u32;
                self.column = 1;
                last + 1
            }
            None => 0,
        };
        self.column += passed[from..].iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32;
        self.at = at;
    }
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

impl Table for Json {
    fn pieces(&self) -> usize {
        self.pieces.len()
    }

    fn keys(&self) -> Option<&[String]> {
        Some(&self.keys)
    }

    fn describe(&self) -> String {
        if self.cut.lines { "JSON Lines".to_owned() } else { "JSON".to_owned() }
    }

    fn notes(&self) -> Vec<String> {
        self.cut.notes.clone()
    }

    fn read(&self, piece: usize, visit: &mut dyn FnMut(RawRow<'_>) -> bool) {
        let Some(piece) = self.pieces.get(piece) else { return };
        let mut scratch = Scratch::default();
        let mut slots: Vec<Option<(Range<usize>, Mark)>> = Vec::new();
        let mut texts = String::new();
        for element in &self.cut.elements[piece.clone()] {
            let raw = &self.text[element.start..element.end];
            let bad = |reason: String| RawRow::Bad { line: element.line, reason, raw };
            let row = if raw.len() > self.longest {
                bad(format!("the object is {} MB long, which is damage rather than data", raw.len() >> 20))
            } else if !element.whole {
                bad("the file ends within this object; fetch it again".to_owned())
            } else {
                slots.clear();
                slots.resize(self.keys.len(), None);
                texts.clear();
                match self.fill(element, &mut slots, &mut texts) {
                    Err(reason) => bad(reason),
                    Ok(()) => {
                        scratch.clear();
                        for slot in &slots {
                            match slot {
                                Some((range, mark)) => scratch.push(&texts[range.clone()], *mark),
                                None => scratch.push("", Mark::default()),
                            }
                        }
                        RawRow::Row(scratch.cells(element.line))
                    }
                }
            };
            if !visit(row) {
                return;
            }
        }
    }
}
