//! Lists of named people: the same person twice, numbers of identity, ages, withdrawals. No finding quotes a name.

use crate::catalogue::{Rule, RuleContext};
use crate::model::{Corpus, People, PersonRow};

pub mod age_drift;
pub mod id_number_invalid;
pub mod name_lost;
pub mod one_id_two_persons;
pub mod same_person_twice;
pub mod withdrawn;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &same_person_twice::RULE,
    &id_number_invalid::RULE,
    &one_id_two_persons::RULE,
    &age_drift::RULE,
    &withdrawn::RULE,
    &name_lost::RULE,
];

fn no_lists(context: &RuleContext<'_>) -> Option<String> {
    context.people.is_none().then(|| "no data set has the unit victim: there is no list of named people".to_owned())
}

/// The list's name in words.
fn list<'a>(row: &PersonRow, corpus: &'a Corpus) -> &'a str {
    match corpus.name(row.list) {
        "" => corpus.datasets.get(usize::from(row.dataset)).map_or("", |dataset| &dataset.name),
        name => name,
    }
}

/// Rows of a person by list and issue, the issues ascending.
fn issues(people: &People, person: &[u32]) -> Vec<PersonRow> {
    let mut rows: Vec<PersonRow> =
        person.iter().filter_map(|index| people.rows.get(*index as usize)).copied().collect();
    rows.sort_by_key(|row| (row.list, row.issue, row.row));
    rows
}
