//! Places: groups of mentions that name one populated place.

use super::index::{PlaceIx, RowIx, Sym};
use super::waterfall::Waterfall;

/// One spelling of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// As spelt.
    pub name: Sym,
    /// In how many rows.
    pub count: u32,
    /// One row that spells it so: the first in canonical order.
    pub example: RowIx,
    /// Probability that the spelling belongs to the group, from its best link; 1 for the canonical one.
    pub score: f32,
}

/// A pair of spellings that was joined, with the reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct NameLink {
    /// One spelling.
    pub left: Sym,
    /// The other.
    pub right: Sym,
    /// Probability that they name one place.
    pub probability: f32,
    /// The reasons.
    pub why: Waterfall,
}

/// An entry of a gazetteer that a place was identified with.
#[derive(Debug, Clone, PartialEq)]
pub struct GazetteerMatch {
    /// The gazetteer's id.
    pub id: String,
    /// Its name for the place.
    pub name: String,
    /// Its latitude.
    pub lat: f64,
    /// Its longitude.
    pub lon: f64,
}

/// A place: its spellings, where it lies, who says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Stable across runs and additions: starts with `P`, or `G` and the gazetteer's id.
    pub id: String,
    /// The spelling chosen for it.
    pub canonical: String,
    /// Country, as most mentions have it.
    pub country: Sym,
    /// First administrative level, as most mentions have it.
    pub admin1: Sym,
    /// Second administrative level, as most mentions that state one have it.
    pub admin2: Sym,
    /// Median latitude and longitude of the mentions that have them (swapped ones set right).
    pub point: Option<(f64, f64)>,
    /// The spellings, the most frequent first, then by name.
    pub variants: Vec<Variant>,
    /// Joined pairs of spellings, the weakest first.
    pub links: Vec<NameLink>,
    /// The rows, ascending.
    pub rows: Vec<RowIx>,
    /// Its entry in a gazetteer.
    pub gazetteer: Option<GazetteerMatch>,
}

/// Two places that may be one: too doubtful to join.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// One place.
    pub left: PlaceIx,
    /// The other.
    pub right: PlaceIx,
    /// Spelling on the left that comes nearest.
    pub left_name: Sym,
    /// Spelling on the right that comes nearest.
    pub right_name: Sym,
    /// The reasons, with what is in doubt.
    pub why: Waterfall,
}

/// How a point was garbled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Garble {
    /// Latitude and longitude stand in each other's place.
    Swapped,
    /// A sign is wrong.
    Flipped,
    /// Both.
    SwappedAndFlipped,
}

/// A point that lies far from everything its name and district say, and near once it is set right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointFault {
    /// The row.
    pub row: RowIx,
    /// What happened to it.
    pub garble: Garble,
    /// Latitude and longitude set right.
    pub mended: (f64, f64),
    /// Kilometres from the place's other mentions as it stands.
    pub before_km: f64,
    /// Kilometres from them once set right.
    pub after_km: f64,
    /// How many mentions it was compared with.
    pub compared: u32,
}

/// A spelling of an administrative unit that was taken for another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitVariant {
    /// 1 or 2: which level.
    pub level: u8,
    /// Country of the unit.
    pub country: Sym,
    /// First level above a second-level unit; absent for level 1.
    pub admin1: Sym,
    /// The rarer spelling.
    pub name: Sym,
    /// Its rows.
    pub count: u32,
    /// The first row that spells it so.
    pub example: RowIx,
    /// The spelling that most rows use.
    pub usual: Sym,
    /// Rows of the usual spelling.
    pub usual_count: u32,
    /// The first row of the usual spelling.
    pub usual_example: RowIx,
}

/// A row that states another parent than nearly all rows do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Misparented {
    /// The row.
    pub row: RowIx,
    /// 1: its second level stands under another first level elsewhere; 2: its place under another second level.
    pub level: u8,
    /// What the others state.
    pub expected: Sym,
    /// How many others state it.
    pub others: u32,
    /// One of them, the first.
    pub example: RowIx,
    /// Whether a gazetteer says so.
    pub by_gazetteer: bool,
}

/// An entry of a gazetteer whose name is a letter away from that of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct NearEntry {
    /// Its name.
    pub name: String,
    /// Whether points or administrative units put it where the place is.
    pub placed: bool,
}

/// What the place room saw beside the grouping, for the rules on places.
#[derive(Debug, Clone, Default)]
pub struct PlaceFacts {
    /// Entries of the gazetteers that were loaded; 0 without any.
    pub gazetteer_entries: u64,
    /// Countries of which the gazetteers know populated places, ascending.
    pub gazetteer_countries: Vec<Sym>,
    /// For each of those countries, ascending: how many of its places the gazetteers know, and how many there are.
    pub gazetteer_known: Vec<(Sym, u32, u32)>,
    /// For places that the gazetteers do not know, ascending: entries a letter away.
    pub gazetteer_near: Vec<(PlaceIx, Vec<NearEntry>)>,
    /// Garbled points, by row.
    pub points: Vec<PointFault>,
    /// Spellings of administrative units, by level, country, unit.
    pub units: Vec<UnitVariant>,
    /// Rows under another parent than the others, by row.
    pub misparented: Vec<Misparented>,
}

/// What the place room found.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The places, in an order that depends on nothing but their content.
    pub places: Vec<Place>,
    /// Each row's place; `None` where the row names none.
    pub of_row: Vec<Option<PlaceIx>>,
    /// Each row's score: the probability that its mention belongs to its place.
    pub score: Vec<f32>,
    /// Doubtful pairs, the likeliest first.
    pub proposals: Vec<Proposal>,
    /// What was seen beside the grouping.
    pub facts: PlaceFacts,
}

impl Places {
    /// A place.
    #[inline]
    pub fn get(&self, index: PlaceIx) -> &Place {
        &self.places[index.0 as usize]
    }

    /// The place of a row.
    #[inline]
    pub fn of(&self, row: RowIx) -> Option<PlaceIx> {
        self.of_row.get(row.0 as usize).copied().flatten()
    }
}
