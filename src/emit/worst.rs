//! The worst events with what is wrong with them, for the outputs that list only a few.

use super::words::{clip, count, one_line};
use crate::model::ledger::EventEntry;
use crate::model::{Finding, Ledger, State};
use std::collections::HashMap;

/// An event, and the findings on it that are not decided.
pub struct Worst<'a> {
    /// The event.
    pub event: &'a EventEntry,
    /// The gravest finding, the first of its kind.
    pub finding: Option<&'a Finding>,
    /// How many others there are.
    pub others: u64,
}

/// The first events that state a toll, the worst first: at most `most`.
pub fn worst(ledger: &Ledger, most: usize) -> Vec<Worst<'_>> {
    let mut list: Vec<Worst<'_>> = ledger
        .event_entries
        .iter()
        .filter(|event| event.stated)
        .take(most)
        .map(|event| Worst { event, finding: None, others: 0 })
        .collect();
    let mut at: HashMap<&str, usize> = HashMap::new();
    for (index, one) in list.iter().enumerate() {
        let event = one.event;
        for id in std::iter::once(&event.id).chain(event.reports.iter().map(|report| &report.id)) {
            at.insert(id, index);
        }
    }
    for finding in ledger.findings.iter().filter(|finding| finding.state != State::Decided) {
        let mut about: Vec<usize> = finding
            .subject
            .event
            .iter()
            .chain(&finding.subject.reports)
            .filter_map(|id| at.get(id.as_str()).copied())
            .collect();
        about.sort_unstable();
        about.dedup();
        for index in about {
            let Some(one) = list.get_mut(index) else { continue };
            let graver = one.finding.is_none_or(|known| finding.severity > known.severity);
            one.others += u64::from(one.finding.is_some());
            if graver {
                one.finding = Some(finding);
            }
        }
    }
    list
}

/// Whether most of them are one row: then there is little to add up, and the row is what a reader opens next.
pub fn single(list: &[Worst<'_>]) -> bool {
    2 * list.iter().filter(|one| one.event.reports.len() == 1).count() > list.len()
}

/// The event's first row by its id, and how many more there are.
pub fn row(event: &EventEntry) -> String {
    let id = event.reports.first().map(|report| clip(&one_line(&report.id), 24)).unwrap_or_default();
    let more = event.reports.len().saturating_sub(1);
    if more == 0 { id } else { format!("{id} +{}", count(more as u64)) }
}
