//! What speaks for two rows of two registries being one event, and against it.
//!
//! Levels of four comparisons: how the places belong together, how many days lie between, who the two sides are (in either
//! order), how the tolls agree. The table says how often a level is met where both rows tell of one event; how often it is
//! met by chance is counted around the row: events a day of the other registry at such a place, rows of the country that have
//! such sides, tolls of the country. Unequal tolls are the rule between registries, and cost little.

use super::facts::{Facts, Rows};
use super::ground::{Ground, ground};
use super::table::Table;
use crate::event::actors::{Actors, Class, Kind};
use crate::model::{RowIx, Waterfall};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// How the sides of two rows agree, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Sides {
    /// Both agree.
    Both,
    /// One agrees, the other is kindred.
    OneKindred,
    /// One agrees, the other names nobody.
    OneOpen,
    /// One agrees, the other differs.
    One,
    /// One is kindred.
    Kindred,
    /// Only a state or a crowd is on both.
    Common,
    /// Nobody to compare.
    Open,
    /// They differ.
    Differ,
}

impl Sides {
    /// How many there are.
    pub const COUNT: usize = 8;
}

/// How two tolls agree, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Killed {
    /// Equal.
    Equal,
    /// Nobody by both.
    None,
    /// One apart, or a third.
    Near,
    /// Up to twice.
    Twice,
    /// Up to four times.
    Fourfold,
    /// Farther.
    Far,
    /// One says none or does not know.
    Unknown,
}

impl Killed {
    /// How many there are.
    pub const COUNT: usize = 7;

    /// How two tolls agree.
    pub fn of(left: Option<u32>, right: Option<u32>) -> Killed {
        let (left, right) = (left.unwrap_or(0), right.unwrap_or(0));
        let (least, most) = (left.min(right), left.max(right));
        match (least, most) {
            (0, 0) => Killed::None,
            (0, _) => Killed::Unknown,
            _ if least == most => Killed::Equal,
            _ if most - least <= 1 && least > 1 || u64::from(most) * 3 <= u64::from(least) * 4 => Killed::Near,
            _ if most <= least.saturating_mul(2) => Killed::Twice,
            _ if most <= least.saturating_mul(4) => Killed::Fourfold,
            _ => Killed::Far,
        }
    }
}

/// How the evidence for a pair comes about.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    /// How the places belong together.
    pub ground: Ground,
    /// Days between.
    pub gap: i32,
    /// How the sides agree.
    pub sides: Sides,
    /// How the tolls agree.
    pub killed: Killed,
    /// Bits of place and day, with how likely a partner is at all.
    pub place: f32,
    /// Bits of the days alone, of those.
    pub date: f32,
    /// Bits of the sides.
    pub of_sides: f32,
    /// Bits of the tolls.
    pub of_killed: f32,
}

impl Score {
    /// The evidence in all, in bits.
    pub fn bits(&self) -> f32 {
        self.place + self.date + self.of_sides + self.of_killed
    }
}

/// Counts of levels among the rows of one registry in one country.
type Counts<K, const N: usize> = FxHashMap<K, [u32; N]>;

/// How common everything is among the rows of a country.
#[derive(Debug, Default)]
pub struct Country {
    /// For a pair of sides and a registry: rows of the registry by how their sides agree.
    sides: Counts<(u32, u16), { Sides::COUNT }>,
    /// The same within a first-level unit.
    regional: Counts<(u32, u16, u32), { Sides::COUNT }>,
    /// For a toll and a registry: rows of the registry by how their tolls agree.
    killed: Counts<(Option<u32>, u16), { Killed::COUNT }>,
    /// Longest period of a row, in days.
    longest: i32,
}

/// Weighs pairs of rows of two registries.
pub struct Weigher<'a> {
    rows: &'a Rows,
    actors: &'a Actors,
    /// The numbers.
    pub table: &'a Table,
    countries: &'a [Country],
}

/// Rows that a regional count leans on those of the country with.
const LEAN: f32 = 10.0;
/// Events that are added to what was counted, since one more may always come.
const UNSEEN: f32 = 0.5;

impl<'a> Weigher<'a> {
    /// With what [`Weigher::counts`] counted.
    pub fn new(rows: &'a Rows, actors: &'a Actors, table: &'a Table, countries: &'a [Country]) -> Weigher<'a> {
        Weigher { rows, actors, table, countries }
    }

    /// Counts the rows of every country.
    pub fn counts(rows: &Rows, actors: &Actors, table: &Table) -> Vec<Country> {
        let weigher = Weigher::new(rows, actors, table, &[]);
        rows.countries.par_iter().map(|facts| weigher.count(facts)).collect()
    }

    /// The number of a row within its country.
    pub fn number(&self, row: RowIx) -> Option<u32> {
        self.rows.at.get(&row).map(|at| at.1)
    }

    fn count(&self, facts: &[Facts]) -> Country {
        let longest = facts.iter().map(Facts::days).max().unwrap_or(1);
        let mut country = Country { longest, ..Country::default() };
        // Rows by registry, sides and region; and by toll.
        let mut with: FxHashMap<(u16, u32, u32), u32> = FxHashMap::default();
        let mut tolls: FxHashMap<(u16, Option<u32>), u32> = FxHashMap::default();
        for facts in facts {
            *with.entry((facts.set, facts.sides, facts.admin1)).or_default() += 1;
            *tolls.entry((facts.set, facts.killed)).or_default() += 1;
        }
        let mut kinds: Vec<(u16, u32)> = with.keys().map(|key| (key.0, key.1)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for &(mine, sides) in &kinds {
            for (&(set, others, region), count) in with.iter().filter(|(key, _)| key.0 != mine) {
                let level = self.sides(sides, others) as usize;
                country.sides.entry((sides, set)).or_default()[level] += count;
                country.regional.entry((sides, set, region)).or_default()[level] += count;
            }
        }
        for &(mine, toll) in tolls.keys() {
            for (&(set, other), count) in tolls.iter().filter(|(key, _)| key.0 != mine) {
                country.killed.entry((toll, set)).or_default()[Killed::of(toll, other) as usize] += count;
            }
        }
        country
    }

    /// How two pairs of sides agree, in the better of both orders.
    fn sides(&self, left: u32, right: u32) -> Sides {
        let (ours, theirs) = (self.rows.parties(self.actors, left), self.rows.parties(self.actors, right));
        let straight = self.agree(ours, theirs);
        straight.min(self.agree(ours, [theirs[1], theirs[0]]))
    }

    fn agree(&self, ours: [&[Class]; 2], theirs: [&[Class]; 2]) -> Sides {
        let [first, second] = [0, 1].map(|side| self.side(ours[side], theirs[side]));
        let (best, other) = (first.min(second), first.max(second));
        match (best, other) {
            (Side::Group | Side::Common, Side::Group | Side::Common) => Sides::Both,
            (Side::Group, Side::Kindred) | (Side::Common, Side::Kindred) => Sides::OneKindred,
            (Side::Group, Side::Open) => Sides::OneOpen,
            (Side::Group, Side::Differ) => Sides::One,
            (Side::Kindred, _) => Sides::Kindred,
            (Side::Common, _) => Sides::Common,
            (Side::Open, _) => Sides::Open,
            (Side::Differ, _) => Sides::Differ,
        }
    }

    /// How one side of two rows agrees.
    fn side(&self, ours: &[Class], theirs: &[Class]) -> Side {
        let named = |side: &[Class]| side.iter().any(|class| class.is_named());
        if !named(ours) || !named(theirs) {
            return Side::Open;
        }
        let mut best = Side::Differ;
        for &class in ours.iter().filter(|class| class.is_named()) {
            for &other in theirs.iter().filter(|class| class.is_named()) {
                let how = if class == other {
                    if self.actors.kind(class) == Kind::Group { Side::Group } else { Side::Common }
                } else if self.actors.kindred(class, other) {
                    Side::Kindred
                } else {
                    Side::Differ
                };
                best = best.min(how);
            }
        }
        best
    }

    /// The longest period of a country's rows, in days.
    pub fn longest(&self, country: u32) -> i32 {
        self.countries.get(country as usize).map_or(1, |country| country.longest)
    }

    /// What speaks for a pair, given how often events of the other registry come at such places: [`Around`].
    pub fn weigh(&self, country: u32, left: &Facts, right: &Facts, around: &Around) -> Option<Score> {
        let ground = ground(left, right, &self.rows.keys)?;
        let gap = left.gap(right);
        let level = self.table.date.get(gap as usize)?;
        let counts = self.countries.get(country as usize)?;
        let sides = self.sides(left.sides, right.sides);
        let killed = Killed::of(left.killed, right.killed);
        let share = |levels: &[super::table::Level], at: usize| levels.get(at).map_or(1e-3, |level| level.share);
        let spread = left.days().max(right.days()) as f32;
        // A row that opens on the other's first day is dated by it.
        let opens = if left.first == right.first { 0.3 } else { 0.0 };
        let density = level.share * (opens + (1.0 - opens) / spread);
        let by_chance = |level: usize, all: Option<&[u32]>, near: Option<&[u32]>| {
            let chance = |counts: &[u32], lean: f32, parent: f32| {
                let all: u32 = counts.iter().sum();
                // The pair itself is among those counted.
                let met = counts[level].saturating_sub(1) as f32;
                (met + lean * parent) / (all.saturating_sub(1) as f32 + lean)
            };
            let overall = all.map_or(0.5, |counts| chance(counts, 2.0, 1.0 / counts.len() as f32));
            near.map_or(overall, |counts| chance(counts, LEAN, overall)).max(1e-4)
        };
        let of_sides = by_chance(
            sides as usize,
            counts.sides.get(&(left.sides, right.set)).map(|counts| &counts[..]),
            counts.regional.get(&(left.sides, right.set, right.admin1)).map(|counts| &counts[..]),
        );
        let of_killed =
            by_chance(killed as usize, counts.killed.get(&(left.killed, right.set)).map(|counts| &counts[..]), None);
        // One event that both have, against two that either has alone.
        let [of_fewer, of_more] = self.table.coverage;
        let shared = of_fewer / ((1.0 - of_fewer) * (1.0 - of_more));
        let place = shared * share(&self.table.place, ground as usize) / around.rate(ground);
        Some(Score {
            ground,
            gap,
            sides,
            killed,
            place: place.log2(),
            date: density.log2(),
            of_sides: (share(&self.table.sides, sides as usize) / of_sides).log2(),
            of_killed: (share(&self.table.killed, killed as usize) / of_killed).log2(),
        })
    }

    /// How often events of a registry come around a row, by how their places belong to its own.
    pub fn around(&self, country: u32, here: &Facts, set: u16) -> Around {
        let mut around = Around::default();
        let (season, spell) = (self.table.season, self.table.spell);
        around.days = [(2 * season + here.days()) as f32, (2 * spell + here.days()) as f32];
        for other in self.between(country, here.first - season, here.last + season).filter(|other| other.set == set) {
            let Some(ground) = ground(here, other, &self.rows.keys) else { continue };
            around.seen[0][ground as usize] += 1;
            around.seen[1][ground as usize] += u32::from(here.gap(other) <= spell);
        }
        around
    }

    /// Rows of a country whose periods meet some days.
    pub fn between(&self, country: u32, first: i32, last: i32) -> impl Iterator<Item = &'a Facts> {
        let facts = self.rows.countries.get(country as usize).map_or(&[][..], Vec::as_slice);
        let longest = self.longest(country).min(400);
        let start = facts.partition_point(|facts| facts.first < first - longest);
        facts[start..].iter().take_while(move |facts| facts.first <= last).filter(move |facts| facts.last >= first)
    }

    /// The evidence for a pair step by step.
    pub fn explain(&self, score: &Score, values: impl Fn(&str) -> (String, String), fall: &mut Waterfall) {
        let slope = self.table.calibration.slope;
        let scaled = |bits: f32| f64::from(bits * slope);
        let label = |levels: &[super::table::Level], at: usize| {
            levels.get(at).map_or(String::new(), |level| level.label.clone())
        };
        fall.prior = f64::from(self.table.calibration.offset);
        let mut step = |what: &str, level: String, bits: f32| {
            let (left, right) = values(what);
            fall.step(what, left, right, &level, scaled(bits));
        };
        step("place", label(&self.table.place, score.ground as usize), score.place);
        step("date", label(&self.table.date, score.gap as usize), score.date);
        step("killed", label(&self.table.killed, score.killed as usize), score.of_killed);
        step("sides", label(&self.table.sides, score.sides as usize), score.of_sides);
    }
}

/// How one side agrees, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Group,
    Common,
    Kindred,
    Open,
    Differ,
}

/// How often events of the other registry come around a row, by [`Ground`]: over a season, and over a spell of days.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around {
    seen: [[u32; Ground::COUNT]; 2],
    days: [f32; 2],
}

impl Around {
    /// Events a day, the one that is weighed left out.
    fn rate(&self, ground: Ground) -> f32 {
        let rate = |at: usize| {
            let seen = self.seen[at][ground as usize].saturating_sub(1) as f32;
            (seen + UNSEEN * self.days[at] / self.days[0].max(1.0)) / self.days[at].max(1.0)
        };
        (rate(0) + rate(1)) / 2.0
    }
}
