//! Reports to events: block, score, cluster with a guard, explain.

use crate::model::{Corpus, Decisions, EventGroup, EventIx, Events, Places, RowIx, Waterfall};

/// What the event room may be told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The steward's decisions.
    pub decisions: Option<&'a Decisions>,
    /// Learn the weights from the data set itself.
    pub learn: bool,
}

/// Links the reports of a corpus into events and finds copies.
pub fn link(corpus: &Corpus, _places: &Places, _options: &Options<'_>) -> Events {
    let events = corpus
        .indices()
        .map(|row| EventGroup {
            id: format!("E{}", crate::model::hash::word(crate::model::hash::parts(&[corpus.id(row)]))),
            rows: vec![row],
            scores: vec![1.0],
            links: Vec::new(),
            sites: Vec::new(),
        })
        .collect();
    Events { events, of_row: (0..corpus.len() as u32).map(EventIx).collect(), ..Events::default() }
}

/// Why two reports are, or are not, linked.
pub fn explain(_corpus: &Corpus, _places: &Places, _options: &Options<'_>, _left: RowIx, _right: RowIx) -> Waterfall {
    Waterfall::default()
}
