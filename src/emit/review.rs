//! What can be decided on a finding: for the outputs that take decisions, the page and the workbook.

use crate::model::ledger::PlaceEntry;
use crate::model::{Family, Finding, Ledger};
use std::collections::{BTreeSet, HashMap};

/// Verdicts on any finding.
pub const ON_FINDINGS: [&str; 3] = ["accept", "false-alarm", "snooze"];

/// Verdicts on the spellings that a finding is about, and on its reports.
pub const ON_PLACES: [&str; 2] = ["same", "different"];
/// As above.
pub const ON_EVENTS: [&str; 2] = ["same-event", "different-events"];

/// What a ledger offers for decisions.
pub struct Desk<'a> {
    places: HashMap<&'a str, &'a PlaceEntry>,
    /// What the files call the column of places.
    headers: BTreeSet<&'a str>,
}

/// What a finding offers for decisions beside those on the finding itself.
#[derive(Default)]
pub struct Choice<'a> {
    /// The spellings that can be said to be one place or several; none where the finding is not about that.
    pub names: Vec<&'a str>,
    /// Their country and first administrative level, where those are known.
    pub region: [&'a str; 2],
    /// Whether recount counts the names as one place already: saying "same" leaves the finding as it is then.
    pub joined: bool,
    /// Whether its reports can be said to tell of one event or of several.
    pub events: bool,
}

impl<'a> Desk<'a> {
    /// The desk for a ledger.
    pub fn of(ledger: &'a Ledger) -> Desk<'a> {
        let columns = ledger.inputs.iter().flat_map(|input| &input.columns);
        let headers = columns.filter(|(column, _)| column == "place").map(|(_, header)| header.as_str());
        Desk {
            places: ledger.place_entries.iter().map(|place| (place.id.as_str(), place)).collect(),
            headers: headers.chain(["place"]).collect(),
        }
    }

    /// What can be decided on a finding.
    pub fn choice(&self, finding: &'a Finding) -> Choice<'a> {
        let family = Family::of(&finding.code);
        let events = family == Some(Family::Duplicate) && finding.subject.reports.len() > 1;
        let none = Choice { events, ..Choice::default() };
        if family != Some(Family::Place) {
            return none;
        }
        let place = finding.subject.place.as_deref().and_then(|id| self.places.get(id).copied());
        let cells = finding.evidence.iter().filter(|piece| self.headers.contains(&*piece.field));
        let mut names: Vec<&str> = Vec::new();
        for name in cells.map(|piece| piece.value.trim()).chain(place.map(|place| place.canonical.as_str())) {
            // Names that are written in several lines cannot be told apart again in a cell.
            if !name.is_empty() && !name.contains(['\n', '\r']) && !names.contains(&name) {
                names.push(name);
            }
        }
        // One name in several ways of capital letters says nothing on which of its namesakes is meant.
        let distinct: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        if names.len() < 2 || (place.is_none() && distinct.len() < 2) {
            return none;
        }
        let region = place.map_or([""; 2], |place| [&place.country, &place.admin1]);
        Choice { names, region, joined: place.is_some(), events }
    }
}
