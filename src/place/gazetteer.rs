//! Gazetteers: files of known places, by which places get ids and names that nobody has are told.
//!
//! Three forms are read, told by their content: GeoNames dumps (19 tab-separated columns,
//! <https://download.geonames.org/export/dump/readme.txt>), plain CSV with the columns name, lat, lon, country,
//! admin1, admin2, id and alternates (the last ones joined by `;` or `|`), and tables of P-codes (Location,
//! Admin Level, P-Code, Name, Parent P-Code).

use super::geo::km;
use super::name::{Qualified, Spelling};
use crate::model::place::GazetteerMatch;
use crate::model::{Corpus, Place, Sym};
use crate::text::countries;
use crate::text::distance::alignment;
use crate::text::keys::{Orthography, ascii};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};

/// Without points, an entry fits only if it is the only one of its name in the country.
const NEAR: f64 = 15.0;

/// An entry.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    id: Box<str>,
    name: Box<str>,
    lat: f32,
    lon: f32,
    country: u16,
    admin1: Box<str>,
    admin2: Box<str>,
    /// Whether it is a populated place rather than a well, a hill or a district.
    populated: bool,
}

/// Known places, by country and key of their names.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    /// Folded names of countries, or their two-letter codes.
    countries: Vec<Box<str>>,
    /// Entries by country and key of any of their names.
    by_key: FxHashMap<(u16, Box<str>), Vec<u32>>,
    /// First-level units by country and folded name of a second-level unit.
    parents: FxHashMap<(u16, Box<str>), Vec<Box<str>>>,
}

/// One name for a country, however a file calls it: its two-letter code where it is known.
fn country_name(name: &str) -> Box<str> {
    countries::find(name).map_or_else(|| ascii(name).into(), |country| country.code.to_lowercase().into())
}

impl Gazetteer {
    /// Reads gazetteers. Lines that are no entry are passed over.
    ///
    /// # Errors
    /// A file that cannot be read, or that is of no form that is known: a sentence that says which and what to do.
    pub fn load(paths: &[PathBuf]) -> Result<Gazetteer, String> {
        let mut gazetteer = Gazetteer::default();
        for path in paths {
            let bytes = std::fs::read(path).map_err(|error| format!("gazetteer {}: {error}", path.display()))?;
            let text = String::from_utf8_lossy(&bytes);
            gazetteer.read(&text, path)?;
        }
        gazetteer.index();
        Ok(gazetteer)
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn country(&mut self, name: &str) -> u16 {
        let name = country_name(name);
        match self.countries.iter().position(|known| *known == name) {
            Some(at) => at as u16,
            None => {
                self.countries.push(name);
                (self.countries.len() - 1) as u16
            }
        }
    }

    fn read(&mut self, text: &str, path: &Path) -> Result<(), String> {
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        if first.matches('\t').count() >= 17 {
            self.geonames(text);
            return Ok(());
        }
        let heads: Vec<String> = first.split(',').map(|head| head.trim().trim_matches('"').to_lowercase()).collect();
        let has = |name: &str| heads.iter().any(|head| head == name);
        if has("p-code") && has("name") {
            return self.pcodes(text, path);
        }
        if has("name") && (has("lat") || has("latitude")) {
            return self.plain(text, path);
        }
        Err(format!(
            "gazetteer {}: neither a GeoNames dump (19 columns parted by tabs) nor a CSV with the columns name, lat, \
             lon (and country, admin1, admin2, id, alternates) nor a table of P-codes; its first line is {:?}",
            path.display(),
            first.chars().take(120).collect::<String>()
        ))
    }

    fn geonames(&mut self, text: &str) {
        for line in text.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let [id, name, plain, alternates, lat, lon, class, _code, country, ..] = cells[..] else { continue };
            let (Ok(lat), Ok(lon)) = (lat.parse::<f32>(), lon.parse::<f32>()) else { continue };
            let country = self.country(country);
            let at = self.entries.len() as u32;
            self.entries.push(Entry {
                id: id.into(),
                name: name.into(),
                lat,
                lon,
                country,
                admin1: "".into(),
                admin2: "".into(),
                populated: class == "P",
            });
            self.names(at, country, [name, plain].into_iter().chain(alternates.split(',')));
        }
    }

    fn names<'n>(&mut self, at: u32, country: u16, names: impl Iterator<Item = &'n str>) {
        let mut known: Vec<Box<str>> = Vec::with_capacity(2);
        for name in names.filter(|name| !name.trim().is_empty()) {
            let key: Box<str> = Orthography::shipped().key(&ascii(name)).into();
            if !key.is_empty() && !known.contains(&key) {
                self.by_key.entry((country, key.clone())).or_default().push(at);
                known.push(key);
            }
        }
    }

    fn plain(&mut self, text: &str, path: &Path) -> Result<(), String> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let fail = |error: csv::Error| format!("gazetteer {}: {error}", path.display());
        let heads = reader.headers().map_err(fail)?.clone();
        let find = |names: &[&str]| {
            heads.iter().position(|head| names.iter().any(|name| head.trim().eq_ignore_ascii_case(name)))
        };
        let (name, lat, lon) = (find(&["name"]), find(&["lat", "latitude"]), find(&["lon", "lng", "longitude"]));
        let (country, admin1, admin2) = (find(&["country"]), find(&["admin1"]), find(&["admin2"]));
        let (id, others) = (find(&["id", "gazetteer_id"]), find(&["alternates", "alternatenames", "aliases"]));
        for record in reader.records() {
            let record = record.map_err(fail)?;
            let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("").trim();
            if cell(name).is_empty() {
                continue;
            }
            let country = self.country(cell(country));
            let at = self.entries.len() as u32;
            let made = crate::model::hash::word(crate::model::hash::parts(&[cell(name), cell(lat), cell(lon)]));
            self.entries.push(Entry {
                id: if cell(id).is_empty() { made.into() } else { cell(id).into() },
                name: cell(name).into(),
                lat: cell(lat).parse().unwrap_or(f32::NAN),
                lon: cell(lon).parse().unwrap_or(f32::NAN),
                country,
                admin1: ascii(cell(admin1)).replace(' ', "").into(),
                admin2: ascii(cell(admin2)).replace(' ', "").into(),
                populated: true,
            });
            if !cell(admin1).is_empty() && !cell(admin2).is_empty() {
                self.parent(country, cell(admin2), cell(admin1));
            }
            let names: Vec<String> =
                std::iter::once(cell(name)).chain(cell(others).split([';', '|'])).map(str::to_owned).collect();
            self.names(at, country, names.iter().map(String::as_str));
        }
        Ok(())
    }

    fn parent(&mut self, country: u16, child: &str, parent: &str) {
        let child: Box<str> = ascii(child).replace(' ', "").into();
        let known = self.parents.entry((country, child)).or_default();
        if !known.iter().any(|name| **name == *parent) {
            known.push(parent.into());
        }
    }

    fn pcodes(&mut self, text: &str, path: &Path) -> Result<(), String> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let fail = |error: csv::Error| format!("gazetteer {}: {error}", path.display());
        let heads = reader.headers().map_err(fail)?.clone();
        let find = |name: &str| heads.iter().position(|head| head.trim().eq_ignore_ascii_case(name));
        let (place, level, code, name, parent) =
            (find("Location"), find("Admin Level"), find("P-Code"), find("Name"), find("Parent P-Code"));
        let mut units: FxHashMap<String, String> = FxHashMap::default();
        let mut second: Vec<(String, String, String)> = Vec::new();
        for record in reader.records() {
            let record = record.map_err(fail)?;
            let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("").trim().to_owned();
            match cell(level).as_str() {
                "1" => {
                    units.insert(cell(code), cell(name));
                }
                "2" => second.push((cell(place), cell(name), cell(parent))),
                _ => {}
            }
        }
        for (country, name, parent) in second {
            if let Some(parent) = units.get(&parent) {
                let country = self.country(&country);
                self.parent(country, &name, parent);
            }
        }
        Ok(())
    }

    fn index(&mut self) {
        for found in self.by_key.values_mut() {
            found.sort_unstable();
            found.dedup();
        }
    }

    fn code(&self, corpus: &Corpus, country: Sym) -> Option<u16> {
        let name = country_name(corpus.name(country));
        self.countries.iter().position(|known| *known == name).map(|at| at as u16)
    }

    /// Countries of the corpus of which populated places are known, ascending.
    pub fn covered(&self, corpus: &Corpus) -> Vec<Sym> {
        let known: FxHashSet<u16> =
            self.entries.iter().filter(|entry| entry.populated).map(|entry| entry.country).collect();
        let mut named: Vec<Sym> = corpus.rows.iter().map(|row| row.country).collect();
        named.par_sort_unstable();
        named.dedup();
        named.retain(|country| self.code(corpus, *country).is_some_and(|code| known.contains(&code)));
        named
    }

    /// The first-level units that a second-level unit of that name has, as the gazetteers write them.
    pub fn parents(&self, corpus: &Corpus, country: Sym, admin2: &str) -> &[Box<str>] {
        self.code(corpus, country)
            .and_then(|code| self.parents.get(&(code, ascii(admin2).replace(' ', "").into())))
            .map_or(&[], Vec::as_slice)
    }

    /// The entry that a place is: one of its spellings' keys is a key of the entry, and the entry lies where the
    /// place lies or, where no point is known, is the only one that fits its district or country.
    pub fn identify(&self, corpus: &Corpus, place: &Place) -> Option<GazetteerMatch> {
        let country = self.code(corpus, place.country)?;
        let admin2 = ascii(corpus.name(place.admin2)).replace(' ', "");
        let mut best: Option<(f64, u32)> = None;
        let mut unplaced: Vec<(f64, u32)> = Vec::new();
        let rows: u32 = place.variants.iter().map(|variant| variant.count).sum();
        for variant in &place.variants {
            let spelling = Spelling::new(corpus.name(variant.name));
            let key = Orthography::shipped().key(&ascii(corpus.name(variant.name)));
            let share = f64::from(variant.count) / f64::from(rows.max(1));
            for &at in self.by_key.get(&(country, key.into())).map_or(&[][..], Vec::as_slice) {
                let entry = &self.entries[at as usize];
                let known = Spelling::new(&entry.name);
                let contradicts = spelling.qualified(&known) == Qualified::Differently;
                if contradicts {
                    continue;
                }
                let alike = f64::from(alignment(&spelling.whole, &known.whole));
                let score = alike + 4.0 * share + if entry.populated { 3.0 } else { 0.0 };
                let point = (!entry.lat.is_nan() && !entry.lon.is_nan())
                    .then_some((f64::from(entry.lat), f64::from(entry.lon)));
                match (place.point, point) {
                    (Some(a), Some(b)) => {
                        let far = km(a, b);
                        let score = score - far / 3.0;
                        if far <= NEAR && best.is_none_or(|best| (score, at) > (best.0, best.1)) {
                            best = Some((score, at));
                        }
                    }
                    _ if entry.admin2.is_empty() || admin2.is_empty() || *entry.admin2 == *admin2 => {
                        unplaced.push((score, at));
                    }
                    _ => {}
                }
            }
        }
        let chosen = best.map(|best| best.1).or_else(|| {
            let mut ids: Vec<u32> = unplaced.iter().map(|found| found.1).collect();
            ids.sort_unstable();
            ids.dedup();
            // Namesakes cannot be told apart without a point.
            let populated: Vec<u32> = ids.iter().copied().filter(|at| self.entries[*at as usize].populated).collect();
            match (&populated[..], &ids[..]) {
                ([only], _) | ([], [only]) => Some(*only),
                _ => None,
            }
        })?;
        let entry = &self.entries[chosen as usize];
        Some(GazetteerMatch {
            id: entry.id.to_string(),
            name: entry.name.to_string(),
            lat: f64::from(entry.lat),
            lon: f64::from(entry.lon),
        })
    }
}

/// Identifies places; an entry that several places claim goes to the one with the most rows, the others stay
/// without. Sets their ids: `G` and the entry's id.
pub fn identify(corpus: &Corpus, gazetteer: &Gazetteer, places: &mut [Place]) {
    let found: Vec<Option<GazetteerMatch>> = places.par_iter().map(|place| gazetteer.identify(corpus, place)).collect();
    let mut order: Vec<usize> = (0..places.len()).filter(|at| found[*at].is_some()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(places[at].rows.len()), at));
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let mut found = found;
    for at in order {
        if let Some(entry) = found[at].take()
            && taken.insert(entry.id.clone())
        {
            places[at].id = format!("G{}", entry.id);
            places[at].gazetteer = Some(entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Gazetteer, String> {
        let mut gazetteer = Gazetteer::default();
        gazetteer.read(text, Path::new("test"))?;
        gazetteer.index();
        Ok(gazetteer)
    }

    #[test]
    fn three_forms_are_known_by_their_content() {
        let dump = "1\tOuatagouna\tOuatagouna\tWattagouna\t15.18\t0.72\tP\tPPL\tML\t\t09\t\t\t\t0\t\t250\tAfrica/Bamako\t2012-01-18\n";
        let gazetteer = load(dump).unwrap();
        assert_eq!(gazetteer.len(), 1);
        assert!(gazetteer.by_key.contains_key(&(0, "uataguna".into())));
        assert_eq!(load("name,lat,lon,country\nGao,16.27,-0.04,Mali\n").unwrap().len(), 1);
        let codes = "Location,Admin Level,P-Code,Name,Parent P-Code\nMLI,1,ML07,Gao,MLI\nMLI,2,ML0701,Ansongo,ML07\n";
        assert_eq!(load(codes).unwrap().parents.get(&(0, "ansongo".into())), Some(&vec![Box::from("Gao")]));
        assert!(load("a,b\n1,2\n").unwrap_err().contains("neither a GeoNames dump"));
    }
}
