//! `[[check]]`: a user's own checks, as data.

use super::reading::{At, Section, listed, suggest};
use crate::model::check::{Demand, Ordering, UserCheck};
use crate::model::{Col, Severity};

#[derive(Clone, Copy)]
enum Kind {
    Required,
    OneOf,
    Range,
    Pattern,
    Compare,
    Unique,
}

const KINDS: [(&str, Kind); 6] = [
    ("required", Kind::Required),
    ("one_of", Kind::OneOf),
    ("range", Kind::Range),
    ("pattern", Kind::Pattern),
    ("compare", Kind::Compare),
    ("unique", Kind::Unique),
];

const LEVELS: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];

/// Reads the checks.
pub(super) fn read(sections: &[Section<'_>]) -> Vec<UserCheck> {
    let mut checks: Vec<UserCheck> = Vec::new();
    for section in sections {
        let Some(check) = read_one(section) else { continue };
        if checks.iter().any(|known| known.name == check.name) {
            let message = format!("two checks are called \"{}\"; findings are recognised by that name", check.name);
            section.source.problem(section.at, message);
        }
        checks.push(check);
    }
    checks
}

fn read_one(section: &Section<'_>) -> Option<UserCheck> {
    let name = section.filled("name");
    if name.is_none() && section.raw("name").is_none() {
        section.source.problem(section.at, "a [[check]] needs `name`, such as name = \"known-region\"");
    }
    let kind = section.word("kind", &KINDS);
    if kind.is_none() && section.raw("kind").is_none() {
        let all = listed(KINDS.iter().map(|(word, _)| *word));
        section.source.problem(section.at, format!("a [[check]] needs `kind`: {all}"));
    }
    let level = section.word("level", &LEVELS).map_or(Severity::Warning, |level| level.value);
    let message = section.text("message").map(|text| text.value).unwrap_or_default();
    let datasets = section.texts("datasets").map(|texts| texts.value).unwrap_or_default();
    let columns = columns(section);
    let kind = kind?.value;
    let own: &[&str] = match kind {
        Kind::Required | Kind::Unique => &[],
        Kind::OneOf => &["values"],
        Kind::Range => &["min", "max"],
        Kind::Pattern => &["pattern"],
        Kind::Compare => &["operator"],
    };
    section.only(&[&["name", "kind", "level", "message", "datasets", "column", "columns"], own].concat());
    let lacks = |what: &str| {
        section.source.problem(section.at, format!("this [[check]] needs {what}"));
        None
    };
    let demand = match kind {
        Kind::Required => Demand::Required,
        Kind::Unique => Demand::Unique,
        Kind::OneOf => match section.texts("values") {
            Some(values) if !values.value.is_empty() => Demand::OneOf(values.value),
            Some(_) => return lacks("at least one of `values`"),
            None if section.raw("values").is_some() => return None,
            None => return lacks("`values`, the list of what is allowed"),
        },
        Kind::Range => {
            let (min, max) = (section.written("min"), section.written("max"));
            if min.is_none() && max.is_none() {
                return lacks("`min`, `max` or both");
            }
            check_ends(section, &min, &max);
            Demand::Range { min: min.map(|end| end.value), max: max.map(|end| end.value) }
        }
        Kind::Pattern => {
            let Some(pattern) = section.text("pattern") else { return lacks("`pattern`, a regular expression") };
            if let Err(error) = regex::Regex::new(&pattern.value) {
                let reason = error.to_string();
                let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                section.source.problem(pattern.at, format!("this regular expression cannot be read: {reason}"));
            }
            Demand::Pattern(pattern.value)
        }
        Kind::Compare => {
            let Some(sign) = section.text("operator") else {
                return lacks("`operator`, such as operator = \"<=\" with columns = [\"killed_low\", \"killed_high\"]");
            };
            let Some(ordering) = Ordering::parse(&sign.value) else {
                let all = listed(["<", "<=", "==", "!=", ">=", ">"].into_iter());
                section.source.problem(sign.at, format!("`operator` is \"{}\"; it is one of {all}", sign.value));
                return None;
            };
            if columns.as_ref().is_some_and(|columns| columns.len() != 2) {
                return lacks("two `columns`, the left and the right one");
            }
            Demand::Compare(ordering)
        }
    };
    let name = name?;
    let sound = |letter: char| letter.is_lowercase() || letter.is_ascii_digit() || letter == '-';
    if !name.value.chars().all(sound) {
        let message = format!("`name` is \"{}\"; write it in lower case with hyphens", name.value);
        section.source.problem(name.at, message);
    }
    let origin = section.source.origin(section.at).to_string();
    Some(UserCheck { name: name.value, level, message, columns: columns?, datasets, demand, origin })
}

fn columns(section: &Section<'_>) -> Option<Vec<Col>> {
    let names = section.texts("columns").or_else(|| section.texts("column"));
    let Some(At { value: names, at }) = names else {
        if section.raw("columns").is_none() && section.raw("column").is_none() {
            section.source.problem(section.at, "a [[check]] needs `columns`, by recount's names, such as [\"killed\"]");
        }
        return None;
    };
    if names.is_empty() {
        section.source.problem(at, "`columns` is empty");
    }
    let known = |name: &String| {
        let col = Col::parse(name);
        if col.is_none() {
            let hint = suggest(name, Col::ALL.iter().map(|col| col.name()));
            section.source.problem(at, format!("there is no column `{name}`{hint}"));
        }
        col
    };
    let all: Vec<Option<Col>> = names.iter().map(known).collect();
    all.into_iter().collect()
}

/// Both ends must be numbers, or both days, and in order.
fn check_ends(section: &Section<'_>, min: &Option<At<String>>, max: &Option<At<String>>) {
    let number = |text: &str| text.parse::<f64>().ok();
    let day = |text: &str| text.parse::<jiff::civil::Date>().ok();
    for end in [min, max].into_iter().flatten() {
        if number(&end.value).is_none() && day(&end.value).is_none() {
            section
                .source
                .problem(end.at, format!("\"{}\" is neither a number nor a day such as 2026-01-31", end.value));
        }
    }
    if let (Some(min), Some(max)) = (min, max) {
        let numbers = number(&min.value).zip(number(&max.value)).is_some_and(|(min, max)| min <= max);
        let days = day(&min.value).zip(day(&max.value)).is_some_and(|(min, max)| min <= max);
        if !numbers && !days {
            let message = format!(
                "`min` {} and `max` {} are no range: both are numbers or both days, min first",
                min.value, max.value
            );
            section.source.problem(min.at, message);
        }
    }
}
