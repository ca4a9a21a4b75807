//! JSON: an array of objects, an object that wraps one, or one object a line. Each value knows where it stands.
//!
//! The text is cut into elements by brackets alone, so that one broken object is refused and those around it are read.

use super::table::{PIECE, ROW_LIMIT, RawRow, Scratch, Table};
use crate::model::Mark;
use memchr::{memchr_iter, memchr2, memrchr};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::ops::Range;

/// Objects nested deeper than this are kept as text.
const DEPTH: usize = 4;

/// A JSON text.
pub(super) struct Json {
    text: String,
    lines: bool,
    elements: Vec<Element>,
    /// Indices of elements.
    pieces: Vec<Range<usize>>,
    keys: Vec<String>,
    index: FxHashMap<String, usize>,
    notes: Vec<String>,
}

/// One object, or what should be one.
#[derive(Debug, Clone, Copy)]
struct Element {
    start: usize,
    end: usize,
    line: u32,
    column: u32,
    whole: bool,
}

impl Json {
    /// Whether these bytes look like JSON.
    pub fn recognise(bytes: &[u8]) -> bool {
        let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
        let mut seen = bytes.iter().filter(|byte| !byte.is_ascii_whitespace() && **byte != 0);
        let (first, second) = (seen.next(), seen.next());
        matches!((first, second), (Some(b'['), Some(b'{' | b']')) | (Some(b'{'), Some(b'"' | b'}')))
    }

    /// Cuts the text into elements and collects their keys.
    pub fn open(text: String) -> Json {
        let mut json = Json {
            text,
            lines: false,
            elements: Vec::new(),
            pieces: Vec::new(),
            keys: Vec::new(),
            index: FxHashMap::default(),
            notes: Vec::new(),
        };
        json.cut();
        let mut from = 0;
        for at in 0..json.elements.len() {
            let bytes = json.elements[at].end - json.elements[from].start;
            if bytes >= PIECE || at + 1 == json.elements.len() {
                json.pieces.push(from..at + 1);
                from = at + 1;
            }
        }
        let found: Vec<Vec<String>> = json.pieces.par_iter().map(|piece| json.keys_of(piece.clone())).collect();
        for key in found.into_iter().flatten() {
            if !json.index.contains_key(&key) {
                json.index.insert(key.clone(), json.keys.len());
                json.keys.push(key);
            }
        }
        json
    }

    fn cut(&mut self) {
        let bytes = self.text.as_bytes();
        let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
        if bytes.get(start) == Some(&b'[') {
            self.array(start);
            return;
        }
        // One object, after which nothing comes: a single report, or a wrapper around a list of them.
        let end = value_end(bytes, start);
        if end.is_some_and(|end| bytes[end..].iter().all(u8::is_ascii_whitespace)) {
            let Pairs(members) = serde_json::from_str(&self.text).unwrap_or_default();
            let lists = members.iter().filter(|(_, value)| {
                let inner = value.get().strip_prefix('[').unwrap_or("").trim_start();
                inner.starts_with('{')
            });
            if let Some((key, value)) = lists.max_by_key(|(_, value)| value.get().len()) {
                let at = offset(&self.text, value.get());
                self.notes.push(format!("the reports were found under {key:?}"));
                self.array(at);
                return;
            }
            self.elements.push(Element { start, end: bytes.len(), line: 1, column: 1, whole: true });
            return;
        }
        self.lines = true;
        let (mut at, mut line) = (0, 0);
        while at < bytes.len() {
            line += 1;
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
            let blanks = bytes[at..end].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if at + blanks < end {
                let column = blanks as u32 + 1;
                self.elements.push(Element { start: at + blanks, end, line, column, whole: true });
            }
            at = end + 1;
        }
    }

    /// Cuts the array that begins there.
    fn array(&mut self, start: usize) {
        let bytes = self.text.as_bytes();
        let mut cursor = Cursor { bytes, at: 0, line: 1, column: 1 };
        let mut at = start + 1;
        loop {
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
            match bytes.get(at) {
                None => {
                    self.notes.push("the list is not closed: the file may be cut off".to_owned());
                    return;
                }
                Some(b']') => return,
                Some(_) => {}
            }
            cursor.to(at);
            let end = value_end(bytes, at).filter(|end| *end > at);
            let whole = end.is_some();
            let end = end.unwrap_or(bytes.len());
            self.elements.push(Element { start: at, end, line: cursor.line, column: cursor.column, whole });
            at = end;
        }
    }

    /// Keys in the order in which they first appear.
    fn keys_of(&self, piece: Range<usize>) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        let mut known: FxHashMap<String, ()> = FxHashMap::default();
        for element in &self.elements[piece] {
            let Ok(Pairs(pairs)) = serde_json::from_str(&self.text[element.start..element.end]) else { continue };
            flatten(&pairs, "", 0, &mut |key, _, _| {
                if !known.contains_key(key) {
                    known.insert(key.to_owned(), ());
                    keys.push(key.to_owned());
                }
            });
        }
        keys
    }
}

/// Where the JSON value that begins at `at` ends; `None` where the text ends first.
fn value_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0u32;
    loop {
        match bytes.get(at)? {
            b'"' => {
                at += 1;
                loop {
                    at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
                    if bytes[at] == b'"' {
                        break;
                    }
                    at += 2;
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return Some(at),
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => return Some(at),
            byte if depth == 0 && byte.is_ascii_whitespace() => return Some(at),
            _ => {
                at += 1;
                continue;
            }
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

/// Walks forward through a text, keeping count of lines and columns.
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

/// The members of an object, in order.
#[derive(Default)]
struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs<'de>;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::with_capacity(map.size_hint().unwrap_or(16));
                while let Some((Text(key), value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// Wrappers whose name says nothing: GeoJSON's and those of web services.
const WRAPPERS: &[&str] = &["properties", "attributes", "fields"];

/// Shows each plain value with its key; those of inner objects are called `outer.inner`. A list is shown as one text, its items joined by
/// semicolons, but for a GeoJSON point, which is a longitude and a latitude.
fn flatten<'a>(
    pairs: &[(Cow<'a, str>, &'a RawValue)],
    prefix: &str,
    depth: usize,
    show: &mut dyn FnMut(&str, &str, &'a str),
) {
    for (key, value) in pairs {
        let raw = value.get();
        let name: Cow<'_, str> =
            if prefix.is_empty() { Cow::Borrowed(key) } else { Cow::Owned(format!("{prefix}.{key}")) };
        match raw.as_bytes().first() {
            Some(b'{') if depth < DEPTH => {
                let Pairs(inner) = serde_json::from_str(raw).unwrap_or_default();
                let prefix = if WRAPPERS.contains(&&**key) { prefix } else { &name };
                flatten(&inner, prefix, depth + 1, show);
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(raw).unwrap_or_default();
                if key == "coordinates"
                    && items.len() >= 2
                    && items.iter().all(|item| item.get().parse::<f64>().is_ok())
                {
                    show("longitude", items[0].get(), items[0].get());
                    show("latitude", items[1].get(), items[1].get());
                    continue;
                }
                let texts: Vec<Cow<'_, str>> = items.iter().map(|item| plain(item.get())).collect();
                show(&name, &texts.join("; "), raw);
            }
            _ => show(&name, &plain(raw), raw),
        }
    }
}

/// The text of a plain value; nothing for null.
fn plain(raw: &str) -> Cow<'_, str> {
    match raw.as_bytes().first() {
        Some(b'"') => serde_json::from_str::<Text<'_>>(raw).map_or(Cow::Borrowed(raw), |Text(text)| text),
        Some(b'n') => Cow::Borrowed(""),
        _ => Cow::Borrowed(raw),
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
        if self.lines { "JSON Lines".to_owned() } else { "JSON".to_owned() }
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    fn read(&self, piece: usize, visit: &mut dyn FnMut(RawRow<'_>) -> bool) {
        let Some(piece) = self.pieces.get(piece) else { return };
        let mut scratch = Scratch::default();
        let mut slots: Vec<Option<(Range<usize>, Mark)>> = Vec::new();
        let mut texts = String::new();
        for element in &self.elements[piece.clone()] {
            let raw = &self.text[element.start..element.end];
            let bad = |reason: String| RawRow::Bad { line: element.line, reason, raw };
            let row = if raw.len() > ROW_LIMIT {
                bad(format!("the object is {} MB long, which is damage rather than data", raw.len() >> 20))
            } else if !element.whole {
                bad("the file ends within this object; fetch it again".to_owned())
            } else {
                match serde_json::from_str(raw) {
                    Err(error) => bad(format!("this is not a JSON object ({error})")),
                    Ok(Pairs(pairs)) => {
                        slots.clear();
                        slots.resize(self.keys.len(), None);
                        texts.clear();
                        let mut cursor = Cursor {
                            bytes: self.text.as_bytes(),
                            at: element.start,
                            line: element.line,
                            column: element.column,
                        };
                        flatten(&pairs, "", 0, &mut |key, text, raw| {
                            cursor.to(offset(&self.text, raw));
                            let quoted = raw.starts_with('"');
                            let mark = Mark {
                                lines_down: cursor.line - element.line,
                                column: cursor.column + u32::from(quoted),
                            };
                            let from = texts.len();
                            texts.push_str(text);
                            if let Some(slot) = self.index.get(key).and_then(|index| slots.get_mut(*index)) {
                                slot.get_or_insert((from..texts.len(), mark));
                            }
                        });
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
