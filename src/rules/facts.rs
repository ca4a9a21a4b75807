//! Counts over a whole run that rules of narrower scope ask for: made once, when first asked for.

use crate::model::{Corpus, RowIx};
use crate::rules::schema::damage;
use std::sync::OnceLock;

/// What is known of one input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InputFacts {
    /// Rows of it in the corpus.
    pub rows: u32,
    /// Its first row in canonical order.
    pub first: Option<RowIx>,
    /// Rows whose id a spreadsheet turned into a rounded number (`2.00E+11`).
    pub spoilt_ids: u32,
}

/// Facts on each input.
#[derive(Debug, Default)]
pub struct Facts {
    inputs: OnceLock<Vec<InputFacts>>,
}

impl Facts {
    /// The facts on an input; nothing is known of one without rows.
    pub fn input(&self, corpus: &Corpus, input: u32) -> InputFacts {
        self.inputs.get_or_init(|| count(corpus)).get(input as usize).copied().unwrap_or_default()
    }
}

fn count(corpus: &Corpus) -> Vec<InputFacts> {
    let inputs = corpus.rows.iter().map(|row| row.input as usize + 1).max().unwrap_or_default();
    let mut facts = vec![InputFacts::default(); inputs];
    for index in corpus.indices() {
        if let Some(known) = facts.get_mut(corpus.row(index).input as usize) {
            known.rows += 1;
            known.first.get_or_insert(index);
            known.spoilt_ids += u32::from(damage::spoilt_id(corpus.id(index)));
        }
    }
    facts
}
