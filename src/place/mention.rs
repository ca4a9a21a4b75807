//! Mentions: the rows of one country and first administrative level that spell a place alike.

use super::gazetteer::Gazetteer;
use super::geo;
use super::name::Spelling;
use super::weights::weights;
use super::{one_unit, unplaced};
use crate::model::{Corpus, RowIx, Sym};
use crate::text::keys::{Orthography, ascii};
use crate::text::{countries, kinds};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// A point and how exactly it was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Latitude, degrees.
    pub lat: f32,
    /// Longitude, degrees.
    pub lon: f32,
    /// Whether it is given to a degree's hundredth or finer, and is no point that many names share.
    pub fine: bool,
}

/// Rows of one second administrative level whose spellings differ in nothing but case, accents and blanks.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Number of the spelling in [`Block::forms`].
    pub form: u32,
    /// Number of the second administrative level within the block; 0 where none is stated.
    pub admin2: u32,
    /// The rows, ascending.
    pub rows: Vec<RowIx>,
}

/// All mentions of one country and first administrative level.
#[derive(Debug, Default)]
pub struct Block {
    /// Distinct forms.
    pub forms: Vec<Spelling>,
    /// The mentions, by admin2 and form.
    pub mentions: Vec<Mention>,
    /// Points of rows, set right where they were swapped or flipped.
    pub points: FxHashMap<RowIx, Point>,
    /// The form of each spelling, by its number in [`Block::forms`].
    pub form_of: FxHashMap<Sym, u32>,
}

/// Folded names of countries and administrative units: one for all names of a country, and for all names and codes of
/// a unit that a gazetteer knows.
#[derive(Debug, Default)]
pub struct Units {
    countries: FxHashMap<Sym, String>,
    folded: FxHashMap<(Sym, u8, Sym), String>,
    /// Folded names of units that a gazetteer knows by them.
    official: FxHashSet<String>,
}

impl Units {
    /// Folds every administrative name of a corpus once.
    pub fn new(corpus: &Corpus, gazetteer: Option<&Gazetteer>) -> Units {
        let mut units = Units::default();
        let stated = super::counted(corpus, |row| Some((row.country, row.admin1, row.admin2)));
        for (country, admin1, admin2) in stated.into_keys() {
            units.countries.entry(country).or_insert_with(|| {
                let name = corpus.name(country);
                countries::find(name).map_or_else(|| ascii(name).replace(' ', ""), |known| known.code.to_lowercase())
            });
            for (level, sym) in [(1, admin1), (2, admin2)] {
                units.folded.entry((country, level, sym)).or_insert_with(|| {
                    let folded = ascii(corpus.name(sym));
                    let bare = kinds::bare(&folded);
                    let unit = |name: &str| gazetteer.and_then(|known| known.unit(corpus, country, level, name));
                    let known = unit(&folded).or_else(|| unit(&bare));
                    if let Some(unit) = known {
                        units.official.insert(unit.folded().to_owned());
                    }
                    known.map_or(bare, |unit| unit.folded().to_owned())
                });
            }
        }
        units
    }

    /// The folded name of a country.
    pub fn country(&self, country: Sym) -> &str {
        self.countries.get(&country).map_or("", String::as_str)
    }

    /// Whether a gazetteer knows a unit by that folded name.
    pub fn official(&self, folded: &str) -> bool {
        self.official.contains(folded)
    }

    /// The folded name of a unit of that level.
    pub fn get(&self, country: Sym, level: u8, unit: Sym) -> &str {
        self.folded.get(&(country, level, unit)).map_or("", String::as_str)
    }
}

/// For each folded name: the folded name of the unit it is taken for. Siblings that sound alike are one
/// unit (but short names, where Suru and Zuru are two), and so is a rare spelling one slip, not in its first letter,
/// from a name of seven letters and more that is five times as frequent. Two names of a gazetteer are two units.
pub fn unify<'a>(units: &Units, counts: &BTreeMap<&'a str, u32>) -> FxHashMap<&'a str, &'a str> {
    let orthography = Orthography::shipped();
    let mut order: Vec<(&str, u32, String)> =
        counts.iter().map(|(name, count)| (*name, *count, orthography.key(name))).collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut heads: Vec<(&str, u32, String)> = Vec::new();
    let mut found = FxHashMap::default();
    for (name, count, key) in order {
        let letters = name.len();
        let head = heads.iter().find(|(head, many, head_key)| {
            let two = units.official(head) && units.official(name);
            !(name.is_empty() || head.is_empty() || two)
                && ((*head_key == key && letters >= 6)
                    || (letters >= 7
                        && *many >= 5 * count
                        && head.as_bytes().first() == name.as_bytes().first()
                        && head.bytes().filter(u8::is_ascii_digit).eq(name.bytes().filter(u8::is_ascii_digit))
                        && head.len().abs_diff(name.len()) <= 1
                        && strsim::osa_distance(head, name) == 1))
        });
        match head {
            Some((head, ..)) => {
                found.insert(name, *head);
            }
            None => {
                found.insert(name, name);
                heads.push((name, count, key));
            }
        }
    }
    found
}

/// Collects the mentions of a corpus into blocks, in an order that depends on content alone.
pub fn blocks(corpus: &Corpus, units: &Units, gazetteer: Option<&Gazetteer>) -> Vec<Block> {
    let mut rows_by: FxHashMap<(Sym, Sym), Vec<RowIx>> = FxHashMap::default();
    for index in corpus.indices() {
        let row = corpus.row(index);
        if row.place.is_some() {
            rows_by.entry((row.country, row.admin1)).or_default().push(index);
        }
    }
    // Spellings of one first level are one block.
    let mut siblings: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    for ((country, admin1), rows) in &rows_by {
        let names = siblings.entry(units.country(*country)).or_default();
        *names.entry(units.get(*country, 1, *admin1)).or_default() += rows.len() as u32;
    }
    let unified: BTreeMap<&str, FxHashMap<&str, &str>> =
        siblings.iter().map(|(country, counts)| (*country, unify(units, counts))).collect();
    let mut by_block = unplaced::Blocks::new();
    for ((country, admin1), mut rows) in rows_by {
        let (country, admin1) = (units.country(country), units.get(country, 1, admin1));
        let admin1 = unified.get(country).and_then(|names| names.get(admin1)).copied().unwrap_or(admin1);
        by_block.entry((country, admin1)).or_default().append(&mut rows);
    }
    by_block.values_mut().for_each(|rows| rows.sort_unstable());
    one_unit::join(corpus, units, &mut by_block);
    unplaced::assign(corpus, units, gazetteer, &mut by_block);
    let mut groups: Vec<Vec<RowIx>> = by_block.into_values().collect();
    groups
        .par_iter_mut()
        .map(|rows| {
            rows.sort_unstable();
            block(corpus, rows, units)
        })
        .collect()
}

fn block(corpus: &Corpus, rows: &[RowIx], units: &Units) -> Block {
    let mut by_sym: FxHashMap<(Sym, Sym), u32> = FxHashMap::default();
    for &index in rows {
        let row = corpus.row(index);
        *by_sym.entry((row.country, row.admin2)).or_default() += 1;
    }
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for (&(country, admin2), count) in &by_sym {
        *counts.entry(units.get(country, 2, admin2)).or_default() += count;
    }
    let unified = unify(units, &counts);
    let mut numbers: BTreeMap<&str, u32> = unified.values().map(|name| (*name, 0)).collect();
    numbers.insert("", 0);
    for (place, slot) in numbers.values_mut().enumerate() {
        *slot = place as u32;
    }
    let mut forms: Vec<Spelling> = Vec::new();
    let mut form_of: FxHashMap<Sym, u32> = FxHashMap::default();
    let mut known: FxHashMap<Box<str>, u32> = FxHashMap::default();
    let mut mentions: FxHashMap<(u32, u32), Vec<RowIx>> = FxHashMap::default();
    let mut parents: FxHashMap<Sym, u32> = FxHashMap::default();
    for &index in rows {
        let row = corpus.row(index);
        let form = *form_of.entry(row.place).or_insert_with(|| {
            let spelling = Spelling::new(corpus.name(row.place));
            if let Some(&form) = known.get(&spelling.joined) {
                if let Some(stood) = forms.get_mut(form as usize).filter(|stood| stood.guessed && !spelling.guessed) {
                    *stood = spelling;
                }
                return form;
            }
            known.insert(spelling.joined.clone(), forms.len() as u32);
            forms.push(spelling);
            forms.len() as u32 - 1
        });
        let admin2 = *parents.entry(row.admin2).or_insert_with(|| {
            let folded = units.get(row.country, 2, row.admin2);
            unified.get(folded).and_then(|name| numbers.get(name)).copied().unwrap_or_default()
        });
        mentions.entry((admin2, form)).or_default().push(index);
    }
    let points = geo::points(corpus, rows, |row| form_of.get(&corpus.row(row).place).copied().unwrap_or_default());
    let mut mentions: Vec<Mention> =
        mentions.into_iter().map(|((admin2, form), rows)| Mention { form, admin2, rows }).collect();
    mentions.sort_unstable_by_key(|mention| (mention.admin2, mention.form));
    // Where no row states a second level, only points tell namesakes apart.
    let stated = mentions.iter().any(|mention| mention.admin2 != 0);
    let mentions =
        if stated { mentions } else { mentions.into_iter().flat_map(|mention| namesakes(mention, &points)).collect() };
    Block { forms, mentions, points, form_of }
}

/// So many rows must put a name elsewhere before it is another place's name too.
const SEVERAL: usize = 3;

/// The rows of one spelling by where they lie, if several lie far from several others; those without points by themselves.
fn namesakes(mention: Mention, points: &FxHashMap<RowIx, Point>) -> Vec<Mention> {
    let mut cells: BTreeMap<(i32, i32), Vec<RowIx>> = BTreeMap::new();
    let mut bare: Vec<RowIx> = Vec::new();
    // Rows with an empty cell of the map between them lie far apart.
    let width = weights().points.cell;
    for &row in &mention.rows {
        match points.get(&row) {
            Some(point) => {
                let cell = ((point.lat / width).floor() as i32, (point.lon / width).floor() as i32);
                cells.entry(cell).or_default().push(row);
            }
            None => bare.push(row),
        }
    }
    if cells.len() < 2 {
        return vec![mention];
    }
    let mut parts: Vec<Vec<RowIx>> = Vec::new();
    while let Some((cell, rows)) = cells.pop_first() {
        let (mut part, mut open) = (rows, vec![cell]);
        while let Some((lat, lon)) = open.pop() {
            for beside in (-1..=1).flat_map(|up| (-1..=1).map(move |across| (lat + up, lon + across))) {
                if let Some(mut rows) = cells.remove(&beside) {
                    part.append(&mut rows);
                    open.push(beside);
                }
            }
        }
        parts.push(part);
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    // Few rows elsewhere are wrong points rather than another place.
    let firm = parts.iter().filter(|part| part.len() >= SEVERAL).count();
    if firm < 2 {
        return vec![mention];
    }
    let few: Vec<RowIx> = parts.drain(firm..).flatten().collect();
    parts[0].extend(few);
    parts.extend((!bare.is_empty()).then_some(bare));
    parts
        .into_iter()
        .map(|mut rows| {
            rows.sort_unstable();
            Mention { rows, ..mention }
        })
        .collect()
}
