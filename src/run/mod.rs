//! The whole way from paths to a ledger: the only room that knows the others.
//!
//! ```text
//! read     paths to records, records to the store, rows to the corpus     [`read`]
//! link     names to places, reports to events, claims to tolls            [`link`]
//! check    rules over reports, places, events and the whole               `check`
//! triage   drafts to findings: severity, fingerprint, state, order        [`crate::triage`]
//! report   what outputs list beside findings; the run is kept             `ledger_sections`, `history`
//! ```
//!
//! [`run_with`] is that way; [`linked`] is its first half, for commands that look at places, events or one pair;
//! [`Check`] is the front door for programs. Time and settings come in by the [`Job`]: there is no clock here, no
//! environment and no terminal, and what happens is told to a [`job::Progress`].

mod clock;
mod error;
mod front;
mod gazetteer_cache;
mod history;
pub mod job;
mod ledger_sections;
mod people;
pub mod read;
pub mod tables;

pub use clock::{Clock, within_threads};
pub use error::Error;
pub use front::Check;
pub use job::{InputHow, Job};
pub use people::explain as explain_persons;

use crate::catalogue::{self, Hit, Rule, RuleContext};
use crate::model::ledger::{RejectedRow, Resolved, RuleEntry, Skipped};
use crate::model::{Batch, Corpus, Events, Ledger, People, Places, Report, Tolls};
use crate::narrative::language;
use crate::rules;
use crate::rules::user::{Seen, UserRules};
use crate::{copies, event, place, toll, triage};
use job::{Progress, Silent};
use ledger_sections::Made;
use read::Loaded;

/// Everything a run made.
#[non_exhaustive]
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

/// Places, events and tolls of a corpus.
#[non_exhaustive]
pub struct Linked {
    /// The places.
    pub places: Places,
    /// The events.
    pub events: Events,
    /// The tolls.
    pub tolls: Tolls,
    /// Who is who on lists of named people, where there are any.
    pub people: Option<People>,
}

/// Runs a job and tells nobody how far it has come.
///
/// # Errors
/// One clear sentence where it could not be done.
pub fn run(job: &Job) -> Result<Outcome, Error> {
    run_with(job, &Silent)
}

/// Runs a job.
///
/// # Errors
/// One clear sentence where it could not be done.
pub fn run_with(job: &Job, progress: &dyn Progress) -> Result<Outcome, Error> {
    within_threads(job.threads, || {
        let mut clock = Clock::default();
        let mut loaded = read::read(job, progress)?;
        clock.lap("load");
        let linked = link(job, &loaded, progress, &mut clock)?;
        let compared_with = loaded.previous.as_ref().map(|run| u64::from(run.number));
        let previous = loaded.previous.take().map(|run| run.findings);
        let mut ledger = check(job, &loaded, &linked, previous, progress, &mut clock)?;
        ledger.run.compared_with = compared_with;
        let corpus = &loaded.corpus;
        let linking = event_options(job);
        let grouping = place_options(job, &loaded);
        let made = Made {
            corpus,
            places: &linked.places,
            events: &linked.events,
            tolls: &linked.tolls,
            archive: &loaded.store,
            linking: &linking,
            grouping: &grouping,
        };
        made.fill(&mut ledger, job.listed_events)?;
        if job.lists_places {
            made.fill_places(&mut ledger, job.listed_events);
        }
        clock.lap("report");
        ledger.run.started.clone_from(&job.started);
        ledger.run.threads = rayon::current_num_threads();
        if job.db.is_some() {
            let tables = tables::tables(corpus, &linked.places, &linked.events, &linked.tolls, &ledger.findings);
            let tables = tables::with_people(tables, linked.people.as_ref(), loaded.all.as_ref());
            ledger.run.number = history::record(&loaded.store, (corpus, &loaded.mappings), &ledger, &tables)?;
            clock.lap("keep");
        }
        ledger.run.timings = clock.laps;
        let Linked { places, events, tolls, .. } = linked;
        Ok(Outcome { corpus: loaded.corpus, places, events, tolls, ledger })
    })
}

/// The first half of a run: what was read, and what of it is one place, one event, one toll.
///
/// # Errors
/// An input or the store cannot be read or written, or a decision that the data contradict.
pub fn linked(job: &Job, progress: &dyn Progress) -> Result<(Loaded, Linked), Error> {
    within_threads(job.threads, || {
        let loaded = read::read(job, progress)?;
        let linked = link(job, &loaded, progress, &mut Clock::default())?;
        Ok((loaded, linked))
    })
}

/// What the event room is told.
pub fn event_options(job: &Job) -> event::EventOptions<'_> {
    event::EventOptions { decisions: Some(&job.decisions), learn: job.learn }
}

/// What the place room is told.
pub fn place_options<'a>(job: &'a Job, loaded: &'a Loaded) -> place::PlaceOptions<'a> {
    place::PlaceOptions { decisions: Some(&job.decisions), gazetteer: loaded.gazetteer.as_ref() }
}

/// Groups names, links events, reconciles tolls.
///
/// # Errors
/// A decision that the data contradict.
pub fn link(job: &Job, loaded: &Loaded, progress: &dyn Progress, clock: &mut Clock) -> Result<Linked, Error> {
    let corpus = &loaded.corpus;
    progress.begin("grouping", 0);
    let places = place::group(corpus, &place_options(job, loaded));
    progress.end();
    clock.lap("places");
    progress.begin("linking", 0);
    let copies = copies::find(corpus, &places, &loaded.store)?;
    clock.lap("copies");
    let options = event::EventOptions { decisions: Some(&job.decisions), learn: job.learn };
    let events = event::link(corpus, &places, copies, &options);
    clock.lap("events");
    let tolls = toll::reconcile(corpus, &places, &events);
    progress.end();
    clock.lap("tolls");
    let people = people::link(loaded, progress)?;
    if people.is_some() {
        clock.lap("persons");
    }
    Ok(Linked { places, events, tolls, people })
}

fn check(
    job: &Job,
    loaded: &Loaded,
    linked: &Linked,
    previous: Option<Vec<Resolved>>,
    progress: &dyn Progress,
    clock: &mut Clock,
) -> Result<Ledger, Error> {
    let context = RuleContext {
        corpus: &loaded.corpus,
        places: &linked.places,
        events: &linked.events,
        tolls: &linked.tolls,
        people: linked.people.as_ref(),
        inputs: &loaded.inputs,
        rejected: &loaded.rejected,
        history: &loaded.history,
        decisions: &job.decisions,
        today: job.today,
        knobs: &job.knobs,
        facts: catalogue::Facts::default(),
    };
    let asked: Vec<&'static Rule> = rules::catalogue().filter(|rule| job.runs(rule.code)).collect();
    let (chosen, mut skipped) = catalogue::with_data(&asked, &context);
    let user = UserRules::new(&job.checks)?;
    let runs_user = !user.is_empty() && job.runs("USR");
    progress.begin("checking", loaded.corpus.len() as u64);
    let mut hits = catalogue::check_rest(&chosen, &context);
    let of_report: Vec<&'static Rule> =
        chosen.iter().copied().filter(|rule| matches!(rule.check, catalogue::Check::Report(_))).collect();
    let mut seen = Vec::new();
    if !of_report.is_empty() || runs_user {
        // What findings quote is read here, while its chunk is at hand.
        let clues = hits.iter_mut().flat_map(|(_, draft)| &mut draft.evidence);
        let wanted = triage::quote::Wanted::new(loaded.all.as_ref().unwrap_or(context.corpus), clues);
        let visit = |report: &Report<'_>, (hits, seen): &mut (Vec<Hit>, Seen)| {
            let before = hits.len();
            catalogue::check_report(&of_report, &context, report, hits);
            for clue in hits.iter_mut().skip(before).flat_map(|(_, draft)| &mut draft.evidence) {
                triage::quote::quote(clue, report.row, report.record);
            }
            if runs_user {
                user.observe(report, seen);
            }
        };
        let leave = |chunk: u32, batch: &Batch| wanted.fill(chunk, batch);
        for (found, saw) in read::scan(loaded, visit, leave, progress)? {
            hits.extend(found);
            seen.push(saw);
        }
    }
    progress.end();
    clock.lap("rules");
    let mut texts = language::Count::default();
    loaded.corpus.rows.iter().for_each(|row| texts.add(row.language));
    let mut ran = triage::codes(&chosen);
    if runs_user {
        ran.extend(user.codes());
        skipped.extend(user.missing_data(&context));
    }
    let options = triage::TriageOptions {
        settings: job.levels.clone(),
        baseline: job.baseline.clone(),
        previous,
        ran: Some(ran),
    };
    // What was found of persons points behind the reports.
    let context = RuleContext { corpus: loaded.all.as_ref().unwrap_or(&loaded.corpus), ..context };
    let mut ledger = triage::run(&context, &rules::RULEBOOK, &loaded.store, hits, user.finish(seen), &options)?;
    ledger.skipped.extend(skipped);
    ledger.skipped.extend(unread(&texts));
    ledger.texts = texts.languages.iter().map(|((name, read), count)| ((*name).to_owned(), *read, *count)).collect();
    ledger.skipped.sort();
    ledger.rules = asked.iter().map(|rule| entry(rule)).collect();
    ledger.rejected = loaded
        .rejected
        .iter()
        .map(|row| RejectedRow {
            input: loaded.inputs.get(row.input as usize).map(|input| input.name.clone()).unwrap_or_default(),
            line: row.line,
            reason: row.reason.clone(),
            raw: row.raw.clone(),
        })
        .collect();
    ledger.rejected.sort();
    clock.lap("findings");
    Ok(ledger)
}

/// Texts that no rule reads, so that silence on them is not taken for agreement.
fn unread(texts: &language::Count) -> Option<Skipped> {
    if texts.unread() == 0 {
        return None;
    }
    let names = |read: bool| {
        let of = texts.languages.iter().filter(|((_, known), _)| *known == read);
        of.map(|((name, _), count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
    };
    let all = texts.read() + texts.unread();
    let others = if texts.read() == 0 { String::new() } else { format!("; read: {}", names(true)) };
    Some(Skipped {
        what: format!("{} of {all} texts", texts.unread()),
        why: format!("their language is not read: {}{others}", names(false)),
    })
}

fn entry(rule: &Rule) -> RuleEntry {
    RuleEntry {
        code: rule.code.to_owned(),
        name: rule.name.to_owned(),
        summary: rule.summary.to_owned(),
        page: rule.page.to_owned(),
        severity: rule.severity.name().to_owned(),
    }
}
