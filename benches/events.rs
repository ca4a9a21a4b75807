//! How well and how fast reports are linked into events, on sets whose events are known.
//!
//! `cargo bench --bench events -- REPORTS.csv TRUTH.csv [learn]`; the truth has columns `report_id` and `event_id`. Prints
//! time, blocking, pairwise precision, recall and F1, B-cubed F1, and how far probabilities can be trusted: for links
//! of one place in steps of probability, the share that truly is one event.

#![allow(clippy::unwrap_used, missing_docs)]
use recount::event::{EventExplainer, EventOptions, link};
use recount::model::{Corpus, Events, Places, RowIx};
use recount::run::{Job, run};
use std::collections::BTreeMap;
use std::time::Instant;

/// How many neighbours in time each report is held against for the table of calibration.
const NEIGHBOURS: usize = 12;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let [reports, truth, rest @ ..] = args.as_slice() else {
        println!("events: give REPORTS.csv and TRUTH.csv to measure on");
        return;
    };
    if let Err(error) = measure(reports, truth, rest.iter().any(|arg| arg == "learn")) {
        println!("events: {error}");
    }
}

fn measure(reports: &str, truth: &str, learn: bool) -> Result<(), String> {
    let truth = events_of(truth)?;
    let job = Job {
        inputs: vec![reports.to_owned()],
        only: vec!["DUP001".to_owned()],
        ..Job::on(recount::model::Day(20_000))
    };
    let outcome = run(&job).map_err(|fault| fault.to_string())?;
    let (corpus, places) = (&outcome.corpus, &outcome.places);
    let options = EventOptions { learn, ..EventOptions::default() };
    let clock = Instant::now();
    let events = link(corpus, places, outcome.events.copies.clone(), &options);
    println!(
        "{} reports, {} events, linked in {:.2} s",
        corpus.len(),
        events.events.len(),
        clock.elapsed().as_secs_f64()
    );
    let blocking = events.blocking;
    println!(
        "blocking: {} of {} pairs, reduction ratio {:.6}, pairs completeness {:.4}",
        blocking.pairs,
        blocking.possible,
        1.0 - blocking.pairs as f64 / (blocking.possible as f64).max(1.0),
        blocking.completeness
    );
    let labels: Vec<&str> = corpus.indices().map(|row| truth.get(corpus.id(row)).map_or("", String::as_str)).collect();
    score(corpus, &events, &labels);
    calibration(corpus, places, &events, &labels);
    Ok(())
}

fn events_of(path: &str) -> Result<BTreeMap<String, String>, String> {
    let mut reader = csv::Reader::from_path(path).map_err(|error| format!("{path}: {error}"))?;
    let header = reader.headers().map_err(|error| format!("{path}: {error}"))?.clone();
    let column = |name: &str| header.iter().position(|known| known == name).ok_or(format!("{path}: no column {name}"));
    let (id, event) = (column("report_id")?, column("event_id")?);
    let row = |record: csv::StringRecord| Some((record.get(id)?.to_owned(), record.get(event)?.to_owned()));
    Ok(reader.into_records().filter_map(Result::ok).filter_map(row).collect())
}

fn score(corpus: &Corpus, events: &Events, labels: &[&str]) {
    let (mut ours, mut theirs, mut both) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for row in corpus.indices() {
        let (event, label) = (events.of(row), labels[row.0 as usize]);
        *ours.entry(event).or_insert(0u64) += 1;
        *theirs.entry(label).or_insert(0u64) += 1;
        *both.entry((event, label)).or_insert(0u64) += 1;
    }
    let pairs = |count: &u64| count * (count - 1) / 2;
    let hits: u64 = both.values().map(pairs).sum();
    let ratio = |part: u64, whole: u64| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    let (precision, recall) =
        (ratio(hits, ours.values().map(pairs).sum()), ratio(hits, theirs.values().map(pairs).sum()));
    let mean = |whole: &dyn Fn(&(recount::model::EventIx, &str)) -> u64| {
        both.iter().map(|(key, count)| (count * count) as f64 / whole(key) as f64).sum::<f64>()
            / corpus.len().max(1) as f64
    };
    let (b_precision, b_recall) = (mean(&|key| ours[&key.0]), mean(&|key| theirs[key.1]));
    let f1 = |p: f64, r: f64| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    println!(
        "pairs: precision {precision:.4}, recall {recall:.4}, F1 {:.4}; B-cubed F1 {:.4}",
        f1(precision, recall),
        f1(b_precision, b_recall)
    );
}

fn calibration(corpus: &Corpus, places: &Places, events: &Events, labels: &[&str]) {
    let explainer = EventExplainer::new(corpus, places, None, &EventOptions::default());
    let copied: std::collections::BTreeSet<RowIx> =
        events.copies.iter().flat_map(|group| group.rows.iter().skip(1).copied()).collect();
    let mut bins: BTreeMap<u32, (u64, u64, f64)> = BTreeMap::new();
    for place in places.places.iter().take(2000) {
        let mut rows: Vec<RowIx> = place.rows.iter().copied().filter(|row| !copied.contains(row)).collect();
        rows.sort_by_key(|row| (corpus.row(*row).date.get(), *row));
        for (at, &left) in rows.iter().enumerate() {
            for &right in rows[at + 1..].iter().take(NEIGHBOURS) {
                let fall = explainer.explain(left, right);
                if fall.veto.is_none() {
                    let bin = bins.entry((fall.probability() * 10.0).min(9.0) as u32).or_default();
                    bin.0 += 1;
                    bin.1 += u64::from(labels[left.0 as usize] == labels[right.0 as usize]);
                    bin.2 += fall.probability();
                }
            }
        }
    }
    println!("| probability | pairs | mean said | share true |\n| --- | --- | --- | --- |");
    for (bin, (pairs, hits, said)) in bins {
        let n = pairs as f64;
        println!(
            "| {:.1} to {:.1} | {pairs} | {:.3} | {:.3} |",
            f64::from(bin) / 10.0,
            f64::from(bin + 1) / 10.0,
            said / n,
            hits as f64 / n
        );
    }
}
