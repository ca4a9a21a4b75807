//! Countries by any of their names, and the boxes they lie in.

use super::keys::ascii;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The shipped table. Countries with parts all over the world (France, the United States, Russia) are left out:
/// no box tells their points from others.
const TABLE: &str = include_str!("../../data/countries.tsv");

/// A country and the box it lies in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// ISO 3166-1 alpha-3.
    pub code3: &'static str,
    /// English name.
    pub name: &'static str,
    /// Southern bound, degrees.
    pub south: f64,
    /// Northern bound, degrees.
    pub north: f64,
    /// Western bound, degrees.
    pub west: f64,
    /// Eastern bound, degrees.
    pub east: f64,
}

impl Country {
    /// Whether a point (latitude, longitude) lies within so many degrees of the box.
    pub fn holds(&self, point: (f64, f64), margin: f64) -> bool {
        (self.south - margin..=self.north + margin).contains(&point.0)
            && (self.west - margin..=self.east + margin).contains(&point.1)
    }
}

static BY_NAME: LazyLock<FxHashMap<String, Country>> = LazyLock::new(|| {
    let mut found = FxHashMap::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let [code, code3, name, french, others, south, north, west, east] = cells[..] else { continue };
        let degrees = |cell: &str| cell.trim().parse::<f64>().ok();
        let (Some(south), Some(north), Some(west), Some(east)) =
            (degrees(south), degrees(north), degrees(west), degrees(east))
        else {
            continue;
        };
        let country = Country { code, code3, name, south, north, west, east };
        for known in [code, code3, name, french].into_iter().chain(others.split(';')) {
            let known = ascii(known);
            if !known.is_empty() {
                found.insert(known, country);
            }
        }
    }
    found
});

/// The country of that name or code, in English or French, accents and case aside.
pub fn find(name: &str) -> Option<&'static Country> {
    BY_NAME.get(&ascii(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_any_name() {
        for name in ["Côte d'Ivoire", "ivory coast", "CI", "CIV", "Cote d’Ivoire"] {
            assert_eq!(find(name).map(|country| country.code), Some("CI"), "{name}");
        }
        assert_eq!(find("Tchad").map(|country| country.name), Some("Chad"));
        assert_eq!(find("Atlantis"), None);
    }

    #[test]
    fn every_line_is_read() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        let mut codes: Vec<&str> = BY_NAME.values().map(|country| country.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), lines);
        assert!(BY_NAME.values().all(|country| country.south < country.north && country.west < country.east));
    }

    #[test]
    fn gao_lies_in_mali() {
        let mali = find("Mali").unwrap();
        assert!(mali.holds((16.27, -0.04), 0.0));
        assert!(!mali.holds((-0.04, 16.27), 1.0));
    }
}
