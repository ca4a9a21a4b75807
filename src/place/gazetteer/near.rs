//! Entries whose name is one letter away from a name that no gazetteer has: what the name may be a slip for.

use super::country::{Country, Entry};
use super::identify::fits;
use super::{Gazetteer, units};
use crate::model::place::NearEntry;
use crate::model::point::km;
use crate::model::{Corpus, Place};
use crate::place::name::{Qualified, Spelling};
use crate::place::weights::weights;
use crate::text::keys::{Orthography, ascii, is_vowel};
use std::collections::BTreeMap;

/// Shorter names have neighbours by chance.
const LETTERS: usize = 5;
/// More entries than this a letter away tell nothing.
const CROWD: usize = 2;
/// So many spellings of a place are looked up, the most frequent.
const SPELLINGS: usize = 3;

/// All keys one edit away: a letter lost, put in, put for another, or two swapped.
fn edits(key: &str) -> Vec<String> {
    let letters = || (b'a'..=b'z').map(char::from);
    let splits = || (0..=key.len()).filter_map(|at| key.split_at_checked(at));
    let mut found: Vec<String> = Vec::with_capacity(key.len() * 54 + 26);
    for (head, tail) in splits() {
        found.extend(letters().map(|letter| format!("{head}{letter}{tail}")));
        let mut rest = tail.chars();
        let Some(first) = rest.next() else { continue };
        found.push(format!("{head}{}", rest.as_str()));
        found.extend(
            letters().filter(|letter| *letter != first).map(|letter| format!("{head}{letter}{}", rest.as_str())),
        );
        let mut after = rest.clone();
        if let Some(second) = after.next() {
            found.push(format!("{head}{second}{first}{}", after.as_str()));
        }
    }
    found.push(key.to_owned()); // letters that the key writes alike
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether two names of one edit differ in that one has another consonant where the other has one.
fn consonant_for_consonant(left: &str, right: &str) -> bool {
    let mut differing = left.bytes().zip(right.bytes()).filter(|(a, b)| a != b);
    let first = differing.next();
    left.len() == right.len() && differing.next().is_none() && first.is_some_and(|(a, b)| !is_vowel(a) && !is_vowel(b))
}

fn near_in(country: &Country, corpus: &Corpus, place: &Place) -> Vec<NearEntry> {
    let stated = (units::folded(corpus.name(place.admin1)), units::folded(corpus.name(place.admin2)));
    let letters = |name: &str| ascii(name).replace(' ', "");
    let mut found: BTreeMap<&str, bool> = BTreeMap::new();
    for variant in place.variants.iter().take(SPELLINGS) {
        let name = corpus.name(variant.name);
        let (own, spelling) = (letters(name), Spelling::new(name));
        if own.len() < LETTERS {
            continue;
        }
        let known = |entry: &&Entry| {
            let theirs = letters(&entry.name);
            entry.populated
                && theirs.as_bytes().first() == own.as_bytes().first()
                && strsim::osa_distance(&own, &theirs) == 1
                && spelling.qualified(&Spelling::new(&entry.name)) == Qualified::Alike
        };
        let keys = edits(&Orthography::shipped().key(&own));
        let entries = keys.iter().filter_map(|key| country.by_key.get(key.as_str())).flatten();
        for entry in entries.filter_map(|at| country.entries.get(*at as usize)).filter(known) {
            let placed = match (place.point, entry.point()) {
                (Some(here), Some(there)) if km(here, there) > weights().gazetteer.near => continue,
                (Some(_), Some(_)) => true,
                _ if !fits(country, 1, &stated.0, &entry.admin1) || !fits(country, 2, &stated.1, &entry.admin2) => {
                    continue;
                }
                _ => !stated.0.is_empty() && !entry.admin1.is_empty(),
            };
            // One consonant for another mostly makes another village's name.
            let other = consonant_for_consonant(&own, &letters(&entry.name));
            *found.entry(&entry.name).or_default() |= placed && !other;
        }
    }
    if found.len() > CROWD {
        return Vec::new();
    }
    found.into_iter().map(|(name, placed)| NearEntry { name: name.to_owned(), placed }).collect()
}

impl Gazetteer {
    /// What the name of a place that no entry fits may be a slip for: populated places whose name is one letter away
    /// and begins alike, where the place lies as far as that is known. None where there are more than two.
    pub fn near(&self, corpus: &Corpus, place: &Place) -> Vec<NearEntry> {
        self.of(corpus, place.country)
            .map(|country| near_in(country, corpus, place))
            .find(|near| !near.is_empty())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{consonant_for_consonant, edits};

    #[test]
    fn another_consonant_is_another_name() {
        assert!(consonant_for_consonant("siniena", "sitiena"));
        for (left, right) in [("asongo", "ansongo"), ("rounga", "roungo"), ("kadub", "kabud")] {
            assert!(!consonant_for_consonant(left, right), "{left} {right}");
        }
    }

    #[test]
    fn every_kind_of_slip_is_tried() {
        let found = edits("asongo");
        for key in ["ansongo", "asogo", "asango", "saongo", "asongoa", "asongo"] {
            assert!(found.iter().any(|found| found == key), "{key}");
        }
        assert!(!found.iter().any(|found| found == "ansonggo"));
    }
}
