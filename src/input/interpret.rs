//! From raw cells to typed values, by the rules of the data set's preset.

use super::Mapping;
use super::mapping::whole;
use crate::model::corpus::{MaybeDay, Part, Row};
use crate::model::{Col, Day, Loc, Precision, Record, Report, RowIx, Scope, Status, Toll, Value, Wording};
use crate::narrative;
use crate::narrative::cells;
use crate::text::dates::{self, When};
use crate::text::fold::fold;
use crate::text::placeholder;
use crate::text::{count, sketch};

/// Understands one record.
pub fn report<'a>(record: &'a Record<'a>, mapping: &'a Mapping, row: RowIx) -> Report<'a> {
    let cell = |col| mapping.meaning(col, record.get(col));
    let date = |col| dates::read(cell(col), mapping.style(col));
    let event = date(Col::EventDate);
    let killed_low = count::plain(cell(Col::KilledLow));
    let killed_high = count::plain(cell(Col::KilledHigh));
    Report {
        row,
        record,
        unit: mapping.dataset.unit(),
        dataset: &mapping.dataset.name,
        convention: &mapping.convention,
        event_date: first(event),
        event_end: match (date(Col::EventEnd), event) {
            (Value::Blank, Value::Read(When { last: Some(last), .. })) => Value::Read(last),
            (end, _) => first(end),
        },
        precision: precision(cell(Col::DatePrecision), event),
        published: first(date(Col::Published)),
        lat: degrees(cell(Col::Lat), 'n', 's'),
        lon: degrees(cell(Col::Lon), 'e', 'w'),
        killed: match cells::toll_by(cell(Col::Killed), cell(Col::KilledQualifier), &mapping.convention) {
            Value::Blank if !mapping.has(Col::Killed) => between(killed_low, killed_high),
            killed => killed,
        },
        killed_low,
        killed_high,
        injured: cells::toll_by(cell(Col::Injured), "", &mapping.convention),
        scope: word(cell(Col::Scope), &[("total", Scope::Total), ("partial", Scope::Partial)]),
        status: match word(cell(Col::Status), STATUSES) {
            // Sheets without a column for it put "provisional" where "at least" stands.
            Value::Blank => match cell(Col::KilledQualifier) {
                "" => Value::Blank,
                qualifier => word(qualifier, STATUSES).read().map_or(Value::Blank, Value::Read),
            },
            status => status,
        },
    }
}

/// The same record as [`report`] understands it, once its row is known: what the row holds is not read again.
pub fn again<'a>(record: &'a Record<'a>, mapping: &'a Mapping, index: RowIx, row: &Row) -> Report<'a> {
    if !row.complete {
        return report(record, mapping, index);
    }
    let says = |col| !mapping.meaning(col, record.get(col)).is_empty();
    let day = |day: MaybeDay| day.get().map_or(Value::Blank, Value::Read);
    // The row cannot tell what was said from what goes without saying.
    let said = |col| row.precision != Precision::default() || says(col);
    Report {
        row: index,
        record,
        unit: mapping.dataset.unit(),
        dataset: &mapping.dataset.name,
        convention: &mapping.convention,
        event_date: day(row.date),
        event_end: day(row.end),
        precision: if said(Col::DatePrecision) { Value::Read(row.precision) } else { Value::Blank },
        published: day(row.published),
        lat: degrees(mapping.meaning(Col::Lat, record.get(Col::Lat)), 'n', 's'),
        lon: degrees(mapping.meaning(Col::Lon, record.get(Col::Lon)), 'e', 'w'),
        killed: row.killed.map_or(Value::Blank, Value::Read),
        killed_low: Value::Blank,
        killed_high: Value::Blank,
        injured: row.injured.map_or(Value::Blank, Value::Read),
        scope: if says(Col::Scope) { Value::Read(row.scope) } else { Value::Blank },
        status: if row.status == Status::default() { Value::Blank } else { Value::Read(row.status) },
    }
}

/// Whether a row holds all that was understood of a report, so that [`again`] can do without its cells.
fn complete(report: &Report<'_>) -> bool {
    let dates = [report.event_date, report.event_end, report.published];
    let bounds = [report.killed_low, report.killed_high];
    !dates.contains(&Value::Garbled)
        && bounds == [Value::Blank; 2]
        && report.precision != Value::Garbled
        && report.killed != Value::Garbled
        && report.injured != Value::Garbled
        && report.scope != Value::Garbled
        && report.status != Value::Garbled
}

const STATUSES: &[(&str, Status)] = &[
    ("provisional", Status::Provisional),
    ("updated", Status::Updated),
    ("final", Status::Final),
    ("provisoire", Status::Provisional),
    ("définitif", Status::Final),
];

fn first(when: Value<When>) -> Value<Day> {
    match when {
        Value::Read(when) => Value::Read(when.first),
        Value::Blank => Value::Blank,
        Value::Garbled => Value::Garbled,
    }
}

/// The precision as coded, or that of the date as written where it is coarser.
fn precision(cell: &str, date: Value<When>) -> Value<Precision> {
    let coded = word(
        cell,
        &[("day", Precision::Day), ("week", Precision::Week), ("month", Precision::Month), ("year", Precision::Year)],
    );
    let written = date.read().map(|when| when.precision).filter(|precision| *precision > Precision::Day);
    match (coded, written) {
        (Value::Read(coded), Some(written)) => Value::Read(coded.max(written)),
        (Value::Blank, Some(written)) => Value::Read(written),
        (coded, _) => coded,
    }
}

/// One of a few words; case does not count.
fn word<T: Copy>(cell: &str, words: &[(&str, T)]) -> Value<T> {
    let cell = count::trimmed(cell);
    if cell.is_empty() {
        return Value::Blank;
    }
    words
        .iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(cell))
        .map_or(Value::Garbled, |(_, value)| Value::Read(*value))
}

/// A best estimate within its lowest and highest, where these are given in order.
fn bounded(toll: Toll, report: &Report<'_>) -> Toll {
    let low = report.killed_low.read().unwrap_or(toll.low);
    let high = report.killed_high.read().or(toll.high);
    let best = toll.best();
    let stated = report.killed_low.read().is_some() || report.killed_high.read().is_some();
    if !stated || low > best || high.is_some_and(|high| high < best) || high == Some(low) {
        return toll;
    }
    Toll { low, high, said: Some(best), wording: Wording::Between }
}

/// The toll of a data set that gives a lowest and a highest number only.
fn between(low: Value<u32>, high: Value<u32>) -> Value<Toll> {
    match (low, high) {
        (Value::Read(low), Value::Read(high)) if low == high => Value::Read(Toll::exact(low)),
        (Value::Read(low), Value::Read(high)) if low < high => {
            Value::Read(Toll { low, high: Some(high), said: None, wording: Wording::Between })
        }
        _ => Value::Blank,
    }
}

/// The report's id: its own (without the `.0` that a spreadsheet puts behind a number), or one made of its content.
pub fn id(record: &Record<'_>) -> Box<str> {
    match record.get(Col::ReportId).trim() {
        "" => format!("~{}", crate::model::hash::word(record.digest())).into_boxed_str(),
        id => Box::from(whole(id)),
    }
}

/// Adds a report to a part of the corpus. `dataset` is the number of its data set.
pub fn compact(report: &Report<'_>, mapping: &Mapping, dataset: u16, loc: Loc, id: Box<str>, part: &mut Part) {
    let record = report.record;
    let told = if mapping.dataset.is_event() { told(record) } else { record.get(Col::Names).to_owned() };
    // What only says that nothing is known names nothing.
    let mut name = |col, known: fn(&str) -> &str| part.names.intern(known(mapping.meaning(col, record.get(col))));
    let any: fn(&str) -> &str = |cell| cell;
    let (narrated, language) = narrated(record);
    let row = Row {
        input: record.input,
        line: record.line,
        loc,
        content: record.content(),
        dataset,
        source: name(Col::Source, any),
        origin: name(Col::Origin, any),
        document: name(Col::Document, any),
        country: name(Col::Country, placeholder::known),
        admin1: name(Col::Admin1, placeholder::known),
        admin2: name(Col::Admin2, placeholder::known),
        admin3: name(Col::Admin3, placeholder::known),
        place: name(Col::Place, placeholder::place),
        actor: name(Col::Actor, any),
        target: name(Col::Target, any),
        event_type: name(Col::EventType, any),
        related: name(Col::Related, any),
        place_type: part.names.intern(record.get(Col::PlaceType)),
        gazetteer_id: part.names.intern(whole(mapping.meaning(Col::GazetteerId, record.get(Col::GazetteerId)))),
        date: MaybeDay::from(report.event_date.read()),
        end: MaybeDay::from(report.event_end.read()),
        published: MaybeDay::from(report.published.read()),
        precision: report.precision.read().unwrap_or_default(),
        lat: report.lat.read().map_or(f32::NAN, |value| value as f32),
        lon: report.lon.read().map_or(f32::NAN, |value| value as f32),
        coordinate_digits: digits(record.get(Col::Lat)).min(digits(record.get(Col::Lon))),
        geo_precision: geo_precision(mapping.meaning(Col::GeoPrecision, record.get(Col::GeoPrecision))),
        killed: report.killed.read().map(|toll| bounded(toll, report)),
        injured: report.injured.read(),
        narrated,
        language,
        running_total: count::of(report, Col::RunningTotal).read(),
        scope: report.scope.read().unwrap_or_default(),
        status: report.status.read().unwrap_or_default(),
        told: part.names.intern(&told),
        text: sketch::signature(record.get(Col::Text)),
        complete: complete(report),
    };
    part.rows.push((id, row));
}

/// Most letters that are kept of the names in a row's words.
const TOLD: usize = 400;

/// The names in a row's words: its description of the place, and words of its text that open with a capital. Folded, words of
/// one run by blanks, runs by bars.
fn told(record: &Record<'_>) -> String {
    let mut out = fold(record.get(Col::PlaceDetail));
    for run in record.get(Col::Text).split([',', '.', ';', '(', ')', ':']) {
        let mut open = false;
        for word in run.split_whitespace() {
            let proper = word.starts_with(char::is_uppercase);
            if proper && word.chars().count() > 2 {
                if !out.is_empty() {
                    out.push(if open { ' ' } else { '|' });
                }
                out.push_str(&fold(word));
            }
            open = proper;
        }
        if out.len() > TOLD {
            break;
        }
    }
    out
}

/// 1 exact, 2 near, 3 an administrative unit, 4 a country; 0 where nothing is said or nothing is understood.
fn geo_precision(cell: &str) -> u8 {
    const WORDS: &[(&str, u8)] = &[
        ("exact", 1),
        ("near", 2),
        ("approximate", 2),
        ("admin", 3),
        ("admin1", 3),
        ("admin2", 3),
        ("admin3", 3),
        ("country", 4),
    ];
    word(cell, WORDS).read().unwrap_or_default()
}

/// The toll that the narrative leaves no doubt about, or that of the headline where the narrative gives none; and the number
/// of the narrative's language.
fn narrated(record: &Record<'_>) -> (Option<crate::model::Toll>, u8) {
    let (toll, language) = match record.get(Col::Text) {
        "" => (None, 0),
        text => narrative::toll_and_language(text),
    };
    let headline = record.get(Col::Headline);
    let of_headline = || if headline.is_empty() { None } else { narrative::toll(headline) };
    (toll.or_else(of_headline), language)
}

/// Digits after the point (or decimal comma), at most 9.
fn digits(cell: &str) -> u8 {
    let after = cell.trim().split_once(['.', ',']).map_or("", |(_, after)| after);
    after.bytes().take_while(u8::is_ascii_digit).count().min(9) as u8
}

/// Decimal degrees; a comma for the point and a letter for the hemisphere are understood, degrees and minutes are not.
fn degrees(cell: &str, positive: char, negative: char) -> Value<f64> {
    // Numbers first: -9 is a longitude here, not a mark for nothing.
    if let Some(value) = cell.parse::<f64>().ok().filter(|value| value.is_finite()) {
        return Value::Read(value);
    }
    if count::is_blank_mark(cell) {
        return Value::Blank;
    }
    let mut text = cell.to_lowercase().replace(['°', ' ', '\u{a0}'], "");
    if text.matches(',').count() == 1 && !text.contains('.') {
        text = text.replace(',', ".");
    }
    let sign = match text.chars().next_back() {
        Some(letter) if letter == positive => 1.0,
        Some(letter) if letter == negative => -1.0,
        _ => 0.0,
    };
    if sign != 0.0 {
        text.pop();
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && sign != 0.0 => Value::Read(value.abs() * sign),
        Ok(value) if value.is_finite() => Value::Read(value),
        _ => Value::Garbled,
    }
}
