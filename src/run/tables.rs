//! A run's tables, and their export as CSV or JSON Lines.

use super::Error;
use crate::model::{Corpus, Events, Finding, People, Places, Reason, RowIx, Tolls};
use crate::store::{EventFact, FindingFact, LinkFact, PersonFact, PlaceFact, Tables};
use rustc_hash::FxHashMap;

/// Makes the tables of a run.
pub fn tables<'a>(
    corpus: &'a Corpus,
    places: &'a Places,
    events: &'a Events,
    tolls: &Tolls,
    findings: &'a [Finding],
) -> Tables<'a> {
    let name = |sym| corpus.name(sym).to_owned();
    let mut event_score = vec![1.0_f32; corpus.len()];
    for event in &events.events {
        for (row, score) in event.rows.iter().zip(&event.scores) {
            event_score[row.0 as usize] = *score;
        }
    }
    let mut spellings = Vec::new();
    let mut numbers = FxHashMap::default();
    let spelling_of = corpus
        .rows
        .iter()
        .map(|row| {
            *numbers.entry(row.place).or_insert_with(|| {
                spellings.push(name(row.place));
                spellings.len() as u32 - 1
            })
        })
        .collect();
    let place_facts = places.places.iter().map(|place| PlaceFact {
        id: place.id.clone(),
        canonical: place.canonical.clone(),
        country: name(place.country),
        admin1: name(place.admin1),
        admin2: name(place.admin2),
        lat: place.point.map(|(lat, _)| lat),
        lon: place.point.map(|(_, lon)| lon),
    });
    let event_facts = events.events.iter().zip(&tolls.events).map(|(event, toll)| EventFact {
        id: event.id.as_str().into(),
        date: event
            .rows
            .iter()
            .filter_map(|row| corpus.row(*row).date.get())
            .min()
            .map(|day| day.to_string())
            .unwrap_or_default()
            .into(),
        place: match event.sites[..] {
            [site] => places.get(site).canonical.as_str().into(),
            _ => event
                .sites
                .iter()
                .map(|site| places.get(*site).canonical.as_str())
                .collect::<Vec<_>>()
                .join("; ")
                .into(),
        },
        weakest: event.weakest(),
        stated: toll.stated,
        low: toll.low,
        best: toll.best,
        high: toll.high,
        naive_sum: toll.naive_sum,
        reports: event.rows.len() as u32,
        sources: toll.sources,
        origins: toll.independent_origins,
    });
    let finding_facts = findings.iter().map(|finding| FindingFact {
        code: finding.code.as_ref().into(),
        fingerprint: finding.fingerprint.as_str().into(),
        severity: finding.severity.name().into(),
        state: finding.state.name().into(),
        headline: finding.headline.as_str().into(),
        evidence_hash: finding.evidence_hash.as_str().into(),
    });
    Tables {
        reports: corpus.ids.iter().map(|id| (&**id).into()).collect(),
        place_of: corpus.indices().map(|row| places.of(row).map_or(u32::MAX, |place| place.0)).collect(),
        place_score: corpus.indices().map(|row| places.score.get(row.0 as usize).copied().unwrap_or(1.0)).collect(),
        spelling_of,
        spellings,
        places: place_facts.collect(),
        event_of: corpus.indices().map(|row| events.of(row).0).collect(),
        event_score,
        events: event_facts.collect(),
        persons: Vec::new(),
        findings: finding_facts.collect(),
        sets: corpus.datasets.iter().map(|dataset| dataset.name.clone()).collect(),
        set_of: if corpus.datasets.len() > 1 {
            corpus.rows.iter().map(|row| row.dataset).collect()
        } else {
            Vec::new()
        },
        links: links(corpus, events),
    }
}

/// The links between data sets, then the rows of registries without any, in canonical order.
fn links(corpus: &Corpus, events: &Events) -> Vec<LinkFact> {
    if corpus.datasets.len() < 2 {
        return Vec::new();
    }
    let mut linked = vec![false; corpus.len()];
    let said = |reasons: &[Reason], keep: fn(f32) -> bool| {
        let told = reasons.iter().filter(|reason| keep(reason.bits));
        let told = told.map(|reason| format!("{}: {} ({:+.1})", reason.what, reason.level, reason.bits));
        told.collect::<Vec<_>>().join("; ")
    };
    let mut facts: Vec<LinkFact> = events
        .matches
        .iter()
        .map(|link| {
            linked[link.left.0 as usize] = true;
            linked[link.right.0 as usize] = true;
            // The data set that comes first stands on the left.
            let straight = corpus.row(link.left).dataset <= corpus.row(link.right).dataset;
            let (left, right) = if straight { (link.left, link.right) } else { (link.right, link.left) };
            LinkFact {
                left: left.0,
                right: right.0,
                probability: link.probability,
                relation: if straight { link.relation } else { link.relation.turned() }.name().to_owned(),
                pro: said(&link.reasons, |bits| bits > 0.05),
                contra: said(&link.reasons, |bits| bits < -0.05),
            }
        })
        .collect();
    let alone = corpus.indices().filter(|row| !linked[row.0 as usize] && corpus.dataset(*row).is_event());
    facts.extend(alone.map(|row| LinkFact {
        left: row.0,
        right: u32::MAX,
        relation: "none".to_owned(),
        ..LinkFact::default()
    }));
    facts.sort_by_key(|fact| (corpus.row(RowIx(fact.left)).dataset, fact.left, fact.right));
    facts
}

/// The same tables with the rows of lists of named people.
pub fn with_people<'a>(mut tables: Tables<'a>, people: Option<&People>, all: Option<&'a Corpus>) -> Tables<'a> {
    if let (Some(people), Some(corpus)) = (people, all) {
        tables.persons = people
            .rows
            .iter()
            .map(|row| PersonFact {
                id: corpus.id(row.row).into(),
                person: row.person,
                probability: row.probability,
                list: corpus.name(row.list).into(),
                issue: row.issue.map(|day| day.to_string()).unwrap_or_default().into(),
                admin1: corpus.name(corpus.row(row.row).admin1).into(),
            })
            .collect();
    }
    tables
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
pub fn places_sheet(tables: &Tables<'_>) -> Sheet {
    let heads = "report_id,place_id,place,canonical,country,admin1,admin2,lat,lon,score";
    let lines = tables.reports.iter().enumerate().map(|(row, id)| {
        let place = tables.place_of.get(row).and_then(|&index| tables.places.get(index as usize));
        let spelling = tables.spelling_of.get(row).and_then(|&index| tables.spellings.get(index as usize));
        let text = |get: fn(&PlaceFact) -> &str| Cell::Text(place.map_or("", get).to_owned());
        let real = |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::Real(value, 5));
        vec![
            Cell::Text(id.to_string()),
            text(|place| &place.id),
            Cell::Text(spelling.cloned().unwrap_or_default()),
            text(|place| &place.canonical),
            text(|place| &place.country),
            text(|place| &place.admin1),
            text(|place| &place.admin2),
            real(place.and_then(|place| place.lat)),
            real(place.and_then(|place| place.lon)),
            match (place, tables.place_score.get(row)) {
                (Some(_), Some(score)) => Cell::Real(f64::from(*score), 3),
                _ => Cell::Empty,
            },
        ]
    });
    Sheet { heads: heads.split(',').map(str::to_owned).collect(), lines: lines.collect() }
}

/// `report_id,event_id,score,weakest_link`: one line a report.
pub fn events_sheet(tables: &Tables<'_>) -> Sheet {
    let lines = tables.reports.iter().enumerate().map(|(row, id)| {
        let event = tables.event_of.get(row).and_then(|&index| tables.events.get(index as usize));
        vec![
            Cell::Text(id.to_string()),
            Cell::Text(event.map(|event| event.id.to_string()).unwrap_or_default()),
            Cell::Real(f64::from(tables.event_score.get(row).copied().unwrap_or(1.0)), 3),
            Cell::Real(f64::from(event.map_or(1.0, |event| event.weakest)), 3),
        ]
    });
    Sheet {
        heads: ["report_id", "event_id", "score", "weakest_link"].map(str::to_owned).to_vec(),
        lines: lines.collect(),
    }
}

/// `left_set,left_id,right_set,right_id,probability,relation,event_id,for,against`: one line a link between data sets, then the
/// rows of registries that have none, as concordances are published.
pub fn links_sheet(tables: &Tables<'_>) -> Sheet {
    let heads = "left_set,left_id,right_set,right_id,probability,relation,event_id,for,against";
    let set = |row: u32| {
        let set = tables.set_of.get(row as usize).and_then(|set| tables.sets.get(usize::from(*set)));
        Cell::Text(set.cloned().unwrap_or_default())
    };
    let id = |row: u32| Cell::Text(tables.reports.get(row as usize).map(|id| id.to_string()).unwrap_or_default());
    let lines = tables.links.iter().map(|link| {
        let event = tables.event_of.get(link.left as usize).and_then(|event| tables.events.get(*event as usize));
        let lone = link.right == u32::MAX;
        vec![
            set(link.left),
            id(link.left),
            set(link.right),
            id(link.right),
            if lone { Cell::Empty } else { Cell::Real(f64::from(link.probability), 3) },
            Cell::Text(link.relation.clone()),
            Cell::Text(event.map(|event| event.id.to_string()).unwrap_or_default()),
            Cell::Text(link.pro.clone()),
            Cell::Text(link.contra.clone()),
        ]
    });
    Sheet { heads: heads.split(',').map(str::to_owned).collect(), lines: lines.collect() }
}

/// `report_id,person_id,probability,list,issue`: one line a row of a list of named people. No name stands here.
pub fn persons_sheet(tables: &Tables<'_>) -> Sheet {
    let first: FxHashMap<u32, &str> = tables.persons.iter().rev().map(|fact| (fact.person, &*fact.id)).collect();
    let lines = tables.persons.iter().map(|fact| {
        vec![
            Cell::Text(fact.id.to_string()),
            // The person's smallest row id names the person: it stays while the row does.
            Cell::Text(format!("P-{}", first.get(&fact.person).copied().unwrap_or_default())),
            Cell::Real(f64::from(fact.probability), 4),
            Cell::Text(fact.list.to_string()),
            Cell::Text(fact.issue.to_string()),
        ]
    });
    Sheet {
        heads: ["report_id", "person_id", "probability", "list", "issue"].map(str::to_owned).to_vec(),
        lines: lines.collect(),
    }
}

/// `person_id,stratum,in_<list>...`: one line a person, 1 for each list that has it and 0 for each that has not, as programs
/// for multiple-systems estimation read it. The issues of one list count as one list. The stratum is the first level that
/// most of the person's rows name, of equally many the first.
pub fn histories_sheet(tables: &Tables<'_>) -> Sheet {
    let lists: std::collections::BTreeSet<&str> = tables.persons.iter().map(|fact| &*fact.list).collect();
    let mut persons: std::collections::BTreeMap<u32, Vec<&PersonFact<'_>>> = std::collections::BTreeMap::new();
    for fact in &tables.persons {
        persons.entry(fact.person).or_default().push(fact);
    }
    let mut lines: Vec<Vec<Cell>> = Vec::with_capacity(persons.len());
    for rows in persons.values() {
        let mut strata: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        for fact in rows.iter().filter(|fact| !fact.admin1.is_empty()) {
            *strata.entry(&*fact.admin1).or_default() += 1;
        }
        let stratum = strata.iter().rev().max_by_key(|(_, count)| **count).map_or("", |(name, _)| *name);
        let mut line = vec![
            Cell::Text(format!("P-{}", rows.first().map_or("", |fact| &*fact.id))),
            Cell::Text(stratum.to_owned()),
        ];
        line.extend(lists.iter().map(|list| Cell::Count(u64::from(rows.iter().any(|fact| fact.list == *list)))));
        lines.push(line);
    }
    let heads = ["person_id".to_owned(), "stratum".to_owned()];
    Sheet { heads: heads.into_iter().chain(lists.iter().map(|list| format!("in_{list}"))).collect(), lines }
}

/// `event_id,date,place,low,best,high,naive_sum,reports,sources,independent_origins`: one line an event.
/// Without any stated toll low, best and high are empty; without an upper end high is.
pub fn tolls_sheet(tables: &Tables<'_>) -> Sheet {
    let heads = "event_id,date,place,low,best,high,naive_sum,reports,sources,independent_origins";
    let mut events: Vec<&EventFact<'_>> = tables.events.iter().collect();
    events.sort_by(|a, b| (&a.date, &a.id).cmp(&(&b.date, &b.id)));
    let lines = events.into_iter().map(|event| {
        let stated = |value: Option<u32>| match value {
            Some(value) if event.stated => Cell::Count(u64::from(value)),
            _ => Cell::Empty,
        };
        vec![
            Cell::Text(event.id.to_string()),
            Cell::Text(event.date.to_string()),
            Cell::Text(event.place.to_string()),
            stated(Some(event.low)),
            stated(Some(event.best)),
            stated(event.high),
            Cell::Count(event.naive_sum),
            Cell::Count(u64::from(event.reports)),
            Cell::Count(u64::from(event.sources)),
            Cell::Count(u64::from(event.origins)),
        ]
    });
    Sheet { heads: heads.split(',').map(str::to_owned).collect(), lines: lines.collect() }
}

/// A sheet as CSV.
///
/// # Errors
/// Never for sheets of this module; the writer's own errors are passed on.
pub fn csv(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let fail = |error: csv::Error| Error::new(format!("the table cannot be written: {error}"));
    out.write_record(&sheet.heads).map_err(fail)?;
    for line in &sheet.lines {
        out.write_record(line.iter().map(Cell::csv)).map_err(fail)?;
    }
    out.into_inner().map_err(|error| Error::new(format!("the table cannot be written: {error}")))
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

/// A sheet as a workbook. Texts stay texts: none becomes a formula.
///
/// # Errors
/// More rows than a sheet of a workbook can have.
pub fn xlsx(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let fail = |error: rust_xlsxwriter::XlsxError| {
        Error::new(format!("the table cannot be written as a workbook: {error}; write a .csv instead"))
    };
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (column, head) in (0u16..).zip(&sheet.heads) {
        page.write_string(0, column, head).map_err(fail)?;
    }
    for (row, line) in (1u32..).zip(&sheet.lines) {
        for (column, cell) in (0u16..).zip(line) {
            match cell {
                Cell::Text(text) => page.write_string(row, column, text).map(|_| ()).map_err(fail)?,
                Cell::Count(count) => page.write_number(row, column, *count as f64).map(|_| ()).map_err(fail)?,
                Cell::Real(value, _) => page.write_number(row, column, *value).map(|_| ()).map_err(fail)?,
                Cell::Empty => {}
            }
        }
    }
    book.save_to_buffer().map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolls_leave_unstated_ends_empty() {
        let attack = EventFact {
            id: "E1".into(),
            date: "2021-08-08".into(),
            place: "Karou; Ouatagouna".into(),
            stated: true,
            low: 49,
            best: 51,
            high: None,
            naive_sum: 102,
            reports: 2,
            sources: 2,
            origins: 1,
            weakest: 0.9,
        };
        let silent = EventFact { id: "E2".into(), ..EventFact::default() };
        let tables = Tables { events: vec![attack, silent], ..Tables::default() };
        let text = String::from_utf8(csv(&tolls_sheet(&tables)).unwrap()).unwrap();
        assert_eq!(
            text,
            "event_id,date,place,low,best,high,naive_sum,reports,sources,independent_origins\n\
             E2,,,,,,0,0,0,0\nE1,2021-08-08,Karou; Ouatagouna,49,51,,102,2,2,1\n"
        );
    }

    #[test]
    fn every_report_has_a_line_even_without_a_place() {
        let tables = Tables {
            reports: vec!["a".into(), "b".into()],
            place_of: vec![0, u32::MAX],
            place_score: vec![0.5, 1.0],
            spelling_of: vec![0, 1],
            spellings: vec!["Karu".into(), String::new()],
            places: vec![PlaceFact {
                id: "P1".into(),
                canonical: "Karou".into(),
                lat: Some(15.5),
                lon: Some(0.25),
                ..PlaceFact::default()
            }],
            event_of: vec![0, 0],
            event_score: vec![1.0, 0.25],
            events: vec![EventFact { id: "E1".into(), weakest: 0.25, ..EventFact::default() }],
            ..Tables::default()
        };
        assert_eq!(
            String::from_utf8(csv(&places_sheet(&tables)).unwrap()).unwrap(),
            "report_id,place_id,place,canonical,country,admin1,admin2,lat,lon,score\n\
             a,P1,Karu,Karou,,,,15.50000,0.25000,0.500\nb,,,,,,,,,\n"
        );
        assert_eq!(
            String::from_utf8(jsonl(&events_sheet(&tables))).unwrap().lines().last(),
            Some(r#"{"report_id":"b","event_id":"E1","score":0.25,"weakest_link":0.25}"#)
        );
    }
}
