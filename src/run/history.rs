//! What a run leaves behind for later ones, and takes over from earlier ones.

use super::Error;
use crate::input::Mapping;
use crate::model::history::Profile;
use crate::model::ledger::{Input, Resolved};
use crate::model::{Corpus, Ledger};
use crate::store::{FindingFact, RunInput, RunRecord, Store, Tables};
use std::collections::{BTreeMap, BTreeSet};

/// The run that a run is compared with.
#[derive(Debug, Clone)]
pub struct Previous {
    /// Its number.
    pub number: u32,
    /// Its findings.
    pub findings: Vec<Resolved>,
}

/// Gives inputs that could not be read the data set that an earlier run read from them, so that this run is still compared with it.
///
/// # Errors
/// The history cannot be read.
pub fn name_unread(store: &Store, inputs: &mut [Input]) -> Result<(), Error> {
    if inputs.iter().all(|input| input.failed.is_empty()) {
        return Ok(());
    }
    let (records, _) = store.runs().all()?;
    for input in inputs.iter_mut().filter(|input| !input.failed.is_empty()) {
        let before = records.iter().rev().flat_map(|record| &record.inputs).find(|known| known.name == input.name);
        if let Some(before) = before {
            input.dataset.clone_from(&before.dataset);
        }
    }
    Ok(())
}

/// Profiles of earlier runs, the oldest first, and the last run over the same data sets.
///
/// # Errors
/// The history cannot be read.
pub fn recall(store: &Store, inputs: &[Input]) -> Result<(Vec<Profile>, Option<Previous>), Error> {
    let runs = store.runs();
    let (records, _) = runs.all()?;
    // A run over other data sets has nothing to say on what is new or resolved in these.
    let sets = |names: &mut dyn Iterator<Item = &String>| {
        names.filter(|name| !name.is_empty()).cloned().collect::<BTreeSet<String>>()
    };
    let now = sets(&mut inputs.iter().map(|input| &input.dataset));
    let same = |record: &&RunRecord| sets(&mut record.inputs.iter().map(|input| &input.dataset)) == now;
    let previous = match records.iter().rev().find(same) {
        Some(last) => runs.tables(last.number)?.map(|tables| Previous {
            number: last.number,
            findings: tables
                .findings
                .into_iter()
                .map(|FindingFact { code, fingerprint, headline, evidence_hash, .. }| Resolved {
                    code: code.into_owned(),
                    fingerprint: fingerprint.into_owned(),
                    headline: headline.into_owned(),
                    evidence_hash: evidence_hash.into_owned(),
                })
                .collect(),
        }),
        None => None,
    };
    Ok((records.into_iter().map(|record| record.profile).collect(), previous))
}

/// Keeps a run; the number that it gets.
///
/// # Errors
/// The history cannot be written.
pub fn record(
    store: &Store,
    (corpus, mappings): (&Corpus, &[Mapping]),
    ledger: &Ledger,
    tables: &Tables<'_>,
) -> Result<u64, Error> {
    let counts = |map: BTreeMap<&str, u64>| map.into_iter().map(|(key, count)| (key.to_owned(), count)).collect();
    let record = RunRecord {
        started: ledger.run.started.clone(),
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        inputs: ledger
            .inputs
            .iter()
            .map(|input| RunInput {
                name: input.name.clone(),
                dataset: input.dataset.clone(),
                hash: input.hash.clone(),
                read: input.read,
                loaded: input.loaded,
                revised: input.revised,
                unchanged: input.unchanged,
                rejected: input.rejected,
            })
            .collect(),
        reports: ledger.reports,
        places: ledger.places,
        events: ledger.events,
        by_code: counts(ledger.by_code()),
        by_severity: counts(ledger.by_severity()),
        by_state: counts(ledger.by_state()),
        skipped: ledger.skipped.iter().map(|skipped| (skipped.what.clone(), skipped.why.clone())).collect(),
        profile: profile(corpus, mappings),
        ..RunRecord::default()
    };
    Ok(u64::from(store.runs().append(record, tables)?))
}

/// Counts that later runs are compared with.
fn profile(corpus: &Corpus, mappings: &[Mapping]) -> Profile {
    let mut profile = Profile::default();
    let (mut by_country, mut by_source) = (BTreeMap::new(), BTreeMap::new());
    for row in &corpus.rows {
        *by_country.entry((row.dataset, row.country)).or_default() += 1;
        *by_source.entry((row.dataset, row.source)).or_default() += 1;
    }
    let named = |counts: BTreeMap<(u16, crate::model::Sym), u64>| {
        let mut named: BTreeMap<(String, String), u64> = BTreeMap::new();
        for ((dataset, name), count) in counts {
            *named
                .entry((corpus.datasets[usize::from(dataset)].name.clone(), corpus.name(name).to_owned()))
                .or_default() += count;
        }
        named
    };
    profile.by_country = named(by_country);
    profile.by_source = named(by_source);
    for mapping in mappings.iter().filter(|mapping| !mapping.header.is_empty()) {
        let header = profile.headers.entry(mapping.dataset.name.clone()).or_default();
        for name in &mapping.header {
            if !header.contains(name) {
                header.push(name.clone());
            }
        }
    }
    profile
}
