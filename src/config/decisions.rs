//! The decisions file: made for git and for hands.
//!
//! ```toml
//! [[decision]]
//! verdict = "same"                    # also: different, canonical (one name)
//! names = ["Ouatagouna", "Ouattagouna"]
//! country = "Mali"                    # of all names; a name may say more: { name = "Karou", admin1 = "Gao" }
//! by = "A. Maïga"
//! when = 2026-01-31
//! reason = "one town on the river, both spellings in one bulletin"
//!
//! [[decision]]
//! verdict = "same-event"              # also: different-events
//! reports = ["R1", "R7"]
//! reason = "the same ambush"
//!
//! [[decision]]
//! verdict = "accept"                  # also: false-alarm, snooze (with until)
//! finding = "4x9rq2m8c1d0f"
//! evidence = "0h3kz"                  # what it was made on: when that changes, the finding comes back
//! reason = "checked with the source"
//! until = 2026-12-31                  # the decision's last day
//! ```

use super::contradiction;
use super::reading::{Problem, Problems, Section, Source, listed, span};
use crate::model::Day;
use crate::model::decision::{Decision, Decisions, NameRef, Verdict};
use toml::de::DeValue;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Same,
    Different,
    Canonical,
    SameEvent,
    DifferentEvents,
    Accept,
    FalseAlarm,
    Snooze,
}

const KINDS: [(&str, Kind); 8] = [
    ("same", Kind::Same),
    ("different", Kind::Different),
    ("canonical", Kind::Canonical),
    ("same-event", Kind::SameEvent),
    ("different-events", Kind::DifferentEvents),
    ("accept", Kind::Accept),
    ("false-alarm", Kind::FalseAlarm),
    ("snooze", Kind::Snooze),
];

const CONTEXT: [&str; 3] = ["country", "admin1", "admin2"];

/// Reads a decisions file. `today` tells which decisions have run out and contradict nothing any more.
///
/// # Errors
/// Everything that is wrong with it, each with its line and remedy; decisions that cannot both hold among that.
pub fn parse(file: &str, text: &str, today: Day) -> Result<Decisions, Problems> {
    let decisions = read(file, text)?;
    let problems = contradiction::find(&decisions, today);
    if problems.is_empty() { Ok(decisions) } else { Err(Problems(problems)) }
}

fn read(file: &str, text: &str) -> Result<Decisions, Problems> {
    Source::read(file, text, |_, root| {
        root.only(&["decision"]);
        let all = root.sections("decision").iter().filter_map(decision).collect();
        Decisions { file: file.to_owned(), all }
    })
}

fn decision(section: &Section<'_>) -> Option<Decision> {
    let say = |message: String| section.source.problem(section.at, message);
    let kind = section.word("verdict", &KINDS);
    if kind.is_none() && section.raw("verdict").is_none() {
        say(format!("a [[decision]] needs `verdict`: {}", listed(KINDS.iter().map(|(word, _)| *word))));
    }
    let reason = section.filled("reason");
    if reason.is_none() && section.raw("reason").is_none() {
        say("a [[decision]] needs `reason`: whoever comes after must be able to judge it".to_owned());
    }
    let (by, when) = (section.text("by"), section.day("when"));
    let (until, expires) = (section.day("until"), section.day("expires"));
    if let (Some(_), Some(expires)) = (&until, &expires) {
        section.source.problem(expires.at, "`until` and `expires` say the same; keep `until`");
    }
    let last_day = until.or(expires).map(|day| day.value);
    let evidence = section.text("evidence").map(|text| text.value).unwrap_or_default();
    let kind = kind?.value;
    let own: &[&str] = match kind {
        Kind::Same | Kind::Different | Kind::Canonical => &["names", "name", "country", "admin1", "admin2"],
        Kind::SameEvent | Kind::DifferentEvents => &["reports"],
        // Code and headline are there for the reader of the file.
        Kind::Accept | Kind::FalseAlarm | Kind::Snooze => &["finding", "evidence", "code", "headline"],
    };
    section.only(&[&["verdict", "reason", "by", "when", "until", "expires"], own].concat());
    let verdict = match kind {
        Kind::Same | Kind::Different => {
            let names = names(section)?;
            if names.len() < 2 {
                say("`names` needs two names or more".to_owned());
            }
            if kind == Kind::Same { Verdict::SamePlace(names) } else { Verdict::DifferentPlaces(names) }
        }
        Kind::Canonical => match names(section)?.as_slice() {
            [name] => Verdict::Canonical(name.clone()),
            _ => {
                say("`names` of a canonical name is one name; which names are its place, a decision `same` says"
                    .to_owned());
                return None;
            }
        },
        Kind::SameEvent | Kind::DifferentEvents => {
            let Some(reports) = section.texts("reports") else {
                if section.raw("reports").is_none() {
                    say("this [[decision]] needs `reports`, the ids of two reports or more".to_owned());
                }
                return None;
            };
            let ids: Vec<String> = reports.value.iter().map(|id| id.trim().to_owned()).collect();
            distinct(section, reports.at, &ids, |id| id);
            if ids.len() < 2 {
                section.source.problem(reports.at, "`reports` needs two ids or more");
            }
            if kind == Kind::SameEvent { Verdict::SameEvent(ids) } else { Verdict::DifferentEvents(ids) }
        }
        Kind::Accept | Kind::FalseAlarm | Kind::Snooze => {
            let Some(finding) = section.filled("finding") else {
                if section.raw("finding").is_none() {
                    say("this [[decision]] needs `finding`, a finding's fingerprint as reports show it".to_owned());
                }
                return None;
            };
            match (kind, last_day) {
                (Kind::Accept, _) => Verdict::Accept(finding.value),
                (Kind::FalseAlarm, _) => Verdict::FalseAlarm(finding.value),
                (_, Some(day)) => Verdict::Snooze(finding.value, day),
                _ => {
                    if section.raw("until").is_none() {
                        say("a snooze needs `until`, the day on which the finding comes back".to_owned());
                    }
                    return None;
                }
            }
        }
    };
    let expires = if kind == Kind::Snooze { None } else { last_day };
    Some(Decision {
        verdict,
        by: by.map(|text| text.value.trim().to_owned()).unwrap_or_default(),
        when: when.map(|day| day.value),
        reason: reason?.value,
        evidence,
        expires,
        line: section.source.place(section.at).0,
    })
}

fn names(section: &Section<'_>) -> Option<Vec<NameRef>> {
    let context = |key: &str| section.text(key).map(|text| text.value.trim().to_owned()).unwrap_or_default();
    let all = NameRef {
        name: String::new(),
        country: context("country"),
        admin1: context("admin1"),
        admin2: context("admin2"),
    };
    let Some(list) = section.raw("names").or_else(|| section.raw("name")) else {
        section.source.problem(section.at, "this [[decision]] needs `names`, spellings as they stand in the data");
        return None;
    };
    let at = span(list).start;
    let wrong = || {
        section.source.problem(at, "`names` is a list of names, each a text or { name = \"...\", country = \"...\" }")
    };
    let one = |value: &DeValue<'_>| {
        let name = value.as_str()?.trim();
        (!name.is_empty()).then(|| NameRef { name: name.to_owned(), ..all.clone() })
    };
    let mut names = Vec::new();
    match list.get_ref() {
        DeValue::Array(items) => {
            for item in items.iter() {
                if let Some(own) = section.below("`names`".to_owned(), item) {
                    own.only(&[&["name"], &CONTEXT[..]].concat());
                    let field = |key: &str, otherwise: &str| {
                        own.text(key).map_or_else(|| otherwise.to_owned(), |text| text.value.trim().to_owned())
                    };
                    let name = NameRef {
                        name: field("name", ""),
                        country: field("country", &all.country),
                        admin1: field("admin1", &all.admin1),
                        admin2: field("admin2", &all.admin2),
                    };
                    if name.name.is_empty() {
                        wrong();
                        return None;
                    }
                    names.push(name);
                } else if let Some(name) = one(item.get_ref()) {
                    names.push(name);
                } else {
                    wrong();
                    return None;
                }
            }
        }
        single => match one(single) {
            Some(name) => names.push(name),
            None => {
                wrong();
                return None;
            }
        },
    }
    distinct(section, at, &names, |name| &name.name);
    Some(names)
}

fn distinct<T: PartialEq>(section: &Section<'_>, at: usize, all: &[T], name: impl Fn(&T) -> &String) {
    for (index, item) in all.iter().enumerate() {
        if all[..index].contains(item) {
            section.source.problem(at, format!("\"{}\" stands here twice", name(item)));
        }
    }
}

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
