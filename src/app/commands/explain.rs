//! `recount explain`: a rule's page, or why two things were or were not linked.

use crate::app::cli::{Common, ExplainArgs, Reading};
use crate::app::fault::Fault;
use crate::app::files::write_stdout;
use crate::app::load::{self, Loaded};
use crate::app::pipeline::{self, Clock, Linked};
use crate::app::progress::Bar;
use crate::app::{settings, waterfall};
use crate::model::{PlaceIx, RowIx};
use crate::{event, place, rules};
use std::fmt::Write;

/// Explains.
///
/// # Errors
/// When nothing of that name is known.
pub fn run(common: &Common, args: &ExplainArgs) -> Result<u8, Fault> {
    let [left, right] = args.subject.as_slice() else {
        let code = args.subject.first().map_or("", String::as_str);
        let rule = rules::find(code).ok_or_else(|| {
            Fault::new(format!(
                "there is no rule {code}; `recount rules` lists them. To explain a pair, give two ids of reports or two names"
            ))
        })?;
        write_stdout(rule.page.as_bytes())?;
        return Ok(0);
    };
    let reading = Reading {
        inputs: args.input.clone(),
        preset: args.preset.clone(),
        gazetteer: args.gazetteer.clone(),
        ..Reading::default()
    };
    let job = settings::job(common, &reading)?;
    let bar = Bar::new(common.quiet);
    let text = pipeline::within_threads(job.threads, || {
        let loaded = load::load(&job, &bar)?;
        let linked = pipeline::link(&job, &loaded, &bar, &mut Clock::default())?;
        match (loaded.corpus.find(left), loaded.corpus.find(right)) {
            (Some(a), Some(b)) => reports(&job, &loaded, &linked, a, b),
            (None, None) => names(&job, &loaded, &linked, left, right),
            (Some(_), None) => Err(unknown(right)),
            (None, Some(_)) => Err(unknown(left)),
        }
    })?;
    write_stdout(text.as_bytes())?;
    Ok(0)
}

fn unknown(id: &str) -> Fault {
    Fault::new(format!(
        "there is no report with the id {id}, while the other one is an id; give two ids, or two names of places"
    ))
}

fn reports(job: &pipeline::Job, loaded: &Loaded, linked: &Linked, a: RowIx, b: RowIx) -> Result<String, Fault> {
    let corpus = &loaded.corpus;
    let (left, right) = (corpus.id(a), corpus.id(b));
    let options = event::Options { decisions: Some(&job.decisions), learn: job.learn };
    let why = event::Explainer::new(corpus, &linked.places, Some(&linked.events), &options).explain(a, b);
    let mut out = waterfall::text(left, right, &why);
    let (of_a, of_b) = (linked.events.of(a), linked.events.of(b));
    if of_a == of_b {
        let _ = writeln!(out, "Both tell of the event {}.", linked.events.get(of_a).id);
    } else {
        let (one, two) = (&linked.events.get(of_a).id, &linked.events.get(of_b).id);
        // What kept a likely pair apart was said; an unlikely one speaks for itself.
        let why = if why.veto.is_none() && why.total() > 0.0 {
            ": what counts is the agreement of whole groups, not of one pair"
        } else {
            ""
        };
        let _ = writeln!(out, "They tell of different events, {one} and {two}{why}.");
    }
    if let (Some(place_a), Some(place_b)) = (linked.places.of(a), linked.places.of(b)) {
        let why = place::explain(corpus, &pipeline::place_options(job, loaded), a, b);
        let _ = writeln!(out, "\nTheir places:\n");
        out.push_str(&waterfall::text(corpus.name(corpus.row(a).place), corpus.name(corpus.row(b).place), &why));
        out.push_str(&same_place(linked, place_a, place_b));
    }
    Ok(out)
}

fn names(job: &pipeline::Job, loaded: &Loaded, linked: &Linked, left: &str, right: &str) -> Result<String, Fault> {
    let corpus = &loaded.corpus;
    let options = pipeline::place_options(job, loaded);
    let Some((a, b, why)) = place::explain_names(corpus, &options, left, right) else {
        let missing = if place::spelt(corpus, left).is_empty() { left } else { right };
        return Err(Fault::new(format!(
            "{missing} is no rule, no report's id and no place's name in these data, case, accents and blanks aside; \
             `recount places --find TEXT` shows names"
        )));
    };
    let unit = |row: RowIx| {
        let row = corpus.row(row);
        let units = [row.country, row.admin1, row.admin2].map(|unit| corpus.name(unit));
        units.iter().filter(|unit| !unit.is_empty()).copied().collect::<Vec<_>>().join(" / ")
    };
    let name = |row: RowIx| format!("{} ({})", corpus.name(corpus.row(row).place), unit(row));
    let mut out = waterfall::text(&name(a), &name(b), &why);
    if let (Some(place_a), Some(place_b)) = (linked.places.of(a), linked.places.of(b)) {
        out.push_str(&same_place(linked, place_a, place_b));
    }
    Ok(out)
}

fn same_place(linked: &Linked, a: PlaceIx, b: PlaceIx) -> String {
    let (left, right) = (linked.places.get(a), linked.places.get(b));
    if a == b {
        format!("Both are the place {} ({}).\n", left.canonical, left.id)
    } else {
        format!("They are different places, {} ({}) and {} ({}).\n", left.canonical, left.id, right.canonical, right.id)
    }
}
