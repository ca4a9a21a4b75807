//! What two rows say of one person, against strangers, relatives and victims of one day.

use super::Entry;
use super::compare::{self, Compared, Level};
use super::fields::{self, Said};
use super::frequency::{Lists, Person};
use super::words::weights;
use rustc_hash::FxHashMap;

/// How two rows stand to one another before anything is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Rows of one issue of a list: two people, as a rule.
    OneIssue,
    /// Rows of two issues of one list.
    Reissue,
    /// Rows of two lists.
    TwoLists,
}

/// How two rows stand to one another.
pub(super) fn standing(a: &Person, b: &Person) -> Standing {
    match (a.list == b.list, a.issue == b.issue) {
        (true, true) => Standing::OneIssue,
        (true, false) => Standing::Reissue,
        (false, _) => Standing::TwoLists,
    }
}

/// How many rows of each list bear a family's name, or died on a day.
#[derive(Debug)]
pub(super) struct Company {
    rows: FxHashMap<(u32, i32), u32>,
    family: FxHashMap<(u32, i32, u32, Option<i32>), u32>,
    day: FxHashMap<(u32, i32, i32), u32>,
}

fn exact_day(person: &Person) -> Option<i32> {
    person.died.filter(|(first, last)| first == last).map(|(day, _)| day)
}

fn family(person: &Person, lists: &Lists) -> Option<u32> {
    let name = person.names.last()?;
    name.parts.get(1..).and_then(<[_]>::last).map(|part| lists.tokens.word(*part).skeleton_no)
}

impl Company {
    /// Counts the rows.
    pub fn count(lists: &Lists) -> Company {
        let mut company =
            Company { rows: FxHashMap::default(), family: FxHashMap::default(), day: FxHashMap::default() };
        for person in &lists.people {
            let at = (person.list, person.issue);
            *company.rows.entry(at).or_default() += 1;
            let day = exact_day(person);
            if let Some(family) = family(person, lists) {
                *company.family.entry((at.0, at.1, family, day)).or_default() += 1;
            }
            if let Some(day) = day {
                *company.day.entry((at.0, at.1, day)).or_default() += 1;
            }
        }
        company
    }

    /// Rows of a person's issue, those of the family that may have died together, those of that day.
    fn around(&self, person: &Person, lists: &Lists) -> (f64, f64, f64) {
        let at = (person.list, person.issue);
        let rows = self.rows.get(&at).copied().unwrap_or(1);
        let day = exact_day(person);
        let of_family = family(person, lists).map_or(0, |family| {
            let on = |day| self.family.get(&(at.0, at.1, family, day)).copied().unwrap_or(0);
            day.map_or_else(|| on(None), |day| on(Some(day - 1)) + on(Some(day)) + on(Some(day + 1)))
        });
        let of_day = day.map_or(0, |day| {
            (day - 1..=day + 1).map(|day| self.day.get(&(at.0, at.1, day)).copied().unwrap_or(0)).sum::<u32>()
        });
        (f64::from(rows), f64::from(of_family), f64::from(of_day))
    }
}

/// What was found of two rows.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub names: Option<Compared>,
    pub said: Vec<Said>,
    /// Bits for one person: log2 of the odds.
    pub bits: f64,
}

/// Compares two rows.
pub(super) fn compare(a: &Person, b: &Person, lists: &Lists, company: &Company) -> Found {
    let names = compare::names(a, b, lists);
    let said: Vec<Said> = [
        fields::sex(a, b),
        fields::age(a, b, lists),
        fields::id(a, b),
        fields::day(a, b, lists),
        fields::place(a, b, lists),
        fields::event(a, b),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (own, parts, parts_kin) =
        names.map_or((0.0, 0.0, 0.0), |names| (names.own_bits, names.parts_bits, names.parts_kin));
    let stranger = own + parts + said.iter().map(|said| said.stranger).sum::<f64>();
    let kin = own + parts_kin + said.iter().map(|said| said.kin).sum::<f64>();
    let fellow = own + parts + said.iter().map(|said| said.fellow).sum::<f64>();
    let prior = &weights().prior;
    let chance = match standing(a, b) {
        Standing::OneIssue => prior.twice,
        Standing::Reissue => prior.reissue,
        Standing::TwoLists => prior.coverage,
    };
    let (left, right) = (company.around(a, lists), company.around(b, lists));
    let (rows, of_family, of_day) = (left.0.max(right.0), left.1.max(right.1), left.2.max(right.2));
    // One of those counted is the person looked for.
    let others = |count: f64| (count - 1.0).max(0.3);
    let against = others(rows) * (-stranger).exp2()
        + others(of_family) * (-kin).exp2()
        + if of_day > 0.0 { others(of_day) * (-fellow).exp2() } else { 0.0 };
    let bits = (chance / (1.0 - chance) / against.max(1e-300)).log2();
    Found { names, said, bits }
}

/// The probability for the bits of its odds.
pub(super) fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

/// One line of what was compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What agrees or differs, in words; no name stands here.
    pub label: &'static str,
    /// Bits for one person against two strangers.
    pub bits: f64,
    /// Bits against two relatives who died together.
    pub kin: f64,
}

/// What speaks for and against two rows being one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The probability that they are, by themselves; what else stands on the lists may change what is decided.
    pub probability: f64,
    /// The evidence, in the order of comparison.
    pub lines: Vec<Line>,
}

/// Compares two rows of lists and says what was found. `None` where a number is no row.
pub fn explain(entries: &[Entry<'_>], a: usize, b: usize) -> Option<Judged> {
    let lists = Lists::read(entries);
    let company = Company::count(&lists);
    let found = compare(lists.people.get(a)?, lists.people.get(b)?, &lists, &company);
    let mut lines = Vec::new();
    if let Some(names) = found.names {
        let label = match names.own {
            Level::Same => "same own name",
            Level::Spelt => "own name, spelt differently",
            Level::Sounding => "own names that sound alike or are variants",
            Level::Close => "own names nearly alike",
            Level::Initial => "an initial that fits",
            Level::Other => "other own names",
        };
        lines.push(Line { label, bits: names.own_bits, kin: names.own_bits });
        let label = if names.family { "same family, parts of the name" } else { "parts behind the own name" };
        lines.push(Line { label, bits: names.parts_bits, kin: names.parts_kin });
    }
    lines.extend(found.said.iter().map(|said| Line { label: said.label, bits: said.stranger, kin: said.kin }));
    Some(Judged { probability: probability(found.bits), lines })
}
