//! The forms of gazetteers, told by their content: GeoNames dumps (19 tab-separated columns,
//! <https://download.geonames.org/export/dump/readme.txt>), plain tables with a name and what else is known of it
//! (lat, lon, country, admin1, admin2, id, alternates joined by `;` or `|`), and tables of P-codes (Location,
//! Admin Level, P-Code, Name, Parent P-Code). Tables may be parted by commas, semicolons, tabs or bars.

use super::country::{Country, Entry, country_name, keys};
use super::units::{self, Unit};
use crate::model::hash;
use crate::text::encodings;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::Path;

/// Columns of a GeoNames line.
const GEONAMES: usize = 19;

type Read = BTreeMap<Box<str>, Country>;

/// Reads a file.
///
/// # Errors
/// It is of no form that is known, or breaks off: a sentence with the file and the line.
pub fn read(bytes: Vec<u8>, path: &Path) -> Result<Read, String> {
    let fail = |why: &str| format!("gazetteer {}: {why}", path.display());
    let text = encodings::decode(bytes).ok_or_else(|| fail("it is no text; unpack it first where it is packed"))?.text;
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if first.matches('\t').count() >= GEONAMES - 2 {
        return geonames(&text).map_err(|why| fail(&why));
    }
    let many = |delimiter: &u8| first.bytes().filter(|byte| byte == delimiter).count();
    let delimiter = b",;\t|".iter().copied().rev().max_by_key(many).unwrap_or(b',');
    let table = Table::new(&text, delimiter).map_err(|why| fail(&why))?;
    if table.find(&["p-code", "pcode"]).is_some() && table.find(&["admin level"]).is_some() {
        return pcodes(table).map_err(|why| fail(&why));
    }
    if table.find(NAME).is_some() && (table.find(LAT).is_some() || table.find(ADMIN1).is_some()) {
        return plain(table).map_err(|why| fail(&why));
    }
    Err(fail(&format!(
        "neither a GeoNames dump (19 columns parted by tabs) nor a table with the columns name, lat, lon (and country, \
         admin1, admin2, id, alternates) nor a table of P-codes; line 1 is {:?}",
        first.chars().take(120).collect::<String>()
    )))
}

const NAME: &[&str] = &["name", "place", "location"];
const LAT: &[&str] = &["lat", "latitude"];
const LON: &[&str] = &["lon", "lng", "long", "longitude"];
const ADMIN1: &[&str] = &["admin1", "admin1name", "adm1_name"];
const ADMIN2: &[&str] = &["admin2", "admin2name", "adm2_name"];
const ID: &[&str] = &["id", "gazetteer_id", "geonameid", "place_id"];
const COUNTRY: &[&str] = &["country", "country_code", "countrycode", "iso", "iso2", "iso3"];
const ALTERNATES: &[&str] = &["alternates", "alternatenames", "aliases", "other_names"];

/// A line of a dump: the entry, its country, its codes, its keys and, of a unit, the level and the other names.
struct Line<'t> {
    entry: Entry,
    country: &'t str,
    codes: (&'t str, &'t str),
    keys: Vec<Box<str>>,
    unit: Option<(u8, &'t str)>,
}

fn line(number: usize, text: &str) -> Result<Line<'_>, String> {
    let at = number + 1;
    let cells: Vec<&str> = text.split('\t').collect();
    if cells.len() != GEONAMES {
        return Err(format!(
            "line {at} has {} columns where a GeoNames dump has 19: the file breaks off or is another one; get it again",
            cells.len()
        ));
    }
    let degrees = |at_cell: usize, most: f32, what: &str| {
        let cell = cells[at_cell];
        let read = cell.trim().parse::<f32>().ok().filter(|degrees| degrees.abs() <= most);
        read.ok_or_else(|| format!("line {at}: the {what} {cell:?} is none"))
    };
    let [id, name, plain, alternates] = [cells[0], cells[1], cells[2], cells[3]];
    let unit = match (cells[6], cells[7]) {
        ("A", "ADM1") => Some((1, alternates)),
        ("A", "ADM2") => Some((2, alternates)),
        _ => None,
    };
    Ok(Line {
        entry: Entry {
            id: id.into(),
            name: name.into(),
            lat: degrees(4, 90.0, "latitude")?,
            lon: degrees(5, 180.0, "longitude")?,
            admin1: "".into(),
            admin2: "".into(),
            populated: cells[6] == "P",
        },
        country: cells[8],
        codes: (cells[10], cells[11]),
        keys: keys([name, plain].into_iter().chain(alternates.split(','))),
        unit,
    })
}

fn geonames(text: &str) -> Result<Read, String> {
    let lines: Vec<(usize, &str)> = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    let lines: Vec<Result<Line<'_>, String>> = lines.par_iter().map(|(number, text)| line(*number, text)).collect();
    let lines: Vec<Line<'_>> = lines.into_iter().collect::<Result<_, _>>()?;
    let mut read = Read::default();
    let mut first: FxHashMap<(&str, &str), &str> = FxHashMap::default();
    let mut second: FxHashMap<(&str, &str, &str), &str> = FxHashMap::default();
    for line in &lines {
        match line.unit {
            Some((1, _)) => drop(first.insert((line.country, line.codes.0), &line.entry.name)),
            Some(_) => drop(second.insert((line.country, line.codes.0, line.codes.1), &line.entry.name)),
            None => {}
        }
    }
    let mut countries: FxHashMap<&str, Box<str>> = FxHashMap::default();
    let mut seen: FxHashMap<(&str, Box<str>), u32> = FxHashMap::default();
    // The units of the first level come first: those of the second name them.
    for line in lines.iter().filter(|line| line.unit.is_some_and(|unit| unit.0 == 1)) {
        let name = countries.entry(line.country).or_insert_with(|| country_name(line.country)).clone();
        let unit = Unit::new(1, &line.entry.name, "", "", line.unit.map_or("", |unit| unit.1).split(','));
        read.entry(name).or_default().units.add(unit);
    }
    for line in &lines {
        let name = countries.entry(line.country).or_insert_with(|| country_name(line.country)).clone();
        let country = read.entry(name).or_default();
        let admin1 = first.get(&(line.country, line.codes.0)).copied().unwrap_or_default();
        if let Some((2, others)) = line.unit {
            country.units.add(Unit::new(2, &line.entry.name, admin1, "", others.split(',')));
        }
        let admin2 = second.get(&(line.country, line.codes.0, line.codes.1)).copied().unwrap_or_default();
        let mut entry = line.entry.clone();
        if seen.insert((line.country, entry.id.clone()), 0).is_none() {
            entry.admin1 = units::folded(admin1).into();
            entry.admin2 = units::folded(admin2).into();
            country.add(entry, &line.keys);
        }
    }
    Ok(read)
}

/// A table with a line of names above.
struct Table<'t> {
    reader: csv::Reader<&'t [u8]>,
    heads: csv::StringRecord,
    comma: bool,
}

impl<'t> Table<'t> {
    fn new(text: &'t str, delimiter: u8) -> Result<Table<'t>, String> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        let heads = reader.headers().map_err(|error| error.to_string())?.clone();
        Ok(Table { reader, heads, comma: delimiter != b',' })
    }

    fn find(&self, names: &[&str]) -> Option<usize> {
        let is = |head: &str, name: &str| head.trim().trim_start_matches('#').eq_ignore_ascii_case(name);
        names.iter().find_map(|name| self.heads.iter().position(|head| is(head, name)))
    }

    /// Visits the rows with their lines.
    fn each(mut self, mut visit: impl FnMut(&csv::StringRecord, u64) -> Result<(), String>) -> Result<(), String> {
        let wanted = self.heads.len();
        let mut record = csv::StringRecord::new();
        loop {
            // Where a record could not be read, the error says where it stands.
            if !self.reader.read_record(&mut record).map_err(|error| error.to_string())? {
                return Ok(());
            }
            let at = record.position().map_or(0, csv::Position::line);
            let more = record.iter().skip(wanted).any(|cell| !cell.trim().is_empty());
            if record.len() < wanted || more {
                return Err(format!(
                    "line {at} has {} cells where the first line has {wanted}: the file breaks off or is damaged there",
                    record.len()
                ));
            }
            visit(&record, at)?;
        }
    }
}

/// Degrees, or not a number where the cell is blank.
fn degrees(cell: &str, comma: bool, most: f32, what: &str, line: u64) -> Result<f32, String> {
    if matches!(cell, "" | "NA" | "N/A" | "NULL" | "null" | "-" | "NaN" | "nan") {
        return Ok(f32::NAN);
    }
    let read = if comma { cell.replace(',', ".").parse::<f32>() } else { cell.parse::<f32>() };
    read.ok()
        .filter(|degrees| degrees.abs() <= most)
        .ok_or_else(|| format!("line {line}: the {what} {cell:?} is none; blank it where it is not known"))
}

fn plain(table: Table<'_>) -> Result<Read, String> {
    let (name, lat, lon) = (table.find(NAME), table.find(LAT), table.find(LON));
    let (country, admin1, admin2) = (table.find(COUNTRY), table.find(ADMIN1), table.find(ADMIN2));
    let (id, others) = (table.find(ID), table.find(ALTERNATES));
    let comma = table.comma;
    let mut read = Read::default();
    // A file may give one place several rows, one a spelling.
    let mut by_id: FxHashMap<(Box<str>, String), u32> = FxHashMap::default();
    table.each(|record, line| {
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("").trim();
        if cell(name).is_empty() {
            return Ok(());
        }
        let lat = degrees(cell(lat), comma, 90.0, "latitude", line)?;
        let lon = degrees(cell(lon), comma, 180.0, "longitude", line)?;
        let point = if lat.is_nan() || lon.is_nan() {
            [String::new(), String::new()]
        } else {
            [lat, lon].map(|at| at.to_string())
        };
        let of = country_name(cell(country));
        let given = cell(id).to_owned();
        let made = || {
            let parts = [cell(name), &point[0], &point[1], cell(admin1), cell(admin2)];
            hash::word(hash::parts(if point[0].is_empty() { &parts[..] } else { &parts[..3] }))
        };
        let id = if given.is_empty() { made() } else { given };
        let keys = keys(std::iter::once(cell(name)).chain(cell(others).split([';', '|'])));
        let known = read.entry(of.clone()).or_default();
        if !cell(admin1).is_empty() {
            known.units.add(Unit::new(1, cell(admin1), "", "", std::iter::empty()));
        }
        if !cell(admin1).is_empty() && !cell(admin2).is_empty() {
            known.units.add(Unit::new(2, cell(admin2), cell(admin1), "", std::iter::empty()));
        }
        match by_id.get(&(of.clone(), id.clone())) {
            Some(&at) => known.name(at, &keys),
            None => {
                by_id.insert((of, id.clone()), known.entries.len() as u32);
                let entry = Entry {
                    id: id.into(),
                    name: cell(name).into(),
                    lat: if lon.is_nan() { f32::NAN } else { lat },
                    lon: if lat.is_nan() { f32::NAN } else { lon },
                    admin1: units::folded(cell(admin1)).into(),
                    admin2: units::folded(cell(admin2)).into(),
                    populated: true,
                };
                known.add(entry, &keys);
            }
        }
        Ok(())
    })?;
    Ok(read)
}

fn pcodes(table: Table<'_>) -> Result<Read, String> {
    let (place, level, code) =
        (table.find(&["location"]), table.find(&["admin level"]), table.find(&["p-code", "pcode"]));
    let (name, parent) = (table.find(&["name"]), table.find(&["parent p-code", "parent pcode"]));
    let mut first: FxHashMap<String, String> = FxHashMap::default();
    let mut units: Vec<(u8, [String; 4])> = Vec::new();
    table.each(|record, _| {
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("").trim().to_owned();
        let level = match cell(level).as_str() {
            "1" => 1,
            "2" => 2,
            _ => return Ok(()),
        };
        if level == 1 {
            first.insert(cell(code), cell(name));
        }
        units.push((level, [cell(place), cell(name), cell(parent), cell(code)]));
        Ok(())
    })?;
    units.sort_by_key(|unit| unit.0);
    let mut read = Read::default();
    let mut countries: FxHashMap<String, Box<str>> = FxHashMap::default();
    for (level, [place, name, parent, code]) in units {
        let of = countries.entry(place).or_insert_with_key(|place| country_name(place)).clone();
        let parent = if level == 1 { "" } else { first.get(&parent).map_or("", String::as_str) };
        read.entry(of).or_default().units.add(Unit::new(level, &name, parent, &code, std::iter::empty()));
    }
    Ok(read)
}
