//! `recount places` and `recount events`: one step's result, for looking.

use crate::cli::arguments::{Common, ListArgs};
use crate::cli::files::write_stdout;
use crate::cli::progress::Bar;
use crate::cli::settings;
use crate::model::{EventGroup, Place, Toll, toll::Reconciled};
use crate::place;
use crate::run::Error;
use crate::run::read::Loaded;
use crate::run::{self, Job, Linked};
use std::fmt::Write;

/// Of so many spellings of a place it is said why they belong to it, the least sure first.
const REASONS: usize = 6;

fn linked(common: &Common, args: &ListArgs) -> Result<(Job, Loaded, Linked), Error> {
    let job = settings::job(common, &args.reading)?;
    let bar = Bar::new(common.quiet);
    let (loaded, linked) = run::linked(&job, &bar)?;
    Ok((job, loaded, linked))
}

/// Shows places with several spellings, the most mentioned first, and proposals.
///
/// # Errors
/// The data cannot be loaded.
pub fn places(common: &Common, args: &ListArgs) -> Result<u8, Error> {
    let (job, loaded, linked) = linked(common, args)?;
    let corpus = &loaded.corpus;
    let find = args.find.as_deref().map(str::to_lowercase);
    let wanted = |place: &Place| match &find {
        Some(text) => {
            place.id.to_lowercase() == *text
                || place.canonical.to_lowercase().contains(text)
                || place.variants.iter().any(|variant| corpus.name(variant.name).to_lowercase().contains(text))
        }
        None => place.variants.len() > 1,
    };
    let mut chosen: Vec<&Place> = linked.places.places.iter().filter(|place| wanted(place)).collect();
    chosen.sort_by(|a, b| b.rows.len().cmp(&a.rows.len()).then_with(|| a.id.cmp(&b.id)));
    let limit = if args.limit == 0 { usize::MAX } else { args.limit };
    let mut out = String::new();
    if !chosen.is_empty() {
        let _ = writeln!(
            out,
            "Each place with its spellings: rows, spelling, probability that it belongs there; and why it was joined, in bits.\n"
        );
    }
    let options = run::place_options(&job, &loaded);
    let explainer = place::PlaceExplainer::new(corpus, &options);
    for place in chosen.iter().take(limit) {
        let units = [place.country, place.admin1, place.admin2].map(|unit| corpus.name(unit)).join(" / ");
        let _ = writeln!(out, "{}  {}  ({units})", place.id, place.canonical);
        if let Some((lat, lon)) = place.point {
            let _ = writeln!(out, "    at {lat:.4}, {lon:.4}");
        }
        if let Some(entry) = &place.gazetteer {
            let _ = writeln!(out, "    gazetteer: {} {}", entry.id, entry.name);
        }
        for variant in &place.variants {
            let _ = writeln!(out, "    {:>6}  {:<28} {:.3}", variant.count, corpus.name(variant.name), variant.score);
        }
        for link in place.links.iter().take(REASONS) {
            let why = explainer.link(place, link);
            let reasons: Vec<String> =
                why.steps.iter().map(|step| format!("{} {} {:+.1}", step.what, step.level, step.weight)).collect();
            let _ = writeln!(out, "    {}: {}", corpus.name(link.right), reasons.join(", "));
        }
        if place.links.len() > REASONS {
            let _ = writeln!(out, "    and {} spellings more that are surer", place.links.len() - REASONS);
        }
    }
    let what = if find.is_some() { "Places found" } else { "Places with several spellings" };
    more(&mut out, chosen.len(), limit, what);
    if find.is_none() && !linked.places.proposals.is_empty() {
        let _ = writeln!(
            out,
            "\nPerhaps one place: decide with `recount decide same A B` or `recount decide different A B`"
        );
        for proposal in linked.places.proposals.iter().take(limit) {
            let _ = writeln!(
                out,
                "  {} / {}  {:.3}  ({} / {})",
                corpus.name(proposal.left_name),
                corpus.name(proposal.right_name),
                proposal.why.probability(),
                linked.places.get(proposal.left).id,
                linked.places.get(proposal.right).id,
            );
        }
        more(&mut out, linked.places.proposals.len(), limit, "Doubtful pairs");
    }
    write_stdout(out.as_bytes())?;
    Ok(0)
}

/// Shows events with several reports, those with the most first.
///
/// # Errors
/// The data cannot be loaded.
pub fn events(common: &Common, args: &ListArgs) -> Result<u8, Error> {
    let (_, loaded, linked) = linked(common, args)?;
    let corpus = &loaded.corpus;
    let find = args.find.as_deref().map(str::to_lowercase);
    let sites = |event: &EventGroup| {
        event.sites.iter().map(|site| linked.places.get(*site).canonical.clone()).collect::<Vec<_>>().join(", ")
    };
    let wanted = |event: &EventGroup| match &find {
        Some(text) => {
            event.id.to_lowercase() == *text
                || sites(event).to_lowercase().contains(text)
                || event.rows.iter().any(|row| corpus.id(*row).to_lowercase() == *text)
        }
        None => event.rows.len() > 1,
    };
    let mut chosen: Vec<(&EventGroup, &Reconciled)> =
        linked.events.events.iter().zip(&linked.tolls.events).filter(|(event, _)| wanted(event)).collect();
    chosen.sort_by(|(a, _), (b, _)| b.rows.len().cmp(&a.rows.len()).then_with(|| a.id.cmp(&b.id)));
    let limit = if args.limit == 0 { usize::MAX } else { args.limit };
    let mut out = String::new();
    for (event, toll) in chosen.iter().take(limit) {
        let date = event.rows.iter().filter_map(|row| corpus.row(*row).date.get()).min();
        let date = date.map(|day| day.to_string()).unwrap_or_default();
        let range = if toll.stated {
            Toll { low: toll.low, high: toll.high, said: None, wording: Default::default() }.to_string()
        } else {
            "no toll".to_owned()
        };
        let _ = writeln!(
            out,
            "{}  {date}  {}: {range} killed ({} reports, {} sources; every row added up {}; weakest link {:.2})",
            event.id,
            sites(event),
            event.rows.len(),
            toll.sources,
            toll.naive_sum,
            event.weakest()
        );
        for (row, score) in event.rows.iter().zip(&event.scores) {
            let report = corpus.row(*row);
            let killed = report.killed.map(|toll| toll.to_string()).unwrap_or_else(|| "-".to_owned());
            let day = report.date.get().map(|day| day.to_string()).unwrap_or_default();
            let _ = writeln!(
                out,
                "    {score:.2}  {:<12} {day:<10}  {:<18} {:<18} {killed}",
                corpus.id(*row),
                crate::cli::waterfall::cut(corpus.name(report.source), 18),
                crate::cli::waterfall::cut(corpus.name(report.place), 18),
            );
        }
    }
    let what = if find.is_some() { "Events found" } else { "Events with several reports" };
    more(&mut out, chosen.len(), limit, what);
    if common.verbose {
        let _ = writeln!(out, "{}", linked.events.blocking);
    }
    write_stdout(out.as_bytes())?;
    Ok(0)
}

fn more(out: &mut String, all: usize, limit: usize, what: &str) {
    let _ = if all > limit {
        writeln!(out, "\n{what}: {all}, of which {limit} are shown; --limit 0 shows all, --find TEXT some")
    } else {
        writeln!(out, "\n{what}: {all}")
    };
}
