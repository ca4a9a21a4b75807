//! Events: groups of reports that tell of one thing that happened.

use super::index::{PlaceIx, RowIx};
use super::waterfall::Waterfall;

/// Index of an event in [`Events::events`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventIx(pub u32);

/// Two reports that were linked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// One report, the smaller index.
    pub left: RowIx,
    /// The other.
    pub right: RowIx,
    /// Probability that both tell of one event.
    pub probability: f32,
}

/// In which way two rows of two data sets belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// One event, told once by either.
    One,
    /// The right row is a part of what the left one tells.
    RightIsPart,
    /// The left row is a part of what the right one tells.
    LeftIsPart,
    /// The one repeats the other.
    Copy,
}

impl Relation {
    /// The same with the other row on the left.
    pub const fn turned(self) -> Relation {
        match self {
            Relation::RightIsPart => Relation::LeftIsPart,
            Relation::LeftIsPart => Relation::RightIsPart,
            same => same,
        }
    }

    /// The words that exports use, read from left to right.
    pub const fn name(self) -> &'static str {
        match self {
            Relation::One => "one to one",
            Relation::RightIsPart => "has part",
            Relation::LeftIsPart => "part of",
            Relation::Copy => "copy",
        }
    }
}

/// What speaks for a link, or against it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// What was compared.
    pub what: &'static str,
    /// Which level of agreement was met.
    pub level: &'static str,
    /// Its weight in bits.
    pub bits: f32,
}

/// Two rows of different data sets that tell of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// One row, the smaller index.
    pub left: RowIx,
    /// The other.
    pub right: RowIx,
    /// Probability that both tell of one event.
    pub probability: f32,
    /// In which way.
    pub relation: Relation,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// An event: the reports that tell of it.
#[derive(Debug, Clone, PartialEq)]
pub struct EventGroup {
    /// Stable across runs and additions; starts with `E`.
    pub id: String,
    /// The reports, ascending.
    pub rows: Vec<RowIx>,
    /// Each report's score, in the order of `rows`: mean probability of its links into the group; 1 when alone.
    pub scores: Vec<f32>,
    /// The strongest links that hold the group together (a spanning tree), the weakest first.
    pub links: Vec<Link>,
    /// The places it spans, ascending.
    pub sites: Vec<PlaceIx>,
}

impl EventGroup {
    /// Probability of the weakest link that holds the group together; 1 when alone.
    pub fn weakest(&self) -> f32 {
        self.links.first().map_or(1.0, |link| link.probability)
    }
}

/// In which way reports are copies of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CopyKind {
    /// Every cell but the id is equal.
    Exact,
    /// The same words under another source or id.
    Republished,
    /// One source tells the same again in other words.
    SameSource,
}

/// Reports that are copies of each other.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyGroup {
    /// In which way.
    pub kind: CopyKind,
    /// The reports, ascending; two or more.
    pub rows: Vec<RowIx>,
    /// Probability that they are copies.
    pub probability: f32,
    /// What was found equal, in words.
    pub why: String,
    /// The report that the others were taken from, as far as dates and credits tell: the earliest.
    pub head: RowIx,
    /// Each other report of copied texts with the one that it was taken from, ascending; none where cells were compared only.
    pub links: Vec<CopyLink>,
}

/// What became of a text on its way from one report to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CopyWay {
    /// Nothing.
    Verbatim,
    /// It was credited.
    Credited,
    /// It was cut.
    Cut,
    /// It was added to.
    Extended,
    /// It was edited: words changed, sentences moved, both cut and added to.
    Edited,
    /// It was joined with another text.
    Merged,
    /// It was given another toll.
    Updated,
}

impl CopyWay {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            CopyWay::Verbatim => "verbatim",
            CopyWay::Credited => "credited",
            CopyWay::Cut => "cut",
            CopyWay::Extended => "extended",
            CopyWay::Edited => "edited",
            CopyWay::Merged => "merged",
            CopyWay::Updated => "updated",
        }
    }
}

/// A report and the one that its text was taken from.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyLink {
    /// The copy.
    pub copy: RowIx,
    /// The report that it was taken from.
    pub of: RowIx,
    /// The report that the rest was taken from, where two texts were merged.
    pub with: Option<RowIx>,
    /// What became of the text.
    pub way: CopyWay,
    /// Probability that it is a copy.
    pub probability: f32,
    /// What was done to the text, in words.
    pub how: String,
}

/// All copies that were found.
pub type Copies = Vec<CopyGroup>;

/// Reports without a date that were taken to tell of an event, by what they tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Adoption {
    /// The reports, ascending; copies of them follow them.
    pub rows: Vec<RowIx>,
    /// The dated reports of the event, ascending.
    pub event: Vec<RowIx>,
    /// Why, against all other events together.
    pub why: Waterfall,
}

/// One source lies a number of days off another throughout.
#[derive(Debug, Clone, PartialEq)]
pub struct DateShift {
    /// Name of the source or data set taken as reference.
    pub reference: String,
    /// Name of the one that is shifted.
    pub shifted: String,
    /// Days by which it is late (positive) or early.
    pub days: i32,
    /// Pairs of reports that show it.
    pub pairs: u32,
    /// Pairs of reports that agree on the day without it.
    pub against: u32,
    /// Some pairs that show it.
    pub examples: Vec<(RowIx, RowIx)>,
}

/// How blocking did.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Blocking {
    /// Pairs that were compared.
    pub pairs: u64,
    /// Pairs that exist.
    pub possible: u64,
    /// Share of linked pairs that blocking would have offered, estimated on a sample without blocks.
    pub completeness: f64,
}

impl std::fmt::Display for Blocking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "blocking: {} pairs compared of {} possible (reduction ratio {:.6}), pairs completeness {:.3}",
            self.pairs,
            self.possible,
            1.0 - self.pairs as f64 / self.possible.max(1) as f64,
            self.completeness
        )
    }
}

/// What the event room found.
#[derive(Debug, Clone, Default)]
pub struct Events {
    /// The events, in an order that depends on nothing but their content.
    pub events: Vec<EventGroup>,
    /// Each row's event.
    pub of_row: Vec<EventIx>,
    /// Copies, in canonical order.
    pub copies: Copies,
    /// Pairs of rows of different data sets that tell of one event.
    pub matches: Vec<Match>,
    /// Pairs that nearly were linked: for the steward to decide.
    pub doubtful: Vec<Link>,
    /// Reports without a date, and what they were taken to tell of.
    pub adopted: Vec<Adoption>,
    /// Systematic date shifts.
    pub shifts: Vec<DateShift>,
    /// How blocking did.
    pub blocking: Blocking,
}

impl Events {
    /// An event.
    #[inline]
    pub fn get(&self, index: EventIx) -> &EventGroup {
        &self.events[index.0 as usize]
    }

    /// The event of a row.
    #[inline]
    pub fn of(&self, row: RowIx) -> EventIx {
        self.of_row[row.0 as usize]
    }
}
