//! Decisions that a steward filled into the workbook, read back by the names of its columns.
//!
//! Rows may have been sorted, filtered, moved or deleted, columns moved and added, the file saved by another program.
//! Whatever cannot be understood is refused with its sheet and cell, and then nothing is decided.

use crate::emit::review::{ON_EVENTS, ON_FINDINGS, ON_PLACES};
use crate::emit::xlsx::{BETWEEN, FINDINGS, ON_SPELLINGS, PLACES};
use crate::model::Day;
use crate::model::decision::{Decision, Decisions, NameRef, Verdict};
use crate::run::Error;
use calamine::{Data, Range, Reader, open_workbook_auto_from_rs};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Problems told; the others are counted.
const TOLD: usize = 20;

/// What stands for cells that are left empty.
#[derive(Debug, Clone)]
pub struct Blanks {
    /// The day of the decisions.
    pub today: Day,
    /// By whom.
    pub by: String,
    /// Why, where one reason was given for all.
    pub reason: Option<String>,
}

/// Whether these bytes are a workbook, by their first ones: a zip archive or an old compound document.
pub fn recognise(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// The decisions in a workbook, in the order of its sheets and rows.
///
/// # Errors
/// It is no workbook of recount, or cells cannot be understood.
pub fn decisions(name: &str, bytes: Vec<u8>, blanks: &Blanks) -> Result<Decisions, Error> {
    let broken = |why: String| Error::new(format!("{name}: this workbook cannot be read: {why}"));
    // The library indexes into what files declare; a damaged one may make it panic.
    let sheets = catch_unwind(AssertUnwindSafe(|| -> Result<Vec<(&str, Range<Data>)>, String> {
        let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        let present: Vec<&str> = [FINDINGS, PLACES]
            .into_iter()
            .filter(|sheet| book.sheet_names().iter().any(|name| name == sheet))
            .collect();
        present
            .into_iter()
            .map(|sheet| Ok((sheet, book.worksheet_range(sheet).map_err(|error| error.to_string())?)))
            .collect()
    }));
    let sheets = sheets.unwrap_or_else(|_| Err("its structure contradicts itself".to_owned())).map_err(broken)?;
    if sheets.is_empty() {
        return Err(Error::new(format!(
            "{name}: this is no workbook of recount: it has neither a sheet `{FINDINGS}` nor a sheet `{PLACES}`; \
             make one with `recount check --emit xlsx=FILE`"
        )));
    }
    let mut reading = Reading { name, blanks, all: Vec::new(), on: BTreeMap::new(), problems: Vec::new() };
    for (sheet, range) in &sheets {
        reading.sheet(sheet, range)?;
    }
    if !reading.problems.is_empty() {
        let mut told: Vec<String> = reading.problems.iter().take(TOLD).cloned().collect();
        if reading.problems.len() > TOLD {
            told.push(format!("and {} cells more; nothing was decided", reading.problems.len() - TOLD));
        }
        return Err(Error::new(told.join("\n")));
    }
    Ok(Decisions { file: format!("{name}, rows of its sheets"), all: reading.all })
}

struct Reading<'a> {
    name: &'a str,
    blanks: &'a Blanks,
    all: Vec<Decision>,
    /// The cell that decided on a finding or a spelling, with its verdict.
    on: BTreeMap<(String, String), (String, String)>,
    problems: Vec<String>,
}

/// A row with a decision, its cells by column.
struct Row<'a> {
    sheet: &'a str,
    number: u32,
    left: u32,
    cells: &'a [Data],
    columns: &'a BTreeMap<String, usize>,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> &Data {
        self.columns.get(column).and_then(|at| self.cells.get(*at)).unwrap_or(&Data::Empty)
    }

    /// A cell as text; one that holds an error, or that is missing, is empty.
    fn text(&self, column: &str) -> String {
        text(self.cell(column))
    }

    /// Sheet and cell, as spreadsheet programs write them.
    fn at(&self, column: &str) -> String {
        let mut number = self.left + self.columns.get(column).map_or(0, |at| *at as u32) + 1;
        let mut letters = Vec::new();
        while number > 0 {
            letters.push(char::from(b'A' + ((number - 1) % 26) as u8));
            number = (number - 1) / 26;
        }
        let letters: String = letters.into_iter().rev().collect();
        format!("sheet {}, cell {letters}{}", self.sheet, self.number)
    }
}

impl Reading<'_> {
    fn sheet(&mut self, sheet: &str, range: &Range<Data>) -> Result<(), Error> {
        let (top, left) = range.start().unwrap_or_default();
        let key = if sheet == FINDINGS { "fingerprint" } else { "spelling" };
        let needed = [key, "decision", "reason"];
        let named = |cells: &[Data]| -> BTreeMap<String, usize> {
            cells.iter().enumerate().rev().map(|(at, cell)| (text(cell).to_lowercase(), at)).collect()
        };
        // A title may have been written above the header.
        let header = range.rows().take(50).enumerate().find_map(|(at, cells)| {
            let columns = named(cells);
            (columns.contains_key(key) && columns.contains_key("decision")).then_some((at, columns))
        });
        let Some((header, columns)) =
            header.filter(|(_, columns)| needed.iter().all(|name| columns.contains_key(*name)))
        else {
            return Err(Error::new(format!(
                "{}: sheet {sheet} has no row with the columns {}; leave the header of the workbook as it was",
                self.name,
                needed.join(", ")
            )));
        };
        for (at, cells) in range.rows().enumerate().skip(header + 1) {
            let row = Row { sheet, number: top + at as u32 + 1, left, cells, columns: &columns };
            let error = ["decision", "reason", "until", "by"]
                .into_iter()
                .find(|column| matches!(row.cell(column), Data::Error(_)));
            if let Some(column) = error {
                self.say(&row, column, "holds an error of the spreadsheet; write what it was to say");
            } else if !row.text("decision").is_empty() {
                self.row(&row);
            } else if let Some(column) = ["reason", "until"].into_iter().find(|column| !row.text(column).is_empty()) {
                let what = format!("is filled in, but {} holds no decision", row.at("decision"));
                self.say(&row, column, &what);
            }
        }
        Ok(())
    }

    fn say(&mut self, row: &Row<'_>, column: &str, what: &str) {
        self.problems.push(format!("{}: {}: {what}", self.name, row.at(column)));
    }

    fn row(&mut self, row: &Row<'_>) {
        let written = row.text("decision");
        let (word, day) = split(&written);
        let known: Vec<&str> = if row.sheet == FINDINGS {
            [&ON_FINDINGS[..], &ON_PLACES, &ON_EVENTS].concat()
        } else {
            ON_SPELLINGS.to_vec()
        };
        let Some(verdict) = known.iter().copied().find(|known| *known == word) else {
            let near = known.iter().map(|known| (strsim::jaro_winkler(known, &word), *known));
            let near = near.filter(|(score, _)| *score > 0.8).max_by(|a, b| a.0.total_cmp(&b.0));
            let hint = near.map_or_else(String::new, |(_, near)| format!("; did you mean {near}?"));
            self.say(row, "decision", &format!("\"{written}\" is none of {}{hint}", known.join(", ")));
            return;
        };
        let reason =
            Some(row.text("reason")).filter(|reason| !reason.is_empty()).or_else(|| self.blanks.reason.clone());
        let Some(reason) = reason else {
            self.say(row, "reason", &format!("is empty: say why it is \"{verdict}\", or give one --reason for all"));
            return;
        };
        let until = match (day, row.cell("until")) {
            (Some(day), Data::Empty) => self.day(row, "decision", &Data::String(day)),
            (Some(_), _) => {
                self.say(row, "until", "names a day, and so does the decision: keep one of them");
                return;
            }
            (None, cell) => self.day(row, "until", cell),
        };
        let Some(until) = until else { return };
        let by = Some(row.text("by")).filter(|by| !by.is_empty()).unwrap_or_else(|| self.blanks.by.clone());
        let made = Decision {
            verdict: Verdict::Accept(String::new()),
            by,
            when: Some(self.blanks.today),
            reason,
            evidence: String::new(),
            expires: until,
            line: row.number,
        };
        let subject = if row.sheet == FINDINGS {
            row.text("fingerprint")
        } else {
            row.text("place id") + "\n" + &row.text("spelling")
        };
        let before = self.on.insert((row.sheet.to_owned(), subject), (row.at("decision"), written.clone()));
        if let Some((cell, other)) = before.filter(|(_, other)| *other != written) {
            self.say(row, "decision", &format!("says \"{written}\" of what {cell} says \"{other}\" of"));
            return;
        }
        if row.sheet == FINDINGS { self.finding(row, verdict, made) } else { self.spelling(row, verdict, made) }
    }

    /// The day of a cell: none where it is empty; `None` where it is no day, which was said then.
    fn day(&mut self, row: &Row<'_>, column: &str, cell: &Data) -> Option<Option<Day>> {
        let day = match cell {
            Data::Empty => return Some(None),
            Data::DateTime(when) if when.is_datetime() => {
                let (year, month, day, ..) = when.to_ymd_hms_milli();
                jiff::civil::Date::new(year as i16, month as i8, day as i8).ok()
            }
            other => {
                let written = text(other);
                if written.is_empty() {
                    return Some(None);
                }
                written.get(..10).filter(|_| !matches!(other, Data::String(_))).unwrap_or(&written).parse().ok()
            }
        };
        if day.is_none() {
            self.say(row, column, &format!("\"{}\" is no day; write it as 2026-12-31", text(cell)));
        }
        day.map(|day| Some(Day::from(day)))
    }

    fn finding(&mut self, row: &Row<'_>, verdict: &str, made: Decision) {
        let (print, evidence) = (row.text("fingerprint"), row.text("evidence"));
        if print.is_empty() {
            self.say(row, "fingerprint", "is empty: it says which finding is meant");
            return;
        }
        let on_finding = |verdict: Verdict| Decision { verdict, evidence: evidence.clone(), ..made.clone() };
        if ON_FINDINGS.contains(&verdict) {
            let decision = match (verdict, made.expires) {
                ("accept", _) => on_finding(Verdict::Accept(print)),
                ("false-alarm", _) => on_finding(Verdict::FalseAlarm(print)),
                (_, Some(day)) => Decision { expires: None, ..on_finding(Verdict::Snooze(print, day)) },
                _ => {
                    self.say(row, "until", "is empty: a snooze needs the day on which the finding comes back");
                    return;
                }
            };
            self.all.push(decision);
        } else if ON_EVENTS.contains(&verdict) {
            let reports = row.text("reports");
            let ids: Vec<String> = reports.split(BETWEEN).map(|id| id.trim().to_owned()).collect();
            if ids.len() < 2 || ids.iter().any(String::is_empty) {
                self.say(row, "decision", &format!("\"{verdict}\" wants a finding on two reports or more"));
                return;
            }
            let verdict = if verdict == "same-event" { Verdict::SameEvent(ids) } else { Verdict::DifferentEvents(ids) };
            self.all.push(Decision { verdict, ..made });
        } else {
            let (country, admin1) = (row.text("country"), row.text("admin1"));
            let spellings = row.text("spellings");
            let names: Vec<NameRef> = spellings
                .lines()
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(|name| reference(name, &country, &admin1))
                .collect();
            if names.len() < 2 {
                self.say(row, "decision", &format!("\"{verdict}\" wants a finding on two spellings or more"));
                return;
            }
            if verdict == "different" {
                self.all.push(Decision { verdict: Verdict::DifferentPlaces(names), ..made });
                return;
            }
            self.all.push(Decision { verdict: Verdict::SamePlace(names), ..made.clone() });
            // The names of one place stay one place: that its spellings differ is right, and accepted with this.
            if !row.text("place").is_empty() {
                self.all.push(on_finding(Verdict::Accept(print)));
            }
        }
    }

    fn spelling(&mut self, row: &Row<'_>, verdict: &str, made: Decision) {
        let (place, spelling) = (row.text("place"), row.text("spelling"));
        let (country, admin1) = (row.text("country"), row.text("admin1"));
        if spelling.is_empty() || place.is_empty() {
            self.say(row, "spelling", "is empty, or its place is: they say what is meant");
            return;
        }
        let name = reference(&spelling, &country, &admin1);
        let verdict = match verdict {
            "canonical" => Verdict::Canonical(name),
            _ if spelling == place => {
                let what = format!(
                    "\"{verdict}\" says nothing here: the spelling is the place's own; write it beside another one"
                );
                self.say(row, "decision", &what);
                return;
            }
            "same" => Verdict::SamePlace(vec![reference(&place, &country, &admin1), name]),
            _ => Verdict::DifferentPlaces(vec![reference(&place, &country, &admin1), name]),
        };
        self.all.push(Decision { verdict, ..made });
    }
}

fn reference(name: &str, country: &str, admin1: &str) -> NameRef {
    NameRef { name: name.to_owned(), country: country.to_owned(), admin1: admin1.to_owned(), admin2: String::new() }
}

/// "Snooze until 2026-12-31" as the verdict and its day; case, blanks and underlines do not matter.
fn split(written: &str) -> (String, Option<String>) {
    let lower = written.to_lowercase();
    let (word, day) = match lower.split_once(" until ") {
        Some((word, day)) => (word, Some(day.trim().to_owned())),
        None => (lower.as_str(), None),
    };
    let word: Vec<&str> = word.split([' ', '_', '-', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    (word.join("-"), day)
}

fn text(cell: &Data) -> String {
    let text = match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::DateTime(when) if when.is_datetime() => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(when) => when.as_f64().to_string(),
        other => other.to_string(),
    };
    text.trim().to_owned()
}
