//! What rules may see.

use super::facts::InputFacts;
use super::{Facts, Knob, Knobs, knob::KnobType};
use crate::model::ledger::Input;
use crate::model::record::Rejected;
use crate::model::{Col, Corpus, Day, Decisions, Events, History, People, Places, Tolls};

/// Everything a run knows by the time rules run. No clock, no disk, no settings file.
pub struct RuleContext<'a> {
    /// All reports, compact.
    pub corpus: &'a Corpus,
    /// Their places.
    pub places: &'a Places,
    /// Their events.
    pub events: &'a Events,
    /// The persons of lists of named people, where there are any.
    pub people: Option<&'a People>,
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
    /// Counts that rules share, made when first asked for.
    pub facts: Facts,
}

impl RuleContext<'_> {
    /// The value of a rule's knob.
    pub fn knob<T: KnobType>(&self, code: &str, knob: &Knob<T>) -> T {
        self.knobs.get(code, knob)
    }

    /// Whether an input has that column. An input that says nothing of its columns may have it.
    pub fn has_column(&self, input: u32, col: Col) -> bool {
        let columns = self.inputs.get(input as usize).map_or(&[][..], |input| &input.columns);
        columns.is_empty() || columns.iter().any(|(ours, _)| ours == col.name())
    }

    /// Whether any input has that column.
    pub fn has_any(&self, col: Col) -> bool {
        (0..self.inputs.len() as u32).any(|input| self.has_column(input, col))
    }

    /// For [`super::Rule::missing_data`]: the reason that no input has any of these columns.
    pub fn lacks_all(&self, columns: &[Col]) -> Option<String> {
        let names = || columns.iter().map(|col| col.name()).collect::<Vec<_>>().join(" or ");
        (!columns.iter().any(|col| self.has_any(*col))).then(|| format!("no input has the column {}", names()))
    }

    /// For [`super::Rule::missing_data`]: the reason that no report has a text.
    pub fn lacks_texts(&self) -> Option<String> {
        let any = self.corpus.rows.iter().any(|row| row.text.is_some());
        (!any).then(|| "no report has a text".to_owned())
    }

    /// Name of the preset that mapped an input.
    pub fn preset(&self, input: u32) -> &str {
        self.inputs.get(input as usize).map_or("", |input| input.preset.as_str())
    }

    /// The facts on an input.
    pub fn input_facts(&self, input: u32) -> InputFacts {
        self.facts.input(self.corpus, input)
    }
}
