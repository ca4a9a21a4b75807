//! Why two things were, or were not, taken for one: computed once, rendered everywhere.

use serde::{Deserialize, Serialize};

/// One comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What was compared: name, admin2, date, toll.
    pub what: String,
    /// The value on the left.
    pub left: String,
    /// The value on the right.
    pub right: String,
    /// Which level of agreement was met, in words.
    pub level: String,
    /// Its weight in bits: the base-2 logarithm of how much likelier this agreement is among true pairs.
    pub weight: f64,
}

/// Prior, comparisons and result of one pair.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Waterfall {
    /// Weight before any comparison, in bits.
    pub prior: f64,
    /// The comparisons, in the order they were made.
    pub steps: Vec<Step>,
    /// What kept the pair apart whatever its weight, if anything did.
    pub veto: Option<String>,
}

impl Waterfall {
    /// Sum of prior and weights, in bits.
    pub fn total(&self) -> f64 {
        self.prior + self.steps.iter().map(|step| step.weight).sum::<f64>()
    }

    /// The probability that the pair is one; 0 under a veto.
    pub fn probability(&self) -> f64 {
        if self.veto.is_some() { 0.0 } else { probability(self.total()) }
    }

    /// Adds a comparison.
    pub fn step(&mut self, what: &str, left: impl Into<String>, right: impl Into<String>, level: &str, weight: f64) {
        let (left, right) = (left.into(), right.into());
        self.steps.push(Step { what: what.to_owned(), left, right, level: level.to_owned(), weight });
    }
}

/// The probability that a weight in bits stands for.
pub fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}
