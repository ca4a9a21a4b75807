//! What a row is: a report, an event, a person who died, by what stands in the columns.

use super::Proposal;
use crate::input::layout::Layout;
use crate::input::roles::words::{Notions, name, notions};
use crate::model::Col;

/// `report` or `event`, and why.
pub(super) fn proposed(layout: &Layout, proposal: &Proposal) -> (String, String) {
    let has = |col: Col| proposal.columns.iter().any(|one| one.col == col);
    let said = |unit: &str, why: &str| (unit.to_owned(), why.to_owned());
    if !proposal.preset.is_empty() {
        return said(layout.mapping.dataset.unit().name(), "as the preset says");
    }
    if has(Col::RunningTotal) && !has(Col::Place) {
        return said("report", "a series: its rows are the state of a day, not events");
    }
    if rows_are_victims(layout, proposal) {
        return said("report", "each row is a person, and several may have died in one event");
    }
    let told = [Col::Headline, Col::Document, Col::Url, Col::Published].into_iter().filter(|col| has(*col)).count();
    if has(Col::Source) && told > 0 {
        return said("report", "rows name who published them and when or where: several may tell of one event");
    }
    let ids = proposal.columns.iter().find(|one| one.col == Col::ReportId);
    let unique = ids.and_then(|one| {
        let index = layout
            .mapping
            .header
            .iter()
            .position(|name| Some(name.trim()) == one.theirs.first().map(String::as_str))?;
        layout.seen.get(index)
    });
    let unique = unique.is_some_and(|seen| seen.unique());
    if unique && has(Col::EventDate) && (has(Col::Place) || has(Col::Lat)) && !has(Col::Source) {
        return said("event", "each row has an id of its own with a day and a place, and none names who reported it");
    }
    said("report", "nothing shows that each row is another event")
}

/// Whether each row is a person who died: it has a name with an age or a sex, a day of death, and no count.
pub(super) fn rows_are_victims(layout: &Layout, proposal: &Proposal) -> bool {
    let set = |words: &[&str]| notions(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    let holds = |wanted: Notions| layout.mapping.header.iter().any(|header| name(header).own.all(wanted));
    let counted = [Col::Killed, Col::KilledLow, Col::Injured, Col::Victims, Col::KilledCivilians, Col::RunningTotal];
    let counts = proposal.columns.iter().any(|one| counted.contains(&one.col));
    let dated = proposal.columns.iter().any(|one| {
        one.col == Col::EventDate && one.theirs.iter().any(|theirs| name(theirs).own.all(set(&["date", "killed"])))
    });
    let canonical = |word: &str| {
        layout.mapping.header.iter().any(|header| crate::text::fold::fold(header).split(' ').any(|part| part == word))
    };
    let person = holds(set(&["birth"]))
        || [
            "age",
            "sex",
            "gender",
            "sexe",
            "sexo",
            "edad",
            "idade",
            "alter",
            "العمر",
            "الجنس",
            "вік",
            "возраст",
            "стать",
            "пол",
        ]
        .iter()
        .any(|word| canonical(word));
    !counts && dated && person
}
