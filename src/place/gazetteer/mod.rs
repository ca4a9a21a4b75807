//! Gazetteers: files of known places, by which places get ids and names that nobody has are told.
//!
//! A file is read once: what it holds is kept country by country, under a name made of its content, and read
//! again from there for the countries that the reports name.

mod country;
mod forms;
mod identify;
mod near;
mod units;

use crate::model::{Corpus, Sym};
use crate::text::keys::{Orthography, ascii};
use country::{Country, country_name};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use xxhash_rust::xxh3::xxh3_128;

pub use identify::identify;
pub use units::Unit;

/// Version of what is kept. It goes into the name under which it is kept.
const FORMAT: u32 = 1;

/// Nothing that is kept is longer than this when decoded, so that a wrong length cannot ask for all memory.
const MOST: usize = 1 << 31;

/// What a file holds, before the countries: kept under its own name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Contents {
    /// Number of entries.
    entries: u64,
    /// Countries, and whether the file knows populated places of them.
    countries: Vec<(Box<str>, bool)>,
}

/// Where what was read of a gazetteer is kept from run to run. What comes back must be what was kept, or nothing.
pub trait GazetteerCache {
    /// What was kept under a name, if it is there and whole.
    fn fetch(&self, name: &str) -> Option<Vec<u8>>;
    /// Keeps something; it may be lost.
    fn store(&self, name: &str, bytes: &[u8]);
    /// Throws away what is kept under names with none of these beginnings.
    fn clear(&self, but: &[String]);
}

/// Known places, by country and key of their names.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    /// By the country's two-letter code, or its folded name; without a name what files without countries hold.
    countries: BTreeMap<Box<str>, Country>,
    total: u64,
}

/// The name under which a file's content is kept. Keys of names depend on the program that made them.
fn mark(bytes: &[u8]) -> String {
    let made_by = format!("{FORMAT} {} {:x}", env!("CARGO_PKG_VERSION"), Orthography::fingerprint());
    format!("{:032x}", xxh3_128(bytes) ^ xxh3_128(made_by.as_bytes()))
}

fn decode<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Option<T> {
    let config = bincode::config::standard().with_limit::<MOST>();
    bincode::serde::decode_from_slice(bytes, config)
        .ok()
        .filter(|(_, read)| *read == bytes.len())
        .map(|(found, _)| found)
}

fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    bincode::serde::encode_to_vec(value, bincode::config::standard().with_limit::<MOST>()).ok()
}

impl Gazetteer {
    /// Reads gazetteers for the countries of a corpus. What `cache` has of a file is taken from there.
    ///
    /// # Errors
    /// A file that cannot be read, that is of no form that is known, or that breaks off: a sentence that says which,
    /// where and what to do.
    pub fn load(paths: &[PathBuf], corpus: &Corpus, cache: Option<&dyn GazetteerCache>) -> Result<Gazetteer, String> {
        let mut named: Vec<Sym> = corpus.rows.iter().map(|row| row.country).collect();
        named.par_sort_unstable();
        named.dedup();
        let wanted: BTreeSet<Box<str>> =
            named.into_iter().map(|country| country_name(corpus.name(country))).chain([Box::from("")]).collect();
        let mut gazetteer = Gazetteer::default();
        let mut marks: Vec<String> = Vec::new();
        let mut made = false;
        for path in paths {
            let bytes = std::fs::read(path).map_err(|error| format!("gazetteer {}: {error}", path.display()))?;
            let mark = mark(&bytes);
            if marks.contains(&mark) {
                continue;
            }
            let kept = cache.and_then(|cache| fetch(cache, &mark, &wanted));
            let (contents, countries) = match kept {
                Some(kept) => kept,
                None => {
                    let read = forms::read(bytes, path)?;
                    let contents = contents(&read);
                    if let Some(cache) = cache {
                        store(cache, &mark, &contents, &read);
                        made = true;
                    }
                    (contents, read.into_iter().filter(|(name, _)| wanted.contains(name)).collect())
                }
            };
            marks.push(mark);
            gazetteer.total += contents.entries;
            for (name, country) in countries {
                gazetteer.countries.entry(name).or_default().absorb(country);
            }
        }
        if let Some(cache) = cache.filter(|_| made) {
            cache.clear(&marks);
        }
        Ok(gazetteer)
    }

    /// Number of entries of the files, those of other countries included.
    pub fn len(&self) -> u64 {
        self.total
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// What is known of a country: what files say of it by name, and what files say that name no country.
    fn of<'g>(&'g self, corpus: &Corpus, country: Sym) -> impl Iterator<Item = &'g Country> + use<'g> {
        let name = country_name(corpus.name(country));
        let nameless = self.countries.get("").filter(|_| !name.is_empty());
        self.countries.get(&name).into_iter().chain(nameless)
    }

    /// Countries of the corpus of which populated places are known, ascending.
    pub fn covered(&self, corpus: &Corpus) -> Vec<Sym> {
        let mut named: Vec<Sym> = corpus.rows.iter().map(|row| row.country).collect();
        named.par_sort_unstable();
        named.dedup();
        named
            .retain(|country| self.of(corpus, *country).any(|known| known.entries.iter().any(|entry| entry.populated)));
        named
    }

    /// The first-level units that a second-level unit of that name has, as the gazetteers write them.
    pub fn parents(&self, corpus: &Corpus, country: Sym, admin2: &str) -> Vec<&str> {
        let folded = units::folded(admin2);
        let mut found: Vec<&str> = self.of(corpus, country).flat_map(|known| known.units.parents(&folded)).collect();
        found.dedup();
        found
    }

    /// In how many other first levels populated places of a name lie. `here` is the first level, folded.
    pub fn namesakes(&self, corpus: &Corpus, country: Sym, name: &str, here: &str) -> usize {
        let key = Orthography::shipped().key(&ascii(name));
        let entries = self.of(corpus, country).flat_map(|known| {
            let found = known.by_key.get(key.as_str()).map_or(&[][..], Vec::as_slice);
            found.iter().filter_map(|at| known.entries.get(*at as usize))
        });
        let mut units: Vec<&str> = entries
            .filter(|entry| entry.populated && !entry.admin1.is_empty() && *entry.admin1 != *here)
            .map(|entry| &*entry.admin1)
            .collect();
        units.sort_unstable();
        units.dedup();
        units.len()
    }

    /// The unit of a level that goes by a name or a code, where only one does.
    pub fn unit(&self, corpus: &Corpus, country: Sym, level: u8, name: &str) -> Option<&Unit> {
        let folded = units::folded(name);
        self.of(corpus, country).find_map(|known| known.units.only(level, &folded))
    }
}

fn contents(read: &BTreeMap<Box<str>, Country>) -> Contents {
    Contents {
        entries: read.values().map(|country| (country.entries.len() + country.units.len()) as u64).sum(),
        countries: read
            .iter()
            .map(|(name, country)| (name.clone(), country.entries.iter().any(|entry| entry.populated)))
            .collect(),
    }
}

type Countries = Vec<(Box<str>, Country)>;

/// What a cache has of a file, for the wanted countries; nothing where a part of it is missing.
fn fetch(cache: &dyn GazetteerCache, mark: &str, wanted: &BTreeSet<Box<str>>) -> Option<(Contents, Countries)> {
    let contents: Contents = decode(&cache.fetch(mark)?)?;
    let countries = contents
        .countries
        .iter()
        .enumerate()
        .filter(|(_, (name, _))| wanted.contains(name))
        .map(|(number, (name, _))| Some((name.clone(), decode(&cache.fetch(&format!("{mark}-{number}"))?)?)))
        .collect::<Option<Countries>>()?;
    Some((contents, countries))
}

/// Keeps a file's countries, and what it holds last: without that the rest does not count.
fn store(cache: &dyn GazetteerCache, mark: &str, contents: &Contents, read: &BTreeMap<Box<str>, Country>) {
    for (number, country) in read.values().enumerate() {
        let Some(bytes) = encode(country) else { return };
        cache.store(&format!("{mark}-{number}"), &bytes);
    }
    if let Some(bytes) = encode(contents) {
        cache.store(mark, &bytes);
    }
}

#[cfg(test)]
mod tests;
