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
use super::reading::{Problems, Section, Source, listed, span};
pub use super::recording::{Imported, Written, import, take_over, write};
use crate::model::Day;
use crate::model::decision::{Decision, Decisions, NameRef, Verdict};
use toml::de::DeValue;

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

pub(super) const CONTEXT: [&str; 3] = ["country", "admin1", "admin2"];

/// Reads a decisions file. `today` tells which decisions have run out and contradict nothing any more.
///
/// # Errors
/// Everything that is wrong with it, each with its line and remedy; decisions that cannot both hold among that.
pub fn parse(file: &str, text: &str, today: Day) -> Result<Decisions, Problems> {
    let decisions = read(file, text)?;
    let problems = contradiction::find(&decisions, today);
    if problems.is_empty() { Ok(decisions) } else { Err(Problems(problems)) }
}

pub(super) fn read(file: &str, text: &str) -> Result<Decisions, Problems> {
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
