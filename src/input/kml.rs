//! KML: a placemark is a row, its extended data are its columns, its geometry is its position.

use super::InputError;
use super::geometry::{Extent, degrees};
use super::grid::Builder;
use super::markup::{Markup, clean};
use super::table::Sheet;
use super::xml::{Lines, add_text, attribute, local};
use crate::model::Limits;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::path::Path;

/// Whether a text is KML.
pub(super) fn recognise(text: &str) -> bool {
    let head: String = text.chars().take(2048).collect();
    head.trim_start().starts_with('<') && (head.contains("<kml") || head.contains("opengis.net/kml"))
}

/// A placemark that is being read.
#[derive(Debug, Default)]
struct Placemark {
    line: u32,
    /// Column and text.
    cells: Vec<(String, String)>,
    extent: Extent,
    projected: bool,
    geometry: &'static str,
}

/// Elements whose text is a cell, and the column that it fills.
const TEXTS: &[(&str, &str)] = &[
    ("name", "name"),
    ("description", "description"),
    ("address", "address"),
    ("when", "date"),
    ("begin", "date"),
    ("end", "end_date"),
    ("SimpleData", ""),
    ("value", ""),
];

const GEOMETRIES: &[&str] = &["Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track"];

/// Reads all placemarks.
pub(super) fn open(path: &Path, text: &str, limits: &Limits) -> Result<Vec<Sheet>, InputError> {
    let mut reader = Reader::from_str(text);
    let mut out = Builder::new("KML", limits.columns);
    let (mut lines, mut folders, mut wants_folder) = (Lines::default(), Vec::<String>::new(), false);
    let mut mark: Option<Placemark> = None;
    let (mut data, mut column, mut words) = (String::new(), None::<String>, String::new());
    let (mut shapes, mut unplaced) = (0u64, 0u64);
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| InputError::Broken {
            path: path.to_owned(),
            what: "KML",
            reason: format!("line {}: {error}", Lines::default().at(text, at)),
        })?;
        match &event {
            Event::Start(element) => {
                words.clear();
                let name = local(element);
                match name {
                    "Placemark" => mark = Some(Placemark { line: lines.at(text, at), ..Placemark::default() }),
                    "Folder" | "Document" => {
                        folders.push(String::new());
                        wants_folder = true;
                    }
                    "Data" => data = attribute(element, "name").unwrap_or_default(),
                    "SimpleData" => column = attribute(element, "name"),
                    _ => {}
                }
                mark.iter_mut().for_each(|mark| mark.shape(name));
            }
            Event::End(element) => {
                let raw: &str = element.name().into_inner();
                let name = raw.rsplit(':').next().unwrap_or(raw);
                match (&mut mark, name) {
                    (Some(_), "Placemark") => {
                        if let Some(mark) = mark.take() {
                            let placed = push(&mut out, &mark, &folders);
                            shapes += u64::from(placed == Some(false));
                            unplaced += u64::from(placed.is_none());
                        }
                    }
                    (Some(mark), "coordinates" | "coord") => mark.positions(&words),
                    (Some(mark), name) => {
                        if let Some((_, fixed)) = TEXTS.iter().find(|(known, _)| *known == name) {
                            let own = match name {
                                "value" => std::mem::take(&mut data),
                                "SimpleData" => column.take().unwrap_or_default(),
                                _ => (*fixed).to_owned(),
                            };
                            mark.cells.push((own, std::mem::take(&mut words)));
                        }
                    }
                    (None, "Folder" | "Document") => drop(folders.pop()),
                    (None, "name") if wants_folder => {
                        if let Some(last) = folders.last_mut() {
                            last.push_str(words.trim());
                        }
                        wants_folder = false;
                    }
                    _ => {}
                }
                words.clear();
            }
            Event::Eof => break,
            other => add_text(other, &mut words),
        }
    }
    tell(&mut out, shapes, unplaced);
    let grid = out.finish();
    if grid.is_empty() {
        return Err(InputError::NoRows { path: path.to_owned(), why: ": no placemark is in it".to_owned() });
    }
    Ok(Sheet::alone(grid))
}

/// Says how placemarks were placed.
fn tell(out: &mut Builder, shapes: u64, unplaced: u64) {
    if shapes > 0 {
        out.note(format!("{shapes} placemarks are lines or areas: each is placed in its middle"));
    }
    if unplaced > 0 {
        out.note(format!("{unplaced} placemarks have no position in degrees"));
    }
}

impl Placemark {
    /// Notes which shape it is: the outermost one.
    fn shape(&mut self, element: &str) {
        if let (Some(kind), true) = (GEOMETRIES.iter().find(|kind| **kind == element), self.geometry.is_empty()) {
            self.geometry = kind;
        }
    }

    /// Adds positions: "lon,lat,height lon,lat,height", or "lon lat height" in tracks.
    fn positions(&mut self, text: &str) {
        let mut add = |parts: &mut dyn Iterator<Item = &str>| {
            let mut number = || parts.next().and_then(|part| part.trim().parse::<f64>().ok());
            if let (Some(lon), Some(lat)) = (number(), number()) {
                self.projected |= !self.extent.add(lon, lat);
            }
        };
        if text.contains(',') {
            text.split_whitespace().for_each(|position| add(&mut position.split(',')));
        } else {
            add(&mut text.split_whitespace());
        }
    }
}

/// Writes a placemark; whether it is a point, or nowhere.
fn push(out: &mut Builder, mark: &Placemark, folders: &[String]) -> Option<bool> {
    out.row(mark.line);
    for (column, text) in &mark.cells {
        let column = if column.is_empty() { "value" } else { column };
        if text.contains('<') {
            out.named(column, clean(text, Markup::Html).text.trim());
        } else {
            out.named(column, text.trim());
        }
    }
    let folders: Vec<&str> = folders.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    out.named("folder", &folders.join("/"));
    out.named("geometry", mark.geometry);
    let middle = mark.extent.middle().filter(|_| !mark.projected);
    if let Some((lon, lat)) = middle {
        out.named("longitude", &degrees(lon));
        out.named("latitude", &degrees(lat));
    }
    middle.map(|_| mark.extent.is_point())
}
