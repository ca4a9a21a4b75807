//! What a row of a registry says that rows of another are compared by.

use crate::event::actors::Actors;
use crate::event::blocks::Corrections;
use crate::model::{Corpus, RowIx, Sym};
use crate::text::countries;
use crate::text::fold::fold;
use crate::text::keys::Orthography;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::sync::LazyLock;

/// The number of a name that rows are compared by; 0 for none.
pub type Key = u32;

/// Shortest name that is looked for in the words of another row, in letters.
const NAMED: usize = 3;
/// The same where it is spelled differently.
const SPELT: usize = 6;
/// Most words of a place's name.
const WORDS: usize = 4;

/// Words for kinds of populated places, and for kinds of units.
static PLACES: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../../data/link/place_types.txt")));
static UNITS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../../data/link/unit_types.txt")));

fn list(text: &'static str) -> FxHashSet<&'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// A row in the form that is compared.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The row.
    pub row: RowIx,
    /// Its registry.
    pub set: u16,
    /// The name of its place, its quarter left out; none where a unit stands there.
    pub place: Key,
    /// Quarters of the place, as "Mogadishu - Hodan" has them.
    pub quarters: SmallVec<[Key; 1]>,
    /// The unit that stands where a place should.
    pub within: Key,
    /// The first-level unit.
    pub admin1: Key,
    /// The second-level unit.
    pub admin2: Key,
    /// Places of other rows that its words name.
    pub named: SmallVec<[Key; 2]>,
    /// Latitude and longitude.
    pub point: Option<(f64, f64)>,
    /// First day.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// The dead.
    pub killed: Option<u32>,
    /// The number of its two sides.
    pub sides: u32,
}

impl Facts {
    /// How many days it spans.
    pub const fn days(&self) -> i32 {
        self.last - self.first + 1
    }

    /// Days between its period and another's; 0 where they meet.
    pub fn gap(&self, other: &Facts) -> i32 {
        (other.first - self.last).max(self.first - other.last).max(0)
    }
}

/// Names by number.
#[derive(Debug, Default)]
pub struct Keys {
    numbers: FxHashMap<String, Key>,
    /// Each name, and the same as it sounds.
    names: Vec<(String, String)>,
}

impl Keys {
    fn intern(&mut self, name: String) -> Key {
        if self.names.is_empty() {
            self.names.push(Default::default());
        }
        if name.is_empty() {
            return 0;
        }
        if let Some(known) = self.numbers.get(&name) {
            return *known;
        }
        let number = self.names.len() as Key;
        let sound = Orthography::shipped().key(&name);
        self.names.push((name.clone(), sound));
        self.numbers.insert(name, number);
        number
    }

    /// A name, and as it sounds.
    pub fn get(&self, key: Key) -> (&str, &str) {
        self.names.get(key as usize).map_or(("", ""), |(name, sound)| (name.as_str(), sound.as_str()))
    }
}

/// A name without words for its kind, as one word; and whether one of them is a unit's.
fn bare(name: &str) -> (String, bool) {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').collect();
    let kept: String = words.iter().filter(|word| !PLACES.contains(*word) && !UNITS.contains(*word)).copied().collect();
    // "Cross River state" is a unit, "State" alone is a name.
    // "Ward 12" is a name by its number.
    if kept.is_empty() || kept.len() == 1 || kept.bytes().all(|byte| byte.is_ascii_digit()) {
        return (folded.replace(' ', ""), false);
    }
    (kept, words.iter().any(|word| UNITS.contains(*word)))
}

/// The place that a cell names, its quarters, and whether it is a unit.
fn parts(cell: &str) -> (String, Vec<String>, bool) {
    let mut pieces = cell.split([',', '(', ')', ';']).flat_map(|piece| piece.split(" - ")).map(str::trim);
    let mut pieces = pieces.by_ref().filter(|piece| !piece.is_empty());
    let (place, unit) = pieces.next().map(bare).unwrap_or_default();
    (place, pieces.map(|piece| bare(piece).0).filter(|piece| !piece.is_empty()).collect(), unit)
}

/// The rows of registries by country, ready to be compared.
#[derive(Debug, Default)]
pub struct Rows {
    /// The names.
    pub keys: Keys,
    /// By country, in the order of the countries' names.
    pub countries: Vec<Vec<Facts>>,
    /// Country and number within it of each row.
    pub at: FxHashMap<RowIx, (u32, u32)>,
    /// Pairs of sides by number: the parties of either.
    pub sides: Vec<[Sym; 2]>,
}

impl Rows {
    /// The rows of data sets of events; none where there are fewer than two such sets.
    pub fn of(corpus: &Corpus, leads: Option<&[RowIx]>, corrections: &Corrections) -> Rows {
        let mut rows = Rows::default();
        if corpus.datasets.iter().filter(|dataset| dataset.is_event()).count() < 2 {
            return rows;
        }
        let mut by_country: FxHashMap<Sym, usize> = FxHashMap::default();
        let mut named: FxHashMap<String, usize> = FxHashMap::default();
        let mut sides: FxHashMap<[Sym; 2], u32> = FxHashMap::default();
        for index in corpus.indices() {
            let (row, dataset) = (corpus.row(index), corpus.dataset(index));
            let own = leads.is_none_or(|leads| leads.get(index.0 as usize) == Some(&index));
            let Some(span) = row.span().filter(|_| dataset.is_event() && own) else { continue };
            let country = *by_country.entry(row.country).or_insert_with(|| {
                let name = corpus.name(row.country);
                let key = countries::find(name).map_or_else(|| fold(name), |country| country.code.to_owned());
                let next = named.len();
                *named.entry(key).or_insert(next)
            });
            if rows.countries.len() <= country {
                rows.countries.resize_with(country + 1, Vec::new);
            }
            let (place, quarters, unit) = parts(corpus.name(row.place));
            let admin1 = rows.keys.intern(bare(corpus.name(row.admin1)).0);
            let admin2 = rows.keys.intern(bare(corpus.name(row.admin2)).0);
            let place = rows.keys.intern(place);
            let quarters = quarters.into_iter().map(|quarter| rows.keys.intern(quarter)).collect();
            let unit = unit && (place == admin2 || place == admin1) || row.geo_precision >= 3 && place == admin1;
            let next = sides.len() as u32;
            let pair = [row.actor, row.target];
            let number = *sides.entry(pair).or_insert(next);
            if number == next {
                rows.sides.push(pair);
            }
            let shift = corrections.days(corpus, index);
            let within = if unit {
                place
            } else if place == 0 {
                if admin2 == 0 { admin1 } else { admin2 }
            } else {
                0
            };
            rows.countries[country].push(Facts {
                row: index,
                set: row.dataset,
                place: if unit { 0 } else { place },
                quarters,
                within,
                admin1,
                admin2,
                named: SmallVec::new(),
                point: row.point().filter(|point| *point != (0.0, 0.0)),
                first: span.first.0.saturating_sub(shift),
                last: span.last.0.saturating_sub(shift),
                killed: row.killed.map(|toll| toll.best()),
                sides: number,
            });
        }
        for facts in &mut rows.countries {
            facts.sort_by_key(|facts| (facts.first, facts.row));
        }
        rows.name(corpus);
        for (country, facts) in rows.countries.iter().enumerate() {
            rows.at.extend(facts.iter().enumerate().map(|(at, facts)| (facts.row, (country as u32, at as u32))));
        }
        rows
    }

    /// Finds the places of a country in the words of its rows.
    fn name(&mut self, corpus: &Corpus) {
        let keys = &self.keys;
        // Names that sound alike; words are heard once.
        let mut sounding: FxHashMap<&str, SmallVec<[Key; 1]>> = FxHashMap::default();
        for (number, (name, sound)) in keys.names.iter().enumerate().filter(|(_, (name, _))| name.len() >= SPELT) {
            if !name.bytes().any(|byte| byte.is_ascii_digit()) {
                sounding.entry(sound).or_default().push(number as Key);
            }
        }
        let mut heard: FxHashMap<String, Option<Key>> = FxHashMap::default();
        for facts in &mut self.countries {
            let known: FxHashSet<Key> = facts
                .iter()
                .flat_map(|facts| facts.quarters.iter().copied().chain([facts.place]))
                .filter(|key| *key != 0)
                .collect();
            for facts in facts {
                let told = corpus.name(corpus.row(facts.row).told);
                for run in told.split('|').filter(|run| !run.is_empty()) {
                    let words: Vec<&str> = run.split(' ').collect();
                    for at in 0..words.len() {
                        for length in 1..=WORDS.min(words.len() - at) {
                            let name: String = words[at..at + length].concat();
                            if name.len() < NAMED {
                                continue;
                            }
                            let exact = keys.numbers.get(&name).copied();
                            let near = || {
                                if name.len() < SPELT || length > 2 {
                                    return None;
                                }
                                *heard.entry(name.clone()).or_insert_with(|| {
                                    let key = Orthography::shipped().key(&name);
                                    sounding.get(key.as_str()).and_then(|keys| keys.first()).copied()
                                })
                            };
                            let Some(key) = exact.or_else(near).filter(|key| known.contains(key)) else { continue };
                            if key != facts.place && !facts.named.contains(&key) {
                                facts.named.push(key);
                            }
                        }
                    }
                }
            }
        }
    }

    /// A row's country, by number, and its facts.
    pub fn find(&self, row: RowIx) -> Option<(u32, &Facts)> {
        let (country, at) = self.at.get(&row)?;
        Some((*country, self.countries.get(*country as usize)?.get(*at as usize)?))
    }

    /// The parties of either side.
    pub fn parties<'a>(&self, actors: &'a Actors, sides: u32) -> [&'a [super::super::actors::Class]; 2] {
        self.sides.get(sides as usize).map_or([&[], &[]], |pair| pair.map(|name| actors.all(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_names_a_place_its_quarters_or_a_unit() {
        let parts = |cell| {
            let (place, quarters, unit) = parts(cell);
            format!("{place}/{}/{unit}", quarters.join("+"))
        };
        assert_eq!(parts("Mogadishu - Hodan"), "mogadishu/hodan/false");
        assert_eq!(parts("Karsa lga"), "karsa//true");
        assert_eq!(parts("Warri town"), "warri//false");
        assert_eq!(parts("Warri town (area)"), "warri/area/false");
    }
}
