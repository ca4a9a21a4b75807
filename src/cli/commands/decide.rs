//! `recount decide`: write a decision into the decisions file.

use super::export::run_tables;
use crate::cli::arguments::{Common, DecideArgs};
use crate::cli::decisions_workbook::{self, Blanks};
use crate::cli::files::{write_private, write_stdout};
use crate::cli::settings::{self, Resolved};
use crate::config::decisions::{self, Imported, Written};
use crate::model::decision::{Decision, NameRef, Verdict};
use crate::run::Error;
use crate::store::{FindingFact, Runs};
use std::path::Path;

/// Decides.
///
/// # Errors
/// The decision is incomplete, contradicts another one, or the file cannot be written.
pub fn run(common: &Common, args: &DecideArgs) -> Result<u8, Error> {
    let mut resolved = settings::resolve(common)?;
    if let Some(path) = &args.decisions {
        resolved.decisions.clone_from(path);
    }
    let today = match &args.today {
        Some(text) => settings::day("--today", text)?,
        None => resolved.today(),
    };
    let path = resolved.decisions.clone();
    let name = path.display().to_string();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Error::file(format!("the decisions file {name} cannot be read"), error)),
    };
    let (text, said) = match &args.import {
        Some(from) => {
            let (text, done) = import(args, from, &name, &text, today)?;
            let said = format!(
                "{name}: {} added, {} replaced, {} there already, {} older than what is there\n",
                done.added, done.replaced, done.already, done.older
            );
            (text, said)
        }
        None => {
            let decision = decision(common, &resolved, args, today)?;
            let (text, written) = decisions::write(&name, &text, &decision, today)?;
            let what = match written {
                Written::Added => "added",
                Written::Replaced => "replaced an earlier decision on the same matter",
                Written::Already => "stood there already",
            };
            (text, format!("{name}: {what}\n"))
        }
    };
    write_private(&path, text.as_bytes())?;
    if !common.quiet {
        write_stdout(said.as_bytes())?;
    }
    Ok(0)
}

/// Takes over the decisions of a file: TOML as the page exports it, or a workbook whose decision columns were filled in.
fn import(
    args: &DecideArgs,
    from: &Path,
    name: &str,
    text: &str,
    today: crate::model::Day,
) -> Result<(String, Imported), Error> {
    let shown = from.display().to_string();
    let unreadable = |why: String| Error::new(format!("{shown} cannot be read: {why}"));
    let bytes = std::fs::read(from).map_err(|error| unreadable(error.to_string()))?;
    let done = if decisions_workbook::recognise(&bytes) {
        let reason = args.reason.clone().filter(|reason| !reason.trim().is_empty());
        let other = decisions_workbook::decisions(&shown, bytes, &Blanks { today, by: by(args), reason })?;
        decisions::take_over(name, text, &other, today)
    } else {
        let other = String::from_utf8(bytes)
            .map_err(|_| unreadable("it is neither a workbook nor a decisions file in UTF-8".to_owned()))?;
        decisions::import(name, text, &shown, &other, today)
    };
    Ok(done?)
}

/// Who decides: as said, or the user's name.
fn by(args: &DecideArgs) -> String {
    args.by
        .clone()
        .or_else(|| std::env::var("USER").ok())
        .or_else(|| std::env::var("USERNAME").ok())
        .unwrap_or_default()
}

fn decision(
    common: &Common,
    resolved: &Resolved,
    args: &DecideArgs,
    today: crate::model::Day,
) -> Result<Decision, Error> {
    let verdict = args.verdict.as_deref().unwrap_or_default();
    let reason =
        args.reason.clone().filter(|reason| !reason.trim().is_empty()).ok_or_else(|| {
            Error::new("a decision without a reason helps nobody later: say why with --reason \"...\"")
        })?;
    let until = args.until.as_deref().map(|text| settings::day("--until", text)).transpose()?;
    let count = |wanted: &str, fits: bool| {
        if fits {
            Ok(())
        } else {
            Err(Error::new(format!("decide {verdict} wants {wanted}; {} given", args.subjects.len())))
        }
    };
    let names = || -> Vec<NameRef> {
        let named = |name: &String| NameRef {
            name: name.clone(),
            country: args.country.clone().unwrap_or_default(),
            admin1: args.admin1.clone().unwrap_or_default(),
            admin2: String::new(),
        };
        args.subjects.iter().map(named).collect()
    };
    let mut evidence = String::new();
    let mut finding = || -> Result<String, Error> {
        count("the fingerprint of one finding", args.subjects.len() == 1)?;
        let known = finding_of(common, resolved, &args.subjects[0])?;
        evidence = known.evidence_hash.into_owned();
        Ok(known.fingerprint.into_owned())
    };
    let verdict = match verdict {
        "same" => {
            count("two names of places or more", args.subjects.len() >= 2)?;
            Verdict::SamePlace(names())
        }
        "different" => {
            count("two names of places or more", args.subjects.len() >= 2)?;
            Verdict::DifferentPlaces(names())
        }
        "canonical" => {
            count("one name of a place", args.subjects.len() == 1)?;
            Verdict::Canonical(names().remove(0))
        }
        "same-event" => {
            count("two ids of reports or more", args.subjects.len() >= 2)?;
            Verdict::SameEvent(args.subjects.clone())
        }
        "different-events" => {
            count("two ids of reports or more", args.subjects.len() >= 2)?;
            Verdict::DifferentEvents(args.subjects.clone())
        }
        "accept" => Verdict::Accept(finding()?),
        "false-alarm" => Verdict::FalseAlarm(finding()?),
        "snooze" => {
            let until = until.ok_or_else(|| Error::new("snooze wants --until YYYY-MM-DD"))?;
            Verdict::Snooze(finding()?, until)
        }
        other => {
            return Err(Error::new(format!(
                "decide {other}: there are same, different, canonical, same-event, different-events, accept, false-alarm and snooze"
            )));
        }
    };
    let expires = if matches!(verdict, Verdict::Snooze(..)) { None } else { until };
    Ok(Decision { verdict, by: by(args), when: Some(today), reason, evidence, expires, line: 0 })
}

/// The finding of the last run with that fingerprint, or the only one whose fingerprint begins so.
fn finding_of(common: &Common, resolved: &Resolved, start: &str) -> Result<FindingFact<'static>, Error> {
    let Some(dir) = &resolved.settings.db.value else {
        settings::store(common)?;
        return Err(Error::new("there is no store"));
    };
    let tables = run_tables(&Runs::of(Path::new(dir))?, None)?;
    let mut fitting = tables.findings.into_iter().filter(|finding| finding.fingerprint.starts_with(start));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Error::new(format!(
            "the last run has no finding {start}; `recount findings` lists them with their fingerprints"
        ))),
        (Some(_), Some(_)) => {
            Err(Error::new(format!("several findings of the last run begin with {start}; write more of it")))
        }
    }
}
