//! Which entry of the gazetteers a place is.

use super::country::{Country, Entry};
use super::{Gazetteer, units};
use crate::model::place::GazetteerMatch;
use crate::model::point::km;
use crate::model::{Corpus, Place};
use crate::place::name::{Qualified, Spelling};
use crate::place::weights::weights;
use crate::text::distance::alignment;
use crate::text::keys::{Orthography, ascii};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// A variant's forms and the share of the place's rows that spell it so.
type Form = (Spelling, String, f64);

/// Whether an entry lies in the unit that the place is said to lie in, as far as both are known.
pub(super) fn fits(country: &Country, level: u8, stated: &str, known: &str) -> bool {
    if stated.is_empty() || known.is_empty() || stated == known {
        return true;
    }
    let one = |name: &str| country.units.only(level, name).map(|unit| unit.folded().to_owned());
    one(stated).is_some_and(|unit| one(known) == Some(unit))
}

fn find<'c>(country: &'c Country, forms: &[Form], place: &Place, stated: (&str, &str)) -> Option<&'c Entry> {
    let weights = &weights().gazetteer;
    let mut best: Option<(f64, u32)> = None;
    let mut unplaced: Vec<u32> = Vec::new();
    for (spelling, key, share) in forms {
        for &at in country.by_key.get(key.as_str()).map_or(&[][..], Vec::as_slice) {
            let Some(entry) = country.entries.get(at as usize) else { continue };
            let known = Spelling::new(&entry.name);
            if spelling.qualified(&known) == Qualified::Differently {
                continue;
            }
            let alike = f64::from(alignment(&spelling.whole, &known.whole));
            let score = alike + weights.by_share * share + if entry.populated { weights.populated } else { 0.0 };
            match (place.point, entry.point()) {
                (Some(a), Some(b)) => {
                    let far = km(a, b);
                    let score = score - far / weights.a_kilometre;
                    if far <= weights.near && best.is_none_or(|best| (score, at) > (best.0, best.1)) {
                        best = Some((score, at));
                    }
                }
                _ if fits(country, 1, stated.0, &entry.admin1) && fits(country, 2, stated.1, &entry.admin2) => {
                    unplaced.push(at);
                }
                _ => {}
            }
        }
    }
    let chosen = best.map(|best| best.1).or_else(|| {
        unplaced.sort_unstable();
        unplaced.dedup();
        // Namesakes cannot be told apart without a point.
        let populated: Vec<u32> =
            unplaced.iter().copied().filter(|at| country.entries[*at as usize].populated).collect();
        match (&populated[..], &unplaced[..]) {
            ([only], _) | ([], [only]) => Some(*only),
            _ => None,
        }
    })?;
    country.entries.get(chosen as usize)
}

impl Gazetteer {
    /// The entry that a place is: one of its spellings' keys is a key of the entry, and the entry lies where the
    /// place lies or, where no point is known, is the only one that fits its units.
    pub fn identify(&self, corpus: &Corpus, place: &Place) -> Option<GazetteerMatch> {
        let rows: u32 = place.variants.iter().map(|variant| variant.count).sum();
        let forms: Vec<Form> = place
            .variants
            .iter()
            .map(|variant| {
                let name = corpus.name(variant.name);
                let key = Orthography::shipped().key(&ascii(name));
                (Spelling::new(name), key, f64::from(variant.count) / f64::from(rows.max(1)))
            })
            .collect();
        let stated = (units::folded(corpus.name(place.admin1)), units::folded(corpus.name(place.admin2)));
        self.of(corpus, place.country).find_map(|country| {
            let entry = find(country, &forms, place, (&stated.0, &stated.1))?;
            let (lat, lon) = entry.point().unwrap_or((f64::NAN, f64::NAN));
            Some(GazetteerMatch { id: entry.id.to_string(), name: entry.name.to_string(), lat, lon })
        })
    }
}

/// Identifies places; an entry that several places claim goes to the one with the most rows, the others stay
/// without. Sets their ids: `G` and the entry's id.
pub fn identify(corpus: &Corpus, gazetteer: &Gazetteer, places: &mut [Place]) {
    let mut found: Vec<Option<GazetteerMatch>> =
        places.par_iter().map(|place| gazetteer.identify(corpus, place)).collect();
    let mut order: Vec<usize> = (0..places.len()).filter(|at| found[*at].is_some()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(places[at].rows.len()), at));
    let mut taken: FxHashSet<String> = FxHashSet::default();
    for at in order {
        if let Some(entry) = found[at].take()
            && taken.insert(entry.id.clone())
        {
            places[at].id = format!("G{}", entry.id);
            places[at].gazetteer = Some(entry);
        }
    }
}
