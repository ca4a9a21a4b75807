//! Claims to intervals, revisions, parts and totals, to one reconciled range.
//!
//! Per event: copies are counted once ([`copies`]), each row's claim meets its fate ([`claims`]), claims that
//! the others make incredible are named ([`consensus`]), and what stands becomes a range ([`range`]).

mod claims;
mod consensus;
mod copies;
pub mod noise;
mod notes;
mod range;
mod shared;

use crate::model::{Corpus, Events, Places, Tolls};
use rayon::prelude::*;

/// Reconciles the tolls of every event.
pub fn reconcile(corpus: &Corpus, places: &Places, events: &Events) -> Tolls {
    let roots = copies::Roots::new(corpus, events);
    let events = events
        .events
        .par_iter()
        .with_min_len(256)
        .map(|group| range::reconcile(corpus, places, &roots, group))
        .collect();
    Tolls { events, shared: shared::find(corpus) }
}

#[cfg(test)]
mod tests;
