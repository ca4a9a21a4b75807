//! Times reconciliation over named corpora of a million reports each.
//!
//! `cargo bench --bench tolls [-- NAME...]`: alone (each report its own event), pairs (two that agree), disputed (ten
//! that disagree), parts (a total and nine parts), crowd (one event of 5,000 reports, and the rest alone).

#![allow(clippy::unwrap_used, missing_docs)]

use recount::model::corpus::{Builder, DataSet, MaybeDay, Part, TextSig};
use recount::model::{
    Corpus, Day, EventGroup, EventIx, Events, Loc, Place, PlaceIx, Places, Precision, Row, RowIx, Scope, Status, Sym,
    Toll,
};

/// Reports in a corpus.
const REPORTS: u32 = 1_000_000;

/// How a corpus is made: name, reports of an event by its number, killed and scope by position in the event.
type Kind = (&'static str, fn(u32) -> u32, fn(u32) -> (u32, Scope));

const KINDS: &[Kind] = &[
    ("alone", |_| 1, |_| (3, Scope::Total)),
    ("pairs", |_| 2, |_| (3, Scope::Total)),
    ("disputed", |_| 10, |at| (10 + at * at % 17, Scope::Total)),
    ("parts", |_| 10, |at| if at == 0 { (60, Scope::Total) } else { (at, Scope::Partial) }),
    ("crowd", |event| if event == 0 { 5_000 } else { 1 }, |at| (at % 70, Scope::Total)),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    println!("{:<10} {:>10} {:>10} {:>12}", "corpus", "reports", "events", "reconcile");
    for (name, size, said) in KINDS {
        if !wanted.is_empty() && !wanted.iter().any(|word| word == name) {
            continue;
        }
        let (corpus, places, events) = make(*size, *said);
        let clock = std::time::Instant::now();
        let tolls = recount::toll::reconcile(&corpus, &places, &events);
        let elapsed = clock.elapsed();
        assert_eq!(tolls.events.len(), events.events.len());
        println!("{name:<10} {:>10} {:>10} {:>9} ms", corpus.len(), events.events.len(), elapsed.as_millis());
    }
}

fn make(size: fn(u32) -> u32, said: fn(u32) -> (u32, Scope)) -> (Corpus, Places, Events) {
    let mut builder = Builder::default();
    let dataset = builder.dataset(&DataSet {
        name: "bench".into(),
        unit: recount::model::Unit::Report,
        convention: "reports".into(),
    });
    let mut part = Part::default();
    let mut groups: Vec<(u32, u32)> = Vec::new();
    let (mut event, mut left) = (0, REPORTS);
    while left > 0 {
        let rows = size(event).min(left);
        groups.push((REPORTS - left, rows));
        for at in 0..rows {
            let (killed, scope) = said(at);
            let source = part.names.intern(&format!("source {}", (event + at) % 97));
            let place = part.names.intern(&format!("place {}", at % 12));
            let row = row(dataset, source, place, Toll::exact(killed), scope, (event % 3_000 + at) as i32);
            part.rows.push((format!("{:08}", REPORTS - left + at).into_boxed_str(), row));
        }
        left -= rows;
        event += 1;
    }
    builder.add(part);
    let corpus = builder.finish(&["bench".to_owned()]);
    let place = |name: u32| Place {
        id: format!("P{name}"),
        canonical: format!("place {name}"),
        country: Sym(0),
        admin1: Sym(0),
        admin2: Sym(0),
        point: None,
        variants: Vec::new(),
        links: Vec::new(),
        rows: Vec::new(),
        gazetteer: None,
    };
    let mut of_row = vec![EventIx(0); corpus.len()];
    let mut places = Places { places: (0..12).map(place).collect(), ..Places::default() };
    places.of_row = vec![None; corpus.len()];
    let mut events = Events::default();
    for (index, (first, rows)) in groups.into_iter().enumerate() {
        for row in first..first + rows {
            of_row[row as usize] = EventIx(index as u32);
            places.of_row[row as usize] = Some(PlaceIx((row - first) % 12));
        }
        events.events.push(EventGroup {
            id: format!("E{index}"),
            rows: (first..first + rows).map(RowIx).collect(),
            scores: vec![1.0; rows as usize],
            links: Vec::new(),
            sites: Vec::new(),
        });
    }
    events.of_row = of_row;
    (corpus, places, events)
}

fn row(dataset: u16, source: Sym, place: Sym, killed: Toll, scope: Scope, day: i32) -> Row {
    Row {
        input: 0,
        line: 1,
        loc: Loc::default(),
        content: 0,
        dataset,
        source,
        origin: Sym(0),
        document: Sym(0),
        country: Sym(0),
        admin1: Sym(0),
        admin2: Sym(0),
        admin3: Sym(0),
        place,
        place_type: Sym(0),
        told: Sym(0),
        actor: Sym(0),
        target: Sym(0),
        event_type: Sym(0),
        gazetteer_id: Sym(0),
        related: Sym(0),
        date: MaybeDay::from(Some(Day(18_000 + day))),
        end: MaybeDay::NONE,
        published: MaybeDay::from(Some(Day(18_001 + day))),
        precision: Precision::Day,
        lat: f32::NAN,
        lon: f32::NAN,
        coordinate_digits: 0,
        geo_precision: 0,
        killed: Some(killed),
        injured: None,
        narrated: None,
        language: 0,
        running_total: None,
        scope,
        status: Status::Unsaid,
        complete: true,
        text: TextSig::default(),
    }
}
