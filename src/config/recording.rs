//! Writing into the decisions file, whose order and comments stay as they are.

use super::contradiction;
use super::decisions::{CONTEXT, parse, read};
use super::reading::{Problem, Problems};
use crate::model::Day;
use crate::model::decision::{Decision, Decisions, NameRef, Verdict};
use std::collections::BTreeMap;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

/// What became of a decision that was to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It stands at the end of the file.
    Added,
    /// It took the place of a decision on the same names, reports or finding.
    Replaced,
    /// The file said so already.
    Already,
}

/// Writes a decision into the text of a decisions file. A decision on exactly the same names, reports or finding is
/// replaced where it stands; any other is added at the end. The order and the comments of the file stay.
///
/// # Errors
/// The file is not in order, or the decision would contradict another one: nothing is to be written then.
pub fn write(file: &str, text: &str, decision: &Decision, today: Day) -> Result<(String, Written), Problems> {
    let mut book = Book::open(file, text)?;
    let written = book.put(decision)?;
    let text = book.close(text);
    parse(file, &text, today)?;
    Ok((text, written))
}

/// What importing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Decisions that were new.
    pub added: usize,
    /// Decisions that took the place of an earlier one on the same matter.
    pub replaced: usize,
    /// Decisions that the file had already.
    pub already: usize,
    /// Decisions left out, as the file has a later one on the same matter.
    pub older: usize,
}

/// Takes the decisions of another file over into the text of this one.
///
/// # Errors
/// Either file is not in order, or both together contradict each other: nothing is to be written then.
pub fn import(
    file: &str,
    text: &str,
    other_file: &str,
    other: &str,
    today: Day,
) -> Result<(String, Imported), Problems> {
    take_over(file, text, &parse(other_file, other, today)?, today)
}

/// The same with decisions that were read already, whatever they were read from; their lines are where they stand there.
///
/// # Errors
/// As above.
pub fn take_over(file: &str, text: &str, other: &Decisions, today: Day) -> Result<(String, Imported), Problems> {
    let clashes = contradiction::find(other, today);
    if !clashes.is_empty() {
        return Err(Problems(clashes));
    }
    let mut book = Book::open(file, text)?;
    let mut counts = Imported::default();
    for decision in &other.all {
        // A file from a page or a workbook may have lain about while the matter was decided anew.
        if book.on(&decision.verdict).is_some_and(|known| !equal(known, decision) && known.when > decision.when) {
            counts.older += 1;
            continue;
        }
        match book.put(decision)? {
            Written::Added => counts.added += 1,
            Written::Replaced => counts.replaced += 1,
            Written::Already => counts.already += 1,
        }
    }
    let text = book.close(text);
    parse(file, &text, today)?;
    Ok((text, counts))
}

/// Whether two decisions on one matter say the same on the same evidence.
fn equal(a: &Decision, b: &Decision) -> bool {
    let same_words = std::mem::discriminant(&a.verdict) == std::mem::discriminant(&b.verdict);
    let until = |decision: &Decision| match decision.verdict {
        Verdict::Snooze(_, day) => Some(day),
        _ => decision.expires,
    };
    same_words && until(a) == until(b) && (&a.reason, &a.evidence) == (&b.reason, &b.evidence)
}

/// What a decision speaks of, whatever it says.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Matter {
    Places(Vec<NameRef>),
    Spelling(NameRef),
    Events(Vec<String>),
    Finding(String),
}

impl Matter {
    fn of(verdict: &Verdict) -> Matter {
        fn sorted<T: Ord + Clone>(all: &[T]) -> Vec<T> {
            let mut all = all.to_vec();
            all.sort();
            all
        }
        match verdict {
            Verdict::SamePlace(names) | Verdict::DifferentPlaces(names) => Matter::Places(sorted(names)),
            Verdict::Canonical(name) => Matter::Spelling(name.clone()),
            Verdict::SameEvent(ids) | Verdict::DifferentEvents(ids) => Matter::Events(sorted(ids)),
            Verdict::Accept(print) | Verdict::FalseAlarm(print) | Verdict::Snooze(print, _) => {
                Matter::Finding(print.clone())
            }
        }
    }
}

/// A decisions file that is being written in.
struct Book<'a> {
    file: &'a str,
    document: DocumentMut,
    all: Vec<Decision>,
    /// Where the decision on a matter stands; the last one counts where there are several.
    on: BTreeMap<Matter, usize>,
    changed: bool,
}

impl<'a> Book<'a> {
    fn open(file: &'a str, text: &str) -> Result<Book<'a>, Problems> {
        let all = read(file, text)?.all;
        let fail = |error: toml_edit::TomlError| problem(file, format!("this is not TOML: {}", error.message()));
        let mut document: DocumentMut = text.parse().map_err(fail)?;
        if text.trim().is_empty() {
            document.set_trailing("");
        }
        let on = all.iter().enumerate().map(|(at, decision)| (Matter::of(&decision.verdict), at)).collect();
        Ok(Book { file, document, all, on, changed: false })
    }

    /// The decision on that matter.
    fn on(&self, verdict: &Verdict) -> Option<&Decision> {
        self.on.get(&Matter::of(verdict)).and_then(|at| self.all.get(*at))
    }

    fn put(&mut self, decision: &Decision) -> Result<Written, Problems> {
        let matter = Matter::of(&decision.verdict);
        let at = self.on.get(&matter).copied();
        if at.and_then(|at| self.all.get(at)).is_some_and(|known| equal(known, decision)) {
            return Ok(Written::Already);
        }
        let first =
            self.document.as_table().is_empty() && self.document.trailing().as_str().unwrap_or_default().is_empty();
        let list =
            self.document.as_table_mut().entry("decision").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        let Some(tables) = list.as_array_of_tables_mut() else {
            let message = "`decision` is written as one list; give each decision a [[decision]] of its own";
            return Err(problem(self.file, message.to_owned()));
        };
        self.changed = true;
        if let Some((at, table)) = at.and_then(|at| Some((at, tables.get_mut(at)?))) {
            fill(table, decision);
            self.all[at] = decision.clone();
            return Ok(Written::Replaced);
        }
        let mut table = Table::new();
        table.decor_mut().set_prefix(if first { FIRST } else { "\n" });
        fill(&mut table, decision);
        tables.push(table);
        self.on.insert(matter, self.all.len());
        self.all.push(decision.clone());
        Ok(Written::Added)
    }

    /// The file's text: as it was where nothing was put into it.
    fn close(self, before: &str) -> String {
        if !self.changed {
            return before.to_owned();
        }
        let mut text = self.document.to_string();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }
}

fn problem(file: &str, message: String) -> Problems {
    Problems(vec![Problem { file: file.to_owned(), line: 1, column: 1, message }])
}

const FIRST: &str = "# Decisions on these data: which names and reports are the same, which findings stand as they are.\n\
                     # `recount decide` adds to it; it may be edited by hand.\n\n";

/// Writes a decision's keys, leaving those alone that it does not speak of, and the comments of all that stay.
fn fill(table: &mut Table, decision: &Decision) {
    let mut set = |key: &str, item: Option<Item>| match item {
        Some(item) => match (table.get_mut(key).and_then(Item::as_value_mut), item.as_value()) {
            (Some(old), Some(new)) => {
                let decor = old.decor().clone();
                *old = new.clone();
                *old.decor_mut() = decor;
            }
            _ => {
                table.insert(key, item);
            }
        },
        None => {
            table.remove(key);
        }
    };
    let text = |text: &str| (!text.is_empty()).then(|| value(text));
    let list = |all: &[String]| Some(value(all.iter().map(String::as_str).collect::<toml_edit::Array>()));
    let date = |day: Day| day.to_string().parse::<toml_edit::Datetime>().ok().map(value);
    let (word, until) = match &decision.verdict {
        Verdict::SamePlace(_) => ("same", decision.expires),
        Verdict::DifferentPlaces(_) => ("different", decision.expires),
        Verdict::Canonical(_) => ("canonical", decision.expires),
        Verdict::SameEvent(_) => ("same-event", decision.expires),
        Verdict::DifferentEvents(_) => ("different-events", decision.expires),
        Verdict::Accept(_) => ("accept", decision.expires),
        Verdict::FalseAlarm(_) => ("false-alarm", decision.expires),
        Verdict::Snooze(_, day) => ("snooze", Some(*day)),
    };
    set("verdict", text(word));
    match &decision.verdict {
        Verdict::SamePlace(names) | Verdict::DifferentPlaces(names) => set_names(&mut set, names),
        Verdict::Canonical(name) => set_names(&mut set, std::slice::from_ref(name)),
        Verdict::SameEvent(ids) | Verdict::DifferentEvents(ids) => set("reports", list(ids)),
        Verdict::Accept(print) | Verdict::FalseAlarm(print) | Verdict::Snooze(print, _) => {
            set("finding", text(print));
            set("evidence", text(&decision.evidence));
        }
    }
    set("by", text(&decision.by));
    set("when", decision.when.and_then(date));
    set("reason", text(&decision.reason));
    set("until", until.and_then(date));
    set("expires", None);
}

/// Names as plain texts with their context beside where all share it, else as tables.
fn set_names(set: &mut impl FnMut(&str, Option<Item>), names: &[NameRef]) {
    let Some(first) = names.first() else { return };
    let fields = |name: &NameRef| [name.country.clone(), name.admin1.clone(), name.admin2.clone()];
    let shared = names.iter().all(|name| fields(name) == fields(first));
    let mut array = toml_edit::Array::new();
    for name in names {
        if shared {
            array.push(name.name.as_str());
        } else {
            let mut table = toml_edit::InlineTable::new();
            table.insert("name", name.name.as_str().into());
            for (key, field) in CONTEXT.into_iter().zip(fields(name)) {
                if !field.is_empty() {
                    table.insert(key, field.into());
                }
            }
            array.push(table);
        }
    }
    set("names", Some(value(array)));
    set("name", None);
    for (key, field) in CONTEXT.into_iter().zip(fields(first)) {
        set(key, (shared && !field.is_empty()).then(|| value(field)));
    }
}
