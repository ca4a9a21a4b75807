//! A run's tables, and their export as CSV or JSON Lines.

use super::fault::Fault;
use crate::model::tables::{EventLine, FindingLine, PlaceLine, ReportLine, Tables};
use crate::model::{Corpus, Events, Finding, Places, Tolls};

/// Makes the tables of a run.
pub fn tables(corpus: &Corpus, places: &Places, events: &Events, tolls: &Tolls, findings: &[Finding]) -> Tables {
    let name = |sym| corpus.name(sym).to_owned();
    let mut event_scores = vec![1.0_f32; corpus.len()];
    for event in &events.events {
        for (row, score) in event.rows.iter().zip(&event.scores) {
            event_scores[row.0 as usize] = *score;
        }
    }
    let reports = corpus
        .indices()
        .map(|index| {
            let row = corpus.row(index);
            ReportLine {
                id: corpus.id(index).to_owned(),
                loc: (row.loc.chunk, row.loc.slot),
                place: name(row.place),
                place_line: places.of(index).map(|place| place.0),
                place_score: places.score.get(index.0 as usize).copied().unwrap_or(1.0),
                event_line: events.of(index).0,
                event_score: event_scores[index.0 as usize],
            }
        })
        .collect();
    let place_lines = places
        .places
        .iter()
        .map(|place| PlaceLine {
            id: place.id.clone(),
            canonical: place.canonical.clone(),
            country: name(place.country),
            admin1: name(place.admin1),
            admin2: name(place.admin2),
            point: place.point,
        })
        .collect();
    let event_lines = events
        .events
        .iter()
        .zip(&tolls.events)
        .map(|(event, toll)| EventLine {
            id: event.id.clone(),
            date: event
                .rows
                .iter()
                .filter_map(|row| corpus.row(*row).date.get())
                .min()
                .map(|day| day.to_string())
                .unwrap_or_default(),
            place: event.sites.iter().map(|site| places.get(*site).canonical.as_str()).collect::<Vec<_>>().join("; "),
            weakest_link: event.weakest(),
            stated: toll.stated,
            low: toll.low,
            best: toll.best,
            high: toll.high,
            naive_sum: toll.naive_sum,
            reports: event.rows.len() as u32,
            sources: toll.sources,
            independent_origins: toll.independent_origins,
        })
        .collect();
    let findings = findings
        .iter()
        .map(|finding| FindingLine {
            code: finding.code.clone(),
            severity: finding.severity.name().to_owned(),
            state: finding.state.name().to_owned(),
            fingerprint: finding.fingerprint.clone(),
            evidence_hash: finding.evidence_hash.clone(),
            headline: finding.headline.clone(),
        })
        .collect();
    Tables { reports, places: place_lines, events: event_lines, findings }
}

/// Event ids of an earlier run whose reports are now spread over others, or joined with others.
///
/// Each entry: (former ids, present ids), sorted; events that only gained or lost reports are left out.
pub fn lineage(before: &Tables, now: &Tables) -> Vec<(Vec<String>, Vec<String>)> {
    use std::collections::{BTreeMap, BTreeSet};
    let former: std::collections::HashMap<&str, &str> =
        before.reports.iter().map(|line| (line.id.as_str(), event_id(before, line))).collect();
    let mut pairs: BTreeSet<(&str, &str)> = BTreeSet::new();
    for line in &now.reports {
        if let Some(old) = former.get(line.id.as_str()) {
            pairs.insert((old, event_id(now, line)));
        }
    }
    let (mut onward, mut back): (BTreeMap<_, BTreeSet<_>>, BTreeMap<_, BTreeSet<_>>) = Default::default();
    for (old, new) in &pairs {
        onward.entry(*old).or_default().insert(*new);
        back.entry(*new).or_default().insert(*old);
    }
    let mut told = BTreeSet::new();
    let mut lines = Vec::new();
    for (old, new) in &pairs {
        if onward[old].len() < 2 && back[new].len() < 2 && old == new {
            continue;
        }
        // Everything reached from here belongs to one change.
        let (mut olds, mut news) = (BTreeSet::from([*old]), BTreeSet::from([*new]));
        loop {
            let size = (olds.len(), news.len());
            news.extend(olds.iter().flat_map(|old| onward[old].iter().copied()).collect::<Vec<_>>());
            olds.extend(news.iter().flat_map(|new| back[new].iter().copied()).collect::<Vec<_>>());
            if size == (olds.len(), news.len()) {
                break;
            }
        }
        if told.insert(olds.clone()) {
            let owned = |ids: BTreeSet<&str>| ids.into_iter().map(str::to_owned).collect();
            lines.push((owned(olds), owned(news)));
        }
    }
    lines
}

fn event_id<'a>(tables: &'a Tables, line: &ReportLine) -> &'a str {
    tables.events.get(line.event_line as usize).map_or("", |event| event.id.as_str())
}

/// A table for other tools: heads and lines of cells; numbers are told apart so that JSON has them as numbers.
pub struct Sheet {
    /// Column names.
    pub heads: Vec<String>,
    /// Lines.
    pub lines: Vec<Vec<Cell>>,
}

/// A cell of a sheet.
pub enum Cell {
    /// Text.
    Text(String),
    /// A whole number.
    Count(u64),
    /// A number with a fixed count of decimals.
    Real(f64, usize),
    /// Nothing.
    Empty,
}

impl Cell {
    fn csv(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Real(value, decimals) => format!("{value:.decimals$}"),
            Cell::Empty => String::new(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Cell::Text(text) => text.as_str().into(),
            Cell::Count(count) => (*count).into(),
            Cell::Real(value, decimals) => {
                let scale = 10f64.powi(*decimals as i32);
                serde_json::Number::from_f64((value * scale).round() / scale)
                    .map_or(serde_json::Value::Null, Into::into)
            }
            Cell::Empty => serde_json::Value::Null,
        }
    }
}

/// `report_id,place_id,place,canonical,country,admin1,admin2,lat,lon,score`: one line a report.
pub fn places_sheet(tables: &Tables) -> Sheet {
    let heads = "report_id,place_id,place,canonical,country,admin1,admin2,lat,lon,score";
    let lines = tables.reports.iter().map(|line| {
        let place = line.place_line.and_then(|index| tables.places.get(index as usize));
        let text = |get: fn(&PlaceLine) -> &str| Cell::Text(place.map_or("", get).to_owned());
        let real = |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::Real(value, 5));
        let point = place.and_then(|place| place.point);
        vec![
            Cell::Text(line.id.clone()),
            text(|place| &place.id),
            Cell::Text(line.place.clone()),
            text(|place| &place.canonical),
            text(|place| &place.country),
            text(|place| &place.admin1),
            text(|place| &place.admin2),
            real(point.map(|(lat, _)| lat)),
            real(point.map(|(_, lon)| lon)),
            if place.is_some() { Cell::Real(f64::from(line.place_score), 3) } else { Cell::Empty },
        ]
    });
    Sheet { heads: heads.split(',').map(str::to_owned).collect(), lines: lines.collect() }
}

/// `report_id,event_id,score,weakest_link`: one line a report.
pub fn events_sheet(tables: &Tables) -> Sheet {
    let lines = tables.reports.iter().map(|line| {
        let weakest = tables.events.get(line.event_line as usize).map_or(1.0, |event| event.weakest_link);
        vec![
            Cell::Text(line.id.clone()),
            Cell::Text(event_id(tables, line).to_owned()),
            Cell::Real(f64::from(line.event_score), 3),
            Cell::Real(f64::from(weakest), 3),
        ]
    });
    Sheet {
        heads: ["report_id", "event_id", "score", "weakest_link"].map(str::to_owned).to_vec(),
        lines: lines.collect(),
    }
}

/// `event_id,date,place,low,best,high,naive_sum,reports,sources,independent_origins`: one line an event.
/// Without any stated toll low, best and high are empty; without an upper end high is.
pub fn tolls_sheet(tables: &Tables) -> Sheet {
    let heads = "event_id,date,place,low,best,high,naive_sum,reports,sources,independent_origins";
    let mut events: Vec<&EventLine> = tables.events.iter().collect();
    events.sort_by(|a, b| (&a.date, &a.id).cmp(&(&b.date, &b.id)));
    let lines = events.into_iter().map(|event| {
        let stated = |value: Option<u32>| match value {
            Some(value) if event.stated => Cell::Count(u64::from(value)),
            _ => Cell::Empty,
        };
        vec![
            Cell::Text(event.id.clone()),
            Cell::Text(event.date.clone()),
            Cell::Text(event.place.clone()),
            stated(Some(event.low)),
            stated(Some(event.best)),
            stated(event.high),
            Cell::Count(event.naive_sum),
            Cell::Count(u64::from(event.reports)),
            Cell::Count(u64::from(event.sources)),
            Cell::Count(u64::from(event.independent_origins)),
        ]
    });
    Sheet { heads: heads.split(',').map(str::to_owned).collect(), lines: lines.collect() }
}

/// A sheet as CSV.
///
/// # Errors
/// Never for sheets of this module; the writer's own errors are passed on.
pub fn csv(sheet: &Sheet) -> Result<Vec<u8>, Fault> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let fail = |error: csv::Error| Fault::new(format!("the table cannot be written: {error}"));
    out.write_record(&sheet.heads).map_err(fail)?;
    for line in &sheet.lines {
        out.write_record(line.iter().map(Cell::csv)).map_err(fail)?;
    }
    out.into_inner().map_err(|error| Fault::new(format!("the table cannot be written: {error}")))
}

/// A sheet as JSON Lines.
pub fn jsonl(sheet: &Sheet) -> Vec<u8> {
    let mut out = Vec::new();
    for line in &sheet.lines {
        let object: serde_json::Map<String, serde_json::Value> =
            sheet.heads.iter().cloned().zip(line.iter().map(Cell::json)).collect();
        out.extend_from_slice(serde_json::Value::Object(object).to_string().as_bytes());
        out.push(b'\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Tables {
        let report = |id: &str, event| ReportLine {
            id: id.into(),
            event_line: event,
            event_score: 1.0,
            ..ReportLine::default()
        };
        let event = |id: &str| EventLine { id: id.into(), weakest_link: 1.0, ..EventLine::default() };
        Tables {
            reports: vec![report("a", 0), report("b", 0), report("c", 1)],
            events: vec![event("E1"), event("E2")],
            ..Tables::default()
        }
    }

    #[test]
    fn tolls_leave_unstated_ends_empty() {
        let mut tables = small();
        tables.events[0] = EventLine {
            id: "E1".into(),
            date: "2021-08-08".into(),
            place: "Karou".into(),
            stated: true,
            low: 49,
            best: 51,
            high: None,
            naive_sum: 102,
            reports: 2,
            sources: 2,
            independent_origins: 1,
            weakest_link: 0.9,
        };
        let text = String::from_utf8(csv(&tolls_sheet(&tables)).unwrap()).unwrap();
        assert_eq!(
            text,
            "event_id,date,place,low,best,high,naive_sum,reports,sources,independent_origins\n\
             E2,,,,,,0,0,0,0\nE1,2021-08-08,Karou,49,51,,102,2,2,1\n"
        );
    }

    #[test]
    fn lineage_tells_splits_and_merges_only() {
        let before = small();
        assert_eq!(lineage(&before, &before), vec![]);
        let mut split = small();
        split.reports[1].event_line = 1;
        let all = vec!["E1".to_owned(), "E2".to_owned()];
        assert_eq!(lineage(&before, &split), vec![(all.clone(), all)]);
    }
}
