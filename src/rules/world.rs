//! What rules may see.

use super::{Knob, Knobs, knob::KnobType};
use crate::model::ledger::Input;
use crate::model::record::Rejected;
use crate::model::{Corpus, Day, Decisions, Events, History, Places, Tolls};

/// Everything a run knows by the time rules run. No clock, no disk, no settings file.
pub struct World<'a> {
    /// All reports, compact.
    pub corpus: &'a Corpus,
    /// Their places.
    pub places: &'a Places,
    /// Their events.
    pub events: &'a Events,
    /// Reconciled tolls, in the order of the events.
    pub tolls: &'a Tolls,
    /// The inputs; a row's `input` is an index into them.
    pub inputs: &'a [Input],
    /// Rows that could not be loaded.
    pub rejected: &'a [Rejected],
    /// What earlier runs knew.
    pub history: &'a History,
    /// The steward's decisions.
    pub decisions: &'a Decisions,
    /// The day that counts as today.
    pub today: Day,
    /// The settings of rules.
    pub knobs: &'a Knobs,
}

impl World<'_> {
    /// The value of a rule's knob.
    pub fn knob<T: KnobType>(&self, code: &str, knob: &Knob<T>) -> T {
        self.knobs.get(code, knob)
    }
}
