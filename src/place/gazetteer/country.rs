//! What is known of one country: its places, and its units.

use super::units;
use crate::text::countries;
use crate::text::keys::{Orthography, ascii};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// An entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: Box<str>,
    pub name: Box<str>,
    /// Latitude and longitude; not a number where the file gives none.
    pub lat: f32,
    pub lon: f32,
    /// Folded names of its units, as far as they are known.
    pub admin1: Box<str>,
    pub admin2: Box<str>,
    /// Whether it is a populated place rather than a well, a hill or a district.
    pub populated: bool,
}

impl Entry {
    pub fn point(&self) -> Option<(f64, f64)> {
        (!self.lat.is_nan() && !self.lon.is_nan()).then_some((f64::from(self.lat), f64::from(self.lon)))
    }

    /// Whether two rows tell of one entry.
    pub fn same(&self, other: &Entry) -> bool {
        let bits = |entry: &Entry| (entry.lat.to_bits(), entry.lon.to_bits());
        self.name == other.name && bits(self) == bits(other)
    }
}

/// What is known of one country.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Country {
    pub entries: Vec<Entry>,
    /// Entries by key of any of their names, ascending.
    pub by_key: FxHashMap<Box<str>, Vec<u32>>,
    pub units: units::Units,
}

impl Country {
    pub fn add(&mut self, entry: Entry, keys: &[Box<str>]) {
        let at = self.entries.len() as u32;
        self.entries.push(entry);
        self.name(at, keys);
    }

    pub fn name(&mut self, at: u32, keys: &[Box<str>]) {
        for key in keys {
            let known = self.by_key.entry(key.clone()).or_default();
            if let Err(slot) = known.binary_search(&at) {
                known.insert(slot, at);
            }
        }
    }

    /// Adds what another file knows. An entry that both have is taken once; an id that they give to different places
    /// is told apart as the ids of reports are.
    pub fn absorb(&mut self, other: Country) {
        if self.entries.is_empty() && self.units.is_empty() {
            *self = other;
            return;
        }
        let mut known: FxHashMap<Box<str>, u32> =
            self.entries.iter().enumerate().map(|(at, entry)| (entry.id.clone(), at as u32)).collect();
        let mut number: Vec<u32> = Vec::with_capacity(other.entries.len());
        for mut entry in other.entries {
            if let Some(&at) = known.get(&entry.id) {
                if self.entries[at as usize].same(&entry) {
                    number.push(at);
                    continue;
                }
                let free =
                    (2..).map(|again| format!("{}#{again}", entry.id)).find(|id| !known.contains_key(id.as_str()));
                entry.id = free.unwrap_or_default().into();
            }
            known.insert(entry.id.clone(), self.entries.len() as u32);
            number.push(self.entries.len() as u32);
            self.entries.push(entry);
        }
        for (key, ats) in other.by_key {
            let found = self.by_key.entry(key).or_default();
            found.extend(ats.iter().filter_map(|at| number.get(*at as usize)));
            found.sort_unstable();
            found.dedup();
        }
        self.units.absorb(other.units);
    }
}

/// One name for a country, however a file calls it: its two-letter code where it is known.
pub fn country_name(name: &str) -> Box<str> {
    countries::find(name).map_or_else(|| ascii(name).into(), |country| country.code.to_lowercase().into())
}

/// Keys of names, each once.
pub fn keys<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Box<str>> {
    let mut known: Vec<Box<str>> = Vec::with_capacity(2);
    for name in names.filter(|name| !name.trim().is_empty()) {
        let key: Box<str> = Orthography::shipped().key(&ascii(name)).into();
        if !key.is_empty() && !known.contains(&key) {
            known.push(key);
        }
    }
    known
}
