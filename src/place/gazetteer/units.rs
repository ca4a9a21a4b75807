//! Administrative units that gazetteers know: names, other names, codes, and what they belong to.

use crate::text::keys::ascii;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Whether another name is one: not a region's number, roman or arabic.
fn says(name: &str) -> bool {
    name.len() > 2 && !name.bytes().all(|byte| b"ivxl0123456789".contains(&byte))
}

/// A unit of the first or second level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// 1 or 2.
    pub level: u8,
    /// Its name, as the gazetteer writes it.
    pub name: Box<str>,
    /// The first-level unit that it belongs to, as the gazetteer writes it; blank for level 1.
    pub parent: Box<str>,
    /// All its names and codes, folded.
    names: Vec<Box<str>>,
}

/// A name of a unit as it is compared.
pub fn folded(name: &str) -> String {
    ascii(name).replace(' ', "")
}

impl Unit {
    /// A unit with its other names and its code.
    pub fn new<'n>(level: u8, name: &str, parent: &str, code: &str, others: impl Iterator<Item = &'n str>) -> Unit {
        let mut names: Vec<Box<str>> = vec![folded(name).into()];
        for other in others.map(folded).chain([folded(code)]).filter(|other| says(other)) {
            if !names.iter().any(|name| **name == *other) {
                names.push(other.into());
            }
        }
        Unit { level, name: name.into(), parent: parent.into(), names }
    }

    /// Its name, folded.
    pub fn folded(&self) -> &str {
        self.names.first().map_or("", |name| name)
    }
}

/// The units of a country.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Units {
    all: Vec<Unit>,
    by_name: FxHashMap<(u8, Box<str>), Vec<u32>>,
}

impl Units {
    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many are known.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    fn of(&self, level: u8, folded: &str) -> impl Iterator<Item = (u32, &Unit)> {
        let found = self.by_name.get(&(level, folded.into())).map_or(&[][..], Vec::as_slice);
        found.iter().filter_map(|at| Some((*at, self.all.get(*at as usize)?)))
    }

    /// The unit of that name or code, where only one is; one that has it as its first name comes before others.
    pub fn only(&self, level: u8, folded: &str) -> Option<&Unit> {
        let mut own = self.of(level, folded).filter(|(_, unit)| unit.folded() == folded);
        match (own.next(), own.next()) {
            (Some((_, unit)), None) => return Some(unit),
            (Some(_), Some(_)) => return None,
            _ => {}
        }
        let mut any = self.of(level, folded);
        any.next().filter(|_| any.next().is_none()).map(|(_, unit)| unit)
    }

    /// What second-level units of that name belong to.
    pub fn parents(&self, folded: &str) -> Vec<&str> {
        let mut found: Vec<&str> =
            self.of(2, folded).map(|(_, unit)| &*unit.parent).filter(|parent| !parent.is_empty()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Adds a unit, or its names to the one that it is: of one level and parent, the name of one being a name of the other.
    pub fn add(&mut self, unit: Unit) {
        let parent = |units: &Units, name: &str| {
            units.only(1, &folded(name)).map_or_else(|| folded(name), |unit| unit.folded().to_owned())
        };
        let home = parent(self, &unit.parent);
        let known = unit.names.iter().find_map(|name| {
            let mut found = self.of(unit.level, name).filter(|(_, known)| {
                (known.folded() == &**name || unit.folded() == &**name) && parent(self, &known.parent) == home
            });
            found.next().map(|(at, _)| at)
        });
        let at = known.unwrap_or(self.all.len() as u32);
        for name in &unit.names {
            let found = self.by_name.entry((unit.level, name.clone())).or_default();
            if let Err(slot) = found.binary_search(&at) {
                found.insert(slot, at);
            }
        }
        match self.all.get_mut(at as usize) {
            Some(known) => {
                for name in unit.names {
                    if !known.names.contains(&name) {
                        known.names.push(name);
                    }
                }
            }
            None => self.all.push(unit),
        }
    }

    /// Adds the units that another file knows.
    pub fn absorb(&mut self, other: Units) {
        other.all.into_iter().for_each(|unit| self.add(unit));
    }
}
