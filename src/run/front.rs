//! The front door for programs: inputs in, a ledger out.

use super::{Error, InputHow, Job, run};
use crate::input::Preset;
use crate::model::{Day, Ledger};
use std::path::PathBuf;

/// A check of files, from their paths to a [`Ledger`].
///
/// A run knows no clock: the day that counts as today must be given, as dates after it are errors.
///
/// ```
/// use recount::{Check, Day};
///
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("reports.csv");
/// std::fs::write(&file, "id,date,place,killed\nr1,2021-08-08,Karou,17\nr2,2021-13-08,Karou,17\n")?;
///
/// let today = Day::from_ymd(2026, 1, 31).ok_or("no such day")?;
/// let ledger = Check::new([file]).today(today).only(["SCH002"]).run()?;
/// assert_eq!(ledger.reports, 2);
/// let said: Vec<&str> = ledger.findings.iter().map(|finding| finding.headline.as_str()).collect();
/// assert_eq!(said, ["event_date holds \"2021-13-08\", which cannot be read as a date"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is checked until it is run"]
pub struct Check {
    job: Job,
    preset: Option<String>,
    today: Option<Day>,
}

impl Check {
    /// A check of these files, folders and globs.
    pub fn new<P: Into<PathBuf>>(inputs: impl IntoIterator<Item = P>) -> Check {
        let inputs = inputs.into_iter().map(|path| path.into().to_string_lossy().into_owned()).collect();
        Check { job: Job { inputs, ..Job::on(Day(0)) }, preset: None, today: None }
    }

    /// The day that counts as today. Must be given.
    pub fn today(mut self, day: Day) -> Check {
        self.today = Some(day);
        self
    }

    /// The preset that maps the columns, by name or file; recognised where none is given.
    pub fn preset(mut self, name: impl Into<String>) -> Check {
        self.preset = Some(name.into());
        self
    }

    /// Keeps what was read, and the history of runs, in that folder; without one nothing is kept.
    pub fn store(mut self, folder: impl Into<PathBuf>) -> Check {
        self.job.db = Some(folder.into());
        self
    }

    /// Adds a gazetteer: a GeoNames dump, or CSV with name, lat, lon.
    pub fn gazetteer(mut self, file: impl Into<PathBuf>) -> Check {
        self.job.gazetteers.push(file.into());
        self
    }

    /// Runs only these rules: codes, or beginnings of codes.
    pub fn only<S: Into<String>>(mut self, codes: impl IntoIterator<Item = S>) -> Check {
        self.job.only.extend(codes.into_iter().map(Into::into));
        self
    }

    /// Leaves these rules out: codes, or beginnings of codes.
    pub fn skip<S: Into<String>>(mut self, codes: impl IntoIterator<Item = S>) -> Check {
        self.job.skip.extend(codes.into_iter().map(Into::into));
        self
    }

    /// Number of threads; 0, as without this, for one a core. The ledger does not depend on it.
    pub fn threads(mut self, count: usize) -> Check {
        self.job.threads = count;
        self
    }

    /// Runs it.
    ///
    /// # Errors
    /// [`Error::NoToday`] where no day was given; else what could not be read or written, with its cause.
    ///
    /// ```
    /// use recount::{Check, Error};
    /// assert!(matches!(Check::new(["reports.csv"]).run(), Err(Error::NoToday)));
    /// ```
    pub fn run(self) -> Result<Ledger, Error> {
        let Check { mut job, preset, today } = self;
        job.today = today.ok_or(Error::NoToday)?;
        if let Some(name) = preset {
            let preset = Preset::load(&name)?;
            job.how =
                job.inputs.iter().map(|_| InputHow { preset: Some(preset.clone()), ..InputHow::default() }).collect();
        }
        Ok(run(&job)?.ledger)
    }
}
