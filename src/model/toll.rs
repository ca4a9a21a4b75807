//! Tolls are intervals with a wording.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Upper end of a toll.
pub type Bound = Option<u32>;

/// How a toll was worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[repr(u8)]
pub enum Wording {
    /// A plain number.
    #[default]
    Exact,
    /// At least N.
    AtLeast,
    /// More than N.
    MoreThan,
    /// Up to N, at most N.
    UpTo,
    /// Between N and M.
    Between,
    /// About N.
    About,
    /// A word for a quantity: several, dozens, hundreds.
    Vague,
}

/// Whether the source expects its toll to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[repr(u8)]
pub enum Status {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// It may grow.
    Provisional,
    /// It replaces an earlier one.
    Updated,
    /// It is meant to stand.
    Final,
}

impl Status {
    /// The word that outputs use; empty where nothing was said.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Unsaid => "",
            Status::Provisional => "provisional",
            Status::Updated => "updated",
            Status::Final => "final",
        }
    }
}

/// What a toll covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[repr(u8)]
pub enum Scope {
    /// The whole event.
    #[default]
    Total,
    /// One place or group of it.
    Partial,
}

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[repr(u8)]
pub enum Population {
    /// Everyone.
    #[default]
    Everyone,
    /// Civilians.
    Civilians,
    /// Soldiers, police, gendarmes, auxiliaries.
    SecurityForces,
    /// Those who attacked.
    Attackers,
}

/// A claim about a number of people, as an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Toll {
    /// Lowest number that the words allow.
    pub low: u32,
    /// Highest number that the words allow; `None` where they set no limit.
    pub high: Bound,
    /// The number that was printed, where one was: the best single value.
    pub said: Option<u32>,
    /// How it was worded.
    pub wording: Wording,
}

impl Toll {
    /// Exactly `count`.
    #[inline]
    pub const fn exact(count: u32) -> Toll {
        Toll { low: count, high: Some(count), said: Some(count), wording: Wording::Exact }
    }

    /// Whether some number satisfies both tolls.
    #[inline]
    pub fn meets(self, other: Toll) -> bool {
        self.high.is_none_or(|high| other.low <= high) && other.high.is_none_or(|high| self.low <= high)
    }

    /// Whether `count` is allowed.
    #[inline]
    pub fn allows(self, count: u32) -> bool {
        self.low <= count && self.high.is_none_or(|high| count <= high)
    }

    /// The best single value: the printed number, or the lower end.
    #[inline]
    pub fn best(self) -> u32 {
        self.said.unwrap_or(self.low)
    }
}

impl fmt::Display for Toll {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (low, Some(high)) if low == high => write!(out, "{low}"),
            (0, Some(high)) => write!(out, "up to {high}"),
            (low, Some(high)) => write!(out, "{low} to {high}"),
            (low, None) => write!(out, "{low} or more"),
        }
    }
}

/// One report's claim on an event's toll, as reconciliation sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The report.
    pub row: super::index::RowIx,
    /// What it claims.
    pub toll: Toll,
    /// What it covers.
    pub scope: Scope,
    /// Whether it may change.
    pub status: Status,
    /// Who is counted.
    pub population: Population,
    /// The place it speaks of.
    pub place: Option<super::index::PlaceIx>,
    /// What became of it.
    pub fate: Fate,
}

/// What reconciliation made of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It stands and counts.
    Counts,
    /// A later report of the same source replaced it.
    Superseded(super::index::RowIx),
    /// It copies another report.
    Copy(super::index::RowIx),
    /// It is a part of the event, counted under its place.
    Part,
    /// It is believed wrong and bears no bound.
    Suspect,
}

/// In which way a toll is believed wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuspectKind {
    /// Digits in the wrong order: 51 for 15.
    DigitSwap,
    /// Ten times, or a tenth of, what the others say.
    Tenfold,
    /// The injured in the column of the killed.
    InjuredAsKilled,
}

/// A toll believed wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspect {
    /// The report.
    pub row: super::index::RowIx,
    /// In which way.
    pub kind: SuspectKind,
    /// What it should probably say.
    pub expected: u32,
    /// Probability that it is wrong.
    pub probability: f32,
    /// The reports that say otherwise.
    pub witnesses: Vec<super::index::RowIx>,
    /// The reasons, in a sentence.
    pub why: String,
}

/// The toll of one site of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct PartToll {
    /// The place.
    pub place: Option<super::index::PlaceIx>,
    /// Lowest credible number.
    pub low: u32,
    /// Best single number.
    pub best: u32,
    /// Highest credible number; `None` without limit.
    pub high: Bound,
    /// The reports that speak of it.
    pub rows: Vec<super::index::RowIx>,
    /// Whether more than half of the accounts with numbers for parts give one for this.
    pub agreed: bool,
}

/// The toll of an event once nobody is counted twice.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reconciled {
    /// Lowest credible number.
    pub low: u32,
    /// Best single number.
    pub best: u32,
    /// Highest credible number; `None` without limit.
    pub high: Bound,
    /// Sum of the best value of every row, as if each counted other dead.
    pub naive_sum: u64,
    /// The same without the rows that copy another.
    pub distinct_sum: u64,
    /// Number of distinct sources.
    pub sources: u32,
    /// Number of distinct origins: eight articles that quote one prefecture are one.
    pub independent_origins: u32,
    /// The reports that bear the lower bound.
    pub low_from: Vec<super::index::RowIx>,
    /// The reports that bear the upper bound.
    pub high_from: Vec<super::index::RowIx>,
    /// What each report claims and what became of it.
    pub claims: Vec<Claim>,
    /// The toll by place, where reports tell parts.
    pub parts: Vec<PartToll>,
    /// Total less the parts, where both are stated: people killed somewhere that no part names.
    pub unallocated: Option<u32>,
    /// Pairs of claims whose intervals do not meet and that nothing explains.
    pub conflicts: Vec<(super::index::RowIx, super::index::RowIx)>,
    /// Tolls believed wrong.
    pub suspects: Vec<Suspect>,
    /// What explains differences, in sentences.
    pub notes: Vec<String>,
    /// Whether any report states a toll.
    pub stated: bool,
}

/// Rows of one registry that bear the same narrative.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedText {
    /// Index of the data set.
    pub dataset: u16,
    /// What the text is recognised by: [`super::corpus::TextSig::exact`].
    pub text: u64,
    /// The rows, ascending; two or more, all within a month.
    pub rows: Vec<super::index::RowIx>,
    /// Sum of the best values of the rows that state a toll.
    pub sum: u64,
    /// How many of the rows count any dead.
    pub with_dead: u32,
}

/// Reconciled tolls of all events, in the order of the events.
#[derive(Debug, Clone, Default)]
pub struct Tolls {
    /// One for each event.
    pub events: Vec<Reconciled>,
    /// Rows that share a narrative within a registry, ascending by data set and text.
    pub shared: Vec<SharedText>,
}

impl Tolls {
    /// The rows of a registry that bear that narrative, where there are several.
    pub fn sharing(&self, dataset: u16, text: u64) -> Option<&SharedText> {
        let found = self.shared.binary_search_by_key(&(dataset, text), |shared| (shared.dataset, shared.text));
        found.ok().and_then(|index| self.shared.get(index))
    }
}
