//! Cases worked by hand, and the laws of linking.

use super::*;
use crate::model::corpus::{Builder, DataSet, MaybeDay, Part, Row, TextSig};
use crate::model::decision::{Decision, Verdict};
use crate::model::{Day, Loc, Place, Precision, Scope, Status, Sym, Toll, Wording};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A report of a test, with what most reports have.
#[derive(Clone, Debug)]
struct Told {
    id: &'static str,
    source: &'static str,
    day: i32,
    lag: i32,
    place: &'static str,
    killed: Option<Toll>,
    injured: Option<u32>,
    actor: &'static str,
    scope: Scope,
    status: Status,
    text: &'static str,
    related: &'static str,
    precision: Precision,
    /// Kilometres east of the first place.
    east: f32,
}

const DAY: i32 = 18_847; // 2021-08-08

fn told(id: &'static str, source: &'static str, day: i32, place: &'static str, killed: u32) -> Told {
    Told {
        id,
        source,
        day: DAY + day,
        lag: 1,
        place,
        killed: Some(Toll::exact(killed)),
        injured: None,
        actor: "",
        scope: Scope::Total,
        status: Status::Unsaid,
        text: "",
        related: "",
        precision: Precision::Day,
        east: 0.0,
    }
}

fn corpus(told: &[Told], unit_is_event: bool) -> Corpus {
    let mut builder = Builder::default();
    let dataset = builder.dataset(&DataSet {
        name: "test".to_owned(),
        unit: if unit_is_event { crate::model::Unit::Event } else { crate::model::Unit::Report },
        convention: String::new(),
    });
    let mut part = Part::default();
    for (line, report) in told.iter().enumerate() {
        let mut name = |name: &str| part.names.intern(name);
        let content = format!("{:?}", Told { id: "", ..report.clone() });
        let row = Row {
            input: 0,
            line: line as u32 + 2,
            loc: Loc::default(),
            content: crate::model::hash::parts(&[&content]),
            dataset,
            source: name(report.source),
            country: name("Mali"),
            admin1: name("Gao"),
            place: name(report.place),
            actor: name(report.actor),
            date: MaybeDay::from(Some(Day(report.day))),
            published: MaybeDay::from(Some(Day(report.day + report.lag))),
            precision: report.precision,
            lat: 15.5,
            lon: 0.7 + report.east / 107.0,
            killed: report.killed,
            injured: report.injured.map(Toll::exact),
            scope: report.scope,
            status: report.status,
            complete: true,
            text: if report.text.is_empty() { TextSig::default() } else { crate::text::sketch::signature(report.text) },
            origin: Sym(0),
            document: Sym(0),
            admin2: Sym(0),
            admin3: Sym(0),
            target: Sym(0),
            event_type: Sym(0),
            gazetteer_id: Sym(0),
            related: name(report.related),
            place_type: Sym(0),
            told: Sym(0),
            end: MaybeDay::NONE,
            coordinate_digits: 2,
            geo_precision: 0,
            narrated: None,
            language: 0,
            running_total: None,
        };
        part.rows.push((Box::from(report.id), row));
    }
    builder.add(part);
    builder.finish(&["test.csv".to_owned()])
}

/// Places by their names alone.
fn places(corpus: &Corpus) -> Places {
    let mut by_name: BTreeMap<_, Vec<RowIx>> = BTreeMap::new();
    corpus.indices().for_each(|row| by_name.entry(corpus.row(row).place).or_default().push(row));
    let mut places = Places { of_row: vec![None; corpus.len()], score: vec![1.0; corpus.len()], ..Places::default() };
    for (name, rows) in by_name {
        let index = PlaceIx(places.places.len() as u32);
        rows.iter().for_each(|row| places.of_row[row.0 as usize] = Some(index));
        let first = corpus.row(rows[0]);
        places.places.push(Place {
            id: corpus.name(name).to_owned(),
            canonical: corpus.name(name).to_owned(),
            country: first.country,
            admin1: first.admin1,
            admin2: first.admin2,
            point: first.point(),
            variants: Vec::new(),
            links: Vec::new(),
            rows,
            gazetteer: None,
        });
    }
    places
}

fn linked(told: &[Told]) -> Vec<Vec<String>> {
    let corpus = corpus(told, false);
    groups(&corpus, &link(&corpus, &places(&corpus), Copies::new(), &EventOptions::default()))
}

fn groups(corpus: &Corpus, events: &Events) -> Vec<Vec<String>> {
    events.events.iter().map(|event| event.rows.iter().map(|&row| corpus.id(row).to_owned()).collect()).collect()
}

#[test]
fn attacks_on_successive_days_are_two() {
    let with = |injured, told: Told| Told { injured: Some(injured), ..told };
    let reports = [
        with(6, told("a", "AFP", 0, "Karou", 20)),
        with(6, told("b", "RFI", 0, "Karou", 20)),
        with(1, told("c", "AFP", 1, "Karou", 3)),
        with(1, told("d", "RFI", 1, "Karou", 3)),
    ];
    assert_eq!(linked(&reports), [["a", "b"], ["c", "d"]]);
}

#[test]
fn a_provisional_toll_may_grow() {
    let early = Told { status: Status::Provisional, lag: 0, ..told("a", "AFP", 0, "Karou", 31) };
    let late = Told { lag: 3, ..told("b", "RFI", 0, "Karou", 51) };
    assert_eq!(linked(&[early, late]), [["a", "b"]]);
    // The same two numbers, both meant to stand, a day apart: two attacks.
    let early = Told { lag: 0, ..told("a", "AFP", 0, "Karou", 31) };
    let late = Told { lag: 2, ..told("b", "RFI", 1, "Karou", 51) };
    assert_eq!(linked(&[early, late]).len(), 2);
}

#[test]
fn nothing_chains() {
    // The report without figures fits both groups, and must not draw them together.
    let with = |injured, told: Told| Told { injured: Some(injured), ..told };
    let reports = [
        with(6, told("a", "AFP", 0, "Karou", 20)),
        with(6, told("b", "RFI", 0, "Karou", 20)),
        Told { killed: None, ..told("c", "AP", 0, "Karou", 0) },
        with(41, told("d", "BBC", 0, "Karou", 35)),
        with(41, told("e", "Xinhua", 0, "Karou", 35)),
    ];
    let groups = linked(&reports);
    let of = |id: &str| groups.iter().position(|group| group.iter().any(|other| other == id));
    assert_eq!((of("a"), of("d")), (of("b"), of("e")));
    assert_ne!(of("a"), of("d"), "{groups:?}");
}

#[test]
fn villages_of_one_attack_are_sites_of_one_event() {
    let part = |id, source, place, killed, east| Told {
        scope: Scope::Partial,
        actor: "JNIM",
        east,
        ..told(id, source, 0, place, killed)
    };
    let reports = [
        part("a", "AFP", "Karou", 20, 0.0),
        part("b", "RFI", "Ouatagouna", 14, 12.0),
        Told { actor: "GSIM", ..told("c", "AP", 0, "Karou", 51) },
        // A fortnight later and far away: another matter.
        Told { actor: "JNIM", east: 900.0, ..told("d", "AP", 14, "Elsewhere", 2) },
    ];
    let corpus = corpus(&reports, false);
    let events = link(&corpus, &places(&corpus), Copies::new(), &EventOptions::default());
    assert_eq!(groups(&corpus, &events), [vec!["a", "b", "c"], vec!["d"]]);
    assert_eq!(events.events[0].sites.len(), 2);
    assert_eq!(events.events[0].links.len(), 2);
}

#[test]
fn the_attack_of_8_august_2021_is_one() {
    // Tolls and spellings as the press of the week printed them.
    let at_least = |count| Some(Toll { high: None, wording: Wording::AtLeast, ..Toll::exact(count) });
    let part =
        |id, source, place, killed, east| Told { scope: Scope::Partial, east, ..told(id, source, 0, place, killed) };
    let reports = [
        Told { killed: at_least(51), status: Status::Provisional, ..told("afp", "AFP", 0, "Ouatagouna", 51) },
        part("afp-karou", "AFP", "Karou", 20, 9.0),
        part("afp-ouatagouna", "AFP", "Ouatagouna", 14, 0.0),
        Told {
            killed: Some(Toll { low: 40, high: Some(60), said: Some(50), wording: Wording::About }),
            ..told("anadolu", "Anadolu", 0, "Ouatagouna", 50)
        },
        part("anadolu-karou", "Anadolu", "Karou", 17, 9.0),
        Told { killed: at_least(49), ..told("reuters", "Reuters", 0, "Ouatagouna", 49) },
        Told { lag: 3, ..told("minusma", "MINUSMA", 0, "Ouatagouna", 51) },
    ];
    let groups = linked(&reports);
    assert_eq!(groups.len(), 1, "{groups:?}");
}

#[test]
fn rows_of_a_registry_are_events_of_their_own_unless_the_evidence_is_strong() {
    let row = |id, killed, injured| Told { injured: Some(injured), ..told(id, "", 0, "Karou", killed) };
    let corpus_of = |told: &[Told]| {
        let corpus = corpus(told, true);
        let events = link(&corpus, &places(&corpus), Copies::new(), &EventOptions::default());
        groups(&corpus, &events).len()
    };
    assert_eq!(corpus_of(&[row("a", 1, 0), row("b", 1, 0)]), 2, "single victims");
    assert_eq!(corpus_of(&[row("a", 23, 41), row("b", 23, 41)]), 1, "one event twice");
}

#[test]
fn related_rows_of_a_registry_are_neither_one_event_nor_copies() {
    let text = "Gunmen killed people at one of the checkpoints of the town and fled on motorbikes.";
    let row = |id, related| Told { injured: Some(41), text, related, ..told(id, "", 0, "Karou", 23) };
    let outcome = |reports: &[Told]| {
        let corpus = corpus(reports, true);
        let places = places(&corpus);
        let mut archive = crate::model::archive::MemoryArchive::default();
        archive.push(crate::model::Batch::default());
        let copies = crate::copies::find(&corpus, &places, &archive).unwrap();
        let events = link(&corpus, &places, copies, &EventOptions::default());
        let veto = explain(&corpus, &places, &EventOptions::default(), RowIx(0), RowIx(1)).veto;
        (groups(&corpus, &events).len(), events.copies.len(), veto.is_some_and(|why| why.contains("related")))
    };
    // Ids of both in each row, as GTD lists them: the rows are equal in every cell but the id.
    assert_eq!(outcome(&[row("7", "7, 8"), row("8", "7, 8")]), (2, 0, true));
    assert_eq!(outcome(&[row("7", "8.0; 9"), row("8", "")]), (2, 0, true), "one of them says so");
    assert_eq!(outcome(&[row("7", "9"), row("8", "9")]), (1, 1, false), "neither names the other");
    assert_eq!(outcome(&[row("a", "7, 8"), row("b", "8; 7")]), (2, 0, true), "the ids themselves are lost");
}

#[test]
fn decisions_outweigh_evidence() {
    let reports = [told("a", "AFP", 0, "Karou", 20), told("b", "RFI", 0, "Karou", 20), told("c", "AP", 40, "Karou", 3)];
    let corpus = corpus(&reports, false);
    let decide = |verdict| {
        let decision = Decision {
            verdict,
            by: String::new(),
            when: None,
            reason: String::new(),
            evidence: String::new(),
            expires: None,
            line: 1,
        };
        let decisions = Decisions { file: String::new(), all: vec![decision] };
        let options = EventOptions { decisions: Some(&decisions), learn: false };
        let events = link(&corpus, &places(&corpus), Copies::new(), &options);
        let why = explain(&corpus, &places(&corpus), &options, RowIx(0), RowIx(1));
        (groups(&corpus, &events), why.veto.is_some())
    };
    let ids = |ids: [&str; 2]| ids.map(str::to_owned).to_vec();
    let (apart, vetoed) = decide(Verdict::DifferentEvents(ids(["a", "b"])));
    assert_eq!((apart.len(), vetoed), (3, true));
    let (together, vetoed) = decide(Verdict::SameEvent(ids(["b", "c"])));
    assert_eq!((together, vetoed), (vec![ids(["a", "b"]).into_iter().chain(["c".to_owned()]).collect()], false));
}

#[test]
fn explanations_add_up_and_say_what_was_not_compared() {
    let reports =
        [told("a", "AFP", 0, "Karou", 20), told("b", "RFI", 0, "Karou", 20), told("c", "AP", 400, "Karou", 20)];
    let corpus = corpus(&reports, false);
    let places = places(&corpus);
    let events = link(&corpus, &places, Copies::new(), &EventOptions::default());
    let explainer = EventExplainer::new(&corpus, &places, Some(&events), &EventOptions::default());
    let near = explainer.explain(RowIx(0), RowIx(1));
    assert!(near.probability() > 0.9, "{near:?}");
    assert_eq!(near, explainer.explain(RowIx(0), RowIx(1)));
    let far = explainer.explain(RowIx(0), RowIx(2));
    assert!(far.veto.is_some_and(|why| why.starts_with("not compared")));
}

fn any_told() -> impl Strategy<Value = Vec<Told>> {
    let one = (0..4usize, -3..4i32, 0..2usize, 0..4u32, proptest::option::of(0..3u32), 0..3usize);
    proptest::collection::vec(one, 1..14).prop_map(|all| {
        const IDS: [&str; 14] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"];
        all.into_iter()
            .enumerate()
            .map(|(at, (source, day, place, killed, injured, actor))| Told {
                injured,
                actor: ["", "JNIM", "gunmen"][actor],
                east: place as f32 * 10.0,
                ..told(IDS[at], ["AFP", "RFI", "AP", "BBC"][source], day, ["Karou", "Fafa"][place], killed)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn every_row_has_one_event_and_order_does_not_matter(reports in any_told(), turn in 0..14usize) {
        let one = corpus(&reports, false);
        let mut turned = reports.clone();
        turned.rotate_left(turn % reports.len());
        let other = corpus(&turned, false);
        let (left, right) = (link(&one, &places(&one), Copies::new(), &EventOptions::default()), link(&other, &places(&other), Copies::new(), &EventOptions::default()));
        prop_assert_eq!(groups(&one, &left), groups(&other, &right));
        prop_assert_eq!(&left.events, &right.events);
        let rows: usize = left.events.iter().map(|event| event.rows.len()).sum();
        prop_assert_eq!(rows, reports.len());
        let ids: BTreeSet<&String> = left.events.iter().map(|event| &event.id).collect();
        prop_assert_eq!(ids.len(), left.events.len());
        for event in &left.events {
            prop_assert_eq!(event.links.len() + 1, event.rows.len());
            prop_assert_eq!(event.scores.len(), event.rows.len());
        }
    }

    #[test]
    fn explanations_are_symmetric(reports in any_told()) {
        let corpus = corpus(&reports, false);
        let places = places(&corpus);
        let last = RowIx(reports.len() as u32 - 1);
        let one = explain(&corpus, &places, &EventOptions::default(), RowIx(0), last);
        let other = explain(&corpus, &places, &EventOptions::default(), last, RowIx(0));
        prop_assert!((one.total() - other.total()).abs() < 1e-3);
        prop_assert_eq!(one.veto.is_some(), other.veto.is_some());
    }
}
