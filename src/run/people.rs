//! Lists of named people in a run: their rows are read once more with all cells, and linked.

use super::error::Error;
use super::job::Progress;
use super::read::{Loaded, scan_rows};
use crate::model::{Col, Corpus, Day, People, PersonRow, Report, RowIx, Sym};
use crate::person::{self, Entry};
use crate::text::dates;
use std::fmt::Write as _;

/// A row of a list, with the cells that tell who is who.
#[derive(Debug)]
struct Held {
    row: RowIx,
    name: String,
    local: String,
    age: Option<u16>,
    female: Option<bool>,
    id: String,
    incident: String,
    issue: Option<Day>,
    note: String,
}

/// Finds out who is who on the lists of a run; `None` where there are none.
///
/// # Errors
/// A chunk of the store is damaged.
pub(super) fn link(loaded: &Loaded, progress: &dyn Progress) -> Result<Option<People>, Error> {
    let Some(all) = &loaded.all else { return Ok(None) };
    progress.begin("persons", 0);
    let held = held(loaded, all, progress)?;
    let entries: Vec<Entry<'_>> = held.iter().map(|one| entry(one, all)).collect();
    let found = person::link(&entries);
    progress.end();
    let mut numbers = std::collections::HashMap::new();
    let rows = held
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let next = numbers.len() as u32;
            let person = *numbers.entry(found.person[index]).or_insert(next);
            let facts = found.facts[index];
            PersonRow {
                row: one.row,
                dataset: all.row(one.row).dataset,
                person,
                probability: found.probability[index] as f32,
                list: list(one.row, all),
                issue: one.issue,
                age: one.age,
                id_valid: facts.id_valid,
                id_digest: facts.id_digest,
                parts: facts.parts,
            }
        })
        .collect();
    let proposed = found.proposed.iter().map(|&(a, b, chance)| (a as u32, b as u32, chance as f32)).collect();
    Ok(Some(People { rows, proposed, compared: found.compared as u64 }))
}

/// Why two rows of lists are, or are not, one person; `None` where one of them is no such row.
///
/// # Errors
/// A chunk of the store is damaged.
pub fn explain(loaded: &Loaded, people: Option<&People>, a: RowIx, b: RowIx) -> Result<Option<String>, Error> {
    let (Some(all), Some(people)) = (&loaded.all, people) else { return Ok(None) };
    let held = held(loaded, all, &super::job::Silent)?;
    let at = |row: RowIx| held.iter().position(|one| one.row == row);
    let (Some(left), Some(right)) = (at(a), at(b)) else { return Ok(None) };
    let entries: Vec<Entry<'_>> = held.iter().map(|one| entry(one, all)).collect();
    let Some(judged) = person::explain(&entries, left, right) else { return Ok(None) };
    let mut out = format!("{} and {}: one person with probability {:.3}\n\n", all.id(a), all.id(b), judged.probability);
    let _ = writeln!(out, "{:>10} {:>12}  evidence (bits for one person)", "strangers", "relatives");
    for line in &judged.lines {
        let _ = writeln!(out, "{:>+10.1} {:>+12.1}  {}", line.bits, line.kin, line.label);
    }
    let same = people.rows[left].person == people.rows[right].person;
    let _ = writeln!(
        out,
        "\n{}",
        if same {
            "They stand as one person."
        } else {
            "They stand as two persons: what counts is the agreement of whole groups and of rivals, not of one pair."
        }
    );
    Ok(Some(out))
}

fn list(row: RowIx, all: &Corpus) -> Sym {
    let source = all.row(row).source;
    if source.is_some() { source } else { Sym(0) }
}

fn entry<'a>(one: &'a Held, all: &'a Corpus) -> Entry<'a> {
    let row = all.row(one.row);
    let source = all.name(row.source);
    Entry {
        list: if source.is_empty() { &all.dataset(one.row).name } else { source },
        issue: one.issue.map_or(0, |day| day.0),
        name: &one.name,
        local: &one.local,
        age: one.age,
        female: one.female,
        id: &one.id,
        died: row.span().map(|span| (span.first.0, span.last.0)),
        place: all.name(row.place),
        admin1: all.name(row.admin1),
        event: &one.incident,
        note: &one.note,
    }
}

/// The rows of all lists, ascending.
fn held(loaded: &Loaded, all: &Corpus, progress: &dyn Progress) -> Result<Vec<Held>, Error> {
    let rows: Vec<RowIx> = all.indices().filter(|row| all.dataset(*row).is_victim()).collect();
    let visit = |report: &Report<'_>, out: &mut Vec<Held>| {
        let text = |col: Col| report.record.get(col).trim();
        let (mut name, mut local) = (text(Col::PersonName), text(Col::PersonNameLocal));
        if name.is_empty() {
            (name, local) = (local, "");
        }
        out.push(Held {
            row: report.row,
            name: name.to_owned(),
            local: local.to_owned(),
            age: age(text(Col::Age)),
            female: female(text(Col::Sex)),
            id: text(Col::IdNumber).to_owned(),
            incident: text(Col::Incident).to_owned(),
            issue: dates::day(text(Col::ListDate)).read(),
            note: text(Col::Text).to_owned(),
        });
    };
    let mut held: Vec<Held> = scan_rows(loaded, all, rows, visit, |_, _| {}, progress)?.into_iter().flatten().collect();
    held.sort_by_key(|one| one.row);
    Ok(held)
}

/// Whole years; "3 months" and the like are 0.
fn age(cell: &str) -> Option<u16> {
    let digits: String = cell.chars().take_while(char::is_ascii_digit).collect();
    let rest = cell[digits.len()..].trim().to_lowercase();
    if ["month", "mois", "mes", "day", "jour", "week", "semaine", "شهر"].iter().any(|unit| rest.starts_with(unit)) {
        return Some(0);
    }
    digits.parse().ok().filter(|age| *age < 130)
}

/// The words for women and men in the languages of such lists.
fn female(cell: &str) -> Option<bool> {
    const FEMALE: [&str; 16] = [
        "f",
        "female",
        "woman",
        "girl",
        "femme",
        "féminin",
        "feminin",
        "fille",
        "mujer",
        "femenino",
        "feminino",
        "أنثى",
        "انثى",
        "ж",
        "жінка",
        "женщина",
    ];
    const MALE: [&str; 15] = [
        "m",
        "male",
        "man",
        "boy",
        "homme",
        "masculin",
        "garçon",
        "hombre",
        "masculino",
        "h",
        "ذكر",
        "ч",
        "чоловік",
        "м",
        "мужчина",
    ];
    let word = cell.to_lowercase();
    match (FEMALE.contains(&word.as_str()), MALE.contains(&word.as_str())) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_and_sexes_are_read_as_lists_write_them() {
        assert_eq!(
            (age("34"), age("34.0"), age("5 months"), age("about 30"), age("")),
            (Some(34), Some(34), Some(0), None, None)
        );
        assert_eq!((female("F"), female("ذكر"), female("?")), (Some(true), Some(false), None));
    }
}
