//! What a run is asked to do, once every setting is resolved.

use crate::catalogue::Knobs;
use crate::input::Preset;
use crate::model::Convention;
use crate::model::Limits;
use crate::model::check::UserCheck;
use crate::model::{Day, Decisions, Unit};
use crate::triage::{Baseline, Setting};
use std::path::PathBuf;

/// How an entry of [`Job::inputs`] is to be read.
#[derive(Debug, Clone, Default)]
pub struct InputHow {
    /// The preset; `None` to recognise it.
    pub preset: Option<Preset>,
    /// What goes before the preset, given or recognised.
    pub overlay: Option<Preset>,
    /// What a row is; `None` for what the preset says.
    pub unit: Option<Unit>,
    /// Name of the data set; `None` for the preset's.
    pub dataset: Option<String>,
    /// Name of the toll convention; `None` for the preset's.
    pub convention: Option<String>,
    /// Sheets of a workbook; empty for all that hold reports.
    pub sheets: Vec<String>,
    /// Encoding of a text; `None` to find it out.
    pub encoding: Option<String>,
    /// What stands between the cells of a line; `None` to find it out.
    pub delimiter: Option<u8>,
    /// Where in a JSON text the reports are; `None` to find it out.
    pub list: Option<String>,
}

/// A run's orders. No clock and no environment: time comes in here.
#[derive(Debug, Clone)]
pub struct Job {
    /// Files, folders, globs, `-`; empty for all that the store holds.
    pub inputs: Vec<String>,
    /// How each of them is read, in their order; those that have no entry here are read as `preset` and `unit` say.
    pub how: Vec<InputHow>,
    /// Folder of the store; `None` for a temporary one.
    pub db: Option<PathBuf>,
    /// Preset by name or file; `None` to recognise it.
    pub preset: Option<String>,
    /// What a row is; `None` for what the preset says.
    pub unit: Option<Unit>,
    /// Toll conventions of the user's own.
    pub conventions: Vec<(String, Convention)>,
    /// How much an input may be.
    pub limits: Limits,
    /// Gazetteers.
    pub gazetteers: Vec<PathBuf>,
    /// Learn the weights of linking from the data.
    pub learn: bool,
    /// Codes, or beginnings of codes, of the rules to run; empty for all.
    pub only: Vec<String>,
    /// Codes, or beginnings of codes, of rules to leave out.
    pub skip: Vec<String>,
    /// The settings of rules.
    pub knobs: Knobs,
    /// Checks that the user wrote.
    pub checks: Vec<UserCheck>,
    /// Settings on the level of findings.
    pub levels: Vec<Setting>,
    /// Findings that are known.
    pub baseline: Option<Baseline>,
    /// The steward's decisions.
    pub decisions: Decisions,
    /// The day that counts as today.
    pub today: Day,
    /// When the run began, RFC 3339; stands in the ledger's `run` and nowhere else.
    pub started: String,
    /// Number of threads; 0 for one a core.
    pub threads: usize,
    /// How many events the ledger lists in full, the worst first.
    pub listed_events: usize,
    /// Whether the ledger lists the places of those events and of findings, and tells why their spellings were joined.
    pub lists_places: bool,
}

impl Job {
    /// A job without inputs, by the usual settings, run on that day: dates after it are errors, so it must be given.
    pub fn on(today: Day) -> Job {
        Job {
            inputs: Vec::new(),
            how: Vec::new(),
            db: None,
            preset: None,
            unit: None,
            conventions: Vec::new(),
            limits: Limits::default(),
            gazetteers: Vec::new(),
            learn: false,
            only: Vec::new(),
            skip: Vec::new(),
            knobs: Knobs::default(),
            checks: Vec::new(),
            levels: Vec::new(),
            baseline: None,
            decisions: Decisions::default(),
            today,
            started: String::new(),
            threads: 0,
            listed_events: 2_000,
            lists_places: true,
        }
    }

    /// Whether the rule of that code is to run.
    pub fn runs(&self, code: &str) -> bool {
        let begins = |list: &[String]| {
            list.iter().any(|start| {
                let start = start.trim();
                code.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
            })
        };
        (self.only.is_empty() || begins(&self.only)) && !begins(&self.skip)
    }
}

/// Who is told how far a run has come.
pub trait Progress: Sync {
    /// A step begins; `total` is its number of units, or 0 where that is not known.
    fn begin(&self, step: &'static str, total: u64);
    /// So many units more are done.
    fn advance(&self, done: u64);
    /// The step is over.
    fn end(&self);
}

/// Nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _step: &'static str, _total: u64) {}
    fn advance(&self, _done: u64) {}
    fn end(&self) {}
}
