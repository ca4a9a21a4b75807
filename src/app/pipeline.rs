//! The whole way from paths to a ledger: the only file that touches more than one room.

use super::entries::Made;
pub use super::job::Job;
use crate::input::{self, Mapping, interpret};
use crate::model::archive::{Archive, Memory};
use crate::model::corpus::{Builder, Part};
use crate::model::ledger::Input;
use crate::model::{Batch, Corpus, Events, History, Ledger, Loc, Places, RowIx, Tolls};
use crate::rules::{self, Check, Rule, World};
use crate::{event, place, toll, triage};
use rayon::prelude::*;
use std::path::Path;

/// Everything a run made.
pub struct Outcome {
    /// The reports.
    pub corpus: Corpus,
    /// Their places.
    pub places: Places,
    /// Their events.
    pub events: Events,
    /// The tolls.
    pub tolls: Tolls,
    /// The ledger.
    pub ledger: Ledger,
}

/// Runs a job.
///
/// # Errors
/// A sentence saying what could not be done and why.
pub fn run(job: &Job) -> Result<Outcome, String> {
    let mut archive = Memory::default();
    let mut builder = Builder::default();
    let mut inputs: Vec<Input> = Vec::new();
    let mut mappings: Vec<Mapping> = Vec::new();
    let mut batches: Vec<(usize, Loc, Batch)> = Vec::new();
    for (number, path) in job.inputs.iter().enumerate() {
        let source = input::read(Path::new(path), number as u32, &input::Options::default(), &mut |_, batch| {
            let loc = archive.push(batch.clone());
            batches.push((number, loc, batch));
        })
        .map_err(|error| error.to_string())?;
        inputs.push(source.info);
        mappings.push(source.mapping);
    }
    let numbers: Vec<u16> = mappings.iter().map(|mapping| builder.dataset(&mapping.dataset)).collect();
    let parts: Vec<Part> = batches
        .par_iter()
        .map(|(number, loc, batch)| {
            let mut part = Part::default();
            for (slot, record) in batch.iter().enumerate() {
                let report = interpret::report(&record, &mappings[*number], RowIx(0));
                let loc = Loc { chunk: loc.chunk, slot: slot as u32 };
                interpret::compact(&report, &mappings[*number], numbers[*number], loc, &mut part);
            }
            part
        })
        .collect();
    drop(batches);
    for part in parts {
        builder.add(part);
    }
    let names: Vec<String> = inputs.iter().map(|input| input.name.clone()).collect();
    let corpus = builder.finish(&names);
    let clock = std::time::Instant::now();
    let places = place::group(&corpus, &place::Options::default());
    eprintln!("places {:?}", clock.elapsed());
    let clock = std::time::Instant::now();
    let events = event::link(&corpus, &places, &event::Options::default());
    eprintln!("events {:?}", clock.elapsed());
    let clock = std::time::Instant::now();
    let tolls = toll::reconcile(&corpus, &places, &events);
    eprintln!("tolls {:?}", clock.elapsed());
    let mut ledger = check(job, &corpus, &places, &events, &tolls, &inputs, &mappings, &archive)?;
    let linking = event::Options::default();
    let made =
        Made { corpus: &corpus, places: &places, events: &events, tolls: &tolls, archive: &archive, linking: &linking };
    made.fill(&mut ledger, job.listed_events)?;
    Ok(Outcome { corpus, places, events, tolls, ledger })
}

#[allow(clippy::too_many_arguments)]
fn check(
    job: &Job,
    corpus: &Corpus,
    places: &Places,
    events: &Events,
    tolls: &Tolls,
    inputs: &[Input],
    mappings: &[Mapping],
    archive: &dyn Archive,
) -> Result<Ledger, String> {
    let history = History::default();
    let world = World {
        corpus,
        places,
        events,
        tolls,
        inputs,
        rejected: &[],
        history: &history,
        decisions: &job.decisions,
        today: job.today,
        knobs: &job.knobs,
        facts: rules::Facts::default(),
    };
    let chosen: Vec<&'static Rule> = rules::catalogue()
        .filter(|rule| job.only.is_empty() || job.only.iter().any(|code| rule.code.starts_with(code.as_str())))
        .collect();
    let (chosen, skipped) = rules::feed(&chosen, &world);
    let mut hits = rules::check_rest(&chosen, &world);
    let of_report: Vec<&'static Rule> =
        chosen.iter().copied().filter(|rule| matches!(rule.check, Check::Report(_))).collect();
    let mut by_chunk: Vec<RowIx> = corpus.indices().collect();
    by_chunk.par_sort_unstable_by_key(|row| corpus.row(*row).loc);
    let groups: Vec<&[RowIx]> =
        by_chunk.chunk_by(|a, b| corpus.row(*a).loc.chunk == corpus.row(*b).loc.chunk).collect();
    let found: Vec<Result<Vec<rules::Hit>, String>> = groups
        .par_iter()
        .map(|rows| {
            let mut hits = Vec::new();
            let batch = archive.chunk(corpus.row(rows[0]).loc.chunk)?;
            for &index in *rows {
                let row = corpus.row(index);
                let mut record = batch.get(row.loc.slot as usize).ok_or("a chunk is shorter than it should be")?;
                (record.input, record.line) = (row.input, row.line);
                let report = interpret::report(&record, &mappings[row.input as usize], index);
                rules::check_report(&of_report, &world, &report, &mut hits);
            }
            Ok(hits)
        })
        .collect();
    for part in found {
        hits.append(&mut part?);
    }
    let options = triage::Options { ran: Some(triage::codes(&chosen)), ..triage::Options::default() };
    let mut ledger = triage::run(&world, archive, hits, Vec::new(), &options)?;
    ledger.skipped.extend(skipped);
    Ok(ledger)
}
