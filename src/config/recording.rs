//! Writing into the decisions file, whose order and comments stay as they are.

use super::decisions::{CONTEXT, parse, read};
use super::reading::{Problem, Problems};
use crate::model::Day;
use crate::model::decision::{Decision, Decisions, NameRef, Verdict};
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
    let present = read(file, text)?;
    let (text, written) = put(file, text, &present, decision)?;
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
    let (mut text, mut counts) = (text.to_owned(), Imported::default());
    for decision in parse(other_file, other, today)?.all {
        let present = read(file, &text)?;
        let matter = present.all.iter().find(|known| same_matter(&known.verdict, &decision.verdict));
        // A file from a page or a workbook may have lain about while the matter was decided anew.
        if matter.is_some_and(|known| !equal(known, &decision) && known.when > decision.when) {
            counts.older += 1;
            continue;
        }
        let (next, written) = put(file, &text, &present, &decision)?;
        match written {
            Written::Added => counts.added += 1,
            Written::Replaced => counts.replaced += 1,
            Written::Already => counts.already += 1,
        }
        text = next;
    }
    parse(file, &text, today)?;
    Ok((text, counts))
}

/// Whether two decisions say the same on the same evidence.
fn equal(a: &Decision, b: &Decision) -> bool {
    let same_words = std::mem::discriminant(&a.verdict) == std::mem::discriminant(&b.verdict);
    let until = |decision: &Decision| match decision.verdict {
        Verdict::Snooze(_, day) => Some(day),
        _ => decision.expires,
    };
    same_words
        && same_matter(&a.verdict, &b.verdict)
        && until(a) == until(b)
        && (&a.reason, &a.evidence) == (&b.reason, &b.evidence)
}

/// Whether two decisions speak of exactly the same names, reports or finding, whatever they say.
fn same_matter(a: &Verdict, b: &Verdict) -> bool {
    use Verdict::{Accept, Canonical, DifferentEvents, DifferentPlaces, FalseAlarm, SameEvent, SamePlace, Snooze};
    fn set<T: Ord + Clone>(all: &[T]) -> Vec<T> {
        let mut all = all.to_vec();
        all.sort();
        all
    }
    match (a, b) {
        (SamePlace(a) | DifferentPlaces(a), SamePlace(b) | DifferentPlaces(b)) => set(a) == set(b),
        (SameEvent(a) | DifferentEvents(a), SameEvent(b) | DifferentEvents(b)) => set(a) == set(b),
        (Canonical(a), Canonical(b)) => a == b,
        (Accept(a) | FalseAlarm(a) | Snooze(a, _), Accept(b) | FalseAlarm(b) | Snooze(b, _)) => a == b,
        _ => false,
    }
}

fn put(file: &str, text: &str, present: &Decisions, decision: &Decision) -> Result<(String, Written), Problems> {
    let fail = |message: String| Problems(vec![Problem { file: file.to_owned(), line: 1, column: 1, message }]);
    // The last one counts where a file has several on one matter.
    let index = present.all.iter().rposition(|known| same_matter(&known.verdict, &decision.verdict));
    if index.and_then(|index| present.all.get(index)).is_some_and(|known| equal(known, decision)) {
        return Ok((text.to_owned(), Written::Already));
    }
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| fail(format!("this is not TOML: {}", error.message())))?;
    if text.trim().is_empty() {
        document.set_trailing("");
    }
    let root = document.as_table_mut();
    let list = root.entry("decision").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let Some(tables) = list.as_array_of_tables_mut() else {
        return Err(fail("`decision` is written as one list; give each decision a [[decision]] of its own".to_owned()));
    };
    let written = match index.and_then(|index| tables.get_mut(index)) {
        Some(table) => {
            fill(table, decision);
            Written::Replaced
        }
        None => {
            let mut table = Table::new();
            let first = tables.is_empty() && text.trim().is_empty();
            table.decor_mut().set_prefix(if first { FIRST } else { "\n" });
            fill(&mut table, decision);
            tables.push(table);
            Written::Added
        }
    };
    let mut text = document.to_string();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok((text, written))
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
