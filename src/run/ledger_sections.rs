//! Fills in what outputs list beside findings: events with their reports, places with their spellings, sums.

use crate::model::archive::Archive;
use crate::model::ledger::{EventEntry, PartEntry, PlaceEntry, ReportEntry, ReportFact, TollSummary};
use crate::model::toll::Fate;
use crate::model::{
    Col, Corpus, EventIx, Events, Ledger, PlaceIx, Places, Reconciled, RowIx, Scope, Severity, State, Tolls,
};
use crate::{event, place};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

/// What a run made, for filling in a ledger.
pub struct Made<'a> {
    /// The reports.
    pub corpus: &'a Corpus,
    /// Their places.
    pub places: &'a Places,
    /// Their events.
    pub events: &'a Events,
    /// Reconciled tolls.
    pub tolls: &'a Tolls,
    /// Whole records.
    pub archive: &'a dyn Archive,
    /// How events were linked, to explain it.
    pub linking: &'a event::EventOptions<'a>,
    /// How places were grouped, to explain it.
    pub grouping: &'a place::PlaceOptions<'a>,
}

impl Made<'_> {
    /// Fills in counts, sums, and the `limit` worst events with their places.
    ///
    /// # Errors
    /// What the archive says of a damaged chunk.
    pub fn fill(&self, ledger: &mut Ledger, limit: usize) -> Result<(), String> {
        ledger.reports = self.corpus.len() as u64;
        ledger.places = self.places.places.len() as u64;
        ledger.spellings = self.places.places.iter().map(|place| place.variants.len() as u64).sum();
        ledger.events = self.events.events.len() as u64;
        ledger.tolls = summary(self.tolls);
        let (listed, wanted) = self.worst_events(ledger, limit);
        ledger.events_left_out = (wanted - listed.len()) as u64;
        let rows: Vec<RowIx> = listed.iter().flat_map(|event| self.events.get(*event).rows.iter().copied()).collect();
        let texts = self.texts(&rows)?;
        let explainer = event::EventExplainer::new(self.corpus, self.places, Some(self.events), self.linking);
        ledger.event_entries =
            listed.par_iter().map(|event| self.event(*event, ledger_inputs(ledger), &texts, &explainer)).collect();
        ledger.report_facts = self.facts(ledger, limit.saturating_mul(5));
        Ok(())
    }

    /// Fills in the places of the listed events, and of as many findings as `limit` allows.
    pub fn fill_places(&self, ledger: &mut Ledger, limit: usize) {
        let mut places: FxHashSet<&str> =
            ledger.event_entries.iter().flat_map(|event| event.place_ids.iter().map(String::as_str)).collect();
        let about: Vec<&str> = ledger
            .findings
            .iter()
            .filter_map(|finding| finding.subject.place.as_deref())
            .take(limit.saturating_mul(5))
            .collect();
        places.extend(about);
        let told: Vec<PlaceIx> = (0..self.places.places.len() as u32)
            .map(PlaceIx)
            .filter(|place| places.contains(self.places.get(*place).id.as_str()))
            .collect();
        // Where no place has two spellings there is nothing to explain.
        let joined = told.iter().any(|place| !self.places.get(*place).links.is_empty());
        let why = joined.then(|| {
            let why = place::PlaceExplainer::new(self.corpus, self.grouping);
            let explained = told.iter().map(|place| self.places.get(*place)).filter(|place| !place.links.is_empty());
            why.prepare(explained.filter_map(|place| place.rows.first().copied()));
            why
        });
        let mut entries: Vec<PlaceEntry> = told.into_par_iter().map(|place| self.place(place, why.as_ref())).collect();
        entries.sort_by(|a, b| a.canonical.cmp(&b.canonical).then_with(|| a.id.cmp(&b.id)));
        ledger.place_entries = entries;
    }

    /// Date, source and place of reports that the first `limit` findings are about and that no listed event holds.
    fn facts(&self, ledger: &Ledger, limit: usize) -> Vec<ReportFact> {
        let mut wanted: FxHashSet<&str> = ledger
            .findings
            .iter()
            .take(limit)
            .flat_map(|finding| finding.subject.reports.iter().map(String::as_str))
            .collect();
        for report in ledger.event_entries.iter().flat_map(|event| &event.reports) {
            wanted.remove(report.id.as_str());
        }
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut facts: Vec<ReportFact> = self
            .corpus
            .indices()
            .filter(|row| wanted.contains(self.corpus.id(*row)))
            .map(|index| {
                let row = self.corpus.row(index);
                ReportFact {
                    id: self.corpus.id(index).to_owned(),
                    date: row.date.get().map(|day| day.to_string()).unwrap_or_default(),
                    source: self.corpus.name(row.source).to_owned(),
                    place: self.corpus.name(row.place).to_owned(),
                }
            })
            .collect();
        facts.sort();
        facts
    }

    /// The `limit` worst of the events that have findings or several reports, the worst first, and how many such there are.
    fn worst_events(&self, ledger: &Ledger, limit: usize) -> (Vec<EventIx>, usize) {
        let events = &self.events.events;
        let mut ranks: Vec<(EventIx, Rank)> = (0..events.len() as u32)
            .into_par_iter()
            .map(|index| {
                let toll = &self.tolls.events[index as usize];
                let reports = events[index as usize].rows.len();
                (EventIx(index), Rank { dead: toll.naive_sum.max(u64::from(toll.best)), reports, ..Rank::default() })
            })
            .collect();
        let of_id: OnceLock<FxHashMap<&str, usize>> = OnceLock::new();
        let named = |id: &str| {
            let by_id = || events.iter().enumerate().map(|(index, event)| (event.id.as_str(), index)).collect();
            of_id.get_or_init(by_id).get(id).copied()
        };
        let about: Vec<Option<usize>> = ledger
            .findings
            .par_iter()
            .map(|finding| {
                if finding.state == State::Decided {
                    return None;
                }
                let first = finding.subject.reports.first().and_then(|id| self.corpus.find(id));
                let of_first = first.map(|row| self.events.of(row).0 as usize);
                match &finding.subject.event {
                    // Most findings on an event begin with one of its reports.
                    Some(event) => of_first.filter(|index| events[*index].id == *event).or_else(|| named(event)),
                    None => of_first,
                }
            })
            .collect();
        for (finding, index) in ledger.findings.iter().zip(about) {
            if let Some(index) = index {
                let rank = &mut ranks[index].1;
                rank.severity = rank.severity.max(Some(finding.severity));
                rank.findings += 1;
            }
        }
        ranks.retain(|(_, rank)| rank.severity.is_some() || rank.reports > 1);
        let wanted = ranks.len();
        let order = |(a, left): &(EventIx, Rank), (b, right): &(EventIx, Rank)| {
            right.cmp(left).then_with(|| self.events.get(*a).id.cmp(&self.events.get(*b).id))
        };
        if limit < wanted {
            ranks.select_nth_unstable_by(limit, order);
            ranks.truncate(limit);
        }
        ranks.sort_unstable_by(order);
        (ranks.into_iter().map(|(event, _)| event).collect(), wanted)
    }

    /// The cells of these rows that entries show, read chunk by chunk.
    fn texts(&self, rows: &[RowIx]) -> Result<FxHashMap<RowIx, Cells>, String> {
        let mut by_chunk: FxHashMap<u32, Vec<RowIx>> = FxHashMap::default();
        for row in rows {
            by_chunk.entry(self.corpus.row(*row).loc.chunk).or_default().push(*row);
        }
        let parts: Vec<Result<Vec<(RowIx, Cells)>, String>> = by_chunk
            .par_iter()
            .map(|(chunk, rows)| {
                let batch = self.archive.chunk(*chunk)?;
                rows.iter()
                    .map(|row| {
                        let slot = self.corpus.row(*row).loc.slot as usize;
                        let record = batch.get(slot).ok_or("a chunk is shorter than its manifest says")?;
                        let cell = |col| record.get(col).to_owned();
                        let cells = Cells {
                            killed: cell(Col::Killed),
                            qualifier: cell(Col::KilledQualifier),
                            injured: cell(Col::Injured),
                            text: cell(Col::Text),
                            headline: cell(Col::Headline),
                        };
                        Ok((*row, cells))
                    })
                    .collect()
            })
            .collect();
        let mut all = FxHashMap::default();
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }

    fn event(
        &self,
        index: EventIx,
        inputs: &[crate::model::ledger::Input],
        texts: &FxHashMap<RowIx, Cells>,
        explainer: &event::EventExplainer<'_>,
    ) -> EventEntry {
        let event = self.events.get(index);
        let toll = &self.tolls.events[index.0 as usize];
        let name = |place: &PlaceIx| self.places.get(*place).canonical.clone();
        let date = event.rows.iter().filter_map(|row| self.corpus.row(*row).date.get()).min();
        let reports =
            event.rows.iter().zip(&event.scores).map(|(row, score)| self.report(*row, *score, toll, inputs, texts));
        let mut reports: Vec<ReportEntry> = reports.collect();
        reports.sort_by(|a, b| {
            (a.published.is_empty(), &a.published, &a.source, &a.id).cmp(&(
                b.published.is_empty(),
                &b.published,
                &b.source,
                &b.id,
            ))
        });
        EventEntry {
            id: event.id.clone(),
            date: date.map(|day| day.to_string()).unwrap_or_default(),
            places: event.sites.iter().map(name).collect(),
            place_ids: event.sites.iter().map(|place| self.places.get(*place).id.clone()).collect(),
            low: toll.low,
            best: toll.best,
            high: toll.high,
            stated: toll.stated,
            naive_sum: toll.naive_sum,
            unallocated: toll.unallocated,
            sources: toll.sources,
            independent_origins: toll.independent_origins,
            parts: toll
                .parts
                .iter()
                .map(|part| PartEntry {
                    place: part.place.as_ref().map(name).unwrap_or_default(),
                    low: part.low,
                    best: part.best,
                    high: part.high,
                    agreed: part.agreed,
                })
                .collect(),
            reports,
            weakest_link: event.weakest(),
            links: event
                .links
                .iter()
                .take(12)
                .map(|link| {
                    let why = explainer.explain(link.left, link.right);
                    (self.corpus.id(link.left).to_owned(), self.corpus.id(link.right).to_owned(), why)
                })
                .collect(),
            conflicts: toll
                .conflicts
                .iter()
                .map(|(left, right)| (self.corpus.id(*left).to_owned(), self.corpus.id(*right).to_owned()))
                .collect(),
            notes: toll.notes.clone(),
        }
    }

    fn report(
        &self,
        index: RowIx,
        score: f32,
        toll: &Reconciled,
        inputs: &[crate::model::ledger::Input],
        texts: &FxHashMap<RowIx, Cells>,
    ) -> ReportEntry {
        let row = self.corpus.row(index);
        let name = |sym| self.corpus.name(sym).to_owned();
        let day = |day: Option<crate::model::Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let cells = texts.get(&index).cloned().unwrap_or_default();
        let fate_of = toll.claims.iter().find(|claim| claim.row == index).and_then(|claim| match claim.fate {
            Fate::Superseded(other) | Fate::Copy(other) => Some(self.corpus.id(other).to_owned()),
            Fate::Counts | Fate::Part | Fate::Suspect => None,
        });
        let fate = toll.claims.iter().find(|claim| claim.row == index).map_or("none", |claim| match claim.fate {
            Fate::Counts => "counts",
            Fate::Superseded(_) => "superseded",
            Fate::Copy(_) => "copy",
            Fate::Part => "part",
            Fate::Suspect => "suspect",
        });
        let killed_raw = format!("{} {}", cells.qualifier, cells.killed).trim().to_owned();
        ReportEntry {
            id: self.corpus.id(index).to_owned(),
            input: inputs.get(row.input as usize).map_or_else(String::new, |input| input.name.clone()),
            line: row.line,
            source: name(row.source),
            origin: name(row.origin),
            published: day(row.published.get()),
            date: day(row.date.get()),
            place: name(row.place),
            place_id: self.places.of(index).map(|place| self.places.get(place).id.clone()).unwrap_or_default(),
            point: row.point(),
            killed_raw,
            low: row.killed.map(|toll| toll.low),
            high: row.killed.and_then(|toll| toll.high),
            injured_raw: cells.injured,
            scope: if row.scope == Scope::Partial { "partial" } else { "total" }.to_owned(),
            status: row.status.name().to_owned(),
            fate: fate.to_owned(),
            fate_of: fate_of.unwrap_or_default(),
            score,
            text: cells.text,
            headline: cells.headline,
        }
    }

    fn place(&self, index: PlaceIx, why: Option<&place::PlaceExplainer<'_>>) -> PlaceEntry {
        let place = self.places.get(index);
        let name = |sym| self.corpus.name(sym).to_owned();
        PlaceEntry {
            id: place.id.clone(),
            canonical: place.canonical.clone(),
            country: name(place.country),
            admin1: name(place.admin1),
            admin2: name(place.admin2),
            point: place.point,
            variants: place.variants.iter().map(|variant| (name(variant.name), variant.count)).collect(),
            links: place
                .links
                .iter()
                .take(12)
                .map(|link| {
                    (name(link.left), name(link.right), why.map_or_else(Default::default, |why| why.link(place, link)))
                })
                .collect(),
        }
    }
}

/// How bad an event is; greater is worse: by its gravest finding, then by how many dead that finding puts in doubt or has
/// counted again, then by how much is said against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Rank {
    severity: Option<Severity>,
    dead: u64,
    findings: usize,
    reports: usize,
}

#[derive(Debug, Clone, Default)]
struct Cells {
    killed: String,
    qualifier: String,
    injured: String,
    text: String,
    headline: String,
}

fn ledger_inputs(ledger: &Ledger) -> &[crate::model::ledger::Input] {
    &ledger.inputs
}

/// The dead, summed over all events.
pub fn summary(tolls: &Tolls) -> TollSummary {
    let mut sum = TollSummary::default();
    for toll in tolls.events.iter().filter(|toll| toll.stated) {
        sum.naive_sum += toll.naive_sum;
        sum.distinct_sum += toll.distinct_sum;
        sum.low += u64::from(toll.low);
        sum.best += u64::from(toll.best);
        match toll.high {
            Some(high) => sum.high += u64::from(high),
            None => {
                sum.high += u64::from(toll.best);
                sum.open_events += 1;
            }
        }
        sum.events += 1;
    }
    sum
}
