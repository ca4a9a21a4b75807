//! Claims to intervals, revisions, parts and totals, to one reconciled range.

use crate::model::{Corpus, Events, Places, Tolls};

/// Reconciles the tolls of every event.
pub fn reconcile(_corpus: &Corpus, _places: &Places, events: &Events) -> Tolls {
    Tolls { events: vec![Default::default(); events.events.len()] }
}
