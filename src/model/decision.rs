//! What a steward decided.

use super::date::Day;

/// A name of a place with as much context as the steward gave.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct NameRef {
    /// The spelling, as it stands in the data.
    pub name: String,
    /// Country, or empty for any.
    pub country: String,
    /// First administrative level, or empty for any.
    pub admin1: String,
    /// Second administrative level, or empty for any.
    pub admin2: String,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// These spellings name one place.
    SamePlace(Vec<NameRef>),
    /// These spellings name different places, pairwise.
    DifferentPlaces(Vec<NameRef>),
    /// The first spelling is the one to use for the place that the name belongs to.
    Canonical(NameRef),
    /// These reports tell of one event.
    SameEvent(Vec<String>),
    /// These reports tell of different events, pairwise.
    DifferentEvents(Vec<String>),
    /// The finding is right and stays as it is.
    Accept(String),
    /// The finding is wrong.
    FalseAlarm(String),
    /// The finding is to rest until that day.
    Snooze(String, Day),
}

/// A decision: who decided what, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub verdict: Verdict,
    /// By whom.
    pub by: String,
    /// When.
    pub when: Option<Day>,
    /// Why.
    pub reason: String,
    /// Hash of the evidence it was made on, for decisions on findings.
    pub evidence: String,
    /// The day after which it no longer holds.
    pub expires: Option<Day>,
    /// Line in the decisions file, from 1.
    pub line: u32,
}

/// All decisions, in the order of their file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decisions {
    /// The file's name, for evidence.
    pub file: String,
    /// The decisions.
    pub all: Vec<Decision>,
}
