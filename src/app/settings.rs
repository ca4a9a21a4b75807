//! From what the user typed to a job.

use super::cli::{Common, Reading, When};
use super::fault::Fault;
use super::job::Job;
use crate::model::{Day, Unit};
use jiff::Zoned;
use std::io::IsTerminal;
use std::path::PathBuf;

/// Where the store lies unless told otherwise.
pub const STORE: &str = ".recount";

/// The job that reading options ask for.
///
/// # Errors
/// A day that is none.
pub fn job(common: &Common, reading: &Reading) -> Result<Job, Fault> {
    let now = Zoned::now();
    let today = match &reading.today {
        Some(text) => day("--today", text)?,
        None => Day::from(now.date()),
    };
    Ok(Job {
        inputs: reading.inputs.clone(),
        db: if common.no_db { None } else { Some(common.db.clone().unwrap_or_else(|| PathBuf::from(STORE))) },
        preset: reading.preset.clone(),
        unit: reading.unit.as_deref().map(|unit| if unit == "event" { Unit::Event } else { Unit::Report }),
        gazetteers: reading.gazetteer.clone(),
        learn: reading.learn,
        today,
        started: now.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        threads: common.threads.unwrap_or(0),
        ..Job::default()
    })
}

/// The store's folder.
///
/// # Errors
/// With `--no-db` there is none.
pub fn store(common: &Common) -> Result<PathBuf, Fault> {
    if common.no_db {
        return Err(Fault::new(
            "--no-db keeps nothing, so there is no earlier run to look at; leave it out, or name a store with --db",
        ));
    }
    Ok(common.db.clone().unwrap_or_else(|| PathBuf::from(STORE)))
}

/// A day as typed behind an option.
///
/// # Errors
/// When it is no day in the form YYYY-MM-DD.
pub fn day(option: &str, text: &str) -> Result<Day, Fault> {
    text.parse::<jiff::civil::Date>()
        .map(Day::from)
        .map_err(|_| Fault::new(format!("{option} {text}: not a day; write it as YYYY-MM-DD")))
}

/// Whether standard output is to be coloured.
pub fn colour(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            std::io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}
