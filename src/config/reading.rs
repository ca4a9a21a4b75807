//! Reading TOML with the place of every key and value, gathering problems instead of stopping at the first.

use super::setting::Origin;
use crate::model::Day;
use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong in a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file's name.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode code points, from 1.
    pub column: u32,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

/// All problems of a file, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                out.write_str("\n")?;
            }
            write!(out, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// A file being read.
pub(super) struct Source<'a> {
    pub file: &'a str,
    text: &'a str,
    problems: RefCell<Vec<Problem>>,
}

impl<'a> Source<'a> {
    /// Reads a file's text and hands its root table on. Whatever was found wrong meanwhile is the error.
    pub(super) fn read<T>(
        file: &'a str,
        text: &'a str,
        work: impl FnOnce(&Source<'_>, Section<'_>) -> T,
    ) -> Result<T, Problems> {
        let source = Source { file, text, problems: RefCell::default() };
        let made = match DeTable::parse(text) {
            Ok(root) => {
                Some(work(&source, Section { source: &source, table: root.get_ref(), name: String::new(), at: 0 }))
            }
            Err(error) => {
                let message: String = error.message().lines().collect::<Vec<_>>().join("; ");
                source.problem(error.span().map_or(0, |span| span.start), format!("this is not TOML: {message}"));
                None
            }
        };
        let mut problems = source.problems.into_inner();
        problems.sort();
        problems.dedup();
        match made {
            Some(made) if problems.is_empty() => Ok(made),
            _ => Err(Problems(problems)),
        }
    }

    /// Line and column of a byte.
    pub(super) fn place(&self, at: usize) -> (u32, u32) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() as u32 + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u32 + 1;
        (line, column)
    }

    /// Notes that something is wrong at a byte.
    pub(super) fn problem(&self, at: usize, message: impl Into<String>) {
        let (line, column) = self.place(at);
        let problem = Problem { file: self.file.to_owned(), line, column, message: message.into() };
        self.problems.borrow_mut().push(problem);
    }

    /// Where a setting at that byte was made.
    pub(super) fn origin(&self, at: usize) -> Origin {
        Origin::File { file: self.file.to_owned(), line: self.place(at).0 }
    }
}

/// A value and the byte where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct At<T> {
    pub value: T,
    pub at: usize,
}

/// A table of the file.
#[derive(Clone)]
pub(super) struct Section<'a> {
    pub source: &'a Source<'a>,
    table: &'a DeTable<'a>,
    /// How it is called, for messages: empty for the root.
    pub name: String,
    /// Where it begins.
    pub at: usize,
}

impl<'a> Section<'a> {
    /// Complains of keys that nobody knows.
    pub(super) fn only(&self, known: &[&str]) {
        for key in self.table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                let place = if self.name.is_empty() { String::new() } else { format!(" in {}", self.name) };
                let hint = suggest(key.get_ref(), known.iter().copied());
                self.source.problem(key.span().start, format!("unknown key `{}`{place}{hint}", key.get_ref()));
            }
        }
    }

    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// Keys and values in the order of the file.
    pub(super) fn entries(&self) -> Vec<(&'a str, usize, &'a Spanned<DeValue<'a>>)> {
        let mut all: Vec<_> =
            self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span().start, value)).collect();
        all.sort_by_key(|(_, at, _)| *at);
        all
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let found = kind(value.get_ref());
        self.source.problem(value.span().start, format!("`{key}` is {found}; it takes {wanted}"));
    }

    fn scalar<T>(&self, key: &str, wanted: &str, read: impl FnOnce(&DeValue<'a>) -> Option<T>) -> Option<At<T>> {
        let value = self.get(key)?;
        let read = read(value.get_ref());
        if read.is_none() {
            self.wrong(key, value, wanted);
        }
        Some(At { value: read?, at: value.span().start })
    }

    /// A text.
    pub(super) fn text(&self, key: &str) -> Option<At<String>> {
        self.scalar(key, "a text in quotes", |value| value.as_str().map(str::to_owned))
    }

    /// A text, blanks taken off, that may not be empty.
    pub(super) fn filled(&self, key: &str) -> Option<At<String>> {
        let text = self.text(key)?;
        let value = text.value.trim().to_owned();
        if value.is_empty() {
            self.source.problem(text.at, format!("`{key}` is empty"));
            return None;
        }
        Some(At { value, at: text.at })
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<At<T>> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text.value.trim());
        if found.is_none() {
            let all = listed(words.iter().map(|(word, _)| *word));
            let hint = suggest(&text.value, words.iter().map(|(word, _)| *word));
            self.source.problem(text.at, format!("`{key}` is \"{}\"; it is one of {all}{hint}", text.value));
        }
        found.map(|(_, value)| At { value: *value, at: text.at })
    }

    /// True or false.
    pub(super) fn truth(&self, key: &str) -> Option<At<bool>> {
        self.scalar(key, "true or false", DeValue::as_bool)
    }

    /// A whole number.
    pub(super) fn whole(&self, key: &str) -> Option<At<i64>> {
        self.scalar(key, "a whole number", whole)
    }

    /// A day: a TOML date, or one in quotes.
    pub(super) fn day(&self, key: &str) -> Option<At<Day>> {
        self.scalar(key, "a day such as 2026-01-31", |value| {
            let text = match value {
                DeValue::Datetime(day) if day.time.is_none() => day.to_string(),
                other => other.as_str()?.trim().to_owned(),
            };
            text.parse::<jiff::civil::Date>().ok().map(Day::from)
        })
    }

    /// A text or a list of texts.
    pub(super) fn texts(&self, key: &str) -> Option<At<Vec<String>>> {
        let value = self.get(key)?;
        let texts = texts(value.get_ref());
        if texts.is_none() {
            self.wrong(key, value, "a text in quotes or a list of them");
        }
        Some(At { value: texts?, at: value.span().start })
    }

    /// A number, text or day as it is written.
    pub(super) fn written(&self, key: &str) -> Option<At<String>> {
        self.scalar(key, "a number, a day or a text", written)
    }

    /// A value as it is.
    pub(super) fn raw(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.get(key)
    }

    /// A table within.
    pub(super) fn section(&self, key: &str) -> Option<Section<'a>> {
        let value = self.get(key)?;
        let section = self.below(format!("[{key}]"), value);
        if section.is_none() {
            self.wrong(key, value, &format!("a table: [{key}]"));
        }
        section
    }

    /// A list of tables within.
    pub(super) fn sections(&self, key: &str) -> Vec<Section<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let wanted = format!("a list of tables, each headed [[{key}]]");
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, &wanted);
            return Vec::new();
        };
        let mut all = Vec::new();
        for item in items.iter() {
            match self.below(format!("[[{key}]]"), item) {
                Some(section) => all.push(section),
                None => self.wrong(key, item, &wanted),
            }
        }
        all
    }

    /// A value that is a table, under a name.
    pub(super) fn below(&self, name: String, value: &'a Spanned<DeValue<'a>>) -> Option<Section<'a>> {
        let table = value.get_ref().as_table()?;
        Some(Section { source: self.source, table, name, at: value.span().start })
    }

    /// As a plain table, only those keys, for a reader of its own.
    pub(super) fn plain(&self, keys: &[&str]) -> toml::Table {
        let wanted = self.table.iter().filter(|(key, _)| keys.contains(&key.get_ref().as_ref()));
        wanted.map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref()))).collect()
    }
}

/// A whole number.
pub(super) fn whole(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// A text or a list of texts.
pub(super) fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) => Some(vec![text.to_string()]),
        DeValue::Array(items) => items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

fn written(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.trim().to_owned()),
        DeValue::Integer(_) => whole(value).map(|number| number.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Datetime(day) => Some(day.to_string()),
        _ => None,
    }
}

fn plain(value: &DeValue<'_>) -> toml::Value {
    match value {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(_) => toml::Value::Integer(whole(value).unwrap_or(i64::MAX)),
        DeValue::Float(number) => toml::Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => toml::Value::Boolean(*truth),
        DeValue::Datetime(day) => toml::Value::Datetime(*day),
        DeValue::Array(items) => toml::Value::Array(items.iter().map(|item| plain(item.get_ref())).collect()),
        DeValue::Table(table) => toml::Value::Table(
            table.iter().map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref()))).collect(),
        ),
    }
}

/// What a value is, in words.
pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a day or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The span of a value.
pub(super) fn span<T>(value: &Spanned<T>) -> Range<usize> {
    value.span()
}

/// `; did you mean `x`?` where a word is near enough to one that is known.
pub(super) fn suggest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> String {
    let word = word.trim().to_lowercase();
    let near = known
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1.max(candidate.chars().count().min(word.chars().count()) / 3))
        .min();
    near.map_or_else(String::new, |(_, candidate)| format!("; did you mean `{candidate}`?"))
}

/// `a`, `b` or `c`.
pub(super) fn listed<'k>(words: impl Iterator<Item = &'k str>) -> String {
    let words: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
