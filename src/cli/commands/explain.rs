//! `recount explain`: a rule's page, or why two things were or were not linked.

use crate::cli::arguments::{Common, ExplainArgs, Reading};
use crate::cli::files::write_stdout;
use crate::cli::progress::Bar;
use crate::cli::{settings, waterfall};
use crate::model::{Link, PlaceIx, RowIx};
use crate::run::Error;
use crate::run::read::Loaded;
use crate::run::{self, Linked};
use crate::{event, place, rules};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;

/// Explains.
///
/// # Errors
/// When nothing of that name is known.
pub fn run(common: &Common, args: &ExplainArgs) -> Result<u8, Error> {
    let [left, right] = args.subject.as_slice() else {
        let code = args.subject.first().map_or("", String::as_str);
        let rule = rules::find(code).ok_or_else(|| {
            Error::new(format!(
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
    let (loaded, linked) = run::linked(&job, &bar)?;
    let text = run::within_threads(job.threads, || {
        let everyone = loaded.all.as_ref().unwrap_or(&loaded.corpus);
        if let (Some(a), Some(b)) = (everyone.find(left), everyone.find(right))
            && let Some(text) = run::explain_persons(&loaded, linked.people.as_ref(), a, b)?
        {
            return Ok(text);
        }
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

fn unknown(id: &str) -> Error {
    Error::new(format!(
        "there is no report with the id {id}, while the other one is an id; give two ids, or two names of places"
    ))
}

fn reports(job: &run::Job, loaded: &Loaded, linked: &Linked, a: RowIx, b: RowIx) -> Result<String, Error> {
    let corpus = &loaded.corpus;
    let (left, right) = (corpus.id(a), corpus.id(b));
    let options = run::event_options(job);
    let why = event::EventExplainer::new(corpus, &linked.places, Some(&linked.events), &options).explain(a, b);
    let mut out = waterfall::text(left, right, &why);
    let (of_a, of_b) = (linked.events.of(a), linked.events.of(b));
    if of_a == of_b {
        let event = linked.events.get(of_a);
        let way = way(&event.links, a, b);
        let between = way.get(1..way.len().saturating_sub(1)).unwrap_or_default();
        let by: Vec<&str> = between.iter().map(|row| corpus.id(*row)).collect();
        let _ = match by.as_slice() {
            [] => writeln!(out, "Both tell of the event {}.", event.id),
            by => writeln!(
                out,
                "Both tell of the event {}: what links them is not this pair but the way by {}; explain these in turn.",
                event.id,
                by.join(", ")
            ),
        };
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
        let why = place::explain(corpus, &run::place_options(job, loaded), a, b);
        let _ = writeln!(out, "\nTheir places:\n");
        out.push_str(&waterfall::text(corpus.name(corpus.row(a).place), corpus.name(corpus.row(b).place), &why));
        out.push_str(&same_place(linked, place_a, place_b));
    }
    Ok(out)
}

/// The way from one report to another over the links that hold an event together, both ends included; empty where there
/// is none.
fn way(links: &[Link], from: RowIx, to: RowIx) -> Vec<RowIx> {
    let mut before: BTreeMap<RowIx, RowIx> = BTreeMap::from([(from, from)]);
    let mut next = VecDeque::from([from]);
    while let Some(at) = next.pop_front().filter(|at| *at != to) {
        for link in links {
            let other = match (link.left == at, link.right == at) {
                (true, _) => link.right,
                (_, true) => link.left,
                _ => continue,
            };
            if let Entry::Vacant(entry) = before.entry(other) {
                entry.insert(at);
                next.push_back(other);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = to;
    while let Some(&earlier) = before.get(&at) {
        way.push(at);
        if earlier == at {
            break;
        }
        at = earlier;
    }
    way.reverse();
    way
}

fn names(job: &run::Job, loaded: &Loaded, linked: &Linked, left: &str, right: &str) -> Result<String, Error> {
    let corpus = &loaded.corpus;
    let options = run::place_options(job, loaded);
    let Some((a, b, why)) = place::explain_names(corpus, &options, left, right) else {
        let missing = if place::spelt(corpus, left).is_empty() { left } else { right };
        return Err(Error::new(format!(
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_between_two_reports_follows_the_links() {
        let link = |left, right| Link { left: RowIx(left), right: RowIx(right), probability: 0.9 };
        let links = [link(0, 3), link(1, 3), link(1, 2)];
        let found = |a, b| way(&links, RowIx(a), RowIx(b)).iter().map(|row| row.0).collect::<Vec<_>>();
        assert_eq!(found(0, 2), [0, 3, 1, 2]);
        assert_eq!(found(2, 0), [2, 1, 3, 0]);
        assert_eq!(found(1, 1), [1]);
        assert_eq!(found(0, 9), [0; 0]);
    }
}
