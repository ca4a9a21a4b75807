//! What the rules of this family ask of rows.

use crate::catalogue::RuleContext;
use crate::model::{Corpus, People, PersonRow};

/// Why there is nothing to look at.
pub(super) fn no_lists(context: &RuleContext<'_>) -> Option<String> {
    context.people.is_none().then(|| "no data set has the unit victim: there is no list of named people".to_owned())
}

/// The list's name in words.
pub(super) fn list<'a>(row: &PersonRow, corpus: &'a Corpus) -> &'a str {
    match corpus.name(row.list) {
        "" => corpus.datasets.get(usize::from(row.dataset)).map_or("", |dataset| &dataset.name),
        name => name,
    }
}

/// Rows of a person by list and issue, the issues ascending.
pub(super) fn issues(people: &People, person: &[u32]) -> Vec<PersonRow> {
    let mut rows: Vec<PersonRow> =
        person.iter().filter_map(|index| people.rows.get(*index as usize)).copied().collect();
    rows.sort_by_key(|row| (row.list, row.issue, row.row));
    rows
}
