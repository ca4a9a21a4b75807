//! Tables of web pages, as many sites write them and call them .xls.

use super::grid::{Builder, Merged};
use super::markup::entity;
use super::table::Sheet;
use crate::model::Limits;

/// Whether a text is HTML or some XML: whatever begins with a tag.
pub(super) fn recognise(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('<') && text[1..].starts_with(|ch: char| ch.is_ascii_alphabetic() || matches!(ch, '!' | '?'))
}

/// A table that is being read.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<Cell>>,
    in_cell: bool,
}

#[derive(Debug, Default)]
struct Cell {
    text: String,
    down: u32,
    across: u32,
}

/// All tables of the page that are more than layout: two rows and two columns at least. A table within another one is a table of
/// its own.
pub(super) fn open(text: &str, limits: &Limits) -> Vec<Sheet> {
    let (mut open, mut done): (Vec<Table>, Vec<Table>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("<!--") {
            at += rest.find("-->").map_or(rest.len(), |end| end + 3);
        } else if rest.starts_with('<')
            && rest[1..].starts_with(|ch: char| ch.is_ascii_alphabetic() || "/!?".contains(ch))
        {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let tag = &rest[1..end.max(2) - 1];
            at += end;
            let closing = tag.starts_with('/');
            let name = tag.trim_start_matches('/').split(|ch: char| !ch.is_ascii_alphanumeric()).next().unwrap_or("");
            let name = name.to_ascii_lowercase();
            if !closing && matches!(name.as_str(), "script" | "style" | "head") {
                let close = format!("</{name}");
                let rest = text.get(at..).unwrap_or("");
                at += find_ignoring_case(rest, &close).unwrap_or(rest.len());
                continue;
            }
            step(&name, closing, tag, &mut open, &mut done);
        } else {
            let end = rest[1..].find('<').map_or(rest.len(), |end| end + 1);
            if let Some(cell) = open.last_mut().and_then(Table::cell) {
                push_text(&rest[..end], &mut cell.text);
            }
            at += end;
        }
    }
    done.extend(open.into_iter().rev());
    let tables: Vec<Table> =
        done.into_iter().filter(|table| table.rows.len() >= 2 && table.rows.iter().any(|row| row.len() >= 2)).collect();
    let many = tables.len() > 1;
    let sheet = |(number, table): (usize, Table)| Sheet {
        name: many.then(|| format!("table {}", number + 1)),
        table: Box::new(table.grid(limits)),
        encoding: None,
        notes: Vec::new(),
    };
    tables.into_iter().enumerate().map(sheet).collect()
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}

fn step(name: &str, closing: bool, tag: &str, open: &mut Vec<Table>, done: &mut Vec<Table>) {
    match (name, closing) {
        ("table", false) => open.push(Table::default()),
        ("table", true) => done.extend(open.pop()),
        ("tr", false) => {
            if let Some(table) = open.last_mut() {
                table.rows.push(Vec::new());
                table.in_cell = false;
            }
        }
        ("td" | "th", false) => {
            if let Some(table) = open.last_mut() {
                if table.rows.is_empty() {
                    table.rows.push(Vec::new());
                }
                let span =
                    |name| attribute(tag, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1u32).max(1);
                let (down, across) = (span("rowspan").min(100_000), span("colspan").min(1000));
                if let Some(row) = table.rows.last_mut() {
                    row.push(Cell { text: String::new(), down, across });
                }
                table.in_cell = true;
            }
        }
        ("td" | "th" | "tr", true) => open.last_mut().into_iter().for_each(|table| table.in_cell = false),
        ("br" | "p" | "div" | "li", _) => {
            if let Some(cell) = open.last_mut().and_then(Table::cell) {
                cell.text.push(' ');
            }
        }
        _ => {}
    }
}

/// The value of a tag's attribute, quoted or not.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = find_ignoring_case(tag, name)?;
    let value = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split(|ch: char| ch.is_whitespace() || ch == '/').next(),
    }
}

/// Adds text as a browser shows it: entities resolved, runs of blanks one space.
fn push_text(mut raw: &str, out: &mut String) {
    while let Some(ch) = raw.chars().next() {
        if ch == '&'
            && let Some(end) = raw.find(';').filter(|end| *end <= 10)
            && let Some(meant) = entity(&raw[1..end])
        {
            out.push(if meant == '\u{a0}' { ' ' } else { meant });
            raw = &raw[end + 1..];
            continue;
        }
        raw = &raw[ch.len_utf8()..];
        if !ch.is_whitespace() && ch != '\u{a0}' {
            out.push(ch);
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
}

impl Table {
    fn cell(&mut self) -> Option<&mut Cell> {
        if self.in_cell { self.rows.last_mut()?.last_mut() } else { None }
    }

    fn grid(self, limits: &Limits) -> super::grid::Grid {
        let mut out = Builder::new("HTML table", limits.columns);
        // Columns that a cell above reaches down into, and the first row that is free again.
        let mut taken: Vec<(u32, u32)> = Vec::new();
        let mut merged = Vec::new();
        let mut placed: Vec<Vec<(u32, String)>> = Vec::with_capacity(self.rows.len());
        for (row, cells) in self.rows.into_iter().enumerate() {
            let row = row as u32;
            taken.retain(|(_, free)| *free > row);
            let mut column = 0;
            let mut line = Vec::with_capacity(cells.len());
            for cell in cells {
                while taken.iter().any(|(over, _)| *over == column) {
                    column += 1;
                }
                if cell.down > 1 {
                    merged.push(Merged { top: row, left: column, bottom: row + cell.down - 1 });
                    taken.extend((column..column + cell.across).map(|column| (column, row + cell.down)));
                }
                line.push((column, cell.text));
                column += cell.across;
            }
            placed.push(line);
        }
        out.merged(merged);
        for (row, cells) in placed.into_iter().enumerate() {
            out.row(row as u32 + 1);
            for (column, text) in cells {
                out.cell(column, text.trim());
            }
        }
        out.finish()
    }
}
