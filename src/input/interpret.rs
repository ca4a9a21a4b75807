//! From raw cells to typed values, by the rules of the data set's preset.

use super::Mapping;
use crate::model::corpus::{MaybeDay, Part, Row, Sym};
use crate::model::{Col, Loc, Precision, Record, Report, RowIx, Scope, Status, Value};
use crate::text::{count, dates, sketch};

/// Understands one record.
pub fn report<'a>(record: &'a Record<'a>, mapping: &'a Mapping, row: RowIx) -> Report<'a> {
    let number = |col| decimal(record.get(col));
    Report {
        row,
        record,
        unit: mapping.dataset.unit(),
        dataset: &mapping.dataset.name,
        event_date: dates::day(record.get(Col::EventDate)),
        event_end: dates::day(record.get(Col::EventEnd)),
        precision: match record.get(Col::DatePrecision).trim() {
            "" => Value::Blank,
            "day" => Value::Read(Precision::Day),
            "week" => Value::Read(Precision::Week),
            "month" => Value::Read(Precision::Month),
            "year" => Value::Read(Precision::Year),
            _ => Value::Garbled,
        },
        published: dates::day(record.get(Col::Published)),
        lat: number(Col::Lat),
        lon: number(Col::Lon),
        killed: count::toll(record.get(Col::Killed), record.get(Col::KilledQualifier)),
        killed_low: count::plain(record.get(Col::KilledLow)),
        killed_high: count::plain(record.get(Col::KilledHigh)),
        injured: count::toll(record.get(Col::Injured), ""),
        scope: match record.get(Col::Scope).trim() {
            "" => Value::Blank,
            "total" => Value::Read(Scope::Total),
            "partial" => Value::Read(Scope::Partial),
            _ => Value::Garbled,
        },
        status: match record.get(Col::Status).trim() {
            "" => Value::Blank,
            "provisional" => Value::Read(Status::Provisional),
            "updated" => Value::Read(Status::Updated),
            "final" => Value::Read(Status::Final),
            _ => Value::Garbled,
        },
    }
}

/// The report's id: its own, or one made of its content.
pub fn id(record: &Record<'_>) -> Box<str> {
    match record.get(Col::ReportId).trim() {
        "" => format!("~{}", crate::model::hash::word(record.digest())).into_boxed_str(),
        id => Box::from(id),
    }
}

/// Adds a report to a part of the corpus. `dataset` is the number of its data set.
pub fn compact(report: &Report<'_>, dataset: u16, loc: Loc, part: &mut Part) {
    let record = report.record;
    let mut name = |col| part.names.intern(record.get(col));
    let row = Row {
        input: record.input,
        line: record.line,
        loc,
        content: content(record),
        dataset,
        source: name(Col::Source),
        origin: name(Col::Origin),
        document: name(Col::Document),
        country: name(Col::Country),
        admin1: name(Col::Admin1),
        admin2: name(Col::Admin2),
        admin3: name(Col::Admin3),
        place: name(Col::Place),
        actor: name(Col::Actor),
        target: name(Col::Target),
        event_type: name(Col::EventType),
        gazetteer_id: Sym(0),
        date: MaybeDay::from(report.event_date.read()),
        end: MaybeDay::from(report.event_end.read()),
        published: MaybeDay::from(report.published.read()),
        precision: report.precision.read().unwrap_or_default(),
        lat: report.lat.read().map_or(f32::NAN, |value| value as f32),
        lon: report.lon.read().map_or(f32::NAN, |value| value as f32),
        coordinate_digits: digits(record.get(Col::Lat)).min(digits(record.get(Col::Lon))),
        geo_precision: 0,
        killed: report.killed.read(),
        injured: report.injured.read(),
        narrated: None,
        scope: report.scope.read().unwrap_or_default(),
        status: report.status.read().unwrap_or_default(),
        text: sketch::signature(record.get(Col::Text)),
    };
    part.rows.push((id(record), row));
}

/// Hash of what a record says, its id left out.
fn content(record: &Record<'_>) -> u64 {
    let mut bare = record.clone();
    bare.cells.retain(|cell| cell.col != Col::ReportId);
    bare.digest()
}

fn digits(cell: &str) -> u8 {
    cell.trim().split_once('.').map_or(0, |(_, digits)| digits.len().min(9) as u8)
}

fn decimal(cell: &str) -> Value<f64> {
    let cell = cell.trim();
    if cell.is_empty() || cell == "N/A" {
        return Value::Blank;
    }
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() => Value::Read(value),
        _ => Value::Garbled,
    }
}
