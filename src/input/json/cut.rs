//! Where in a JSON text the reports are: in a list, in a list within wrappers, on a line each, page after page, under their ids, or
//! turned, with a list for each column.

use super::Cursor;
use super::flatten::{Pairs, plain};
use super::offset;
use crate::input::InputError;
use crate::input::table::listed;
use memchr::memchr2;
use serde_json::value::RawValue;
use std::path::Path;

/// Lists are looked for within so many wrappers.
const DEPTH: usize = 3;

/// One report, or what should be one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element {
    pub start: usize,
    pub end: usize,
    pub line: u32,
    pub column: u32,
    pub whole: bool,
    /// Where the name stands under which it was found.
    pub key: Option<(usize, usize)>,
}

/// A text, cut.
#[derive(Debug, Default)]
pub(super) struct Cut {
    pub elements: Vec<Element>,
    /// Whether each stands on a line of its own.
    pub lines: bool,
    /// Whether elements are lists of cells, not objects.
    pub rows: bool,
    /// Names of the cells, where the elements do not carry them.
    pub columns: Option<Vec<String>>,
    pub notes: Vec<String>,
}

/// What was found.
pub(super) enum Found<'a> {
    /// Reports.
    Elements(Cut),
    /// Columns, each with its values.
    Columns(Vec<(String, Vec<&'a str>)>),
}

/// What is found in lists: objects, or lists of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Objects,
    Rows,
    Empty,
}

/// A list and where it stands.
struct List<'a> {
    path: String,
    raw: &'a str,
    kind: Kind,
}

/// Names under which web services keep rows.
const NAMES: &[&str] = &[
    "data",
    "results",
    "result",
    "records",
    "rows",
    "items",
    "features",
    "value",
    "values",
    "hits",
    "docs",
    "entries",
    "incidents",
    "events",
    "reports",
    "list",
    "content",
    "objects",
    "response",
];

/// Names of lists that describe the others.
const ABOUT: &[&str] = &["fields", "columns", "schema", "meta", "links", "header", "headers", "aliases", "errors"];

/// The text within what a web service may put around it: `callback(...);`.
pub(super) fn unwrapped(text: &str) -> &str {
    let text = text.trim_start_matches(['\u{feff}', '\u{1e}']).trim_start();
    let name = text.find(|ch: char| !(ch.is_ascii_alphanumeric() || matches!(ch, '_' | '.' | '$'))).unwrap_or(0);
    match text.get(name..).and_then(|rest| rest.strip_prefix('(')) {
        Some(inner) if name > 0 && inner.trim_start().starts_with(['[', '{']) => {
            inner.trim_end().trim_end_matches(';').trim_end().trim_end_matches(')')
        }
        _ => text,
    }
}

/// Finds the reports.
pub(super) fn find<'a>(path: &'a Path, text: &'a str, list: Option<&str>) -> Result<Found<'a>, InputError> {
    let inner = unwrapped(text);
    let mut cutter = Cutter {
        path,
        text,
        cursor: Cursor { bytes: text.as_bytes(), at: 0, line: 1, column: 1 },
        cut: Cut::default(),
    };
    if list.is_none() && on_lines(inner) {
        cutter.lines(inner);
        return Ok(Found::Elements(cutter.cut));
    }
    let values = values(inner);
    let found = match values.as_slice() {
        [(value, true)] => cutter.one(value, list)?,
        _ => {
            for (value, whole) in &values {
                cutter.page(value, *whole, list)?;
            }
            None
        }
    };
    if let Some(columns) = found {
        return Ok(Found::Columns(columns));
    }
    if cutter.cut.elements.is_empty() {
        return Err(InputError::NoRows { path: path.to_owned(), why: ": its list is empty".to_owned() });
    }
    if cutter.cut.rows && cutter.cut.columns.is_none() {
        cutter.header();
    }
    Ok(Found::Elements(cutter.cut))
}

/// Whether each line is an object: the first one is whole and more follow, and it is no page of a list.
fn on_lines(text: &str) -> bool {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim().trim_end_matches(',');
    first.starts_with('{')
        && value_end(first.as_bytes(), 0) == Some(first.len())
        && !rest.trim().is_empty()
        && page_list(first).is_none()
}

/// The values of a text, one after another, and whether each is whole.
fn values(text: &str) -> Vec<(&str, bool)> {
    let bytes = text.as_bytes();
    let (mut values, mut at) = (Vec::new(), 0);
    loop {
        at += bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | 0x1e | b';'))
            .count();
        if at >= bytes.len() {
            return values;
        }
        match value_end(bytes, at).filter(|end| *end > at) {
            Some(end) => {
                values.push((&text[at..end], true));
                at = end;
            }
            None => {
                // A bracket that closes nothing is passed over; anything else runs to the end.
                if matches!(bytes[at], b'}' | b']') {
                    at += 1;
                    continue;
                }
                values.push((&text[at..], false));
                return values;
            }
        }
    }
}

/// The list of a page of reports: under a name that web services use, and most of what there is.
fn page_list(object: &str) -> Option<List<'_>> {
    let pairs: Pairs<'_> = serde_json::from_str(object).ok()?;
    let mut lists = Vec::new();
    lists_of(&pairs, "", 0, &mut lists);
    let last = |list: &List<'_>| list.path.rsplit('.').next().is_some_and(|name| NAMES.contains(&name));
    let list =
        lists.into_iter().filter(|list| list.kind != Kind::Empty && last(list)).max_by_key(|list| list.raw.len())?;
    (list.raw.len() * 2 > object.len()).then_some(list)
}

/// Collects the lists within an object.
fn lists_of<'a>(pairs: &Pairs<'a>, prefix: &str, depth: usize, out: &mut Vec<List<'a>>) {
    for (key, value) in &pairs.0 {
        let raw = value.get();
        let path = if prefix.is_empty() { key.to_string() } else { format!("{prefix}.{key}") };
        match raw.as_bytes().first() {
            Some(b'[') => {
                if let Some(kind) = kind(raw) {
                    out.push(List { path, raw, kind });
                }
            }
            Some(b'{') if depth + 1 < DEPTH => {
                let inner: Pairs<'a> = serde_json::from_str(raw).unwrap_or_default();
                lists_of(&inner, &path, depth + 1, out);
            }
            _ => {}
        }
    }
}

/// What a list holds; `None` where its items are neither objects nor lists.
fn kind(list: &str) -> Option<Kind> {
    match list.as_bytes().get(1..)?.iter().find(|byte| !byte.is_ascii_whitespace())? {
        b'{' => Some(Kind::Objects),
        b'[' => Some(Kind::Rows),
        b']' => Some(Kind::Empty),
        _ => None,
    }
}

struct Cutter<'a> {
    path: &'a Path,
    text: &'a str,
    cursor: Cursor<'a>,
    cut: Cut,
}

type Columns<'a> = Vec<(String, Vec<&'a str>)>;

impl<'a> Cutter<'a> {
    fn lines(&mut self, inner: &'a str) {
        self.cut.lines = true;
        let begin = offset(self.text, inner);
        let mut at = begin;
        let before = self.text.as_bytes()[..begin].iter().filter(|byte| **byte == b'\n').count() as u32;
        for (line, raw) in (before + 1..).zip(inner.split_inclusive('\n')) {
            let trimmed = raw.trim_start_matches(|ch: char| ch.is_ascii_whitespace() || ch == '\u{1e}');
            let start = at + raw.len() - trimmed.len();
            let column = raw[..raw.len() - trimmed.len()].chars().count() as u32 + 1;
            let value = trimmed.trim_end().trim_end_matches(',').trim_end();
            if !value.is_empty() {
                self.cut.elements.push(Element {
                    start,
                    end: start + value.len(),
                    line,
                    column,
                    whole: true,
                    key: None,
                });
            }
            at += raw.len();
        }
    }

    /// The only value of a text.
    fn one(&mut self, value: &'a str, list: Option<&str>) -> Result<Option<Columns<'a>>, InputError> {
        if let Some(wanted) = list {
            self.asked(value, wanted)?;
            return Ok(None);
        }
        if value.starts_with('[') {
            self.list(value);
            return Ok(None);
        }
        let pairs: Pairs<'a> = serde_json::from_str(value).unwrap_or_default();
        if pairs.get("type") == Some("\"Feature\"") {
            self.element(value, true, None);
            return Ok(None);
        }
        let mut lists = Vec::new();
        lists_of(&pairs, "", 0, &mut lists);
        let described = |list: &&List<'_>| list.path.split('.').any(|name| ABOUT.contains(&name));
        let best =
            lists.iter().filter(|list| list.kind != Kind::Empty && !described(list)).max_by_key(|list| list.raw.len());
        if let Some(list) = best {
            self.cut.notes.push(format!("the reports were found under {:?}", list.path));
            if list.kind == Kind::Rows {
                self.cut.columns = columns(&pairs, 0);
            }
            self.list(list.raw);
            return Ok(None);
        }
        if let Some(columns) = turned(&pairs) {
            return Ok(Some(columns));
        }
        if keyed(&pairs) {
            self.cut.notes.push("each report stands under its id".to_owned());
            for (key, value) in &pairs.0 {
                let key = self.key(key, value.get());
                self.element(value.get(), true, key);
            }
            return Ok(None);
        }
        if let Some(why) = empty(&pairs, &lists) {
            return Err(InputError::NoRows { path: self.path.to_owned(), why });
        }
        self.element(value, true, None);
        Ok(None)
    }

    /// One of several values: a list, a page, or a report.
    fn page(&mut self, value: &'a str, whole: bool, list: Option<&str>) -> Result<(), InputError> {
        if let (Some(wanted), true) = (list, whole) {
            return self.asked(value, wanted);
        }
        if value.starts_with('[') {
            self.list(value);
        } else if let Some(list) = page_list(value).filter(|_| whole) {
            self.say_pages(&list.path);
            self.list(list.raw);
        } else {
            self.element(value, whole, None);
        }
        Ok(())
    }

    fn say_pages(&mut self, path: &str) {
        let note = format!("the reports were found under {path:?}, page after page");
        if !self.cut.notes.contains(&note) {
            self.cut.notes.push(note);
        }
    }

    /// The list that the user named.
    fn asked(&mut self, value: &'a str, wanted: &str) -> Result<(), InputError> {
        let mut at = value;
        for name in wanted.split('.').filter(|name| !name.is_empty()) {
            let pairs: Pairs<'a> = serde_json::from_str(at).unwrap_or_default();
            let Some(next) = pairs.get(name) else {
                let mut lists = Vec::new();
                lists_of(&serde_json::from_str(value).unwrap_or_default(), "", 0, &mut lists);
                let names: Vec<&str> = lists.iter().map(|list| list.path.as_str()).collect();
                let known = if names.is_empty() { "none".to_owned() } else { listed(&names) };
                return Err(InputError::List { path: self.path.to_owned(), wanted: wanted.to_owned(), known });
            };
            at = next;
        }
        if at.starts_with('[') {
            self.list(at)
        } else {
            self.element(at, true, None)
        }
        Ok(())
    }

    /// Cuts a list into its items; those that are pages of reports are cut again.
    fn list(&mut self, list: &'a str) {
        let bytes = list.as_bytes();
        let mut at = 1;
        let mut pages = None;
        if kind(list) == Some(Kind::Rows) {
            self.cut.rows = true;
        }
        loop {
            at += bytes[at.min(bytes.len())..]
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace() || **byte == b',')
                .count();
            match bytes.get(at) {
                None => {
                    self.cut.notes.push("the list is not closed: the file may be cut off".to_owned());
                    return;
                }
                Some(b']') => return,
                Some(_) => {}
            }
            let end = value_end(bytes, at).filter(|end| *end > at);
            let item = &list[at..end.unwrap_or(bytes.len())];
            let page = if *pages.get_or_insert_with(|| page_list(item).is_some()) { page_list(item) } else { None };
            match page {
                Some(inner) => {
                    self.say_pages(&inner.path);
                    self.list(inner.raw);
                }
                None => self.element(item, end.is_some(), None),
            }
            at = end.unwrap_or(bytes.len());
        }
    }

    fn element(&mut self, raw: &'a str, whole: bool, key: Option<(usize, usize)>) {
        let start = offset(self.text, raw);
        self.cursor.to(start);
        let (line, column) = (self.cursor.line, self.cursor.column);
        self.cut.elements.push(Element { start, end: start + raw.len(), line, column, whole, key });
    }

    /// Where the name of a value stands: before it, in quotes.
    fn key(&self, key: &str, value: &str) -> Option<(usize, usize)> {
        let end = offset(self.text, value);
        let before = self.text.get(..end)?.trim_end().strip_suffix(':')?.trim_end();
        let from = before.len().checked_sub(key.len() + 2)?;
        // A name that is written with escapes is longer than it is.
        before.get(from..).filter(|quoted| quoted.starts_with('"')).map(|_| (from, before.len()))
    }

    /// Takes the names of the cells from the first list, where it holds nothing but texts.
    fn header(&mut self) {
        let Some(first) = self.cut.elements.first() else { return };
        let cells: Vec<&RawValue> = serde_json::from_str(&self.text[first.start..first.end]).unwrap_or_default();
        let texts = cells.iter().all(|cell| cell.get().starts_with('"') && !plain(cell.get()).trim().is_empty());
        if texts && !cells.is_empty() {
            self.cut.columns = Some(cells.iter().map(|cell| plain(cell.get()).into_owned()).collect());
            self.cut.elements.remove(0);
        } else {
            let widest = cells.len();
            self.cut.columns = Some((1..=widest).map(|number| format!("column {number}")).collect());
        }
    }
}

/// Names of cells that stand beside the rows: texts, or objects with a name.
fn columns(pairs: &Pairs<'_>, depth: usize) -> Option<Vec<String>> {
    for (key, value) in &pairs.0 {
        let raw = value.get();
        if matches!(&**key, "columns" | "fields" | "header" | "headers") && raw.starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
            let names = items.iter().map(|item| match item.get().as_bytes().first() {
                Some(b'"') => Some(plain(item.get()).into_owned()),
                Some(b'{') => {
                    let pairs: Pairs<'_> = serde_json::from_str(item.get()).ok()?;
                    let name = ["name", "id", "fieldName", "field", "label"].iter().find_map(|name| pairs.get(name))?;
                    Some(plain(name).into_owned())
                }
                _ => None,
            });
            return names.collect();
        }
        if raw.starts_with('{') && depth < DEPTH {
            let inner: Pairs<'_> = serde_json::from_str(raw).unwrap_or_default();
            if let Some(found) = columns(&inner, depth + 1) {
                return Some(found);
            }
        }
    }
    None
}

/// Columns with their values: lists of the same length, or objects whose names count the rows.
fn turned<'a>(pairs: &Pairs<'a>) -> Option<Columns<'a>> {
    if pairs.0.len() < 2 {
        return None;
    }
    let mut columns: Columns<'a> = Vec::new();
    for (key, value) in &pairs.0 {
        let raw = value.get();
        let values: Vec<&'a str> = match raw.as_bytes().first()? {
            b'[' if pairs.0.len() > 2 => {
                let items: Vec<&'a RawValue> = serde_json::from_str(raw).ok()?;
                items.into_iter().map(RawValue::get).collect()
            }
            b'{' => {
                let Pairs(inner) = serde_json::from_str::<Pairs<'a>>(raw).ok()?;
                if !inner.iter().all(|(name, _)| name.parse::<u64>().is_ok()) {
                    return None;
                }
                inner.into_iter().map(|(_, value)| value.get()).collect()
            }
            _ => return None,
        };
        if values.is_empty() || columns.first().is_some_and(|(_, first)| first.len() != values.len()) {
            return None;
        }
        columns.push((key.to_string(), values));
    }
    Some(columns)
}

/// Whether an object is reports under their ids: all its members are objects, and two neighbours have most names in common.
fn keyed(pairs: &Pairs<'_>) -> bool {
    if pairs.0.len() < 2 || !pairs.0.iter().all(|(_, value)| value.get().starts_with('{')) {
        return false;
    }
    let names = |at: usize| -> Vec<String> {
        let Pairs(inner) = serde_json::from_str(pairs.0[at].1.get()).unwrap_or_default();
        inner.into_iter().map(|(name, _)| name.into_owned()).collect()
    };
    let (first, second) = (names(0), names(1));
    let common = first.iter().filter(|name| second.contains(name)).count();
    common * 2 > first.len().max(second.len())
}

/// Why an object holds no reports: an empty list, or an error.
fn empty(pairs: &Pairs<'_>, lists: &[List<'_>]) -> Option<String> {
    let said = ["error", "errors", "message", "detail"].iter().find_map(|name| pairs.get(name));
    let failed = ["success", "ok"].iter().any(|name| pairs.get(name) == Some("false")) || pairs.get("error").is_some();
    if let Some(said) = said.filter(|said| failed && *said != "null" && *said != "false") {
        let inner: Pairs<'_> = serde_json::from_str(said).unwrap_or_default();
        let words = inner.get("message").map_or_else(|| plain(said).into_owned(), |said| plain(said).into_owned());
        let words: String = words.chars().filter(|ch| !ch.is_control()).take(120).collect();
        return Some(format!(", but an error: {words}"));
    }
    let list = lists.iter().find(|list| {
        list.kind == Kind::Empty && list.path.rsplit('.').next().is_some_and(|name| NAMES.contains(&name))
    })?;
    Some(format!(": its list {:?} is empty", list.path))
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
                // A plain value that nothing follows is whole.
                if depth == 0 && at == bytes.len() {
                    return Some(at);
                }
                continue;
            }
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}
